"""A referral under way and the requests made for it."""

from dataclasses import dataclass, field

from mash.demo.families import Family, Home, Person
from mash.demo.london import day_of, midnight
from mash.demo.reference import HUB, Cohort, Row

#: person, role, age in whole years on receipt (None = unborn)
Named = tuple[Person, str, int | None]


@dataclass(slots=True)
class Request:
    """A request to an agency; seconds since 1970."""

    request_id: str
    agency_id: str
    requested_at: int
    due_at: int | None
    responded_at: int | None = None
    response: str | None = None


@dataclass(slots=True)
class Case:
    """A referral under way; seconds since 1970.

    `received_at` is when it really came, also where the agency tells only the day.
    """

    referral_id: str
    agency_id: str
    cohort: Cohort
    more_cohorts: list[str]
    family: Family
    home: Home
    named: list[Named]
    received_at: int
    time_known: bool
    known_open: bool
    severity_score: float
    rating_error: float
    consent: str
    lawful_basis: str
    ratings: list[tuple[int, str]] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    awaited: int = 0
    reviewed: bool = False
    decided_at: int | None = None
    feedback_at: int | None = None
    severity: int | None = None

    def told_received_at(self) -> int:
        """received_at as handed in: local midnight where only the day is told."""
        return self.received_at if self.time_known else midnight(day_of(self.received_at))

    def row(self, hub: str = HUB) -> Row:
        """The referral as a row of the contract."""
        return (
            self.referral_id, hub, self.agency_id, self.cohort.cohort_id, self.home.locality,
            self.told_received_at(), self.time_known, self.decided_at, self.feedback_at, self.known_open,
            self.consent, self.lawful_basis,
        )  # fmt: skip

    def request_rows(self) -> list[Row]:
        """Its requests as rows of the contract."""
        return [
            (
                r.request_id,
                self.referral_id,
                r.agency_id,
                r.requested_at,
                r.due_at,
                r.responded_at,
                r.response,
            )
            for r in self.requests
        ]
