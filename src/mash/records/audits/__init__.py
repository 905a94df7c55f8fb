"""File audits: rounds drawn at random, graded independently, moderated, followed up (measure ten)."""
