"""Surveys of professionals, and answers that nobody can tie to who gave them (docs/adr/0007)."""
