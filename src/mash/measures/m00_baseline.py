"""The baseline: how much of each agency's own demand comes into the hub, by agreed cohort."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

import ibis
import ibis.expr.types as ir
from ibis import _

from mash.engine.dimensions import AGENCY, COHORT, TOTAL, Shown
from mash.engine.intervals import poisson
from mash.engine.question import Question
from mash.engine.statistic import Row, statistic
from mash.engine.tables import Tables
from mash.engine.tally import tally

IN_BASELINE = replace(AGENCY, codes=lambda shown: shown.baseline_agencies)
OUTSIDE = replace(AGENCY, codes=lambda shown: shown.other_agencies)
BY_CELL = (IN_BASELINE.totalled, COHORT.totalled)


def submitted(t: Tables, *, in_baseline: bool) -> ir.Table:
    """Referrals of the window that came from agencies inside, or outside, the baseline."""
    agencies = t.agencies.filter(_.in_baseline == in_baseline)
    return t.cases.filter(_.in_window).semi_join(agencies, "agency_id")


def demand(t: Tables, question: Question) -> ir.Table:
    """Baseline periods with a day in the window: `days` of it, and the `part` of their volume that falls
    there, written as a fraction ("31000/365") so that the sum is exact and the same on every engine.
    """
    periods = t.baselines.semi_join(t.agencies.filter(_.in_baseline), "agency_id")
    periods = periods.mutate(
        first=ibis.greatest(_.start, ibis.date(question.start)),
        last=ibis.least(_["end"], ibis.date(question.last_day)),
        length=_["end"].delta(_.start, unit="day") + 1,
    )
    periods = periods.mutate(days=_["last"].delta(_["first"], unit="day") + 1).filter(_.days > 0)
    part = (_.volume * _.days).cast("string") + "/" + _.length.cast("string")
    return periods.select("agency_id", "cohort_id", "days", part=part)


def share_of_baseline(rows: list[Row], question: Question, shown: Shown) -> list[Row]:
    """Volume, share and its interval; no share where the window is not covered, nor in a total over such."""
    volumes = {(row["agency_id"], row["cohort_id"]): _volume(row["parts"]) for row in rows}
    undefined = set()
    for row in rows:
        agency, cohort = cell = row["agency_id"], row["cohort_id"]
        volume = volumes[cell]
        if TOTAL in cell or (volume is None and not row["referrals"]):
            continue
        if not volume or row["days"] != question.days:
            undefined |= {cell, (agency, TOTAL), (TOTAL, cohort), (TOTAL, TOTAL)}
    return [
        row | _share(row["referrals"], volumes[cell], defined=cell not in undefined)
        for row in rows
        for cell in [(row["agency_id"], row["cohort_id"])]
    ]


def _volume(parts: Iterable[str] | None) -> Fraction | None:
    return sum(map(Fraction, parts), Fraction(0)) if parts else None


def _share(referrals: int, volume: Fraction | None, *, defined: bool) -> Row:
    columns: Row = {"baseline_volume": None if volume is None else float(volume)}
    if not volume or not defined:
        return columns | dict.fromkeys(("share", "lower", "upper"))
    lower, upper = poisson(referrals)
    return columns | {
        "share": float(referrals / volume),
        "lower": lower / float(volume),
        "upper": upper / float(volume),
    }


@statistic(
    *BY_CELL,
    columns="agency_id cohort_id referrals baseline_volume share lower upper",
    finish=[share_of_baseline],
    blank="parts",
)
def share(t: Tables, question: Question) -> list[ir.Table]:
    """Referrals of the window as a share of the agency's own demand in the cohort, its baseline.

    The volume of each baseline period counts by the days of it that lie in the window; nothing is
    extrapolated, so the share is printed only where periods cover every day of the window and the
    volume is above 0; in a total, where that holds for every agency and cohort in it with a referral
    or a volume. A referral need not come out of that demand, so the share is no proportion: the
    interval is the exact (Garwood) 95 % Poisson interval of the referrals, divided by the volume.
    """
    return [
        tally(submitted(t, in_baseline=True), BY_CELL, referrals=_.count()),
        tally(demand(t, question), BY_CELL, days=_.days.sum(), parts=_.part.collect()),
    ]


@statistic(OUTSIDE, columns="agency_id referrals")
def exempt(t: Tables, question: Question) -> ir.Table:
    """Referrals of the window from agencies outside the baseline: those whose core work does not come
    through the hub.
    """
    return tally(submitted(t, in_baseline=False), (OUTSIDE,), referrals=_.count())
