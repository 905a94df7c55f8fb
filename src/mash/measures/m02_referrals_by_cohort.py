"""Measure two: referrals by cohort, the key areas where safeguarding is the demand or the priority."""

import ibis
import ibis.expr.types as ir
from ibis import _

from mash.engine.dimensions import AGENCY, COHORT, MONTH
from mash.engine.finish import share_of_total
from mash.engine.question import Question
from mash.engine.statistic import statistic
from mash.engine.tables import Tables
from mash.engine.tally import aggregated, over_totals, tally

BY_COHORT = (COHORT.totalled,)
AGENCY_COHORT = (AGENCY.totalled, COHORT.totalled)
BY_MONTH = (MONTH, COHORT.totalled)


@statistic(
    *BY_COHORT,
    columns="cohort_id referrals people share_of_all",
    finish=[share_of_total("share_of_all", "referrals", "cohort_id")],
)
def by_cohort(t: Tables, question: Question) -> list[ir.Table]:
    """Referrals received in the window by main cohort, the different people who are the subject of one,
    and each cohort's share of all referrals.

    A person in two cohorts counts in each and once in the total.
    """
    rows = t.cases.filter(_.in_window)
    named = t.subjects.filter(_.role == "subject").select("referral_id", "person_key")
    people = named.join(rows.select("referral_id", "cohort_id"), "referral_id")
    people = people.select("cohort_id", "person_key").distinct()

    def count(part: ir.Table, by: list[str]) -> ir.Table:
        each = part if by else part.select("person_key").distinct()
        return aggregated(each, by, people=_.count())

    return [tally(rows, BY_COHORT, referrals=_.count()), over_totals(people, BY_COHORT, count)]


@statistic(*BY_COHORT, columns="cohort_id referrals")
def any_cohort(t: Tables, question: Question) -> ir.Table:
    """Referrals received in the window by every cohort that applies, the main one and the others: a
    referral counts under each of them, so the rows add up to more than the total, which is of referrals.
    """
    rows = t.cases.filter(_.in_window).select("referral_id", "cohort_id")
    main = rows.select("referral_id", "cohort_id", main=ibis.literal(True))
    others = t.referral_cohorts.rename(other_id="cohort_id").join(rows, "referral_id")
    others = others.filter(_.other_id != _.cohort_id)
    others = others.select("referral_id", cohort_id=_.other_id, main=ibis.literal(False))
    # a cohort stands once in a referral, and every referral has one main cohort: no distinct count is needed
    return over_totals(
        main.union(others, distinct=False),
        BY_COHORT,
        lambda part, by: aggregated(part, by, referrals=_.count() if by else _.count(where=_.main)),
    )


@statistic(*AGENCY_COHORT, columns="agency_id cohort_id referrals")
def agency_cohort(t: Tables, question: Question) -> ir.Table:
    """Referrals received in the window by the agency that submitted them and by main cohort."""
    return tally(t.cases.filter(_.in_window), AGENCY_COHORT, referrals=_.count())


@statistic(*BY_MONTH, columns="month cohort_id referrals")
def by_month(t: Tables, question: Question) -> ir.Table:
    """Referrals by the month of receipt (London) and by main cohort."""
    return tally(t.cases.filter(_.in_window), BY_MONTH, referrals=_.count())
