"""What a measure and a statistic are, as-at and windows, the clock, intervals, survival, and compute()."""
