"""The shape of the partnership's tables, step by step."""
