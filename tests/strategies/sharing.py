"""A referral and what hangs on it; escalations. Each function draws the rows that one seed stands for."""

from datetime import datetime, time

from mash.framework import codes
from tests.oracle import clock

from .fences import MICROSECOND, SPANS, YEARS, Dice, identifier, london_day, london_midnight

USUAL_HOURS = (time(8, 30), time(17))
PEOPLE = ["p1", "p2", "p3", "p4", "p5", "p6", "P1"]
# with and without responded_at; a moment without a response, and a response without its moment, are unknown
ANSWERED = [*codes.RESPONSES, "shared", "shared", None]
UNANSWERED = [None, None, "shared", "cancelled"]


def referral(d: Dice, tables: dict) -> None:
    """Times at the fences of every target; some come exactly a named span after an earlier one."""
    received = d.instant() if d.random() < 0.5 else come_back(d, tables)
    time_known = d.random() < 0.85
    if not time_known:
        received = london_midnight(london_day(received))
    decided = d.maybe(d.not_before(received, decision_fences(tables, received)), often=4)
    row = {
        "referral_id": identifier(len(tables["referrals"])),
        "hub_id": d.one_of(tables["hubs"])["hub_id"],
        "agency_id": d.one_of(tables["agencies"])["agency_id"],
        "cohort_id": d.one_of(tables["cohorts"])["cohort_id"],
        "locality": d.one_of([None, "north", "south"]),
        "received_at": received,
        "time_known": time_known,
        "decided_at": decided,
        "feedback_at": d.maybe(d.not_before(decided)) if decided else None,
        "known_open": d.random() < 0.2,
    }
    tables["referrals"].append(row)


def come_back(d: Dice, tables: dict) -> datetime:
    """A named span after an earlier receipt or decision, a hair to either side, or at the same instant."""
    starts = [r[column] for r in tables["referrals"] for column in ("received_at", "decided_at") if r[column]]
    starts += [min(starts)] * (len(starts) // 3) if starts else []  # history is counted from the first
    spans = [SPANS[0], *YEARS, YEARS[-1], YEARS[-1]]
    return d.one_of(starts or [d.instant()]) + d.one_of(spans) + d.one_of([0, 0, 1, -1]) * MICROSECOND


def decision_fences(tables: dict, received: datetime) -> list[datetime]:
    """Due times of every risk on its own clock (usual working hours), from receipt and half an hour on."""
    return [
        at
        for row in tables["risks"]
        for start in (received, received + SPANS[1])
        for at in due(tables, start, row)
    ]


def due(tables: dict, start: datetime, risk: dict) -> list[datetime]:
    """When a risk's target ends on its clock in the usual working hours; nothing without a target."""
    if risk["target_hours"] is None:
        return []
    closed = {row["date"] for row in tables["closed_days"]}
    return [clock.due(start, risk["target_hours"], risk["clock"], USUAL_HOURS, (1, 2, 3, 4, 5), closed)]


def ratings(d: Dice, tables: dict, r: dict) -> None:
    """None, one or several; at one instant, at the decision, or only after it."""
    # a rating half an hour in is where decision_fences puts its due times
    fences = [r["received_at"], r["received_at"] + SPANS[1], r["received_at"] + SPANS[1], r["decided_at"]]
    for _ in range(d.one_of([0, 1, 1, 1, 2, 2, 3])):
        row = {
            "rating_id": identifier(len(tables["ratings"])),
            "referral_id": r["referral_id"],
            "rated_at": d.not_before(r["received_at"], fences),
            "risk": d.one_of(tables["risks"])["risk"],
            "rationale_recorded": True,
        }
        tables["ratings"].append(row)
        fences.append(row["rated_at"])


def requests(d: Dice, tables: dict, r: dict) -> None:
    """Answered together, never, late by a hair, after the decision; withdrawn with or without a time."""
    fences = [r["decided_at"], r["received_at"]]
    for _ in range(d.one_of([0, 1, 1, 2, 2, 3])):
        asked = d.not_before(r["received_at"], fences)
        due = d.maybe(d.not_before(asked))
        answered = d.maybe(d.not_before(asked, [due, *fences]), often=4)
        row = {
            "request_id": identifier(len(tables["requests"])),
            "referral_id": r["referral_id"],
            "agency_id": d.one_of(tables["agencies"])["agency_id"],
            "requested_at": asked,
            "due_at": due,
            "responded_at": answered,
            "response": d.one_of(ANSWERED if answered else UNANSWERED),
        }
        tables["requests"].append(row)
        fences += [asked, answered]


def disposals(d: Dice, tables: dict, r: dict) -> None:
    """One lead an outcome, any support; with the decision, after it, and sometimes without one."""
    for outcome in d.some(tables["outcomes"], [0, 1, 1, 2]):
        for role in ["lead"] + ["support"] * d.one_of([0, 0, 1, 2]):
            row = {
                "disposal_id": identifier(len(tables["disposals"])),
                "referral_id": r["referral_id"],
                "outcome_id": outcome["outcome_id"],
                "decided_at": d.not_before(r["received_at"], [r["decided_at"]]),
                "agency_id": d.maybe(d.one_of(tables["agencies"])["agency_id"]),
                "role": role,
            }
            tables["disposals"].append(row)


def subjects(d: Dice, tables: dict, r: dict) -> None:
    """Who comes a named span after a referral was there then; else few people, sometimes as somebody else."""
    people = d.some(PEOPLE, [0, 1, 1, 2, 3])
    for earlier in tables["referrals"][:-1]:
        gaps = [r["received_at"] - earlier[c] for c in ("received_at", "decided_at") if earlier[c]]
        if any(abs(gap - span) <= MICROSECOND for gap in gaps for span in YEARS):
            people = [
                s["person_key"] for s in tables["subjects"] if s["referral_id"] == earlier["referral_id"]
            ]
    for person in people:
        role = d.one_of(["subject", "subject", "subject", "carer"])
        tables["subjects"].append({"referral_id": r["referral_id"], "person_key": person, "role": role})


def referral_cohorts(d: Dice, tables: dict, r: dict) -> None:
    """With or without the main cohort among them."""
    for cohort in d.some(tables["cohorts"], [0, 0, 1, 2]):
        row = {"referral_id": r["referral_id"], "cohort_id": cohort["cohort_id"]}
        tables["referral_cohorts"].append(row)


def escalations(d: Dice, tables: dict, r: dict) -> None:
    """Open, resolved, and with a resolution that nobody dated; with or without a referral."""
    for _ in range(d.one_of([0, 0, 1, 2])):
        raised = d.instant()
        raised_by, about = d.sample(tables["agencies"], 2)
        row = {
            "escalation_id": identifier(len(tables["escalations"])),
            "referral_id": d.maybe(r["referral_id"]),
            "raised_at": raised,
            "raised_by": raised_by["agency_id"],
            "about": about["agency_id"],
            "reason": d.one_of(codes.ESCALATION_REASONS),
            "stage": d.randint(1, 5),
            "resolved_at": d.maybe(d.not_before(raised, [raised + span for span in YEARS])),
            "resolution": d.one_of([None, "changed", "changed", "upheld"]),
        }
        tables["escalations"].append(row)
