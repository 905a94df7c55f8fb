"""The shape of the trail's table, step by step."""
