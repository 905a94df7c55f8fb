"""Measure nine: complaints per agency and collectively, from inside and outside the partnership."""

import ibis
import ibis.expr.types as ir
from ibis import _

from mash.engine.dimensions import AGENCY, TOTAL, Dimension, Shown, fixed, observed
from mash.engine.finish import quotient, ratio
from mash.engine.question import Question
from mash.engine.statistic import Row, statistic
from mash.engine.tables import Tables
from mash.engine.tally import tally
from mash.engine.window import in_window
from mash.framework import codes
from mash.framework.instants import micros

#: Stands for "no agency": a complaint about the hub as a whole.
HUB = "hub"

AGENCY_OR_HUB = Dimension("agency_id", lambda shown: (HUB, *shown.agencies)).totalled
BY_AGENCY = (AGENCY_OR_HUB, fixed("source", codes.COMPLAINT_SOURCES).totalled)
BY_STAGE = (fixed("stage", codes.COMPLAINT_STAGES).totalled,)
BY_THEME = (observed("theme").totalled,)


def per_1000_referrals(rows: list[Row], question: Question, shown: Shown) -> list[Row]:
    """Complaints per 1,000 referrals of the agency; of the hub and of all, per 1,000 of all referrals.

    Agencies that only have referrals, and are not valid in the window, are not shown.
    """
    referrals = {row["agency_id"]: row["referrals"] for row in rows if row["source"] == TOTAL}
    referrals[HUB] = referrals[TOTAL]
    concerned = {TOTAL, HUB, *shown.agencies, *(row["agency_id"] for row in rows if row["complaints"])}
    return [
        row | {"per_1000_referrals": quotient(row["complaints"], referrals[row["agency_id"]], 1000)}
        for row in rows
        if row["agency_id"] in concerned
    ]


def received(t: Tables, question: Question) -> ir.Table:
    """Complaints received in the window."""
    return t.complaints.filter(in_window(_.received_on, question))


@statistic(
    *BY_AGENCY,
    columns="agency_id source complaints upheld partly_upheld per_1000_referrals",
    finish=[per_1000_referrals],
)
def by_agency(t: Tables, question: Question) -> list[ir.Table]:
    """Complaints received in the window, by the agencies they are about (`hub` = the hub as a whole) and
    by source, with the findings of those closed by as-at.

    A joint complaint counts under each of its agencies and once in the total. Per 1,000 referrals: of
    those that the agency submitted in the window; for `hub` and the total, of all.
    """
    about = received(t, question).left_join(t.complaint_agencies, "complaint_id")
    referrals = tally(t.cases.filter(_.in_window), (AGENCY.totalled,), referrals=_.count())
    return [
        tally(
            about.mutate(agency_id=_.agency_id.fill_null(HUB)),
            BY_AGENCY,
            complaints=_.complaint_id.nunique(),
            upheld=_.complaint_id.nunique(where=_.finding == "upheld"),
            partly_upheld=_.complaint_id.nunique(where=_.finding == "partly_upheld"),
        ),
        referrals.mutate(source=ibis.literal(TOTAL)),
    ]


@statistic(
    *BY_STAGE,
    columns="stage closed_in_time closed_late open_in_time open_overdue no_due due met on_time_rate",
    finish=[ratio("on_time_rate", "met", "due")],
)
def timeliness(t: Tables, question: Question) -> ir.Table:
    """Complaints received in the window by the stage reached: closed or open at as-at, in time or not.

    Closed at the due moment is in time. On-time rate = of those whose due moment lies before as-at, the
    share closed by it; complaints without a due moment are counted apart.
    """
    as_at = micros(question.as_at)
    met = _.closed_at <= _.due_at
    return tally(
        received(t, question),
        BY_STAGE,
        closed_in_time=_.count(where=met),
        closed_late=_.count(where=_.closed_at > _.due_at),
        open_in_time=_.count(where=_.closed_at.isnull() & (_.due_at >= as_at)),
        open_overdue=_.count(where=_.closed_at.isnull() & (_.due_at < as_at)),
        no_due=_.count(where=_.due_at.isnull()),
        due=_.count(where=_.due_at < as_at),
        met=_.count(where=met & (_.due_at < as_at)),
    )


@statistic(*BY_THEME, columns="theme complaints")
def by_theme(t: Tables, question: Question) -> ir.Table:
    """Complaints received in the window, by what they were about."""
    return tally(received(t, question), BY_THEME, complaints=_.count())
