"""Imports: a file of records handed in, its columns matched, its rows checked and brought in."""
