"""The only writers of leadership activities: enter, change (so is entered what came of one, too), cancel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from mash.framework.london import now, spelt, today
from mash.partnership.models import Agency
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.activities.models import KINDS, Activity, ActivityAgency, ActivityStep
from mash.records.writing import allowed, fault, held, kept
from mash.trail.record import note

#: A day before or so far ahead is a slip in the year.
EARLIEST, AHEAD = date(2000, 1, 1), timedelta(days=2 * 366)
MOST_PEOPLE = 1_000_000
_LAST = ("attendees", "cost", "feedback", "feedback_from")


@dataclass(frozen=True)
class Said:
    """What is entered of an activity. From `attendees` on it is known only once it was held.

    `hours` in hours, `cost` in pounds, `feedback` the mean of what `feedback_from` people gave, 1 to 5.
    `settled`: what is left empty is not known and never will be.
    """

    kind: str
    title: str
    held_on: date | None
    audience: str = ""
    words: str = ""
    agencies: Sequence[str] = ()
    hours: Decimal | None = None
    attendees: int | None = None
    cost: Decimal | None = None
    feedback: Decimal | None = None
    feedback_from: int | None = None
    settled: bool = False


#: What is entered, in the words of the page.
LABELS = {
    "kind": "What it is",
    "title": "Title",
    "held_on": "Day",
    "audience": "For whom",
    "words": "What it is about",
    "agencies": "Agencies",
    "hours": "Hours",
    "attendees": "Attendance",
    "cost": "Cost in pounds",
    "feedback": "Mean feedback",
    "feedback_from": "Feedback from",
    "settled": "The rest is not known",
}


def enter(*, by: Principal, hub: str, said: Said) -> Activity:
    """Enter an activity that was held or is planned. Raises ValidationError, by field."""
    allowed(by, P.REGISTER_KEEP, hub)
    made = Activity(hub_id=hub, entered_at=now(), account_id=by.account_id)
    _set(made, said)
    kept(made)
    _take_part(by, made, said, ())
    _step(made, by, "entered")
    note("entered", "activity", made.pk, activity=said.kind, agencies=sorted(set(said.agencies)))
    return made


def change(*, by: Principal, activity_id: object, version: int, said: Said) -> Activity:
    """Change what was entered, or enter what came of it; what it said before is kept.

    Raises Overtaken, or ValidationError by field.
    """
    found = _held(by, activity_id, version, "title")
    before = as_said(by, found)
    differs = [name for name in LABELS if in_words(before, name) != in_words(said, name)]
    if not differs:
        return found
    _set(found, said)
    kept(found, *(name for name in differs if name != "agencies"))
    _take_part(by, found, said, before.agencies)
    said_before = "\n".join(f"{LABELS[name]}: {in_words(before, name) or 'not entered'}" for name in differs)
    _step(found, by, "changed", said_before)
    note("changed", "activity", found.pk, fields=sorted(differs))
    return found


def cancel(*, by: Principal, activity_id: object, version: int, because: str) -> Activity:
    """Say that an activity does not take place, or did not, and why. It does not leave for the dataset."""
    found = _held(by, activity_id, version, "because")
    if found.attendees is not None or found.feedback is not None or found.settled:
        raise fault(because="Who came to it is entered, so it took place: change that first.")
    if not because.strip():
        raise fault(because="Say why it is cancelled.")
    found.cancelled_on, found.cancelled_because = today(), because.strip()
    kept(found, "cancelled_on", "cancelled_because")
    _step(found, by, "cancelled", because)
    note("cancelled", "activity", found.pk)
    return found


def as_said(by: Principal, found: Activity) -> Said:
    """What is recorded of an activity, as it would be entered."""
    rows = ActivityAgency.objects.seen_by(by).filter(activity=found)
    own = {name: getattr(found, name) for name in LABELS if name != "agencies"}
    return Said(**own, agencies=tuple(rows.values_list("agency_id", flat=True)))


def in_words(said: Said, name: str) -> str:
    """One answer as somebody reads it; empty where there is none."""
    value: Any = getattr(said, name)
    if name == "agencies":
        return ", ".join(Agency.objects.filter(pk__in=value).values_list("name", flat=True))
    if name == "kind":
        return KINDS.get(value, str(value))
    if isinstance(value, date):
        return spelt(value)
    if isinstance(value, bool):
        return "Yes" if value else ""
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return "" if value is None else str(value).strip()


def _held(by: Principal, pk: object, version: int, field: str) -> Activity:
    """An activity that is not cancelled. That it is, is said at `field`."""
    found = held(Activity, by, pk, version)
    allowed(by, P.REGISTER_KEEP, found.hub_id)
    if found.cancelled_on is not None:
        raise fault(**{field: "This activity is cancelled."})
    return found


def _set(row: Activity, said: Said) -> None:
    """Check what is said and put it in the row. Raises ValidationError, by field."""
    if said.kind not in KINDS:
        raise fault(kind="Say what it is.")
    if not said.title.strip():
        raise fault(title="Give it a title.")
    if said.held_on is None or said.held_on < EARLIEST:
        raise fault(held_on="Enter the day on which it is held, with the year in full.")
    if said.held_on > today() + AHEAD:
        raise fault(held_on="It can be planned two years ahead at most: look at the year.")
    _figures(said, said.held_on)
    for name in LABELS:
        if name != "agencies":
            value = getattr(said, name)
            setattr(row, name, value.strip() if isinstance(value, str) else value)


def _figures(said: Said, held_on: date) -> None:
    """Figures fit each other, and a planned activity has none of what is known afterwards."""
    early = [name for name in _LAST if getattr(said, name) is not None]
    if held_on > today() and (early or said.settled):
        name = early[0] if early else "settled"
        raise fault(**{name: f"It is held on {spelt(held_on)}: enter this once it is over."})
    for name, value in (("hours", said.hours), ("cost", said.cost)):
        most = Decimal(9_999) if name == "hours" else Decimal(9_999_999)
        if value is not None and not (value.is_finite() and 0 <= value <= most):
            raise fault(**{name: f"{LABELS[name]} must be between 0 and {most:,}."})
    for name in ("attendees", "feedback_from"):
        value = getattr(said, name)
        if value is not None and not 0 <= value <= MOST_PEOPLE:
            raise fault(**{name: f"Enter how many people, between 0 and {MOST_PEOPLE:,}."})
    if said.feedback is not None and not (said.feedback.is_finite() and 1 <= said.feedback <= 5):
        raise fault(feedback="The mean feedback is between 1 and 5.")
    if said.feedback_from == 0:
        raise fault(feedback_from="Leave this and the mean empty where nobody gave feedback.")
    if (said.feedback is None) != (said.feedback_from is None):
        missing = "feedback" if said.feedback is None else "feedback_from"
        raise fault(**{missing: "Enter both: the mean feedback, and how many people gave it."})
    if said.feedback_from is not None and said.feedback_from > (said.attendees or MOST_PEOPLE):
        raise fault(feedback_from="More people gave feedback than attended.")
    if said.feedback_from and said.attendees == 0:
        raise fault(feedback_from="Nobody attended, so nobody gave feedback.")


def _take_part(by: Principal, row: Activity, said: Said, had: Sequence[str]) -> None:
    """Say which agencies take part. New ones must be in the partnership on the day."""
    wanted, before = set(said.agencies), set(had)
    assert said.held_on is not None
    there = set(Agency.objects.all().on(said.held_on).values_list("pk", flat=True))
    if (wanted - before) - there:
        raise fault(agencies="Choose agencies that are in the partnership on that day.")
    ActivityAgency.objects.seen_by(by).filter(activity=row, agency__in=before - wanted).delete()
    for agency in sorted(wanted - before):
        kept(ActivityAgency(activity=row, agency_id=agency))


def _step(row: Activity, by: Principal, did: str, words: str = "") -> None:
    of: dict[str, Any] = {"activity": row, "at": now(), "account_id": by.account_id}
    kept(ActivityStep(did=did, words=words.strip(), **of))
