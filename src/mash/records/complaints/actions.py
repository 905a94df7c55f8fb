"""The only writers of complaints and compliments: enter, change, extend, take to the next stage, close."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from mash.framework.codes import COMPLAINT_STAGES, RESERVED_CODES
from mash.framework.london import LONDON, now, spelt, today
from mash.partnership.models import Agency, Hub
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.complaints.models import (
    AT_FAULT,
    FINDINGS,
    SOURCES,
    Complaint,
    ComplaintAgency,
    ComplaintStep,
)
from mash.records.complaints.stages import closing, due_day, last_day, opening
from mash.records.writing import allowed, fault, held, kept
from mash.trail.record import note

_THEME = re.compile(r"[^\W\d_][^\W\d_ '’-]*(?:[ '’-]+[^\W\d_]+)*")


@dataclass(frozen=True)
class Said:
    """What is entered of a complaint or compliment, and can be changed later."""

    received_on: date
    source: str
    title: str
    words: str
    theme: str
    whose: str = ""
    agencies: Sequence[str] = ()


def enter(*, by: Principal, hub: str, compliment: bool, said: Said) -> Complaint:
    """Enter a complaint, which begins at stage 1 on the day it was received, or a compliment.

    Raises ValidationError, by field.
    """
    allowed(by, P.REGISTER_KEEP, hub)
    its_hub = Hub.objects.get(pk=hub)
    made = Complaint(hub=its_hub, account_id=by.account_id, entered_at=now(), compliment=compliment)
    _set(made, said)
    if not compliment:
        made.stage, made.stage_began_on = 1, said.received_on
        made.due_at = closing(its_hub, _due(its_hub, 1, said.received_on, None))
    kept(made)
    _about(by, made, said)
    _step(made, by, "received")
    note(
        "entered",
        "compliment" if compliment else "complaint",
        made.pk,
        hub=hub,
        agencies=sorted(set(said.agencies)),
    )
    return made


def change(*, by: Principal, complaint_id: object, version: int, said: Said) -> Complaint:
    """Change what was entered; what it said before is kept. At stage 1 another day of receipt moves the due
    time with it, where nobody has extended it. Raises Overtaken, or ValidationError by field.
    """
    found = _held(by, complaint_id, version)
    before = as_said(by, found)
    unchanged = found.stage == 1 and found.due_at == closing(
        found.hub, _due(found.hub, 1, before.received_on, None)
    )
    differs = [name for name in LABELS if in_words(before, name) != in_words(said, name)]
    if not differs:
        return found
    _set(found, said, unless_changed=before)
    if found.stage == 1:
        found.stage_began_on = said.received_on
        if unchanged:
            found.due_at = closing(found.hub, _due(found.hub, 1, said.received_on, None))
    elif found.stage_began_on is not None and said.received_on > found.stage_began_on:
        raise fault(received_on="It was received before it came to the stage at which it is.")
    if found.closed_at is not None and found.received_at > found.closed_at:
        raise fault(received_on="It was received before it was closed.")
    own = [name for name in differs if name not in ("received_on", "agencies")]
    kept(found, *own, "received_at", "stage_began_on", "due_at")
    if "agencies" in differs:
        _about(by, found, said, before)
    said_before = "\n".join(f"{LABELS[name]}: {in_words(before, name) or 'nothing'}" for name in differs)
    _step(found, by, "changed", words=said_before)
    note("changed", "compliment" if found.compliment else "complaint", found.pk, fields=sorted(differs))
    return found


def extend(*, by: Principal, complaint_id: object, version: int, due_on: date, words: str) -> Complaint:
    """Give an open complaint more time at its stage, until the hub closes on `due_on`; `words` say why."""
    found = _complaint(by, complaint_id, version)
    if found.closed_at is not None:
        raise fault(due_on="This complaint is closed.")
    stage, began = _stage(found)
    latest = last_day(found.hub, stage, began)
    before = _day(found.due_at)
    if due_on <= before:
        raise fault(due_on=f"More time means later than {spelt(before)}.")
    if latest is not None and due_on > latest:
        raise fault(due_on=f"At stage {stage} it can be {spelt(latest)} at the latest.")
    if not words.strip():
        raise fault(words="Say why it takes longer.")
    found.due_at = closing(found.hub, due_on)
    kept(found, "due_at")
    _step(found, by, "extended", words=words)
    note("extended", "complaint", found.pk, due=[_instant(before, found), found.due_at.isoformat()])
    return found


def step_up(
    *,
    by: Principal,
    complaint_id: object,
    version: int,
    began_on: date,
    words: str,
    due_on: date | None = None,
) -> Complaint:
    """Take a complaint to the next stage: one that is open, or one that was closed and is not let rest.

    At stages 1 and 2 the due day follows from the hub's working days; at stages 3 and 4 it is `due_on`.
    """
    found = _complaint(by, complaint_id, version)
    stage, began = _stage(found)
    if stage == COMPLAINT_STAGES[-1]:
        raise fault(began_on="This is the last stage: close it here.")
    if began_on > today():
        raise fault(began_on="The next stage cannot begin in the future.")
    if began_on < max(began, _day(found.closed_at) if found.closed_at else began):
        raise fault(began_on="The next stage begins after the one before.")
    if not words.strip():
        raise fault(words="Say why it goes to the next stage.")
    due = _due(found.hub, stage + 1, began_on, due_on)
    found.stage, found.stage_began_on = stage + 1, began_on
    found.due_at, found.closed_at, found.finding = closing(found.hub, due), None, ""
    kept(found, "stage", "stage_began_on", "due_at", "closed_at", "finding")
    _step(found, by, "next_stage", words=words)
    note("took to the next stage", "complaint", found.pk, stage=[stage, stage + 1])
    return found


def close(
    *,
    by: Principal,
    complaint_id: object,
    version: int,
    closed_on: date,
    finding: str,
    words: str,
    learning: str = "",
    redress: str = "",
) -> Complaint:
    """Close a complaint at its stage: what was found, why, what is changed because of it, and redress."""
    found = _complaint(by, complaint_id, version)
    if found.closed_at is not None:
        raise fault(closed_on="This complaint is closed.")
    _, began = _stage(found)
    if finding not in FINDINGS:
        raise fault(finding="Say what was found.")
    if closed_on > today():
        raise fault(closed_on="It cannot be closed in the future.")
    if closed_on < began:
        raise fault(closed_on=f"This stage began on {spelt(began)}: it is closed on that day or later.")
    if not words.strip():
        raise fault(words="Say why that was found.")
    if finding in AT_FAULT and not learning.strip():
        raise fault(learning="Say what is changed because of it, or why nothing is.")
    found.closed_at, found.finding = opening(found.hub, closed_on), finding
    kept(found, "closed_at", "finding")
    _step(found, by, "closed", finding=finding, words=words, learning=learning, redress=redress)
    note("closed", "complaint", found.pk, finding=finding)
    return found


#: What is entered, in the words of the page.
LABELS = {
    "received_on": "Received",
    "source": "Where from",
    "whose": "From whom",
    "agencies": "About",
    "theme": "Theme",
    "title": "In a few words",
    "words": "What is said",
}


def as_said(by: Principal, found: Complaint) -> Said:
    """What is recorded of a complaint, as it would be entered."""
    about = ComplaintAgency.objects.seen_by(by).filter(complaint=found)
    return Said(
        received_on=_day(found.received_at),
        agencies=tuple(about.values_list("agency_id", flat=True)),
        **{name: getattr(found, name) for name in ("source", "title", "words", "theme", "whose")},
    )


def in_words(said: Said, name: str) -> str:
    """What was entered in one field of LABELS, in words."""
    value: Any = getattr(said, name)
    if name == "agencies":
        names = Agency.objects.filter(pk__in=value).order_by("name").values_list("name", flat=True)
        return ", ".join(names) or "The hub as a whole"
    if name == "source":
        return SOURCES.get(value, "")
    return spelt(value) if isinstance(value, date) else str(value)


def _held(by: Principal, complaint_id: object, version: int) -> Complaint:
    found = held(Complaint, by, complaint_id, version)
    allowed(by, P.REGISTER_KEEP, found.hub_id)
    return found


def _complaint(by: Principal, complaint_id: object, version: int) -> Complaint:
    found = _held(by, complaint_id, version)
    if found.compliment:
        raise fault(words="A compliment has no stages, and nothing to close.")
    return found


def _stage(found: Complaint) -> tuple[int, date]:
    """The stage of a complaint, and when it began; a constraint says that both are there."""
    assert found.stage is not None
    assert found.stage_began_on is not None
    return found.stage, found.stage_began_on


def _due(hub: Hub, stage: int, began_on: date, by_hand: date | None) -> date:
    due = due_day(hub, stage, began_on)
    if due is not None:
        return due
    if by_hand is None:
        raise fault(due_on=f"Enter the day on which the answer at stage {stage} is due.")
    if by_hand <= began_on:
        raise fault(due_on="The answer is due after the stage begins.")
    return by_hand


def _set(row: Complaint, said: Said, unless_changed: Said | None = None) -> None:
    """Write what was entered into a row, once it is in order."""
    if said.received_on > today():
        raise fault(received_on="It cannot have been received in the future.")
    if said.source not in SOURCES:
        raise fault(source="Say where it came from.")
    row.theme = _theme(said.theme)
    for name in ("source", "whose", "title", "words"):
        setattr(row, name, getattr(said, name).strip())
    if unless_changed is None or unless_changed.received_on != said.received_on:
        row.received_at = opening(row.hub, said.received_on)


def _theme(theme: str) -> str:
    """A theme as it is counted: one way of writing it, and nothing that tells of anybody."""
    found = " ".join(theme.split()).lower()
    if not found:
        raise fault(theme="Choose a theme, or enter another.")
    if not _THEME.fullmatch(found) or len(found) > 40 or found in RESERVED_CODES:
        raise fault(
            theme="A theme is a word or two that others would use too, without digits. It is counted and "
            "leaves the hub: never a name."
        )
    return found


def _about(by: Principal, row: Complaint, said: Said, before: Said | None = None) -> None:
    """Say which agencies it is about. New ones must have been there on the day of receipt."""
    wanted, had = set(said.agencies), set(before.agencies) if before else set()
    there = set(Agency.objects.all().on(said.received_on).values_list("pk", flat=True))
    if (wanted - had) - there:
        raise fault(agencies="Choose agencies that were in the hub when it was received.")
    ComplaintAgency.objects.seen_by(by).filter(complaint=row, agency__in=had - wanted).delete()
    for agency in sorted(wanted - had):
        kept(ComplaintAgency(complaint=row, agency_id=agency))


def _step(row: Complaint, by: Principal, what: str, **words: str) -> None:
    kept(
        ComplaintStep(
            complaint=row,
            at=now(),
            account_id=by.account_id,
            what=what,
            stage=row.stage,
            due_at=row.due_at,
            **words,
        )
    )


def _day(at: Any) -> date:
    found: date = at.astimezone(LONDON).date()
    return found


def _instant(day: date, row: Complaint) -> str:
    return closing(row.hub, day).isoformat()
