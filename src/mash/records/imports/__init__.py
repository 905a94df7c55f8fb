"""Imports: files of records that are handed in on a page, row by row, until they are brought in."""
