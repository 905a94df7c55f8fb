"""The hub at work: a heap of events from receipt to decision. Nothing after as-at has happened."""

import heapq
from collections.abc import Callable
from functools import partial
from random import Random

from mash.demo import hidden, judgement, sharing
from mash.demo.cases import Case, Request
from mash.demo.intake_desk import IntakeDesk
from mash.demo.london import AS_AT, DAY, HOUR
from mash.demo.reference import Row
from mash.demo.staff import DECISION, TRIAGE, Desk

Action = Callable[[int, Case], None]
MINUTE = 60
#: How long the hub waits for answers before it reviews without them.
_PATIENCE = {"red": 35 * MINUTE, "amber": 14 * HOUR, "blue": 40 * HOUR}
_TARGET = {"red": 2 * HOUR, "amber": 24 * HOUR, "blue": 72 * HOUR}


class Hub:
    """All cases, and the ratings and disposals that they were given."""

    def __init__(self, rng: Random, desk: IntakeDesk, scale: float) -> None:
        self.rng = rng
        self.intake = desk
        self.triage: Desk[Case] = Desk(TRIAGE, scale)
        self.decision: Desk[Case] = Desk(DECISION, scale)
        self.cases: list[Case] = []
        self.ratings: list[Row] = []
        self.disposals: list[Row] = []
        self._events: list[tuple[int, int, Callable[[int], None]]] = []
        self._order = 0

    def run(self, arrivals: list[tuple[int, str]], tell: Callable[[str, int, int], None]) -> None:
        """Live through the arrivals and everything that follows from them, up to as-at."""
        for second, agency_id in arrivals:
            self._at(second, partial(self._receive, agency_id=agency_id))
        for desk, work in ((self.triage, self._triage), (self.decision, self._decide)):
            for second in desk.changes:
                self._at(second, partial(self._staff, desk=desk, work=work))
        while self._events:
            now, _, action = heapq.heappop(self._events)
            action(now)
            if len(self.cases) % 500 == 0:
                tell("referrals", len(self.cases), len(arrivals))

    def _at(self, second: int, action: Callable[[int], None]) -> None:
        if second <= AS_AT:
            self._order += 1
            heapq.heappush(self._events, (second, self._order, action))

    def _staff(self, now: int, desk: Desk[Case], work: Action) -> None:
        while (case := desk.take(now)) is not None:
            hurry = 0.5 if case.ratings and case.ratings[-1][1] == "red" else 1.0
            seconds = int(desk.shifts.minutes * MINUTE * hurry * self.rng.gammavariate(2, 0.5)) + MINUTE
            self._at(now + seconds, partial(self._done, desk=desk, work=work, case=case))

    def _done(self, now: int, desk: Desk[Case], work: Action, case: Case) -> None:
        desk.leave()
        work(now, case)
        self._staff(now, desk, work)

    def _receive(self, now: int, agency_id: str) -> None:
        case = self.intake.case(now, agency_id)
        self.cases.append(case)
        looks_urgent = judgement.risk(case.severity_score, case.rating_error, 0) == "red"
        self.triage.join(case, urgent=looks_urgent, due=now)
        self._staff(now, self.triage, self._triage)

    def _triage(self, now: int, case: Case) -> None:
        if self.rng.random() >= hidden.UNRATED_SHARE:
            self._rate(now, case, judgement.risk(case.severity_score, case.rating_error, 0))
        if case.known_open and self.rng.random() < 0.25:
            self._queue_for_decision(now, case)
        else:
            self._at(now + self.rng.randrange(2, 12) * MINUTE, partial(self._ask, case=case))

    def _rate(self, now: int, case: Case, risk: str) -> None:
        case.ratings.append((now, risk))
        rationale = self.rng.random() < (0.96 if len(case.ratings) == 1 else 0.88)
        rating_id = f"{case.referral_id}-g{len(case.ratings)}"
        self.ratings.append((rating_id, case.referral_id, now, risk, case.cohort.lead, rationale))

    def _ask(self, now: int, case: Case) -> None:
        case.requests = sharing.ask(self.rng, case, now)
        risk = case.ratings[-1][1] if case.ratings else "amber"
        for request in case.requests:
            case.awaited += 1
            answer = sharing.answer(self.rng, request, risk)
            if answer is not None:
                when, what = answer
                self._at(when, partial(self._answered, case=case, request=request, what=what))
        self._at(now + _PATIENCE[risk], partial(self._review, case=case))

    def _answered(self, now: int, case: Case, request: Request, what: str) -> None:
        if request.response is not None:  # withdrawn when the decision was made
            return
        request.response = what
        if what != "cancelled" or self.rng.random() < 0.5:
            request.responded_at = now
        case.awaited -= 1
        if case.awaited == 0:
            self._review(now, case)

    def _review(self, now: int, case: Case) -> None:
        """Rate anew in the light of what was shared, once, and put the case forward for decision."""
        if case.reviewed:
            return
        case.reviewed = True
        shared = sum(request.response == "shared" for request in case.requests)
        risk = judgement.risk(case.severity_score, case.rating_error, shared)
        if case.ratings:
            changed = risk != case.ratings[-1][1]
            if self.rng.random() < (0.93 if changed else 0.06):
                self._rate(now, case, risk)
        self._queue_for_decision(now, case)

    def _queue_for_decision(self, now: int, case: Case) -> None:
        risk = case.ratings[-1][1] if case.ratings else "blue"
        self.decision.join(case, urgent=risk == "red", due=case.received_at + _TARGET[risk])
        self._staff(now, self.decision, self._decide)

    def _decide(self, now: int, case: Case) -> None:
        rng = self.rng
        case.decided_at = now
        case.severity = judgement.severity(rng, case.severity_score)
        self._dispose(now, case, case.severity)
        for request in case.requests:
            if request.response is None and rng.random() < 0.35:
                request.response = "cancelled"
                request.responded_at = now if rng.random() < 0.5 else None
        told = hidden.UNTOLD_SHARE if case.agency_id == hidden.UNTOLD_AGENCY else hidden.TOLD_SHARE
        if rng.random() < told:
            feedback_at = now + int(rng.expovariate(1 / 30) * HOUR) + 10 * MINUTE
            case.feedback_at = feedback_at if feedback_at <= AS_AT else None
        self.intake.decided(case, now, case.severity)

    def _dispose(self, now: int, case: Case, severity: int) -> None:
        rng, number = self.rng, 0
        shared = [request.agency_id for request in case.requests if request.response == "shared"]
        for at, (outcome, lead) in enumerate(judgement.outcomes(rng, case.cohort, severity, case.known_open)):
            decided_at = now if at == 0 else now + int(rng.expovariate(1 / 5) * DAY)
            if decided_at > AS_AT:
                continue
            helpers = [
                agency for agency in shared if agency != lead and severity >= 2 and rng.random() < 0.35
            ]
            for agency, role in [(lead, "lead"), *((helper, "support") for helper in helpers)]:
                number += 1
                self.disposals.append(
                    (f"{case.referral_id}-d{number}", case.referral_id, outcome, decided_at, agency, role)
                )
