"""A small hub to work cases on by hand: two agencies, two risks, three outcomes; London times as text."""

from datetime import date, datetime

from mash.engine.question import Parameters, Question
from tests import oracle
from tests.oracle.clock import LONDON


def at(text):
    """'2024-01-05 10:00' in London."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def day(text):
    return date.fromisoformat(text)


REFERENCE = {
    "hubs": [{"hub_id": "h", "name": "h"}],
    "agencies": [{"agency_id": a, "name": a, "kind": "other", "in_baseline": True} for a in ("A", "b")],
    "cohorts": [{"cohort_id": "c", "name": "c", "age_group": "any"}],
    "risks": [
        {"risk": "low", "rank": 1, "target_hours": 72.0, "clock": "elapsed", "valid_from": day("2000-01-01")},
        {"risk": "high", "rank": 2, "target_hours": 2.0, "clock": "elapsed", "valid_from": day("2000-01-01")},
    ],
    "outcomes": [
        {"outcome_id": "none", "severity": 0, "forum": False},
        {"outcome_id": "assess", "severity": 3, "forum": True},
        {"outcome_id": "enquire", "severity": 4, "forum": False},
    ],
}


def referral(referral_id, received, decided=None, agency="A", **more):
    return {
        "referral_id": referral_id,
        "hub_id": "h",
        "agency_id": agency,
        "cohort_id": "c",
        "received_at": at(received),
        "time_known": True,
        "decided_at": at(decided) if decided else None,
        "known_open": False,
    } | more


def rating(rating_id, referral_id, rated, risk):
    return {"rating_id": rating_id, "referral_id": referral_id, "rated_at": at(rated), "risk": risk}


def request(referral_id, agency, requested, responded=None, response=None, due=None):
    return {
        "request_id": f"{referral_id}{agency}{requested}",
        "referral_id": referral_id,
        "agency_id": agency,
        "requested_at": at(requested),
        "responded_at": at(responded) if responded else None,
        "response": response,
        "due_at": at(due) if due else None,
    }


def disposal(referral_id, outcome, decided, agency=None, role="lead"):
    return {
        "disposal_id": f"{referral_id}{outcome}{role}",
        "referral_id": referral_id,
        "outcome_id": outcome,
        "decided_at": at(decided),
        "agency_id": agency,
        "role": role,
    }


def subject(referral_id, person, role="subject"):
    return {"referral_id": referral_id, "person_key": person, "role": role}


def ask(tables, as_at="2024-03-01 00:00", start="2024-01-01", end="2024-03-01", **parameters):
    """All statistics of the small hub with these tables."""
    question = Question(at(as_at), day(start), day(end), Parameters(**parameters))
    return oracle.compute(REFERENCE | tables, question)


def row(rows, **dimensions):
    """The one row of these dimension values."""
    found = [r for r in rows if all(r[name] == value for name, value in dimensions.items())]
    assert len(found) == 1, f"{len(found)} rows are {dimensions} in {rows}"
    return found[0]


def picked(rows, *columns):
    """Only these columns of every row, as tuples."""
    return [tuple(r[c] for c in columns) for r in rows]
