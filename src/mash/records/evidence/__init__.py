"""The evidence library: anonymised examples of good practice and of learning, and who asked for them."""
