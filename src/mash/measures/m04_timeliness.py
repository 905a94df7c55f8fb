"""Measure four: timeliness of dealing with referrals against set targets, and what blocks the flow."""

from collections.abc import Sequence
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis import _

from mash.engine.dimensions import AGENCY, MONTH, RISK, Dimension, Shown, fixed
from mash.engine.drawn import curve
from mash.engine.finish import quotient, rate, ratio
from mash.engine.question import Question
from mash.engine.statistic import Row, statistic
from mash.engine.survival import quantiles
from mash.engine.tables import Tables
from mash.engine.tally import aggregated, over_totals, tally
from mash.framework.due import TARGET_POLICIES
from mash.framework.instants import HOUR, micros

BY_RISK = (RISK.totalled,)
BY_AGENCY = (AGENCY.totalled,)
BY_MONTH = (MONTH, RISK.totalled)
#: More requests than a referral has at once; a double holds it times the sum of their agencies' numbers.
_APART = 2**20
SEGMENTS = ("receipt_to_rating", "rating_to_request", "request_to_last_response", "last_response_to_decision")
BY_SEGMENT = (fixed("segment", SEGMENTS),)

STATES = ("in_time", "late", "open_in_time", "open_overdue")
COUNTS = "in_time late open_in_time open_overdue no_target due met on_time_rate lower upper"
ON_TIME = rate("on_time_rate", "met", "due")


def window(t: Tables) -> ir.Table:
    """Referrals of the window, under their final risk."""
    return t.cases.filter(_.in_window).mutate(risk=_.final_risk)


def states(question: Question) -> dict[str, Any]:
    """Counts of referrals by state; `due` those whose due time lies before as-at, `met` those in time."""
    passed = _.due_at < micros(question.as_at)
    return {
        **{state: _.count(where=_.state == state) for state in (*STATES, "no_target")},
        "due": _.count(where=(_.state != "no_target") & passed),
        "met": _.count(where=(_.state == "in_time") & passed),
    }


def waits(rows: ir.Table, start: str, end: str, stop: Any) -> ir.Table:
    """Waits from `start` to `end`, those not ended censored at `stop`."""
    return rows.mutate(wait=rows[end].fill_null(stop) - rows[start], ended=rows[end].notnull())


def to_decision(rows: ir.Table) -> ir.Table:
    """Waits from receipt to decision, of referrals whose time of receipt is known."""
    return waits(rows.filter(_.time_known), "received_at", "decided_at", rows.stop_at)


def to_answer(t: Tables, question: Question) -> ir.Table:
    """Waits from request to answer, cancelled requests and referrals whose times are not known left out."""
    live = t.asked.filter(~_.cancelled & _.time_known)
    return waits(live, "requested_at", "responded_at", micros(question.as_at))


def timeliness(rows: ir.Table, dimensions: Sequence[Dimension], question: Question) -> list[ir.Table]:
    """Counts by state, and how long it takes to decide, over referrals whose time of receipt is known."""
    return [
        tally(rows, dimensions, **states(question)),
        quantiles(to_decision(rows), dimensions, HOUR, median_hours=0.5, p90_hours=0.9),
    ]


@statistic(
    *BY_RISK,
    columns=f"risk {COUNTS} median_hours p90_hours",
    finish=[ON_TIME],
    blank="median_hours p90_hours",
)
def by_risk(t: Tables, question: Question) -> list[ir.Table]:
    """Referrals by final rating and by state against their due time, the share of those due that were
    decided by it, and the hours from receipt to decision (Kaplan–Meier, open referrals censored).

    Referrals without a target or with only a date of receipt have no due time (`no_target`).
    """
    return timeliness(window(t), BY_RISK, question)


@statistic(
    *BY_AGENCY,
    columns=f"agency_id {COUNTS} median_hours p90_hours",
    finish=[ON_TIME],
    blank="median_hours p90_hours",
)
def by_agency(t: Tables, question: Question) -> list[ir.Table]:
    """The same by the agency that referred."""
    return timeliness(window(t), BY_AGENCY, question)


@statistic(*BY_MONTH, columns=f"month risk {COUNTS}", finish=[ON_TIME])
def by_month(t: Tables, question: Question) -> ir.Table:
    """Referrals by month of receipt and final rating, by state, and the share of those due met in time."""
    return tally(window(t), BY_MONTH, **states(question))


@statistic(
    fixed("target_policy", TARGET_POLICIES),
    columns="target_policy in_time late open_in_time open_overdue due met on_time_rate",
    finish=[ratio("on_time_rate", "met", "due")],
)
def policy_sensitivity(t: Tables, question: Question) -> ir.Table:
    """What the figures would be under each policy for what a re-rating does to the due time."""
    as_at = micros(question.as_at)
    timed = t.cases.filter(_.in_window & _.time_known)

    def under(policy: str) -> ir.Table:
        due, decided = timed[f"due_{policy}"], timed.decided_at
        return timed.aggregate(
            target_policy=ibis.literal(policy),
            in_time=timed.count(where=decided <= due),
            late=timed.count(where=decided > due),
            open_in_time=timed.count(where=decided.isnull() & (due >= as_at)),
            open_overdue=timed.count(where=decided.isnull() & (due < as_at)),
            due=timed.count(where=due < as_at),
            met=timed.count(where=(due < as_at) & (decided <= due)),
        )

    return ibis.union(*[under(policy) for policy in TARGET_POLICIES])


@statistic(
    *BY_AGENCY,
    columns="agency_id requests in_time late open_in_time open_overdue no_due cancelled due met "
    "on_time_rate median_hours",
    finish=[ratio("on_time_rate", "met", "due")],
    blank="median_hours",
)
def responses(t: Tables, question: Question) -> list[ir.Table]:
    """Requests for information by the agency asked, by state against their due time, the share of those due
    that were answered by it, and the median hours to an answer. Cancelled requests are counted apart.
    """
    as_at = micros(question.as_at)
    live = t.asked.filter(~_.cancelled)
    passed = _.due_at < as_at
    return [
        tally(
            live,
            BY_AGENCY,
            requests=_.count(),
            in_time=_.count(where=_.responded_at <= _.due_at),
            late=_.count(where=_.responded_at > _.due_at),
            open_in_time=_.count(where=_.responded_at.isnull() & (_.due_at >= as_at)),
            open_overdue=_.count(where=_.responded_at.isnull() & passed),
            no_due=_.count(where=_.due_at.isnull()),
            due=_.count(where=passed),
            met=_.count(where=passed & (_.responded_at <= _.due_at)),
        ),
        tally(t.asked.filter(_.cancelled), BY_AGENCY, cancelled=_.count()),
        quantiles(to_answer(t, question), BY_AGENCY, HOUR, median_hours=0.5),
    ]


@curve(*BY_RISK, unit="hours")
def time_to_decision(t: Tables, question: Question) -> ir.Table:
    """The share of referrals decided within so many hours of receipt, by final rating."""
    return to_decision(window(t))


@curve(*BY_AGENCY, unit="hours")
def time_to_answer(t: Tables, question: Question) -> ir.Table:
    """The share of requests answered within so many hours, by the agency asked."""
    return to_answer(t, question)


@statistic(*BY_AGENCY, columns="agency_id decided fed_back median_hours", blank="median_hours")
def feedback(t: Tables, question: Question) -> list[ir.Table]:
    """Decided referrals by the agency that referred, those of them whose referrer was told, and the median
    hours from the decision to that.
    """
    decided = t.cases.filter(_.in_window & _.decided_at.notnull())
    told = waits(decided.filter(_.time_known), "decided_at", "feedback_at", micros(question.as_at))
    return [
        tally(decided, BY_AGENCY, decided=_.count(), fed_back=_.count(where=_.feedback_at.notnull())),
        quantiles(told, BY_AGENCY, HOUR, median_hours=0.5),
    ]


def milestones(t: Tables) -> ir.Table:
    """T0 received, T1 first rating, T2 first request after it, T3 last response, T4 decided, as far as they
    exist, of the window's referrals whose time of receipt is known; they never go back in time.
    """
    cases = t.cases.filter(_.in_window & _.time_known).select(
        "referral_id", "received_at", "first_rated_at", "decided_at", "stop_at"
    )
    rows = cases.left_join(t.sharing, "referral_id").mutate(
        t0=_.received_at,
        t1=_.first_rated_at,
        t4=_.decided_at,
        unasked=_.decided_at.notnull() & _.first_asked.isnull(),
    )
    nothing = ibis.null("int64")
    asked = rows.t1.notnull() & rows.first_asked.notnull()
    rows = rows.mutate(t2=asked.ifelse(ibis.greatest(rows.t1, rows.first_asked), nothing))
    answered = rows.t2.notnull() & rows.complete.fill_null(False)
    return rows.mutate(t3=answered.ifelse(ibis.greatest(rows.t2, rows.last_answered), nothing))


def _share_of_time(rows: list[Row], question: Question, shown: Shown) -> list[Row]:
    whole = sum(int(row["time"]) for row in rows)
    return [row | {"share_of_time": quotient(int(row["time"]), whole)} for row in rows]


@statistic(
    *BY_SEGMENT,
    columns="segment referrals median_hours p90_hours share_of_time",
    finish=[_share_of_time],
    blank="median_hours p90_hours",
)
def segments(t: Tables, question: Question) -> list[ir.Table]:
    """The stretches of a referral's way from receipt to decision, end to end: how many referrals entered it,
    how long it takes, and its share of all hours spent.

    Share of time leaves out referrals decided without any request.
    """
    way = milestones(t)
    ends = [f"t{number}" for number in range(len(SEGMENTS) + 1)]
    entered = ibis.union(
        *[
            way.filter(way[first].notnull()).select(
                "referral_id",
                segment=ibis.literal(name),
                wait=way[last].fill_null(way.stop_at) - way[first],
                ended=way[last].notnull(),
                unasked=way.unasked,
            )
            for name, first, last in zip(SEGMENTS, ends, ends[1:], strict=False)
        ]
    )
    return [
        tally(
            entered,
            BY_SEGMENT,
            referrals=_.count(),
            time=_.wait.cast("decimal(38, 0)").sum(where=~_.unasked),
        ),
        quantiles(entered, BY_SEGMENT, HOUR, median_hours=0.5, p90_hours=0.9),
    ]


def last_to_respond(t: Tables) -> ir.Table:
    """Each agency that answered last, of referrals whose requests were all answered by the stop."""
    complete = t.sharing.filter(_.complete).select("referral_id", until=_.last_answered)
    last = t.asked.filter(_.counts).semi_join(complete, ["referral_id", "until"])
    return last.group_by("referral_id", "agency_id").aggregate(late=_.late.any())


def alone_outstanding(t: Tables) -> ir.Table:
    """Time in which exactly one agency had requests outstanding, by agency: agency_id and `wait`.

    Requests are counted along the time of the referral, and so are the numbers of their agencies and the
    squares of these. All that are outstanding are of one agency when count × squares = numbers²: then the
    numbers do not vary. An agency with several requests at once is so found without sorting its own first.
    """
    numbered = t.agencies.select(
        "agency_id", number=ibis.row_number().over(ibis.window(order_by="agency_id")) + 1
    )
    spells = t.asked.filter(_.counts & (_.until > _.requested_at)).join(numbered, "agency_id")
    steps = spells.mutate(step=ibis.array([1, -1]).unnest())
    # whole numbers, and exact: DuckDB sums integers in 128 bits, at half the speed
    steps = steps.select(
        "referral_id",
        moment=(_.step > 0).ifelse(_.requested_at, _.until),
        one=(_.step * (_.number * _APART + 1)).cast("float64"),
        square=(_.step * _.number * _.number).cast("float64"),
    )
    so_far = ibis.window(group_by="referral_id", order_by="moment", rows=(None, 0))
    line = ibis.window(group_by="referral_id", order_by="moment")
    stretches = steps.select(
        outstanding=_.one.sum().over(so_far).cast("int64"),
        squares=_.square.sum().over(so_far).cast("int64"),
        wait=_.moment.lead().over(line) - _.moment,
    ).filter((_.outstanding > 0) & (_.wait > 0))
    found = stretches.mutate(count=_.outstanding % _APART, numbers=_.outstanding // _APART)
    found = found.filter(_["count"] * _.squares == _.numbers * _.numbers)
    waited = found.group_by(number=_.numbers // _["count"]).aggregate(
        wait=_.wait.cast("decimal(38, 0)").sum()
    )
    return waited.join(numbered, "number").select("agency_id", "wait")


def _hours(rows: list[Row], question: Question, shown: Shown) -> list[Row]:
    return [row | {"sole_wait_hours": int(row["waited"]) / HOUR} for row in rows]


@statistic(
    *BY_AGENCY,
    columns="agency_id last_to_respond last_to_respond_late sole_wait_hours",
    finish=[_hours],
)
def blockages(t: Tables, question: Question) -> list[ir.Table]:
    """Referrals in which an agency was the last to answer (ties count for each), those of them decided late,
    and the hours in which it was the only agency still to answer.
    """

    def count(part: ir.Table, by: list[str]) -> ir.Table:
        # over all agencies a referral counts once, whoever answered last
        each = part if by else part.group_by("referral_id").aggregate(late=_.late.any())
        return aggregated(each, by, last_to_respond=_.count(), last_to_respond_late=_.count(where=_.late))

    return [
        over_totals(last_to_respond(t), BY_AGENCY, count),
        tally(alone_outstanding(t), BY_AGENCY, waited=_.wait.sum()),
    ]
