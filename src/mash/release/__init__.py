"""Results for readers: the report, its charts. Takes results only."""
