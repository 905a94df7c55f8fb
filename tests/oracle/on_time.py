"""In time, late or open: one rule for decisions, responses and replies to complaints."""

from .stats import ratio

STATES = ["in_time", "late", "open_in_time", "open_overdue"]


def state(view, done_at, due):
    """Against the due instant: at it is still in time."""
    if done_at:
        return "in_time" if done_at <= due else "late"
    return "open_in_time" if view.as_at <= due else "open_overdue"


def on_time(view, units):
    """due, met and their rate, of (state, due instant) pairs; what falls due at as-at or later is not due."""
    due = [s for s, at in units if at and at < view.as_at]
    met = sum(s == "in_time" for s in due)
    return {"due": len(due), "met": met, "on_time_rate": ratio(met, len(due))}
