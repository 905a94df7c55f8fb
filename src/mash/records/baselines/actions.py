"""The only writers of baselines: enter (by hand or by an import), correct a volume, withdraw."""

from datetime import date
from typing import TypeVar

from django.db import connection

from mash.framework.london import now, today
from mash.partnership.models import Agency, Cohort
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.baselines.models import Baseline, BaselineStep, in_words
from mash.records.writing import allowed, fault, held, kept
from mash.trail.record import note

#: A day before is a slip in the year.
EARLIEST = date(2000, 1, 1)
MOST = 1_000_000_000
#: Who enter baselines take turns, so that no two that overlap come in at the same moment.
_TURN = "SELECT pg_advisory_xact_lock(hashtext('mash baselines'))"
Code = TypeVar("Code", Agency, Cohort)


def enter(
    *,
    by: Principal,
    hub: str,
    agency: str,
    cohort: str,
    start: date | None,
    end: date | None,
    volume: int | None,
) -> Baseline:
    """Enter how much an agency recorded in a cohort from `start` to `end`, both included.

    `agency` and `cohort` are codes. Raises ValidationError, by field.
    """
    allowed(by, P.REGISTER_KEEP, hub)
    first, last = _period(start, end)
    its_agency = _in_use(Agency, agency, first, last, "agency")
    if not its_agency.in_baseline:
        because = its_agency.exempt_because.rstrip(".")
        raise fault(agency=f"{its_agency} is exempt from the baseline: {because}.")
    _in_use(Cohort, cohort, first, last, "cohort")
    how_many = _volume(volume)
    with connection.cursor() as cursor:
        cursor.execute(_TURN)
        asked = (agency, cohort, first.isoformat(), last.isoformat())
        cursor.execute("SELECT starts, ends FROM mash_baseline_over(%s, %s, %s::date, %s::date)", asked)
        over = cursor.fetchone()
    if over is not None:
        raise fault(
            start=f"It overlaps {in_words(*over)}, which is entered already for this agency and cohort."
        )
    made = Baseline(hub_id=hub, agency_id=agency, cohort_id=cohort, account_id=by.account_id)
    made.entered_at = now()
    made.start, made.end, made.volume = first, last, how_many
    kept(made)
    _step(made, by, "entered", "")
    days = [first.isoformat(), last.isoformat()]
    note("entered", "baseline", made.pk, agency=agency, cohort=cohort, days=days, volume=volume)
    return made


def correct(*, by: Principal, baseline_id: object, version: int, volume: int | None, reason: str) -> Baseline:
    """Put another volume in place of one, and why; the earlier one is kept.

    Raises Overtaken, or ValidationError by field.
    """
    found = _held(by, baseline_id, version, "volume")
    how_many = _volume(volume)
    if how_many == found.volume:
        raise fault(volume=f"It is {how_many:,} already.")
    if not reason.strip():
        raise fault(reason="Say why it is corrected.")
    before = found.volume
    found.volume = how_many
    kept(found, "volume")
    _step(found, by, "corrected", reason)
    note("corrected", "baseline", found.pk, volume=[before, volume])
    return found


def withdraw(*, by: Principal, baseline_id: object, version: int, because: str) -> Baseline:
    """Take a baseline out of what is counted, and say why. It stays in the register; its days are free."""
    found = _held(by, baseline_id, version, "because")
    if not because.strip():
        raise fault(because="Say why it is withdrawn.")
    found.withdrawn_on, found.withdrawn_because = today(), because.strip()
    kept(found, "withdrawn_on", "withdrawn_because")
    _step(found, by, "withdrawn", because)
    note("withdrew", "baseline", found.pk)
    return found


def _period(start: date | None, end: date | None) -> tuple[date, date]:
    if start is None or start < EARLIEST:
        raise fault(start="Enter the first day of the period, with the year in full.")
    if end is None or end < start:
        raise fault(end="Enter the last day of the period: it does not come before the first.")
    if end >= today():
        raise fault(end="The period is not over yet: its demand is recorded once it is.")
    return start, end


def _in_use(of: type[Code], code: str, first: date, last: date, field: str) -> Code:
    """An agency or a cohort that was there on some day of a period."""
    found: Code | None = of.objects.filter(pk=code).first()
    if found is None:
        raise fault(**{field: f"Choose {'an agency of the partnership' if of is Agency else 'a cohort'}."})
    if not of.objects.all().overlapping(first, last).filter(pk=code).exists():
        raise fault(**{field: f"{found} was not there on any day of this period."})
    return found


def _volume(volume: int | None) -> int:
    if volume is None or not 0 <= volume <= MOST:
        raise fault(volume=f"Enter how many there were: a whole number between 0 and {MOST:,}.")
    return volume


def _held(by: Principal, pk: object, version: int, field: str) -> Baseline:
    """A baseline that is not withdrawn. That it is, is said at `field`."""
    found = held(Baseline, by, pk, version)
    allowed(by, P.REGISTER_KEEP, found.hub_id)
    if found.withdrawn_on is not None:
        raise fault(**{field: "This baseline is withdrawn."})
    return found


def _step(row: Baseline, by: Principal, did: str, words: str) -> None:
    step = BaselineStep(baseline=row, at=now(), account_id=by.account_id, did=did, volume=row.volume)
    step.words = words.strip()
    kept(step)
