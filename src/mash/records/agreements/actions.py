"""The only writers of agreements: enter, change, join, leave, review, end. What stood before is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from mash.framework.london import now, spelt, today
from mash.partnership.models import Agency
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.agreements.models import Agreement, AgreementParty, AgreementStep
from mash.records.referrals.models.received import LAWFUL_BASES
from mash.records.writing import allowed, fault, held, kept
from mash.trail.record import note

#: What is written in an agreement, in the words of the page.
LABELS = {
    "title": "Title",
    "purpose": "Purpose",
    "lawful_bases": "Lawful bases",
    "shared": "What is shared",
    "signed_on": "Signed",
    "expires_on": "Last day in force",
    "review_on": "Next review",
}


@dataclass(frozen=True)
class Written:
    """What is written in an agreement, and can be changed later."""

    title: str
    purpose: str
    lawful_bases: Sequence[str]
    shared: str
    signed_on: date
    expires_on: date
    review_on: date


def enter(*, by: Principal, hub: str, written: Written, parties: Sequence[str]) -> Agreement:
    """Enter an agreement that was signed, with its parties from that day. Raises ValidationError by field."""
    allowed(by, P.AGREEMENT_KEEP, hub)
    _check(written)
    agencies = sorted(set(parties))
    if len(agencies) < 2:
        raise fault(parties="An agreement is between two agencies at least.")
    for agency in agencies:
        _in_partnership(agency, "parties")
    made = Agreement(hub_id=hub, account_id=by.account_id, entered_at=now(), **_plain(written))
    kept(made)
    for agency in agencies:
        kept(AgreementParty(agreement=made, agency_id=agency, from_on=written.signed_on))
    _did(made, by, "entered")
    note("entered", "agreement", made.pk, agencies=agencies, expires=str(written.expires_on))
    return made


def change(*, by: Principal, agreement_id: object, version: int, written: Written) -> Agreement:
    """Change what is written, such as a new last day; what stood there is kept. Raises Overtaken, or
    ValidationError by field.
    """
    found = _open(by, agreement_id, version, "title")
    _check(written)
    before = as_written(found)
    differs = [name for name in LABELS if in_words(before, name) != in_words(written, name)]
    if not differs:
        return found
    joined = AgreementParty.objects.seen_by(by).filter(agreement=found, from_on__lt=written.signed_on)
    if "signed_on" in differs and joined.exclude(from_on=before.signed_on).exists():
        raise fault(signed_on="An agency joined before that day.")
    for name, value in _plain(written).items():
        setattr(found, name, value)
    kept(found, *differs)
    if "signed_on" in differs:
        AgreementParty.objects.seen_by(by).filter(agreement=found, from_on=before.signed_on).update(
            from_on=written.signed_on
        )
    _did(found, by, "changed", before={LABELS[name]: in_words(before, name) for name in differs})
    note("changed", "agreement", found.pk, fields=differs)
    return found


def join(*, by: Principal, agreement_id: object, version: int, agency: str, from_on: date) -> AgreementParty:
    """Another agency becomes party to an agreement, from a day on which it is in force."""
    found = _open(by, agreement_id, version, "agency")
    _in_partnership(agency, "agency")
    mine = AgreementParty.objects.seen_by(by).filter(agreement=found, agency=agency)
    if mine.filter(to_on=None).exists():
        raise fault(agency="This agency is party to it already.")
    if not found.signed_on <= from_on <= found.expires_on:
        raise fault(from_on="It joins on a day on which the agreement is in force.")
    if mine.filter(to_on__gte=from_on).exists():
        raise fault(from_on="It was party to it on that day already.")
    made = kept(AgreementParty(agreement=found, agency_id=agency, from_on=from_on))
    kept(found, "version")
    _did(found, by, "joined", f"{made.agency}, from {spelt(from_on)}")
    note("joined", "agreement", found.pk, agency=agency, since=str(from_on))
    return made


def leave(
    *, by: Principal, agreement_id: object, version: int, agency: str, to_on: date, words: str
) -> AgreementParty:
    """An agency leaves an agreement after a last day; `words` say why."""
    found = _open(by, agreement_id, version, "agency")
    party = AgreementParty.objects.seen_by(by).filter(agreement=found, agency=agency, to_on=None).first()
    if party is None:
        raise fault(agency="This agency is not party to it.")
    if to_on < party.from_on:
        raise fault(to_on=f"It is party to it from {spelt(party.from_on)}: it leaves on that day or later.")
    if not words.strip():
        raise fault(words="Say why it leaves.")
    left: AgreementParty = party
    left.to_on = to_on
    left.save(update_fields=["to_on"])
    kept(found, "version")
    _did(found, by, "left", f"{left.agency}, last day {spelt(to_on)}: {words.strip()}")
    note("left", "agreement", found.pk, agency=agency, until=str(to_on))
    return left


def review(*, by: Principal, agreement_id: object, version: int, review_on: date, words: str) -> Agreement:
    """Record a review: `words` say what was found; `review_on` is when it is reviewed next."""
    found = _open(by, agreement_id, version, "review_on")
    if not words.strip():
        raise fault(words="Say what the review found.")
    if review_on <= today():
        raise fault(review_on="The next review lies in the future.")
    if review_on > found.expires_on:
        raise fault(review_on=f"It ends on {spelt(found.expires_on)}: review it before that, or extend it.")
    before, found.review_on = found.review_on, review_on
    kept(found, "review_on")
    _did(found, by, "reviewed", words, before={LABELS["review_on"]: spelt(before)})
    note("reviewed", "agreement", found.pk, review=[str(before), str(review_on)])
    return found


def end(*, by: Principal, agreement_id: object, version: int, ended_on: date, words: str) -> Agreement:
    """End an agreement before its last day, or put away one that has expired; `words` say why."""
    found = _open(by, agreement_id, version, "ended_on")
    if ended_on > today():
        raise fault(ended_on="It cannot be ended in the future: change its last day instead.")
    if ended_on < found.signed_on:
        raise fault(ended_on=f"It was signed on {spelt(found.signed_on)}: it ends on that day or later.")
    if not words.strip():
        raise fault(words="Say why it ends.")
    found.ended_on = ended_on
    kept(found, "ended_on")
    _did(found, by, "ended", words)
    note("ended", "agreement", found.pk, on=str(ended_on))
    return found


def as_written(found: Agreement) -> Written:
    """What is recorded of an agreement, as it would be written."""
    return Written(**{one.name: getattr(found, one.name) for one in fields(Written)})


def in_words(written: Written, name: str) -> str:
    """What is written in one field of LABELS, in words."""
    value: Any = getattr(written, name)
    if name == "lawful_bases":
        return ", ".join(words for code, words in LAWFUL_BASES.items() if code in value)
    return spelt(value) if isinstance(value, date) else str(value)


def _plain(written: Written) -> dict[str, Any]:
    values: dict[str, Any] = {one.name: getattr(written, one.name) for one in fields(Written)}
    values["lawful_bases"] = [code for code in LAWFUL_BASES if code in written.lawful_bases]
    return values | {name: values[name].strip() for name in ("title", "purpose", "shared")}


def _check(written: Written) -> None:
    missing = {
        "title": "Give it a title.",
        "purpose": "Say what the information is shared for.",
        "shared": "Say what is shared.",
    }
    for name, words in missing.items():
        if not getattr(written, name).strip():
            raise fault(**{name: words})
    if not written.lawful_bases or set(written.lawful_bases) - set(LAWFUL_BASES):
        raise fault(lawful_bases="Say on which lawful basis it is shared.")
    if written.signed_on > today():
        raise fault(signed_on="It is entered once it is signed: that day cannot lie in the future.")
    if written.expires_on <= written.signed_on:
        raise fault(expires_on="Its last day comes after the day on which it was signed.")
    if not written.signed_on < written.review_on <= written.expires_on:
        raise fault(review_on="It is reviewed after it was signed, and on its last day at the latest.")


def _open(by: Principal, agreement_id: object, version: int, field: str) -> Agreement:
    """An agreement that is not ended. What hinders is said at `field`."""
    found = held(Agreement, by, agreement_id, version)
    allowed(by, P.AGREEMENT_KEEP, found.hub_id)
    if found.ended_on is not None:
        raise fault(**{field: "This agreement is ended."})
    return found


def _in_partnership(agency: str, field: str) -> None:
    if not Agency.objects.all().on(today()).filter(pk=agency).exists():
        raise fault(**{field: "Choose agencies of the partnership."})


def _did(
    found: Agreement, by: Principal, did: str, words: str = "", before: dict[str, str] | None = None
) -> None:
    step = AgreementStep(agreement=found, at=now(), account_id=by.account_id, did=did, words=words.strip())
    step.before = before or {}
    kept(step)
