"""A person: who they are, in which referrals, and which other records may be of the same person."""
