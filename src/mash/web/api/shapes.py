"""What is sent and what comes back: the shapes of which the description of the API is made."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field, StringConstraints
from pydantic_core import CoreSchema, core_schema

from mash.records.people.models import SEXES
from mash.records.referrals.models.received import CONSENTS, LAWFUL_BASES, SUBJECT_ROLES
from mash.records.referrals.models.worked import SHARINGS


class OneOf:
    """A code of a list; the description of the API names them all."""

    def __init__(self, codes: Mapping[str, object]) -> None:
        self.codes = list(codes)

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.literal_schema(self.codes)


def _whole(text: str) -> str:
    if "\x00" in text:
        raise ValueError("It holds a character that no text can hold.")
    return text


def text(most: int, least: int = 0) -> Any:
    """Text of so many characters, spaces around it taken off."""
    return StringConstraints(strip_whitespace=True, max_length=most, min_length=least)


_WHOLE = AfterValidator(_whole)
Code = Annotated[str, text(40, 1), _WHOLE]
Number = Annotated[str, text(40), _WHOLE]
Line = Annotated[str, text(200), _WHOLE]
Words = Annotated[str, text(2000), _WHOLE]
#: A day on which somebody can have been born, or will be.
Born = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))]


class Sent(Schema):
    """Something that is sent: what it does not know is refused, so that nothing is lost unseen."""

    model_config = ConfigDict(extra="forbid")


class Person(Sent):
    """Somebody named in a referral: as much as is known, and at least a name, a birth date or a number."""

    role: Annotated[str, OneOf(SUBJECT_ROLES)]
    given_names: Line = ""
    family_name: Line = ""
    other_names: Line = ""
    date_of_birth: Born | None = None
    expected_date_of_birth: Born | None = Field(None, description="Of an unborn child.")
    sex: Annotated[str, OneOf(SEXES)] = "unknown"
    nhs_number: Annotated[str, text(20), _WHOLE] = Field(
        "", description="Ten digits, the last of them a check digit."
    )
    upn: Annotated[str, text(20), _WHOLE] = ""
    police_id: Annotated[str, text(40), _WHOLE] = ""
    social_care_id: Annotated[str, text(40), _WHOLE] = ""
    address: Annotated[str, text(500), _WHOLE] = ""
    postcode: Annotated[str, text(10), _WHOLE] = ""
    telephone: Annotated[str, text(30), _WHOLE] = ""
    protected: bool = Field(False, description="It would be a danger if the address became known.")


class Submit(Sent):
    """A referral of one's agency to a hub. Codes are those that `GET codes` lists."""

    hub: Code
    cohort: Code = Field(description="What it is mainly about.")
    more_cohorts: list[Code] = Field([], max_length=20, description="What else it is about.")
    locality: Annotated[str, text(100), _WHOLE] = Field(
        "", description="A district or a town, without numbers."
    )
    concern: Annotated[str, text(20_000, 1), _WHOLE]
    contact: Annotated[str, text(300), _WHOLE] = Field("", description="Who the hub can ask, and how.")
    consent: Annotated[str, OneOf(CONSENTS)]
    consent_reason: Words = Field("", description="Needed where consent was not sought, or overridden.")
    consent_approved_by: Annotated[str, text(100), _WHOLE] = Field("", description="Which manager.")
    lawful_basis: Annotated[str, OneOf(LAWFUL_BASES)] | None = None
    known_open: bool | None = Field(None, description="Whether an agency is working with the person already.")
    open_to: Line = ""
    people: list[Person] = Field(min_length=1, max_length=50)


class Known(Sent):
    """One thing that one's agency knows, and how far it may go."""

    words: Annotated[str, text(10_000, 1), _WHOLE]
    sharing: Annotated[str, OneOf(SHARINGS)]
    lawful_basis: Annotated[str, OneOf(LAWFUL_BASES)] = "public_task"
    owner: Code | None = Field(None, description="Whose information it is; your agency’s, unless said.")
    about: UUID | None = Field(None, description="The id of one of the people; none = the whole referral.")


class Answer(Sent):
    """An answer to a request."""

    version: int = Field(ge=1, le=2**31 - 1, description="The version of the request as you read it.")
    response: Annotated[str, OneOf({"shared": 1, "nothing_known": 1, "declined": 1})]
    known: list[Known] = Field([], max_length=50, description="Where something is shared: what.")
    declined_because: Words = Field("", description="Where your agency declines: why.")


class Received(Schema):
    """What the hub has received."""

    id: UUID
    reference: str
    state: str
    received_at: datetime


class Quoted(Schema):
    """What an agency said that may leave the hub."""

    agency: str
    words: str


class Told(Schema):
    """What the referrer was told, and what of the agencies' answers was quoted."""

    words: str
    at: datetime
    quotes: list[Quoted]


class Followed(Received):
    """What became of a referral of one's agency: its state, and the feedback once it was given."""

    cohort: str
    feedback: list[Told]


class Referrals(Schema):
    """Referrals of one's agency, the latest first, fifty on a page."""

    page: int
    pages: int
    referrals: list[Received]


class Waiting(Schema):
    """A request that waits for one's agency. Names nobody."""

    id: UUID
    reference: str
    cohort: str
    requested_at: datetime
    due_at: datetime | None
    overdue: bool


class Requests(Schema):
    """Requests that wait for one's agency, the least time left first."""

    requests: list[Waiting]


class Somebody(Schema):
    """Somebody named in the referral, and what else is known to find them by. No protected address."""

    id: UUID
    role: str
    names: list[str]
    date_of_birth: date | None
    sex: str
    numbers: dict[str, list[str]]
    addresses: list[str]
    protected_address: bool


class Asked(Waiting):
    """A request with what one needs to answer it. That it was read is recorded."""

    version: int
    response: str = Field(description="Empty while it waits.")
    rating: str
    question: str
    concern: str
    people: list[Somebody]


class Answered(Schema):
    """What the hub has of an answer."""

    id: UUID
    response: str
    responded_at: datetime
    version: int


class Named(Schema):
    """A code and its name."""

    code: str
    name: str


class Codes(Schema):
    """The codes that can be sent today."""

    hubs: list[Named]
    cohorts: list[Named]
    agencies: list[Named]


class Release(Schema):
    """A release of the measures: protected figures of a window, which never change."""

    number: str
    title: str
    hub: str
    start: date
    end: date = Field(description="The day after the last.")
    published_at: datetime
    corrects: str = Field(description="The number of the release that it corrects, or empty.")
    corrected_by: str = Field(description="The number of the release that corrects it, or empty.")
    statistics: list[str] = Field(description="Such as `m04_timeliness/by_risk`.")


class Releases(Schema):
    """The releases that one may read, the latest first."""

    releases: list[Release]


class Statistic(Schema):
    """The rows of a statistic as they were published: `c` = hidden, null = not defined."""

    number: str
    statistic: str
    definition: str
    as_at: datetime
    rows: list[dict[str, int | float | str | None]]


class Fault(Schema):
    """One thing that is wrong: where (such as `people.0.role`; empty = the whole) and how to mend it."""

    field: str
    message: str


class Problem(Schema):
    """What went wrong, as RFC 9457 has it."""

    title: str
    status: int
    detail: str
    errors: list[Fault]
