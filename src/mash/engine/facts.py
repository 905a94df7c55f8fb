"""`cases`: one row for each referral known at as-at, with what nearly every measure asks of it.

Ratings, ranks and due times follow measures-rules.md, m03 and m04; the window is that of received_on.
The engine makes this table once for a question and every statistic reads it.
"""

from datetime import date, timedelta

import ibis
import ibis.expr.types as ir
from ibis import _

from mash.engine.dimensions import UNRATED
from mash.engine.question import Question
from mash.engine.tables import Tables
from mash.engine.window import in_window, month_of
from mash.framework.clock import WorkingCalendar, days
from mash.framework.instants import london_midnight, micros
from mash.framework.risks import RiskPeriod

RISK_PERIODS = "risk_periods"
WORKING_TIME = "working_time"

RISK_PERIOD_COLUMNS = {
    "risk": "string",
    "rank": "int64",
    "target": "int64",
    "working": "boolean",
    "begins": "int64",
    "before": "int64",
}
WORKING_TIME_COLUMNS = {
    "day": "date",
    "target": "int64",
    "opens": "int64",
    "length": "int64",
    "after": "int64",
    "upto": "int64",
    "base": "int64",
}

#: Stands for "no due time" where a first value is taken: Ibis 12 has Spark skip empty ones.
_NEVER = -1


def periods_in_time(periods: list[RiskPeriod]) -> list[dict[str, object]]:
    """Each period as the instants of receipt that it serves: from `begins` until just `before`."""
    return [
        {
            "risk": period.risk,
            "rank": period.rank,
            "target": period.target,
            "working": period.working,
            "begins": london_midnight(period.first),
            "before": london_midnight(period.last + timedelta(days=1)),
        }
        for period in periods
    ]


def working_time(
    periods: list[RiskPeriod], question: Question, closed: frozenset[date]
) -> list[dict[str, object]]:
    """The working clock laid out for every day of the window and after, up to as-at; empty without one."""
    targets = sorted({p.target for p in periods if p.working and p.target})
    if not targets:
        return []
    chosen = question.parameters
    calendar = WorkingCalendar(chosen.working_hours, chosen.working_days, closed)
    rows: list[dict[str, object]] = []
    for day in days(question.start, question.as_at_date):
        opening = calendar.opening(day)
        for target in targets:
            for piece in calendar.pieces(day, target):
                rows.append(
                    {
                        "day": day,
                        "target": target,
                        "opens": opening.opens,
                        "length": opening.length,
                        "after": piece.after,
                        "upto": piece.upto,
                        "base": piece.base,
                    }
                )
    return rows


def cases(t: Tables, question: Question, *, working: bool) -> ir.Table:
    """Every referral known at as-at, with risk, severity and its due time under each policy.

    `working`: whether any risk runs on a working clock. `t` holds the tables as known at as-at.
    """
    as_at = micros(question.as_at)
    received = t.referrals.drop("hub_id", "locality", "consent", "lawful_basis").mutate(
        in_window=in_window(_.received_on, question) & _.in_scope,
        stop_at=_.decided_at.fill_null(as_at),
        month=month_of(_.received_on),
    )
    received = received.drop("in_scope")
    rated = _rated(t, received, working=working)
    severe = _severe(t)
    joined = received.left_join(rated, "referral_id").drop("referral_id_right")
    joined = joined.left_join(severe, "referral_id").drop("referral_id_right")
    return joined.mutate(
        first_risk=_.first_risk.fill_null(UNRATED), final_risk=_.final_risk.fill_null(UNRATED)
    )


def with_state(cases: ir.Table, question: Question) -> ir.Table:
    """`cases` with the due time under the chosen policy and the state against it.

    They follow at once from what stands there, so they are not kept: memory is what `cases` costs.
    """
    due = cases[f"due_{question.parameters.target_policy}"]
    return cases.mutate(due_at=due, state=state_of(due, micros(question.as_at)))


def _severe(t: Tables) -> ir.Table:
    """Severity of each referral with a disposal, its most severe outcome (ties: smallest outcome_id), and
    `acted_at`, when the first disposal was decided that is more than no further action.
    """
    worst_first = ibis.window(order_by=[ibis.desc("severity"), "outcome_id"])
    placed = t.outcomes.select("outcome_id", "severity", place=ibis.row_number().over(worst_first))
    found = t.disposals.select("referral_id", "outcome_id", "decided_at").join(placed, "outcome_id")
    found = found.group_by("referral_id").aggregate(
        place=_.place.min(), acted_at=_.decided_at.min(where=_.severity >= 1)
    )
    return found.join(placed, "place").select(
        "referral_id", "severity", "acted_at", worst_outcome=_.outcome_id
    )


def state_of(due: ir.IntegerColumn, as_at: int) -> ir.StringColumn:
    """State of a referral against a due time: in_time, late, open_in_time, open_overdue or no_target."""
    return ibis.cases(
        (due.isnull() | ~_.time_known, "no_target"),
        (_.decided_at <= due, "in_time"),
        (_.decided_at > due, "late"),
        (due >= as_at, "open_in_time"),
        else_="open_overdue",
    )


def _rated(t: Tables, received: ir.Table, *, working: bool) -> ir.Table:
    """First and final rating of each rated referral, and its due time under each policy.

    Only ratings at or before the stop count, in the order of (rated_at, rating_id). As a rating never
    comes before receipt, the strictest due time is the least of (received_at + first target) and of
    (rated_at + target) over all ratings, the first included.
    """
    periods = ibis.table(RISK_PERIOD_COLUMNS, name=RISK_PERIODS)
    ratings = t.ratings.select("referral_id", "rating_id", "rated_at", "rated_on", "risk")
    known = received.select("referral_id", "received_at", "received_on", "stop_at")
    rows = ratings.join(known, "referral_id").filter(_.rated_at <= _.stop_at)
    rows = rows.join(
        periods,
        [
            rows.risk == periods.risk,
            rows.received_at >= periods.begins,
            rows.received_at < periods.before,
        ],
    ).drop("risk_right", "begins", "before")
    rows = rows.mutate(from_receipt=_.received_at + _.target, from_rating=_.rated_at + _.target)
    if working:
        rows = _on_working_clock(rows, "received_at", "received_on", "from_receipt")
        rows = _on_working_clock(rows, "rated_at", "rated_on", "from_rating")
    so_far = ibis.window(group_by="referral_id", order_by=["rated_at", "rating_id"], rows=(None, 0))
    following = ibis.window(group_by="referral_id", order_by=["rated_at", "rating_id"])
    last = rows.mutate(
        first_risk=_.risk.first().over(so_far),
        first_rank=_["rank"].first().over(so_far),
        first_rated_at=_.rated_at.first().over(so_far),
        due_initial=_.from_receipt.fill_null(_NEVER).first().over(so_far).nullif(_NEVER),
        earliest=_.from_rating.min().over(so_far),
        later=_.rated_at.lead().over(following),
    ).filter(_.later.isnull())
    return last.select(
        "referral_id",
        "first_risk",
        "first_rank",
        "first_rated_at",
        "due_initial",
        final_risk=_.risk,
        final_rank=_["rank"],
        due_current=_.from_receipt,
        due_strictest=ibis.coalesce(ibis.least(_.due_initial, _.earliest), _.due_initial, _.earliest),
    )


def _on_working_clock(rows: ir.Table, start: str, day: str, due: str) -> ir.Table:
    """Replace `due` where the rating's clock counts working hours and there is a target above 0."""
    pieces = ibis.table(WORKING_TIME_COLUMNS, name=WORKING_TIME)
    gone = ibis.greatest(0, ibis.least(rows[start] - pieces.opens, pieces.length))
    joined = rows.left_join(
        pieces,
        [
            rows.working,
            rows.target == pieces.target,
            rows[day] == pieces.day,
            gone > pieces.after,
            gone <= pieces.upto,
        ],
    )
    so_far = ibis.greatest(0, ibis.least(joined[start] - joined.opens, joined.length))
    on_clock = joined.working & (joined.target > 0)
    return joined.mutate(**{due: on_clock.ifelse(joined.base + so_far, joined[due])}).drop(
        "day", "target_right", "opens", "length", "after", "upto", "base"
    )
