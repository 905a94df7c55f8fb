"""Who: hubs, agencies, teams, accounts, their roles and what a role may do; a hub's reference data."""
