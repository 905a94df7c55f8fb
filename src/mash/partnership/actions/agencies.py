"""Agencies with their successors, hubs and teams."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError

from mash.partnership.actions.accounts import appoint
from mash.partnership.actions.administered import leaving_an_administrator
from mash.partnership.actions.turn import Seen, added, as_opened, changed, in_turn
from mash.partnership.models import Account, Agency, Hub, Team


@in_turn()
def add_agency(
    *,
    agency_id: str,
    name: str,
    kind: str,
    in_baseline: bool,
    exempt_because: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
    successor: Agency | None = None,
) -> Agency:
    """Add an agency. `exempt_because`: why it is not in the baseline, where it is not."""
    row = Agency(agency_id=agency_id, name=name, kind=kind, in_baseline=in_baseline, successor=successor)
    row.exempt_because = exempt_because.strip()
    row.valid_from, row.valid_to = valid_from, valid_to
    return added(row, "agency")


@in_turn()
def change_agency(
    row: Agency,
    *,
    seen: Seen,
    name: str,
    kind: str,
    in_baseline: bool,
    exempt_because: str = "",
    valid_from: date | None,
) -> Agency:
    """Change an agency's name, its kind, whether it is in the baseline or why it is not, its first day."""
    as_opened(row, seen)
    of = {"in_baseline": in_baseline, "exempt_because": exempt_because.strip(), "valid_from": valid_from}
    return changed(row, "agency", name=name, kind=kind, **of)


@in_turn()
def end_agency(row: Agency, *, seen: Seen, valid_to: date | None, successor: Agency | None) -> Agency:
    """Say which day is an agency's last and which agency succeeds it. Its people's access ends with it."""
    as_opened(row, seen)
    _does_not_loop(row, successor)
    with leaving_an_administrator(valid_to and valid_to + timedelta(days=1), at="valid_to"):
        verb = "ended" if valid_to else "changed"
        return changed(row, "agency", verb, valid_to=valid_to, successor=successor)


@in_turn()
def add_hub(*, hub_id: str, name: str, administrator: Account) -> Hub:
    """Add a hub. Who adds it is its first administrator, or nobody could give a role in it."""
    hub = added(Hub(hub_id=hub_id, name=name), "hub")
    appoint(administrator, role="administrator", hub=hub)
    return hub


@in_turn()
def rename_hub(row: Hub, *, seen: Seen, name: str) -> Hub:
    """Change what a hub is called."""
    as_opened(row, seen)
    return changed(row, "hub", name=name)


@in_turn()
def add_team(*, name: str, agency: Agency, hub: Hub) -> Team:
    """Add a team of an agency in a hub."""
    return added(Team(name=name, agency=agency, hub=hub), "team")


@in_turn()
def rename_team(row: Team, *, seen: Seen, name: str) -> Team:
    """Change what a team is called."""
    as_opened(row, seen)
    return changed(row, "team", name=name)


def _does_not_loop(row: Agency, successor: Agency | None) -> None:
    """Chains of successors do not loop (dataset.md)."""
    after = successor
    while after is not None:
        if after.pk == row.pk:
            raise ValidationError(
                {"successor": f"{row} comes after {successor} already; a chain of successors cannot loop."}
            )
        after = after.successor
