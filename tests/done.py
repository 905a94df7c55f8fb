"""Doing something as a page does it: in a transaction that is recorded."""

from mash.trail.record import recorded


def done(action, *arguments, **named):
    """What an action gives back, done in a transaction of its own."""
    with recorded():
        return action(*arguments, **named)
