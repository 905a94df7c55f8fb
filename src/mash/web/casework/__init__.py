"""The hub's work: the queue, a referral, and each step of working it, one thing on a page."""
