"""Measure six: repeat referrals, how effective solutions are and whether the risk to people rises."""

import ibis
import ibis.expr.types as ir
from ibis import _

from mash.engine.curves import curves, probability
from mash.engine.dimensions import AGENCY, MONTH, OUTCOME, Shown, fixed
from mash.engine.drawn import curve
from mash.engine.finish import each, rate, share_of_total
from mash.engine.question import Question
from mash.engine.statistic import Row, statistic
from mash.engine.tables import Tables
from mash.engine.tally import tally
from mash.framework.instants import DAY

DAYS = (90, 180, 365)
DIRECTIONS = ("higher", "lower", "same")

BY_AGENCY = (AGENCY.totalled,)
BY_MONTH = (MONTH,)
BY_DAYS = (fixed("days", DAYS),)
BY_OUTCOME = (OUTCOME.totalled,)
BY_DIRECTION = (fixed("direction", DIRECTIONS).totalled,)


def judged(t: Tables) -> ir.Table:
    """The considered referrals of the window, once each: a repeat where it is one for some subject."""
    return (
        t.considered.filter(_.in_window)
        .group_by("referral_id")
        .aggregate(
            agency_id=_.agency_id.max(),
            month=_.month.max(),
            with_history=_.with_history.any(),
            repeat=_.repeat.any(),
        )
    )


COUNTS = {
    "referrals": _.count(),
    "with_history": _.count(where=_.with_history),
    "repeats": _.count(where=_.with_history & _.repeat),
}


@statistic(
    *BY_AGENCY,
    columns="agency_id referrals with_history repeats rate lower upper",
    finish=[rate("rate", "repeats", "with_history")],
)
def repeat_rate(t: Tables, question: Question) -> ir.Table:
    """Referrals received in the window, by the agency that sent them, and how many are repeats: some
    subject of it is a subject of another received strictly earlier and at most `repeat_days` before.

    Referrals without a subject, and by default those about a case already open to an agency, are left
    out, as the later and as the earlier one. Earlier ones are looked up in the whole dataset. The rate is
    of referrals for which the dataset reaches back `repeat_days` (with_history), with its Wilson interval.
    """
    return tally(judged(t), BY_AGENCY, **COUNTS)


@statistic(
    *BY_MONTH,
    columns="month referrals with_history repeats rate lower upper",
    finish=[rate("rate", "repeats", "with_history")],
)
def by_month(t: Tables, question: Question) -> ir.Table:
    """The repeat rate by the month (London) in which the later referral was received."""
    return tally(judged(t), BY_MONTH, **COUNTS)


def by_each_day(rows: list[Row], question: Question, shown: Shown) -> list[Row]:
    """The probability by each number of days, all from the one curve."""
    whole = next(row for row in rows if row["days"] == max(DAYS))
    return [
        {"days": row["days"], "units": whole["units"], "events": found.events}
        | {"return_probability": found.value, "lower": found.lower, "upper": found.upper}
        for row in rows
        for found in [probability(whole, row["days"] * DAY)]
    ]


@statistic(
    *BY_DAYS,
    columns="days units events return_probability lower upper",
    finish=[by_each_day],
    blank="curve last_wait",
)
def return_curve(t: Tables, question: Question) -> ir.Table:
    """How likely a person is to be referred again within 90, 180 and 365 days of a decision.

    A unit is a decided referral of the window and one subject of it; the event is the person's first
    referral received strictly after the decision (events: those by that day). Kaplan–Meier, people not
    yet referred again censored at as-at; interval by Greenwood on the log(−log) scale. One person can be
    several units, so the interval is somewhat narrow.
    """
    rows = t.returns.mutate(days=ibis.literal(max(DAYS)))
    return curves(rows, BY_DAYS, max(DAYS) * DAY)


def at_repeat_days(rows: list[Row], question: Question, shown: Shown) -> list[Row]:
    """The probability by `repeat_days`, with its interval."""
    until = question.parameters.repeat_days * DAY

    def change(row: Row) -> Row:
        found = probability(row, until)
        return {"return_probability": found.value, "lower": found.lower, "upper": found.upper}

    return each(change)(rows, question, shown)


def with_disposal(t: Tables) -> ir.Table:
    """Units whose referral has a disposal, under the most severe one."""
    return t.returns.filter(_.worst_outcome.notnull()).rename(outcome_id="worst_outcome")


@statistic(
    *BY_OUTCOME,
    columns="outcome_id decided return_probability lower upper",
    finish=[at_repeat_days],
    blank="curve last_wait",
)
def return_by_outcome(t: Tables, question: Question) -> ir.Table:
    """How likely a person is to be referred again within `repeat_days` of a decision, by the referral's
    most severe disposal (of equally severe ones the smallest outcome_id).

    Units (decided), events and estimate as in the return curve; units whose referral has no disposal are
    left out, of the total too.
    """
    until = question.parameters.repeat_days * DAY
    return curves(with_disposal(t), BY_OUTCOME, until).rename(decided="units")


def _drawn_until(question: Question) -> int:
    return max(*DAYS, question.parameters.repeat_days) * DAY


@curve(unit="days", until=_drawn_until)
def time_to_return(t: Tables, question: Question) -> ir.Table:
    """The share of people referred again within so many days of a decision; units as in the return curve."""
    return t.returns


@curve(*BY_OUTCOME, unit="days", until=_drawn_until)
def time_to_return_by_outcome(t: Tables, question: Question) -> ir.Table:
    """The same by the referral's most severe disposal."""
    return with_disposal(t)


@statistic(
    *BY_DIRECTION,
    columns="direction repeats share",
    finish=[share_of_total("share", "repeats", "direction")],
)
def risk_trend(t: Tables, question: Question) -> ir.Table:
    """Whether risk rises: the final risk of each repeat against that of the same person's previous
    referral, the latest received strictly earlier and within `repeat_days`.

    A unit is a person and a repeat. Each risk is ranked as on its own day of receipt; units of which one
    side is unrated are left out. Of several received at the same instant the largest referral_id is
    the previous one.
    """
    unrated = 0  # ranks begin at 1; an empty one would be passed over on one engine and not on the other
    previous = t.considered.group_by("person_key", earlier_at=_.received_at).aggregate(
        previous_rank=_.final_rank.fill_null(unrated).argmax(_.referral_id)
    )
    units = t.considered.filter(_.in_window & _.repeat & _.final_rank.notnull())
    units = units.join(previous, ["person_key", "earlier_at"]).filter(_.previous_rank != unrated)
    direction = ibis.cases(
        (_.final_rank > _.previous_rank, "higher"),
        (_.final_rank < _.previous_rank, "lower"),
        else_="same",
    )
    return tally(units.mutate(direction=direction), BY_DIRECTION, repeats=_.count())
