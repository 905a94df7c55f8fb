"""Settings: what an administrator keeps. Reference data, agencies, hubs, teams and accounts.

A page here asks (editing.py), an action of the partnership does, and refuses in words that the page shows.
"""
