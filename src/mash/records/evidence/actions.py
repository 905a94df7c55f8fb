"""The only writers of the evidence library: draft, change, publish, review, withdraw, ask for, supply."""

from datetime import date
from typing import Any

from mash.framework.london import now, today
from mash.partnership.models import Agency, Cohort
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.evidence.finding import Found, replaced
from mash.records.evidence.models import (
    KINDS,
    PURPOSES,
    WHY_KEPT,
    Evidence,
    EvidenceUse,
    EvidenceVersion,
    KeptWords,
)
from mash.records.evidence.reading import to_resolve, unlike_any_other
from mash.records.writing import allowed, fault, held, kept
from mash.trail.record import note

#: What versions keep.
WRITTEN = ("kind", "cohort_id", "theme", "title", "text")


def draft(
    *,
    by: Principal,
    hub: str,
    kind: str,
    cohort: str,
    theme: str,
    title: str,
    text: str,
    made_from: str = "",
) -> Evidence:
    """Enter an item of a hub's library. It is a draft: nobody is supplied with it until it is published.

    `cohort` is a code, or empty for an item about no one cohort. `made_from` is a reference noted by hand; it
    stays in the record. Raises ValidationError, by field.
    """
    allowed(by, P.REGISTER_KEEP, hub)
    said = _checked(kind, cohort, theme, title, text)
    made = kept(
        Evidence(hub_id=hub, entered_at=now(), account_id=by.account_id, made_from=made_from.strip(), **said)
    )
    note("entered", "evidence", made.pk, kind=kind, cohort=cohort)
    return made


def change(
    *,
    by: Principal,
    evidence_id: object,
    version: int,
    kind: str,
    cohort: str,
    theme: str,
    title: str,
    text: str,
) -> Evidence:
    """Write an item otherwise; what stood before is kept. Raises Overtaken, or ValidationError by field.

    A published item takes no words that could point to somebody and were not kept while it was a draft.
    """
    found = _held(by, evidence_id, version)
    said = _checked(kind, cohort, theme, title, text)
    _write(found, by, said)
    if found.published_on is not None and (pointing := to_resolve(by, found)):
        raise fault(text=_pointing(pointing))
    return found


def write_instead(*, by: Principal, evidence_id: object, version: int, words: str, instead: str) -> Evidence:
    """Write words that could point to somebody otherwise, wherever they stand in a draft.

    Raises Overtaken, or ValidationError by field.
    """
    found = _draft(by, evidence_id, version)
    _pointed_at(by, found, words)
    said = {name: getattr(found, name) for name in WRITTEN}
    said |= {name: replaced(said[name], words, instead.strip()) for name in ("theme", "title", "text")}
    if not all(said[name].strip() for name in ("theme", "title", "text")):
        raise fault(instead="Nothing would be left: write something instead.")
    _write(found, by, said)
    return found


def keep_words(
    *, by: Principal, evidence_id: object, version: int, words: str, why: str, reason: str = ""
) -> KeptWords:
    """Keep words of a draft that could point to somebody, for a reason.

    Raises Overtaken, or ValidationError by field.
    """
    item = _draft(by, evidence_id, version)
    one = _pointed_at(by, item, words)
    if why not in WHY_KEPT:
        raise fault(why="Say why these words can stay.")
    if why == "other" and not reason.strip():
        raise fault(reason="Write down the reason.")
    made = KeptWords(evidence=item, at=now(), account_id=by.account_id, found=one.kind, words=one.words)
    made.why, made.reason = why, reason.strip()
    kept(made)
    note("kept words", "evidence", item.pk, looks_like=one.kind, why=why)
    return made


def publish(
    *,
    by: Principal,
    evidence_id: object,
    version: int,
    review_on: date | None,
    read: bool,
    alone: bool = False,
) -> Evidence:
    """Publish a draft in which nothing is left that could point to somebody, and which somebody has `read`.

    `alone` says that an item whose cohort and theme no other has is published all the same. Raises Overtaken,
    or ValidationError by field.
    """
    found = _draft(by, evidence_id, version)
    if pointing := to_resolve(by, found):
        raise fault(read=_pointing(pointing))
    if not read:
        raise fault(read="Read it once more as somebody who knows the family would, and say that you have.")
    if not alone and unlike_any_other(by, found):
        raise fault(alone="No other item has this cohort and this theme. Say that it may be published alone.")
    _review(review_on)
    found.published_on, found.review_on = today(), review_on
    kept(found, "published_on", "review_on")
    note("published", "evidence", found.pk, review=str(review_on))
    return found


def review(*, by: Principal, evidence_id: object, version: int, review_on: date | None) -> Evidence:
    """A published item was looked at again and stands; the next review is due `review_on`."""
    found = _published(by, evidence_id, version)
    _review(review_on)
    note("reviewed", "evidence", found.pk, review=[str(found.review_on), str(review_on)])
    found.review_on = review_on
    return kept(found, "review_on")


def withdraw(*, by: Principal, evidence_id: object, version: int, because: str) -> Evidence:
    """Take a published item out of the library: nobody is supplied with it any more. The record stays."""
    found = _published(by, evidence_id, version)
    if not because.strip():
        raise fault(because="Say why it is withdrawn.")
    found.withdrawn_on, found.withdrawn_because = today(), because.strip()
    kept(found, "withdrawn_on", "withdrawn_because")
    note("withdrew", "evidence", found.pk)
    return found


def request(
    *,
    by: Principal,
    evidence_id: object,
    agency: str,
    requested_on: date | None,
    purpose: str,
    supplied_on: date | None = None,
) -> EvidenceUse:
    """An agency asks for a published item; with `supplied_on`, it has it already. Raises ValidationError."""
    item = _published(by, evidence_id, None)
    if requested_on is None or requested_on > today():
        raise fault(requested_on="The day when they asked cannot lie in the future.")
    if item.published_on is None or requested_on < item.published_on:
        raise fault(requested_on="They cannot have asked for it before it was published.")
    if not Agency.objects.all().on(requested_on).filter(pk=agency).exists():
        raise fault(agency="Choose an agency that was in the partnership on that day.")
    if purpose not in PURPOSES:
        raise fault(purpose="Say what they want it for.")
    made = EvidenceUse(evidence=item, at=now(), account_id=by.account_id, agency_id=agency, purpose=purpose)
    made.requested_on, made.supplied_on = requested_on, _supplied(requested_on, supplied_on)
    kept(made)
    note("asked for", "evidence", item.pk, agency=agency, purpose=purpose, supplied=supplied_on is not None)
    return made


def supply(*, by: Principal, use_id: object, version: int, supplied_on: date | None) -> EvidenceUse:
    """An agency was supplied with what it asked for. Raises Overtaken, or ValidationError by field."""
    found = held(EvidenceUse, by, use_id, version)
    item = _published(by, found.evidence_id, None)
    if found.supplied_on is not None:
        raise fault(supplied_on="They have it already.")
    if supplied_on is None:
        raise fault(supplied_on="Enter the day when they were supplied with it.")
    found.supplied_on = _supplied(found.requested_on, supplied_on)
    kept(found, "supplied_on")
    note("supplied", "evidence", item.pk, agency=found.agency_id)
    return found


def _checked(kind: str, cohort: str, theme: str, title: str, text: str) -> dict[str, Any]:
    """What is written of an item. Raises ValidationError, by field."""
    if kind not in KINDS:
        raise fault(kind="Say whether it is good practice or learning.")
    if cohort and not Cohort.objects.filter(pk=cohort).exists():
        raise fault(cohort="Choose a cohort, or none.")
    said = {"theme": " ".join(theme.split()), "title": " ".join(title.split()), "text": text.strip()}
    missing = {
        "theme": "Say what its theme is.",
        "title": "Give it a title.",
        "text": "Write down what others can learn from.",
    }
    for name, words in missing.items():
        if not said[name]:
            raise fault(**{name: words})
    return said | {"kind": kind, "cohort_id": cohort or None}


def _write(found: Evidence, by: Principal, said: dict[str, Any]) -> None:
    changed = [name for name in WRITTEN if getattr(found, name) != said[name]]
    if not changed:
        return
    before = {name: getattr(found, name) for name in WRITTEN}
    kept(EvidenceVersion(evidence=found, at=now(), account_id=by.account_id, number=found.version, **before))
    for name in changed:
        setattr(found, name, said[name])
    kept(found, *(name.removesuffix("_id") for name in changed))
    note("changed", "evidence", found.pk, fields=[name.removesuffix("_id") for name in changed])


def _held(by: Principal, evidence_id: object, version: int | None) -> Evidence:
    found = held(Evidence, by, evidence_id, version)
    allowed(by, P.REGISTER_KEEP, found.hub_id)
    if found.withdrawn_on is not None:
        raise fault(title="This item is withdrawn: nothing more is done with it.")
    return found


def _draft(by: Principal, evidence_id: object, version: int) -> Evidence:
    found = _held(by, evidence_id, version)
    if found.published_on is not None:
        raise fault(title="This item is published already.")
    return found


def _published(by: Principal, evidence_id: object, version: int | None) -> Evidence:
    found = _held(by, evidence_id, version)
    if found.published_on is None:
        raise fault(title="This item is a draft: publish it first.")
    return found


def _pointed_at(by: Principal, found: Evidence, words: str) -> Found:
    for one in to_resolve(by, found):
        if one.words == words:
            return one
    raise fault(words="These words are resolved already, or stand there no more.")


def _pointing(found: list[Found]) -> str:
    some = ", ".join(f"“{one.words}”" for one in found[:5])
    more = f" and {len(found) - 5} more" if len(found) > 5 else ""
    return f"These words could point to somebody: {some}{more}. Write something else instead."


def _review(review_on: date | None) -> None:
    if review_on is None or review_on <= today():
        raise fault(review_on="The review must lie in the future.")


def _supplied(requested_on: date, supplied_on: date | None) -> date | None:
    if supplied_on is not None and not requested_on <= supplied_on <= today():
        raise fault(
            supplied_on="They were supplied on the day when they asked or later, and not in the future."
        )
    return supplied_on
