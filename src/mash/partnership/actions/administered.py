"""No hub is left without an administrator: nobody could give a role in it any more."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.core.exceptions import ValidationError

from mash.framework.london import spelt, today
from mash.partnership.models import Appointment, Hub
from mash.partnership.policy import ROLES, Permission

_KEEPERS = [role for role, held in ROLES.items() if Permission.ACCOUNT_KEEP in held.permissions]


def administered(day: date) -> dict[str, Hub]:
    """The hubs, by code, in which somebody can keep accounts on a London day."""
    held = Appointment.objects.all().on(day).filter(role__in=_KEEPERS)
    return {
        one.hub_id: one.hub
        for one in held.select_related("account__agency", "hub")
        if one.account.active_on(day)
    }


@contextmanager
def leaving_an_administrator(day: date | None, *, at: str | None = None) -> Iterator[None]:
    """Raise ValidationError (at a field) where what is done inside takes a hub's last administrator on a day.

    Without a day nothing ends; one in the past counts as today.
    """
    if day is None:
        yield
        return
    day = max(day, today())
    before = administered(day)
    yield
    lost = [before[hub].name for hub in sorted(before.keys() - administered(day).keys())]
    if lost:
        words = (
            f"{' and '.join(lost)} would have no administrator from {spelt(day)}. "
            "Make somebody else administrator first."
        )
        raise ValidationError({at: words} if at else words)
