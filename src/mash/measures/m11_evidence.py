"""Measure eleven: an evidence library from which cases can be produced to any agency."""

import ibis
import ibis.expr.types as ir
from ibis import _

from mash.engine.dimensions import AGENCY, COHORT, Shown, fixed
from mash.engine.question import Question
from mash.engine.statistic import Row, statistic
from mash.engine.survival import quantiles
from mash.engine.tables import Tables
from mash.engine.tally import tally
from mash.engine.window import before_end, in_window
from mash.framework import codes

LIBRARY = (fixed("kind", codes.EVIDENCE_KINDS).totalled, COHORT.totalled)
USES = (AGENCY.totalled,)
UNSERVED = (AGENCY,)


def not_supplied(rows: list[Row], question: Question, shown: Shown) -> list[Row]:
    """The agencies valid in the window that were supplied with nothing."""
    return [row for row in rows if not row["supplied"] and row["agency_id"] in shown.agencies]


def requested(t: Tables, question: Question) -> ir.Table:
    """Uses asked for in the window."""
    return t.evidence_uses.filter(in_window(_.requested_on, question))


@statistic(*LIBRARY, columns="kind cohort_id items")
def library(t: Tables, question: Question) -> ir.Table:
    """Items in the library at the end of the window, whenever they were published, by kind and cohort."""
    return tally(t.evidence.filter(before_end(_.published_on, question)), LIBRARY, items=_.count())


@statistic(*USES, columns="agency_id requested supplied median_days", blank="median_days")
def uses(t: Tables, question: Question) -> list[ir.Table]:
    """Evidence that agencies asked for in the window, and how much of it was supplied by as-at.

    The median, in calendar days from request to supply, is Kaplan–Meier's, those not yet supplied
    censored at as-at.
    """
    rows = requested(t, question)
    today = ibis.literal(question.as_at_date)
    waits = rows.mutate(
        wait=_.supplied_on.fill_null(today).delta(_.requested_on, unit="day"), ended=_.supplied_on.notnull()
    )
    return [
        tally(rows, USES, requested=_.count(), supplied=_.count(where=_.supplied_on.notnull())),
        quantiles(waits, USES, 1, median_days=0.5),
    ]


@statistic(*UNSERVED, columns="agency_id", finish=[not_supplied])
def unserved(t: Tables, question: Question) -> ir.Table:
    """Agencies valid in the window that were supplied with no evidence asked for in it."""
    return tally(requested(t, question), UNSERVED, supplied=_.count(where=_.supplied_on.notnull()))
