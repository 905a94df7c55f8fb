"""The pages of lessons and their recommendations."""
