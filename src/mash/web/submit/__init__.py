"""A new referral: one thing on a page, kept as it is written, checked before it is sent."""
