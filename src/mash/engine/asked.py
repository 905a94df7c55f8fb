"""`asked`: the requests for information of the window's referrals; `sharing`: what became of them.

Made once for a question. Measure four reads them to see who answers in time, where the time goes, and
who holds things up (measures-rules.md, m04).
"""

import ibis.expr.types as ir
from ibis import _

from mash.engine.question import Question
from mash.engine.tables import Tables


def asked(t: Tables, question: Question) -> ir.Table:
    """Every request of a referral of the window, cancelled ones included, with what the referral says.

    `counts`: whether it bears on the way from receipt to decision: not cancelled, made at or before the
    stop, and of a referral whose time of receipt is known. `until`: when it was no longer outstanding,
    at the latest the stop. `answered`: whether that was an answer. `contributed`: whether something
    was shared by as-at, before the decision or after, in a referral that was decided. `late`: whether
    the referral was decided late.
    """
    cases = t.cases.filter(_.in_window).select(
        "referral_id",
        "time_known",
        "stop_at",
        decided=_.decided_at.notnull(),
        late=_.state == "late",
    )
    requests = t.requests.select(
        "referral_id",
        "agency_id",
        "requested_at",
        "due_at",
        "responded_at",
        "cancelled",
        "response",
    )
    answered = (_.responded_at <= _.stop_at).fill_null(False)
    rows = requests.join(cases, "referral_id").mutate(
        counts=~_.cancelled & _.time_known & (_.requested_at <= _.stop_at),
        answered=answered,
        until=answered.ifelse(_.responded_at, _.stop_at),
        contributed=_.decided & (_.response == "shared").fill_null(False),
    )
    return rows.drop("stop_at", "decided", "response")


def sharing(t: Tables, question: Question) -> ir.Table:
    """One row for each referral of the window with requests that count: when the first was made, when the
    last was no longer outstanding, and whether all were answered at or before the stop (`complete`).
    """
    return (
        t.asked.filter(_.counts)
        .group_by("referral_id")
        .aggregate(
            first_asked=_.requested_at.min(),
            last_answered=_.until.max(),
            complete=_.count(where=~_.answered) == 0,
        )
    )
