"""Notices: what somebody is to know of, here and by e-mail. They name nobody."""
