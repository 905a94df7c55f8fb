"""How the system is set up on a machine: data folder, keys, database, Django's settings and addresses."""
