"""Measure twelve: lessons learned from reviews, inspections and others, and what became of them."""

import ibis
import ibis.expr.types as ir
from ibis import _

from mash.engine.dimensions import AGENCY, fixed
from mash.engine.drawn import curve
from mash.engine.finish import ratio
from mash.engine.question import Question
from mash.engine.statistic import statistic
from mash.engine.survival import quantiles
from mash.engine.tables import Tables
from mash.engine.tally import tally
from mash.engine.window import before_end
from mash.framework import codes
from mash.framework.instants import DAY

BY_SOURCE = (fixed("source", codes.LESSON_SOURCES).totalled,)
PROGRESS = (AGENCY.totalled,)


def learned(t: Tables, question: Question) -> ir.Table:
    """Lessons published before the end of the window."""
    return t.lessons.filter(before_end(_.published_on, question))


def recommended(t: Tables, question: Question) -> ir.Table:
    """Recommendations of these lessons, with their status at as-at."""
    return t.recommendations.join(learned(t, question).select("lesson_id", "source"), "lesson_id")


def to_implementation(t: Tables, question: Question) -> ir.Table:
    """Waits from acceptance to implementation in calendar days, accepted ones censored at as-at's date; those
    whose dates are not recorded are left out.
    """
    accepted, implemented = _.status == "accepted", _.status == "implemented"
    rows = recommended(t, question).filter(
        _.decided_on.notnull(), accepted | (implemented & _.implemented_on.notnull())
    )
    until = implemented.ifelse(_.implemented_on, ibis.literal(question.as_at_date))
    return rows.mutate(wait=until.delta(_.decided_on, unit="day"), ended=implemented)


@statistic(*BY_SOURCE, columns="source lessons recommendations accepted implemented policies_changed")
def by_source(t: Tables, question: Question) -> list[ir.Table]:
    """Lessons published before the end of the window by source, their recommendations, how many of these
    are accepted and how many implemented at as-at (each stands under one status), and how many of the
    implemented changed a policy.
    """
    implemented = _.status == "implemented"
    return [
        tally(learned(t, question), BY_SOURCE, lessons=_.count()),
        tally(
            recommended(t, question),
            BY_SOURCE,
            recommendations=_.count(),
            accepted=_.count(where=_.status == "accepted"),
            implemented=_.count(where=implemented),
            policies_changed=_.count(where=implemented & _.policy_changed),
        ),
    ]


@statistic(
    *PROGRESS,
    columns="agency_id proposed accepted rejected implemented overdue median_days_to_implement",
    blank="median_days_to_implement",
)
def progress(t: Tables, question: Question) -> list[ir.Table]:
    """Recommendations of lessons published before the end of the window, by owner and status at as-at.

    Overdue = accepted and due before as-at's date (they are among the accepted). The median, in calendar
    days from acceptance to implementation, is Kaplan–Meier's, accepted ones censored at as-at; those
    whose dates are not recorded are left out of it.
    """
    rows = recommended(t, question)
    today = ibis.literal(question.as_at_date)
    accepted = _.status == "accepted"
    return [
        tally(
            rows,
            PROGRESS,
            proposed=_.count(where=_.status == "proposed"),
            accepted=_.count(where=accepted),
            rejected=_.count(where=_.status == "rejected"),
            implemented=_.count(where=_.status == "implemented"),
            overdue=_.count(where=accepted & (_.due_on < today)),
        ),
        quantiles(to_implementation(t, question), PROGRESS, 1, median_days_to_implement=0.5),
    ]


@curve(unit="days")
def time_to_implementation(t: Tables, question: Question) -> ir.Table:
    """The share of accepted recommendations implemented within so many calendar days of acceptance."""
    return to_implementation(t, question).mutate(wait=_.wait * DAY)


@statistic(
    *BY_SOURCE,
    columns="source implemented with_evidence share",
    finish=[ratio("share", "with_evidence", "implemented")],
)
def impact(t: Tables, question: Question) -> list[ir.Table]:
    """Implemented recommendations by the source of their lesson, and those of them whose effect is shown
    by an item of the evidence library published by as-at.
    """
    implemented = recommended(t, question).filter(_.status == "implemented")
    return [
        tally(implemented, BY_SOURCE, implemented=_.count()),
        tally(implemented.semi_join(t.evidence, "evidence_id"), BY_SOURCE, with_evidence=_.count()),
    ]
