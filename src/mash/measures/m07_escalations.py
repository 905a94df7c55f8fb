"""Measure seven: escalation events between agencies, where agencies do not agree."""

import ibis.expr.types as ir
from ibis import _

from mash.engine.dimensions import AGENCY, MONTH, TOTAL, Shown, fixed
from mash.engine.drawn import curve
from mash.engine.finish import ratio
from mash.engine.question import Question
from mash.engine.statistic import Row, statistic
from mash.engine.survival import quantiles
from mash.engine.tables import Tables
from mash.engine.tally import tally
from mash.engine.window import in_window, month_of
from mash.framework import codes
from mash.framework.instants import DAY, micros

RAISED_BY = AGENCY.named("raised_by")
ABOUT = AGENCY.named("about")
BY_PAIR = (RAISED_BY.totalled, ABOUT.totalled)
BY_REASON = (fixed("reason", codes.ESCALATION_REASONS).totalled,)
BY_STAGE = (fixed("stage", codes.ESCALATION_STAGES).totalled,)


def raised(t: Tables, question: Question) -> ir.Table:
    """Escalations raised in the window, whether or not they belong to a referral of it."""
    return t.escalations.filter(in_window(_.raised_on, question))


def to_resolution(t: Tables, question: Question) -> ir.Table:
    """Waits of these from raising to resolution, open ones censored at as-at."""
    until = _.resolved_at.fill_null(micros(question.as_at))
    return raised(t, question).mutate(wait=until - _.raised_at, ended=_.resolved_at.notnull())


def every_pair(rows: list[Row], question: Question, shown: Shown) -> list[Row]:
    """Every pair of the agencies shown: those valid, and those that raised or were the matter of one.

    An agency is never paired with itself.
    """
    found = {(row["raised_by"], row["about"]): row for row in rows}
    agencies = {TOTAL, *shown.agencies, *(agency for pair in found for agency in pair)}
    nothing = {"escalations": 0, "open": 0, "median_days": None}
    return [
        found.get((one, other), {"raised_by": one, "about": other} | nothing)
        for one in agencies
        for other in agencies
        if one != other or one == TOTAL
    ]


@statistic(
    *BY_PAIR,
    columns="raised_by about escalations open median_days",
    finish=[every_pair],
    blank="median_days",
    every_combination=False,
)
def by_pair(t: Tables, question: Question) -> list[ir.Table]:
    """Escalations raised in the window, by the agency that raised them and the agency they are about.

    Open = not resolved at as-at. The median, in days of 24 hours from raising to resolution, is
    Kaplan–Meier's, open ones censored at as-at; empty where fewer than half are yet resolved by it.
    """
    rows = raised(t, question)
    return [
        tally(rows, BY_PAIR, escalations=_.count(), open=_.count(where=_.resolved_at.isnull())),
        quantiles(to_resolution(t, question), BY_PAIR, DAY, median_days=0.5),
    ]


@curve(unit="days")
def time_to_resolution(t: Tables, question: Question) -> ir.Table:
    """The share of escalations resolved within so many days (of 24 hours) of being raised."""
    return to_resolution(t, question)


@statistic(
    *BY_REASON,
    columns="reason escalations resolved changed changed_rate",
    finish=[ratio("changed_rate", "changed", "resolved")],
)
def by_reason(t: Tables, question: Question) -> ir.Table:
    """Escalations raised in the window, by reason; those resolved by as-at, and of these the share that
    changed the decision.
    """
    return tally(
        raised(t, question),
        BY_REASON,
        escalations=_.count(),
        resolved=_.count(where=_.resolved_at.notnull()),
        changed=_.count(where=_.resolution == "changed"),
    )


@statistic(*BY_STAGE, columns="stage escalations")
def by_stage(t: Tables, question: Question) -> ir.Table:
    """Escalations raised in the window, by the highest stage they have reached."""
    return tally(raised(t, question), BY_STAGE, escalations=_.count())


@statistic(
    MONTH,
    columns="month escalations referrals per_100_referrals",
    finish=[ratio("per_100_referrals", "escalations", "referrals", times=100)],
)
def rate(t: Tables, question: Question) -> list[ir.Table]:
    """Escalations by the month (London) in which they were raised, beside the referrals received in that
    month, and escalations per 100 of those referrals.
    """
    return [
        tally(raised(t, question).mutate(month=month_of(_.raised_on)), (MONTH,), escalations=_.count()),
        tally(t.cases.filter(_.in_window), (MONTH,), referrals=_.count()),
    ]
