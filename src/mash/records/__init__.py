"""What happened: people, referrals with all that follows from them, and disagreements. Names live here.

One room a record type with the same furniture: models, actions (the only writers), columns (what leaves for
the dataset and what stays). Who sees what stands twice: in need_to_know.py for the app, in
row_level_security.sql for the database behind it.
"""
