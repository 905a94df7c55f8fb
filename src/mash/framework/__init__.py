"""The framework in code: vision, outcomes, the thirteen questions, codes, defaults. Standard library only."""
