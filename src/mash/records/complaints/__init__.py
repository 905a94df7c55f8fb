"""Complaints about agencies and the hub, stage by stage; compliments in the same list (measure nine)."""
