"""Somebody asks what is held about them: gathered, reviewed piece by piece, and given as one copy."""
