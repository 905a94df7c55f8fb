"""Instants as people read them: London's time, and how long is left or how long ago it was."""

from datetime import datetime, timedelta

from django import template

from mash.framework.london import LONDON, now, spelt

register = template.Library()


@register.filter
def moment(at: datetime | None) -> str:
    """An instant in London's time, such as `10 March 2026, 2:05pm`; empty for none."""
    if at is None:
        return ""
    local = at.astimezone(LONDON)
    return f"{spelt(local)}, {local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


@register.filter
def left(due: datetime | None) -> str:
    """How long until an instant, such as `1 hour 5 minutes left`, or how long it is overdue."""
    if due is None:
        return "No due time"
    away = due - now()
    return f"Overdue by {span(-away)}" if away < timedelta(0) else f"{span(away)} left"


@register.filter
def ago(at: datetime) -> str:
    """How long ago an instant was, such as `20 minutes ago`."""
    return f"{span(now() - at)} ago"


def span(length: timedelta) -> str:
    """A length of time in its two largest units, rounded down: minutes, hours and minutes, days and hours."""
    minutes = int(length.total_seconds()) // 60
    if minutes < 1:
        return "less than a minute"
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = (
        [(days, "day"), (hours, "hour")]
        if days
        else [(hours, "hour"), (minutes, "minute")]
        if hours
        else [(minutes, "minute")]
    )
    return " ".join(f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in parts if count)
