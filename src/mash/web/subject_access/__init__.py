"""The pages of subject access: requests, the review of what was gathered, and the copy that is given."""
