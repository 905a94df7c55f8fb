"""Notices: what is new for somebody, and whether it comes by e-mail too."""
