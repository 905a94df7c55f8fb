"""The parts of a person's record: what each is called, and how a row of it reads.

LEFT_OUT says which tables about people and referrals are not given, and why; a test holds all tables to it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models

from mash.framework.london import LONDON, spelt
from mash.records.escalations.models import REASONS, RESOLUTIONS, Escalation, EscalationStep
from mash.records.people import models as people
from mash.records.people.models import IDENTIFIERS, NAME_KINDS, RELATIONS, SEXES
from mash.records.referrals import models as referrals
from mash.records.referrals.models.decided import WAYS
from mash.records.referrals.models.received import CONSENTS, LAWFUL_BASES, SUBJECT_ROLES
from mash.records.referrals.models.worked import RESPONSES, SHARINGS

#: A label, what of the row, and how that reads; `str` where somebody typed it.
Line = tuple[str, str, Callable[[Any], str]]


@dataclass(frozen=True)
class Part:
    """A part: its heading, its lines (a label, what of the row, how that reads), and the tables it is of."""

    heading: str
    lines: tuple[Line, ...]
    tables: tuple[type[models.Model], ...]


def _known(value: Any) -> str:
    """What is chosen or counted: no text in which somebody could be named."""
    return str(value)


def _day(value: str) -> str:
    return spelt(date.fromisoformat(value))


def _moment(value: str) -> str:
    local = datetime.fromisoformat(value).astimezone(LONDON)
    return f"{spelt(local.date())}, {local:%H:%M}"


def _yes(value: bool) -> str:
    return "Yes" if value else "No"


def _field(name: str) -> str:
    # without what its name adds for who fills it in
    words = str(referrals.Referral._meta.get_field(name).verbose_name).split(",")[0]  # type: ignore[union-attr]
    return words[:1].upper() + words[1:]


def _of(words: Mapping[str, str]) -> Callable[[Any], str]:
    return lambda code: words.get(code, str(code))


_WORDS: Line = ("", "words", str)
_NAMED: tuple[Line, ...] = (
    ("Part in it", "role", _of(SUBJECT_ROLES)),
    ("Given names", "given", str),
    ("Family name", "family", str),
    ("Date of birth", "born", _day),
    ("Sex", "sex", _of(SEXES)),
    ("Age when the referral was received", "age", _known),
)
PARTS: dict[str, Part] = {
    "person": Part(
        "Particulars",
        (
            ("Date of birth", "born", _day),
            ("Expected date of birth", "expected", _day),
            ("Sex", "sex", _of(SEXES)),
        ),
        (people.Person,),
    ),
    "name": Part(
        "A name",
        (("", "kind", _of(NAME_KINDS)), ("Given names", "given", str), ("Family name", "family", str)),
        (people.Name,),
    ),
    "identifier": Part(
        "A number", (("", "kind", _of(IDENTIFIERS)), ("", "value", _known)), (people.Identifier,)
    ),
    "address": Part(
        "An address",
        (
            ("", "lines", str),
            ("", "postcode", _known),
            ("Telephone", "telephone", _known),
            ("Until", "until", _day),
        ),
        (people.Address,),
    ),
    "family": Part(
        "A family link",
        (
            ("", "name", str),
            ("Is the person’s", "is", _of(RELATIONS)),
            ("The person is their", "theirs", _of(RELATIONS)),
        ),
        (people.FamilyLink,),
    ),
    "referral": Part(
        "The referral",
        (
            ("Sent by", "sender", _known),
            ("What it is about", "cohorts", _known),
            ("Area", "locality", str),
            ("Consent to share", "consent", _of(CONSENTS)),
            ("Why consent was not asked for or not followed", "consent_reason", str),
            ("Manager who approved that", "approved", str),
            ("Lawful basis", "basis", _of(LAWFUL_BASES)),
            ("Concerns a case already open to an agency", "known_open", _yes),
            ("Which agency and team it is open to", "open_to", str),
        ),
        (referrals.Referral, referrals.ReferralCohort),
    ),
    "contact": Part("Who the hub can ask about it", (_WORDS,), (referrals.Referral,)),
    "concern": Part("The concern", (_WORDS,), (referrals.Referral,)),
    "named": Part("How the referral named the person", _NAMED, (referrals.Subject,)),
    "other": Part("Somebody else whom it named", _NAMED, (referrals.Subject,)),
    "restriction": Part("Why it was restricted to named people", (_WORDS,), (referrals.Restriction,)),
    "change": Part(
        "A correction",
        (("What", "field", _field), ("From", "before", str), ("To", "after", str)),
        (referrals.Change,),
    ),
    "rating": Part(
        "A rating of the risk", (("Rating", "risk", _known), ("Reasons", "words", str)), (referrals.Rating,)
    ),
    "request": Part(
        "A request to an agency",
        (
            ("Asked", "asked", _known),
            ("Question", "question", str),
            ("Answer", "response", _of(RESPONSES)),
            ("Answered", "answered", _moment),
            ("Why not", "because", str),
        ),
        (referrals.Request,),
    ),
    "item": Part(
        "What an agency knew",
        (
            _WORDS,
            ("How far it may go", "sharing", _of(SHARINGS)),
            ("Lawful basis", "basis", _of(LAWFUL_BASES)),
        ),
        (referrals.Item,),
    ),
    "decision": Part(
        "The decision",
        (("What was decided", "outcomes", _known), ("Reasons", "words", str)),
        (referrals.Referral, referrals.Disposal),
    ),
    "told": Part(
        "What the referrer was told",
        (("How", "way", _of(WAYS)), ("", "words", str), ("Quoted from the answers", "quotes", str)),
        (referrals.Feedback,),
    ),
    "disagreement": Part(
        "A disagreement",
        (
            ("Who disagreed", "by", _known),
            ("With whom", "about", _known),
            ("What about", "reason", _of(REASONS)),
            ("Resolved", "resolved", _moment),
            ("How", "resolution", _of(RESOLUTIONS)),
        ),
        (Escalation,),
    ),
    "argued": Part("What was said in it", (("By", "by", _known), ("", "words", str)), (EscalationStep,)),
}

#: The place of each among what is of the same moment.
PLACES = {part: place for place, part in enumerate(PARTS)}

_AUDITED = "an audit judges how agencies worked"
_MATCHED = "it says which records were thought to be of one person, and names other people"
#: By the names of tables: some stand in rooms above this one.
LEFT_OUT: dict[str, str] = {
    "NameWord": "it repeats the names, for searching",
    "KnownDifferent": _MATCHED,
    "Merge": _MATCHED,
    "NamedPerson": "it says who may open a restricted referral",
    "BrokenGlass": "it says who opened a restricted referral: the access log does too",
    "Audit": _AUDITED,
    "AuditGrading": _AUDITED,
    "AuditGrade": _AUDITED,
    "AuditReason": _AUDITED,
    "AuditAction": _AUDITED,
    "AuditStep": _AUDITED,
    "Notice": "it tells a worker that something happened, and holds no more",
}


def words_of(part: str, said: Mapping[str, Any]) -> str:
    """How a row of a part reads: a line each, those that say nothing left out."""
    lines = []
    for label, name, reads in PARTS[part].lines:
        value = said.get(name)
        if value is None or value == "":
            continue
        words = reads(value)
        lines.append(f"{label}: {words}" if label else words)
    return "\n".join(lines)


def typed_in(part: str, said: Mapping[str, Any]) -> str:
    """What somebody typed in a row of a part, where others could be named."""
    values = (said.get(name) for _, name, reads in PARTS[part].lines if reads is str)
    return "\n".join(value for value in values if value)
