"""Cohorts, outcomes and closed days. A changed name, age group or severity counts for the past too."""

from datetime import date
from typing import TypeVar

from mash.partnership.actions.turn import Seen, added, as_opened, changed, in_turn, removed
from mash.partnership.models import ClosedDay, Cohort, Outcome

InUse = TypeVar("InUse", bound=Cohort | Outcome)


@in_turn()
def add_cohort(
    *,
    cohort_id: str,
    name: str,
    age_group: str,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Cohort:
    """Add a cohort."""
    row = Cohort(cohort_id=cohort_id, name=name, age_group=age_group)
    row.valid_from, row.valid_to = valid_from, valid_to
    return added(row, "cohort")


@in_turn()
def change_cohort(row: Cohort, *, seen: Seen, name: str, age_group: str, valid_from: date | None) -> Cohort:
    """Change what a cohort is called, whom it concerns or its first day."""
    as_opened(row, seen)
    return changed(row, "cohort", name=name, age_group=age_group, valid_from=valid_from)


@in_turn()
def add_outcome(
    *,
    outcome_id: str,
    name: str,
    severity: int,
    forum: bool,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Outcome:
    """Add an outcome."""
    row = Outcome(outcome_id=outcome_id, name=name, severity=severity, forum=forum)
    row.valid_from, row.valid_to = valid_from, valid_to
    return added(row, "outcome")


@in_turn()
def change_outcome(
    row: Outcome, *, seen: Seen, name: str, severity: int, forum: bool, valid_from: date | None
) -> Outcome:
    """Change what an outcome is called, its severity, whether it is a forum, or its first day."""
    as_opened(row, seen)
    return changed(row, "outcome", name=name, severity=severity, forum=forum, valid_from=valid_from)


@in_turn()
def end_in_use(row: InUse, *, seen: Seen, valid_to: date | None) -> InUse:
    """Say which day is the last on which a cohort or an outcome can be chosen, or that there is none."""
    as_opened(row, seen)
    return changed(row, type(row).__name__.lower(), "ended" if valid_to else "changed", valid_to=valid_to)


@in_turn()
def add_closed_day(*, date: date, reason: str) -> ClosedDay:
    """Add a bank holiday or a closure."""
    return added(ClosedDay(date=date, reason=reason), "closed day")


@in_turn()
def change_closed_day(row: ClosedDay, *, seen: Seen, reason: str) -> ClosedDay:
    """Change why a day is closed."""
    as_opened(row, seen)
    return changed(row, "closed day", reason=reason)


@in_turn()
def remove_closed_day(row: ClosedDay, *, seen: Seen) -> None:
    """Take a closed day out: working clocks run on it again."""
    as_opened(row, seen)
    removed(row, "closed day")
