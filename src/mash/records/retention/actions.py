"""The only writers of rules and holds: set and change a rule, hold a record, lift a hold."""

from dataclasses import dataclass

from django.db import connection

from mash.framework.london import now
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.retention.kinds import KINDS
from mash.records.retention.models import RetentionHold, RetentionRule, RetentionStep
from mash.records.writing import allowed, fault, held, kept
from mash.trail.record import note

#: What a rule says, in the words of the page.
LABELS = {"years": "How long", "youngest": "Age of the youngest", "basis": "Law or policy"}
#: A rule outlives nobody's working life by more than this.
MOST_YEARS = 150


@dataclass(frozen=True)
class Said:
    """What a rule says. No years: kept for good. `youngest`, of referrals only: the age that everybody named
    in one has reached before it goes.
    """

    years: int | None
    basis: str
    youngest: int | None = None


def set_rule(*, by: Principal, hub: str, kind: str, said: Said) -> RetentionRule:
    """Say for the first time how long a hub keeps a kind of record. Raises ValidationError by field."""
    allowed(by, P.RETENTION_KEEP, hub)
    if kind not in KINDS:
        raise fault(kind="Choose a kind of record.")
    _check(kind, said)
    if RetentionRule.objects.seen_by(by).filter(hub=hub, kind=kind).exists():
        raise fault(kind="There is a rule for this kind of record already: change that.")
    at = now()
    made = RetentionRule(hub_id=hub, kind=kind, account_id=by.account_id, entered_at=at, since=at)
    made.years, made.youngest, made.basis = said.years, said.youngest, said.basis.strip()
    kept(made)
    kept(RetentionStep(rule=made, at=at, account_id=by.account_id, did="entered"))
    note("entered", "retention rule", made.pk, kind=kind, years=said.years, youngest=said.youngest)
    return made


def change_rule(*, by: Principal, rule_id: object, version: int, said: Said, why: str) -> RetentionRule:
    """Say something else; `why` says why, and what stood before is kept. Raises Overtaken, or ValidationError
    by field.
    """
    found = held(RetentionRule, by, rule_id, version)
    allowed(by, P.RETENTION_KEEP, found.hub_id)
    _check(found.kind, said)
    before = as_said(found)
    differs = [name for name in LABELS if in_words(before, name) != in_words(said, name)]
    if not differs:
        raise fault(years="Nothing differs from what the rule says now.")
    if not why.strip():
        raise fault(why="Say why the rule is changed.")
    step = RetentionStep(rule=found, at=now(), account_id=by.account_id, did="changed", words=why.strip())
    step.before = {LABELS[name]: in_words(before, name) for name in differs}
    kept(step)
    found.years, found.youngest, found.basis = said.years, said.youngest, said.basis.strip()
    found.since = now()
    kept(found, *LABELS, "since")
    changed = {name: [getattr(before, name), getattr(said, name)] for name in ("years", "youngest")}
    note("changed", "retention rule", found.pk, kind=found.kind, **changed)
    return found


def hold(*, by: Principal, hub: str, kind: str, reference: str, reason: str) -> RetentionHold:
    """Have a record stay beyond its time: a referral by its reference, any other by its id.

    Raises ValidationError by field, in the same words for what is not there and what is another hub's.
    """
    allowed(by, P.RETENTION_KEEP, hub)
    if kind not in KINDS:
        raise fault(kind="Choose a kind of record.")
    if not reason.strip():
        raise fault(reason="Say why it must stay.")
    named = reference.strip() if kind == "referral" else reference.strip().lower()
    with connection.cursor() as cursor:
        cursor.execute("SELECT mash_retention_find(%s, %s, %s)", [hub, kind, named])
        record = cursor.fetchone()[0]
    if record is None:
        raise fault(reference="There is no such record in this hub.")
    if RetentionHold.objects.seen_by(by).filter(kind=kind, record=record, lifted_at=None).exists():
        raise fault(reference="This record is held already.")
    made = RetentionHold(hub_id=hub, kind=kind, record=record, reference=named, reason=reason.strip())
    made.account_id, made.entered_at = by.account_id, now()
    kept(made)
    note("held", kind, named, hold=str(made.pk))
    return made


def lift(*, by: Principal, hold_id: object, version: int, because: str) -> RetentionHold:
    """Lift a hold: from now on the record goes when its time has come. `because` says why."""
    found = held(RetentionHold, by, hold_id, version)
    allowed(by, P.RETENTION_KEEP, found.hub_id)
    if found.lifted_at is not None:
        raise fault(because="This hold is lifted already.")
    if not because.strip():
        raise fault(because="Say why it no longer must stay.")
    found.lifted_at, found.lifted_by_id, found.lifted_because = now(), by.account_id, because.strip()
    kept(found, "lifted_at", "lifted_by", "lifted_because")
    note("lifted the hold of", found.kind, found.reference, hold=str(found.pk))
    return found


def as_said(rule: RetentionRule) -> Said:
    """What a rule says, as it would be said."""
    return Said(rule.years, rule.basis, rule.youngest)


def in_words(said: Said, name: str) -> str:
    """What a rule says in one field of LABELS, in words."""
    if name == "years":
        return "for good" if said.years is None else f"{said.years} year{'' if said.years == 1 else 's'}"
    if name == "youngest":
        return "no age" if said.youngest is None else str(said.youngest)
    return said.basis.strip()


def _check(kind: str, said: Said) -> None:
    if said.years is not None and not 1 <= said.years <= MOST_YEARS:
        raise fault(years=f"Enter between 1 and {MOST_YEARS} years, or none to keep it for good.")
    if said.youngest is not None and kind != "referral":
        raise fault(youngest="Only referrals name people whose age can be waited for.")
    if said.youngest is not None and said.years is None:
        raise fault(youngest="An age is waited for beside a number of years.")
    if said.youngest is not None and not 1 <= said.youngest <= MOST_YEARS:
        raise fault(youngest=f"Enter an age between 1 and {MOST_YEARS}.")
    if not said.basis.strip():
        raise fault(basis="Say which law or policy says so.")
