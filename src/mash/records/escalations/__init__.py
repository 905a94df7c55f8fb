"""Disagreements between agencies about a referral, stage by stage (not rising risk: that is measure six)."""
