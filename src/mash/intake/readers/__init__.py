"""Readers of workbooks and XML: rows of text out, or a sentence that says why not (CSV: dataset room)."""
