"""Receiving: a draft that is saved as it is written, the referral itself, people named later, corrections."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection

from mash.framework.london import LONDON, now, today
from mash.partnership.models import Cohort
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.people.actions import Particulars, enter_person
from mash.records.referrals.models import Change, Draft, Referral, ReferralCohort, Subject
from mash.records.referrals.models.received import CONSENTS_TO_EXPLAIN
from mash.records.writing import allowed, fault, held, kept, within
from mash.trail.record import note

#: What can be corrected once a referral is received, with the form's own rules.
CORRECTED = (
    "cohort",
    "locality",
    "contact",
    "concern",
    "consent",
    "consent_reason",
    "consent_approved_by",
    "lawful_basis",
    "known_open",
    "open_to",
)


@dataclass(frozen=True)
class Person:
    """Somebody named in a referral: their part in it, and what the referrer says of them."""

    role: str
    said: Particulars


@dataclass(frozen=True)
class Submission:
    """A referral as it is submitted."""

    hub: str
    cohort: str
    concern: str
    consent: str
    people: tuple[Person, ...]
    more_cohorts: tuple[str, ...] = ()
    locality: str = ""
    contact: str = ""
    consent_reason: str = ""
    consent_approved_by: str = ""
    lawful_basis: str = ""
    known_open: bool | None = None
    open_to: str = ""


def submit(*, by: Principal, made: Submission) -> Referral:
    """Receive a referral from the agency of `by`. Its clock starts now, unrated.

    Raises PermissionDenied where they may not refer to that hub, ValidationError, by field (such as `concern`
    or `people.0.nhs_number`), where something is missing or does not fit.
    """
    allowed(by, P.REFERRAL_SUBMIT, made.hub)
    cohort = _in_use(made.cohort)
    others = [_in_use(code) for code in made.more_cohorts if code != made.cohort]
    if not made.people:
        raise fault(people="Name at least one person, if only with a first name or an age.")
    _explained(made.consent, made.consent_reason, made.consent_approved_by)
    _no_address(made.locality)
    referral = Referral(
        reference=_next_reference(),
        hub_id=made.hub,
        agency_id=by.agency_id,
        submitted_by_id=by.account_id,
        cohort=cohort,
        received_at=now(),
        **{name: getattr(made, name) for name in CORRECTED if name != "cohort"},
    )
    kept(referral)
    for other in others:
        kept(ReferralCohort(referral=referral, cohort=other))
    for place, one in enumerate(made.people):
        with within(f"people.{place}"):
            _name(by, referral, one)
    note(
        "submitted",
        "referral",
        referral.reference,
        hub=made.hub,
        cohort=made.cohort,
        consent=made.consent,
        people=len(made.people),
    )
    return referral


def name_subject(*, by: Principal, referral_id: object, person: Person) -> Subject:
    """Name one more person in a referral."""
    referral = held(Referral, by, referral_id)
    allowed(by, P.REFERRAL_RATE, referral.hub_id)
    made = _name(by, referral, person)
    note("named a person", "referral", referral.reference, person=str(made.person_id), role=person.role)
    return made


def correct(*, by: Principal, referral_id: object, version: int, words: dict[str, Any]) -> Referral:
    """Correct what a referral says, field by field; what it said before is kept.

    `words` holds fields of CORRECTED only. Raises Overtaken, or ValidationError by field.
    """
    referral = held(Referral, by, referral_id, version)
    allowed(by, P.REFERRAL_RATE, referral.hub_id)
    if unknown := set(words) - set(CORRECTED):
        raise ValueError(f"{', '.join(sorted(unknown))} cannot be corrected")
    if "cohort" in words:
        words = words | {"cohort": _in_use(words["cohort"])}
    changed = {name: value for name, value in words.items() if getattr(referral, name) != value}
    if not changed:
        return referral
    before = {name: getattr(referral, name) for name in changed}
    for name, value in changed.items():
        setattr(referral, name, value)
    _explained(referral.consent, referral.consent_reason, referral.consent_approved_by)
    _no_address(referral.locality)
    kept(referral, *changed)
    for name, value in changed.items():
        kept(
            Change(
                referral=referral,
                at=now(),
                account_id=by.account_id,
                field=name,
                before=_words(before[name]),
                after=_words(value),
            )
        )
    note("corrected", "referral", referral.reference, fields=sorted(changed))
    return referral


def save_draft(*, by: Principal, draft: Draft | None, kind: str, words: dict[str, Any]) -> Draft:
    """Keep what somebody has written so far; nobody else sees it."""
    if not by.may(P.REFERRAL_SUBMIT):
        raise PermissionDenied
    if draft is None:
        draft = Draft(
            account_id=by.account_id, agency_id=by.agency_id, kind=kind, begun_at=now(), saved_at=now()
        )
        draft.words = words
        draft.save(force_insert=True)
    else:
        draft.words, draft.saved_at = words, now()
        draft.save(update_fields=["words", "saved_at"])
    return draft


def drop_draft(*, draft: Draft) -> None:
    """Forget a draft: it was sent, or is not wanted."""
    draft.delete()


def age_on(day: date, born: date | None) -> int | None:
    """Whole years of age on a day; None without a birth date, or before it."""
    if born is None or born > day:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _name(by: Principal, referral: Referral, one: Person) -> Subject:
    said = one.said
    if said.date_of_birth and said.date_of_birth > referral.received_at.astimezone(LONDON).date():
        raise fault(
            date_of_birth="A date of birth lies in the past. For an unborn child give the expected date."
        )
    if not (said.given_names or said.family_name or said.date_of_birth or any(said.numbers.values())):
        raise fault(given_names="Give a name, a date of birth or a number: whatever is known.")
    person = enter_person(by=by, said=said)
    return kept(
        Subject(
            referral=referral,
            person=person,
            agency_id=by.agency_id,
            role=one.role,
            given_names=said.given_names.strip(),
            family_name=said.family_name.strip(),
            date_of_birth=said.date_of_birth,
            sex=said.sex,
            age=age_on(referral.received_at.astimezone(LONDON).date(), said.date_of_birth),
        )
    )


def _in_use(code: str) -> Cohort:
    found: Cohort | None = Cohort.objects.all().on(today()).filter(pk=code).first()
    if found is None:
        raise fault(cohort="Choose what the referral is about.")
    return found


def _explained(consent: str, reason: str, approved_by: str) -> None:
    """Not asking for consent, or going against it, needs reasons and a manager (field.md)."""
    if consent not in CONSENTS_TO_EXPLAIN:
        return
    if not reason.strip():
        raise fault(consent_reason="Say why consent was not asked for or not followed.")
    if not approved_by.strip():
        raise fault(consent_approved_by="Give the manager who approved that.")


def _no_address(locality: str) -> None:
    """An area leaves for the dataset, so a house number or a postcode must not stand in it."""
    if any(letter.isdigit() for letter in locality):
        raise fault(
            locality="An area is a district or a town, without numbers. An address goes with the person."
        )


def _next_reference() -> str:
    """The next reference: the year, and a number from a sequence."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('records_reference')")
        row = cursor.fetchone()
    return f"{today().year}-{row[0]:06d}"


def _words(value: object) -> str:
    """A value as the history of corrections keeps it."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
