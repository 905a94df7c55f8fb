"""Measure one: number of referrals submitted by each agency for information sharing."""

import ibis.expr.types as ir
from ibis import _

from mash.engine.dimensions import AGENCY, MONTH
from mash.engine.finish import share_of_total
from mash.engine.question import Question
from mash.engine.statistic import statistic
from mash.engine.tables import Tables
from mash.engine.tally import tally

BY_AGENCY = (AGENCY.totalled,)
BY_MONTH = (MONTH, AGENCY.totalled)


@statistic(
    *BY_AGENCY,
    columns="agency_id referrals share_of_all",
    finish=[share_of_total("share_of_all", "referrals", "agency_id")],
)
def by_agency(t: Tables, question: Question) -> ir.Table:
    """Referrals received in the window, by the agency that submitted them, and each agency's share of all."""
    return tally(t.cases.filter(_.in_window), BY_AGENCY, referrals=_.count())


@statistic(*BY_MONTH, columns="month agency_id referrals")
def by_month(t: Tables, question: Question) -> ir.Table:
    """Referrals by the month of receipt (London) and by agency."""
    return tally(t.cases.filter(_.in_window), BY_MONTH, referrals=_.count())
