"""Who came back: two tables that measure six reads, made once for a question (measures-rules.md, m06).

`considered` has a row for each considered referral and person who is a subject of it; `returns` one
for each of those that were decided in the window, with the wait until the person came back.
"""

import ibis
import ibis.expr.types as ir
from ibis import _

from mash.engine.question import Question
from mash.engine.tables import Tables
from mash.framework.instants import DAY, micros


def considered(t: Tables, question: Question) -> ir.Table:
    """Every considered referral known at as-at, with each of its subjects, in the window or before it.

    `earlier_at`: when the person's latest strictly earlier considered referral was received; `repeat`:
    whether that is within `repeat_days` (24 hours each, the last instant included); `with_history`:
    whether the dataset reaches back that far before this one.
    """
    parameters = question.parameters
    reach = parameters.repeat_days * DAY
    cases = t.cases if parameters.include_known_open else t.cases.filter(~_.known_open)
    subjects = t.subjects.filter(_.role == "subject").select("referral_id", "person_key")
    columns = ("agency_id", "month", "in_window", "received_at", "decided_at", "final_rank", "worst_outcome")
    rows = subjects.join(cases.select("referral_id", *columns), "referral_id")
    earlier = ibis.range_window(preceding=(None, 1), group_by="person_key", order_by="received_at")
    rows = rows.mutate(earlier_at=_.received_at.max().over(earlier))
    return rows.mutate(
        repeat=(_.received_at - _.earlier_at <= reach).fill_null(False),
        with_history=_.received_at >= t.cases.received_at.min().as_scalar() + reach,
    )


def returns(t: Tables, question: Question) -> ir.Table:
    """One row for each considered decided referral of the window and subject of it: `wait` from decided_at
    to the person's next considered referral, `ended`, or to as-at where there is none yet.

    `t` has `considered`. A person's receipts and decisions stand in one line of time; a receipt at the
    very instant of a decision stands before it, so that what follows is strictly later.
    """
    receipts = t.considered.select(
        "person_key",
        "referral_id",
        at=_.received_at,
        decision=ibis.literal(False),
        received_at=_.received_at,
        worst_outcome=ibis.null("string"),
    )
    decisions = t.considered.filter(_.in_window & _.decided_at.notnull()).select(
        "person_key",
        "referral_id",
        at=_.decided_at,
        decision=ibis.literal(True),
        received_at=ibis.null("int64"),
        worst_outcome=_.worst_outcome,
    )
    following = ibis.window(group_by="person_key", order_by=["at", "decision"], rows=(1, None))
    line = receipts.union(decisions, distinct=False).mutate(next_at=_.received_at.min().over(following))
    return line.filter(_.decision).select(
        "referral_id",
        "worst_outcome",
        wait=_.next_at.fill_null(micros(question.as_at)) - _.at,
        ended=_.next_at.notnull(),
    )
