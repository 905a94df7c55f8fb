"""The seeded simulator of a hub."""
