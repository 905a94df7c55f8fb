"""Asking agencies and their answers: who is asked, how soon each answers and what it says."""

from math import exp, log
from random import Random

from mash.demo import hidden
from mash.demo.cases import Case, Request
from mash.demo.london import HOUR, after_office_hours, midnight
from mash.demo.reference import BY_ID, community_trust

_MERGED_AT = midnight(hidden.MERGER_DAY)
_SPREAD = 0.9
_DUE_HOURS = {"red": 1, "amber": 8, "blue": 24}


def agency_of_the_day(agency_id: str, case: Case) -> str:
    """The successor's predecessor where the agency did not exist yet."""
    if agency_id != hidden.SUCCESSOR or case.received_at >= _MERGED_AT:
        return agency_id
    return community_trust(case.home.locality)


def ask(rng: Random, case: Case, now: int) -> list[Request]:
    """Requests to some of the agencies that know the cohort, never to the one that referred."""
    known = [agency_of_the_day(agency, case) for agency in case.cohort.asked]
    known = [agency for agency in known if agency != case.agency_id]
    wanted = rng.choice((1, 2)) if case.known_open else rng.choice((2, 3, 3, 4))
    risk = case.ratings[-1][1] if case.ratings else "amber"
    due = None if rng.random() < 0.02 else now + _DUE_HOURS[risk] * HOUR
    return [
        Request(f"{case.referral_id}-q{number}", agency, now, due)
        for number, agency in enumerate(rng.sample(known, min(wanted, len(known))), 1)
    ]


def answer(rng: Random, request: Request, risk: str) -> tuple[int, str] | None:
    """(when, what) the agency answers, or None = never."""
    luck = rng.random()
    if luck < hidden.NEVER_ANSWERED_SHARE:
        return None
    when = _answered_at(rng, request, risk)
    if luck < hidden.NEVER_ANSWERED_SHARE + hidden.CANCELLED_SHARE:
        return when, "cancelled"
    usual = request.agency_id != hidden.NOTHING_KNOWN_AGENCY
    nothing = hidden.USUAL_NOTHING_KNOWN_SHARE if usual else hidden.NOTHING_KNOWN_SHARE
    luck = rng.random()
    if luck < nothing:
        return when, "nothing_known"
    return when, "declined" if luck > 0.97 else "shared"


def _answered_at(rng: Random, request: Request, risk: str) -> int:
    if request.agency_id == hidden.SLOW_AGENCY:
        hours = hidden.SLOW_MEDIAN_HOURS
    else:
        hours = hidden.USUAL_MEDIAN_HOURS * hidden.HURRY[risk]
    seconds = exp(rng.gauss(log(hours), _SPREAD)) * HOUR
    if BY_ID[request.agency_id].night_desk:
        return int(request.requested_at + seconds)
    return after_office_hours(request.requested_at, seconds)
