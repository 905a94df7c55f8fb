"""The pages of releases: what was published, and the way there: draft, checks, words, publication."""
