"""Rounds: planned, changed until they are drawn, drawn once, a case replaced for a reason, closed."""

import re
import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mash.framework.codes import RESERVED_CODES
from mash.framework.london import now, today
from mash.partnership.models import Account
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.audits.drawing import (
    AUDITORS,
    Decided,
    auditors,
    choose,
    in_drawing_order,
    population,
)
from mash.records.audits.models import Audit, AuditCriterion, AuditGrading, AuditRound
from mash.records.audits.steps import step
from mash.records.writing import allowed, fault, held, kept
from mash.trail.record import note

_NAME = re.compile(r"[^\W\d_][^\W\d_ '’,-]*(?:[ '’,-]+[^\W\d_]+)*")


@dataclass(frozen=True)
class Planned:
    """What is planned of a round. Days are London days, both included."""

    title: str
    decided_from: date
    decided_until: date
    per_stratum: int
    split_by: str = ""
    of_agencies: Sequence[str] = ()
    of_the_case: Sequence[str] = ()


def plan(*, by: Principal, hub: str, planned: Planned) -> AuditRound:
    """Plan a round. Raises ValidationError, by field."""
    allowed(by, P.REGISTER_KEEP, hub)
    made = AuditRound(hub_id=hub, account_id=by.account_id, entered_at=now())
    _set(made, planned)
    kept(made)
    _criteria(by, made, planned)
    step(by, made, "planned")
    note("planned", "audit round", made.pk, hub=hub)
    return made


def change(*, by: Principal, round_id: object, version: int, planned: Planned) -> AuditRound:
    """Plan a round otherwise, while it is not drawn. Raises Overtaken, or ValidationError by field."""
    found = _held(by, round_id, version)
    if found.drawn_on is not None:
        raise fault(title="This round is drawn: what it was drawn by stays as it is.")
    before = as_planned(by, found)
    _set(found, planned)
    kept(found, "title", "decided_from", "decided_until", "per_stratum", "split_by")
    AuditCriterion.objects.seen_by(by).filter(round=found).delete()
    _criteria(by, found, planned)
    step(by, found, "changed", words=in_words(before))
    note("changed", "audit round", found.pk)
    return found


def draw(
    *, by: Principal, round_id: object, version: int, accounts: Iterable[int], seed: str = ""
) -> AuditRound:
    """Draw a round, once: from each stratum as many as planned, or all where it has fewer, and for each case
    two who grade it. Without a seed one is made. Raises Overtaken, or ValidationError by field.
    """
    found = _held(by, round_id, version)
    if found.drawn_on is not None:
        raise fault(seed="This round is drawn already. It is drawn once.")
    if found.decided_until > today():
        raise fault(accounts="The period is not over: change it, or draw when it is.")
    grading = _graders(found, accounts)
    strata = population(found.hub_id, found.decided_from, found.decided_until, found.split_by)
    if not strata:
        raise fault(seed="Nothing was decided in this period that could be drawn.")
    found.seed, found.drawn_on = seed.strip() or secrets.token_hex(8), today()
    kept(found, "seed", "drawn_on")
    load: dict[int, int] = {}
    for rows in strata.values():
        taken = in_drawing_order(found.seed, rows)[: found.per_stratum]
        for one in taken:
            _sample(by, found, one, (len(taken), len(rows)), grading, load)
    step(by, found, "drawn", words=f"Seed {found.seed}")
    note(
        "drawn",
        "audit round",
        found.pk,
        seed=found.seed,
        audits=Audit.objects.seen_by(by).filter(round=found).count(),
    )
    return found


def replace(*, by: Principal, audit_id: object, version: int, because: str) -> Audit:
    """Take a case that cannot be audited out, for a reason, and the next of its stratum in.

    What was drawn stays on record. Its chance is that of what it replaces. Raises Overtaken, or
    ValidationError where nothing is left in the stratum.
    """
    gone = held(Audit, by, audit_id, version)
    allowed(by, P.REGISTER_KEEP, gone.hub_id)
    of = AuditRound.objects.seen_by(by).get(pk=gone.round_id)
    if gone.completed_on is not None or gone.replaced_on is not None:
        raise fault(because="This audit is completed or replaced already.")
    if not because.strip():
        raise fault(because="Say why it cannot be audited. Name nobody.")
    strata = population(gone.hub_id, of.decided_from, of.decided_until, of.split_by)
    every = Audit.objects.seen_by(by).filter(round=of)
    had = set(every.values_list("referral", flat=True))
    left = [one for one in in_drawing_order(of.seed, strata.get(gone.stratum, ())) if one.referral not in had]
    if not left:
        raise fault(because="No other referral is left in its stratum.")
    gone.replaced_on = today()
    kept(gone, "replaced_on")
    assigned = AuditGrading.objects.seen_by(by).filter(audit__round=of)
    load = Counter(assigned.values_list("account", flat=True))
    grading = [one for one in auditors(of) if one.pk in load]
    made = _sample(by, of, left[0], (gone.drawn, gone.population), grading, load, gone)
    step(by, of, "replaced", audit=gone.pk, words=because)
    note("replaced", "audit", gone.pk, reference=gone.reference, by=made.reference)
    return made


def close(*, by: Principal, round_id: object, version: int) -> AuditRound:
    """Close a round of which every audit is completed or replaced: its auditors see its cases no more."""
    found = _held(by, round_id, version)
    if found.drawn_on is None or found.closed_on is not None:
        raise fault(closing="A round is closed once, after it is drawn.")
    left = Audit.objects.seen_by(by).filter(round=found, completed_on=None, replaced_on=None).count()
    if left:
        raise fault(closing=f"{left} of its audits {'is' if left == 1 else 'are'} not completed yet.")
    found.closed_on = today()
    kept(found, "closed_on")
    step(by, found, "closed")
    note("closed", "audit round", found.pk)
    return found


def as_planned(by: Principal, found: AuditRound) -> Planned:
    """A round as it was planned."""
    criteria = list(AuditCriterion.objects.seen_by(by).filter(round=found))
    return Planned(
        title=found.title,
        decided_from=found.decided_from,
        decided_until=found.decided_until,
        per_stratum=found.per_stratum,
        split_by=found.split_by,
        of_agencies=tuple(one.name for one in criteria if one.of_agencies),
        of_the_case=tuple(one.name for one in criteria if not one.of_agencies),
    )


def in_words(planned: Planned) -> str:
    """What was planned, for the history."""
    return (
        f"{planned.title}: decided {planned.decided_from} to {planned.decided_until}, "
        f"{planned.per_stratum} from each stratum {planned.split_by}\n"
        f"Of each agency: {', '.join(planned.of_agencies) or 'nothing'}\n"
        f"Of the case: {', '.join(planned.of_the_case)}"
    )


def _held(by: Principal, pk: object, version: int) -> AuditRound:
    found = held(AuditRound, by, pk, version)
    allowed(by, P.REGISTER_KEEP, found.hub_id)
    return found


def _set(row: AuditRound, planned: Planned) -> None:
    if not planned.title.strip():
        raise fault(title="Give it a title.")
    if planned.decided_until < planned.decided_from:
        raise fault(decided_until="The last day comes before the first.")
    if planned.per_stratum < 1:
        raise fault(per_stratum="Draw one at least from each stratum.")
    row.title, row.split_by = planned.title.strip(), planned.split_by
    row.decided_from, row.decided_until = planned.decided_from, planned.decided_until
    row.per_stratum = planned.per_stratum


def _criteria(by: Principal, of: AuditRound, planned: Planned) -> None:
    if not planned.of_the_case:
        raise fault(of_the_case="Enter a criterion for the case as a whole: each round has one.")
    for field, of_agencies in (("of_agencies", True), ("of_the_case", False)):
        names = [" ".join(name.split()) for name in getattr(planned, field)]
        for name in names:
            if not _NAME.fullmatch(name) or len(name) > 60 or name.lower() in RESERVED_CODES:
                raise fault(
                    **{
                        field: f"“{name[:60]}” is no criterion: a few words without digits, 60 letters at "
                        "most. It is counted and leaves the hub: never a name."
                    }
                )
        if len({name.lower() for name in names}) < len(names):
            raise fault(**{field: "A criterion stands there twice."})
        for place, name in enumerate(names):
            kept(AuditCriterion(round=of, of_agencies=of_agencies, name=name, place=place))


def _graders(of: AuditRound, accounts: Iterable[int]) -> list[Account]:
    wanted = set(accounts)
    found = [one for one in auditors(of) if one.pk in wanted]
    if len(found) < len(wanted):
        raise fault(accounts="Choose panel members of this hub.")
    if len(found) < AUDITORS:
        raise fault(accounts="Choose two at least: each case is graded by two.")
    return found


def _sample(
    by: Principal,
    of: AuditRound,
    one: Decided,
    chance: tuple[int, int],
    grading: Sequence[Account],
    load: dict[int, int],
    replaces: Audit | None = None,
) -> Audit:
    chosen = choose(of.seed, one.referral, grading, load)
    if len(chosen) < AUDITORS:
        raise fault(
            **{
                "because" if replaces else "accounts": f"Too few of these auditors had no part in "
                f"{one.reference}: nobody grades what they worked on. Choose more of them."
            }
        )
    made = Audit(
        hub_id=of.hub_id,
        account_id=by.account_id,
        entered_at=now(),
        round=of,
        reference=one.reference,
        agencies=list(one.agencies),
        stratum=one.stratum,
        drawn=chance[0],
        population=chance[1],
        sampled_on=today(),
        replaces=replaces,
    )
    made.referral_id = UUID(str(one.referral))
    kept(made)
    for account in chosen:
        kept(AuditGrading(audit=made, account=account))
    return made
