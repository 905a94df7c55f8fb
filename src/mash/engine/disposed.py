"""`disposed`: the outcomes of the window's decided referrals, made once for a question.

Measure five reads it by outcome, cohort, risk and forum (measures.md, m05).
"""

import ibis.expr.types as ir
from ibis import _

from mash.engine.question import Question
from mash.engine.tables import Tables


def disposed(t: Tables, question: Question) -> ir.Table:
    """Each decided referral of the window and outcome once, with how many `disposals` they have in common.

    `whole` is true on exactly one row of a referral, so that a total counts it once without looking
    for what is distinct.
    """
    pairs = t.disposals.group_by("referral_id", "outcome_id").aggregate(disposals=_.count())
    cases = t.cases.filter(_.in_window & _.decided_at.notnull())
    cases = cases.select("referral_id", "cohort_id", "worst_outcome", risk=_.final_risk)
    rows = pairs.join(cases, "referral_id").mutate(whole=_.outcome_id == _.worst_outcome)
    return rows.drop("worst_outcome")
