"""Results for readers: the report, its charts, the overview, the strategic outcomes. Takes results only."""
