"""Baselines: each agency's own recorded demand by cohort and period, against which measure zero counts."""
