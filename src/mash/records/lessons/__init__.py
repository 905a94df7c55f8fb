"""Lessons from reviews, inspections and others, and what became of what each recommends."""
