"""Retention: how long each kind of record is kept, what must stay beyond that, and what is destroyed by whom."""
