"""Measure five: what disposals the hub delivered, and how each agency was utilised."""

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir
from ibis import _

from mash.engine.dimensions import AGENCY, COHORT, OUTCOME, RISK, TOTAL, Dimension, Shown
from mash.engine.finish import quotient
from mash.engine.question import Question
from mash.engine.statistic import Finish, Row, statistic
from mash.engine.survival import quantiles
from mash.engine.tables import Tables
from mash.engine.tally import aggregated, over_totals, tally
from mash.framework.instants import HOUR

BY_OUTCOME = (OUTCOME.totalled,)
BY_COHORT = (COHORT.totalled, OUTCOME.totalled)
BY_RISK = (RISK.totalled, OUTCOME.totalled)
BY_AGENCY = (AGENCY.totalled,)
BY_FORUM = (Dimension("outcome_id", lambda shown: shown.forums).totalled,)
BY_FINAL_RISK = (RISK.totalled,)


def decided(t: Tables) -> ir.Table:
    """Decided referrals: received in the window, and decided at or before as-at."""
    return t.cases.filter(_.in_window & _.decided_at.notnull()).mutate(risk=_.final_risk)


def referrals(rows: ir.Table, dimensions: Sequence[Dimension]) -> ir.Table:
    """Cells with distinct referrals and disposals; over all outcomes a referral counts once."""

    def count(part: ir.Table, by: list[str]) -> ir.Table:
        once = _.count() if "outcome_id" in by else _.count(where=_.whole)
        return aggregated(part, by, disposals=_.disposals.sum(), referrals=once)

    return over_totals(rows, dimensions, count)


def share_of_decided(name: str, count: str, dimension: str) -> Finish:
    """`name` = the row's count ÷ all decided referrals, which stand in the row `*`."""

    def step(rows: list[Row], question: Question, shown: Shown) -> list[Row]:
        whole = next(row["decided"] for row in rows if row[dimension] == TOTAL)
        return [row | {name: quotient(row[count], whole)} for row in rows]

    return step


def all_decided(t: Tables, dimension: str) -> ir.Table:
    """The number of decided referrals, as a cell of the row `*`."""
    return decided(t).aggregate(decided=_.count()).mutate(**{dimension: ibis.literal(TOTAL)})


@statistic(
    *BY_OUTCOME,
    columns="outcome_id disposals referrals share_of_decided",
    finish=[share_of_decided("share_of_decided", "referrals", "outcome_id")],
)
def by_outcome(t: Tables, question: Question) -> list[ir.Table]:
    """Disposals (lead and support) of decided referrals by outcome, the referrals that have them, and
    their share of all decided referrals, with or without a disposal.

    A referral with several outcomes counts under each of them and once in the total.
    """
    return [referrals(t.disposed, BY_OUTCOME), all_decided(t, "outcome_id")]


@statistic(*BY_COHORT, columns="cohort_id outcome_id referrals")
def by_cohort(t: Tables, question: Question) -> ir.Table:
    """Decided referrals by main cohort and by outcome; once in a total over outcomes."""
    return referrals(t.disposed, BY_COHORT)


@statistic(*BY_RISK, columns="risk outcome_id referrals")
def by_risk(t: Tables, question: Question) -> ir.Table:
    """Decided referrals by final risk and by outcome; once in a total over outcomes."""
    return referrals(t.disposed, BY_RISK)


@statistic(
    *BY_AGENCY,
    columns="agency_id contributed led supported utilised utilised_rate",
    finish=[share_of_decided("utilised_rate", "utilised", "agency_id")],
)
def utilisation(t: Tables, question: Question) -> list[ir.Table]:
    """How each agency was utilised in decided referrals: those to which it contributed (it answered at
    least one request with `shared` by as-at, before the decision or after), those in which it takes a
    disposal as lead or as support, and those in which it did any of the three.

    Rate: utilised ÷ all decided referrals. Disposals that no agency takes belong to nobody.
    """
    shared = t.asked.filter(_.contributed).select(
        "referral_id", "agency_id", contributed=True, led=False, supported=False
    )
    taken = t.disposals.filter(_.agency_id.notnull()).semi_join(decided(t), "referral_id")
    taken = taken.select(
        "referral_id", "agency_id", contributed=False, led=_.role == "lead", supported=_.role == "support"
    )
    parts = {part: _[part].any() for part in ("contributed", "led", "supported")}
    used = shared.union(taken, distinct=False)
    used = used.group_by("referral_id", "agency_id").aggregate(**parts)

    def count(part: ir.Table, by: list[str]) -> ir.Table:
        # over all agencies a referral counts once, whoever had the part in it
        each = part if by else part.group_by("referral_id").aggregate(**parts)
        counts = {name: _.count(where=_[name]) for name in parts}
        return aggregated(each, by, **counts, utilised=_.count())

    return [over_totals(used, BY_AGENCY, count), all_decided(t, "agency_id")]


@statistic(*BY_FORUM, columns="outcome_id referrals")
def forums(t: Tables, question: Question) -> ir.Table:
    """Decided referrals routed to other problem-solving forums (MARAC, MAPPA, Channel and the like)."""
    routed = t.disposed.semi_join(t.outcomes.filter(_.forum), "outcome_id")
    return tally(routed, BY_FORUM, referrals=_.referral_id.nunique())


@statistic(
    *BY_FINAL_RISK,
    columns="risk decided with_intervention median_hours",
    blank="median_hours",
)
def earliest_intervention(t: Tables, question: Question) -> list[ir.Table]:
    """Interventions at the earliest opportunity: decided referrals by final risk, those with a disposal of
    more than no further action (severity 1 or higher), and the median hours from receipt to the first
    such disposal.

    The median is of referrals whose time of receipt is known; those without an intervention are no
    part of it.
    """
    rows = decided(t)
    waits = rows.filter(_.time_known & _.acted_at.notnull()).mutate(
        wait=_.acted_at - _.received_at, ended=ibis.literal(True)
    )
    return [
        tally(rows, BY_FINAL_RISK, decided=_.count(), with_intervention=_.acted_at.count()),
        quantiles(waits, BY_FINAL_RISK, HOUR, median_hours=0.5),
    ]
