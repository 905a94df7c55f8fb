"""Retention: how long each kind of record is kept, what stays beyond that, and what is destroyed by whom."""
