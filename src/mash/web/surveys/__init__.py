"""The register of surveys, and the page on which they are answered without an account."""
