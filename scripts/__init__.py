"""What is run by hand or by make: page styles, generated documentation."""
