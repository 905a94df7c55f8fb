"""Measure thirteen: the leadership that the hub provides: training, conferences, media and the like."""

from fractions import Fraction

import ibis.expr.types as ir
from ibis import _

from mash.engine.dimensions import AGENCY, MONTH, fixed
from mash.engine.finish import each
from mash.engine.question import Question
from mash.engine.statistic import Finish, Row, statistic
from mash.engine.tables import Tables
from mash.engine.tally import tally
from mash.engine.window import in_window, month_of
from mash.framework import codes

BY_KIND = (fixed("kind", codes.ACTIVITY_KINDS).totalled,)
REACH = (AGENCY.totalled,)
BY_MONTH = (MONTH,)


def exact(values: list[float] | None) -> Fraction:
    """The sum of the decimals as they were recorded, whatever order an engine hands them over in."""
    return sum((Fraction(repr(value)) for value in values or []), Fraction())


def totals(*columns: str) -> Finish:
    """Each column's collected values give way to their sum; unknown values count nothing."""
    return each(lambda row: {column: float(exact(row[column])) for column in columns})


def mean(values: list[float] | None, count: int) -> float | None:
    """Their sum ÷ `count`, empty where that is 0."""
    return float(exact(values) / count) if count else None


def averages(row: Row) -> Row:
    """Cost per attendee where both are known, plain mean of the feedback that there is."""
    return {
        "cost_per_attendee": mean(row["shared_cost"], row["shared_attendees"]),
        "mean_feedback": mean(row["feedback"], len(row["feedback"] or [])),
    }


def held(t: Tables, question: Question) -> ir.Table:
    """Activities held in the window."""
    return t.activities.filter(in_window(_.held_on, question))


@statistic(
    *BY_KIND,
    columns="kind activities attendees hours cost cost_per_attendee mean_feedback",
    finish=[totals("hours", "cost"), each(averages)],
    blank="hours cost shared_cost feedback",
)
def by_kind(t: Tables, question: Question) -> ir.Table:
    """Activities held in the window by kind, with the attendees, hours and cost (pounds) that are known.

    Cost per attendee divides over the activities where both are known; the mean feedback, from 1 to 5,
    is the plain mean over activities with feedback.
    """
    return tally(
        held(t, question),
        BY_KIND,
        activities=_.count(),
        attendees=_.attendees.sum(),
        hours=_.hours.collect(),
        cost=_.cost.collect(),
        shared_cost=_.cost.collect(where=_.attendees.notnull()),
        shared_attendees=_.attendees.sum(where=_.cost.notnull()),
        feedback=_.feedback.collect(),
    )


@statistic(*REACH, columns="agency_id activities")
def reach(t: Tables, question: Question) -> ir.Table:
    """Activities held in the window by the agencies that took part; the total counts those with at least
    one agency, each once.
    """
    took_part = t.activity_agencies.join(held(t, question).select("activity_id"), "activity_id")
    return tally(took_part, REACH, activities=_.activity_id.nunique())


@statistic(
    *BY_MONTH,
    columns="month activities attendees cost",
    finish=[totals("cost")],
    blank="cost",
)
def by_month(t: Tables, question: Question) -> ir.Table:
    """Activities by the month in which they were held, with the attendees and cost that are known."""
    return tally(
        held(t, question).mutate(month=month_of(_.held_on)),
        BY_MONTH,
        activities=_.count(),
        attendees=_.attendees.sum(),
        cost=_.cost.collect(),
    )
