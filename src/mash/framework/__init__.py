"""The framework in code: vision, strategic outcomes, the thirteen questions, codes and defaults. Standard library only."""
