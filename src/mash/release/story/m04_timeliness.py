"""What is said of measure four."""

from mash.release.charts import Chart, dots, stack
from mash.release.comparison import against, compare
from mash.release.figures import (
    Figures,
    Row,
    between,
    count,
    decimal,
    known,
    leading,
    percent,
    plural,
    shown,
    unless_hidden,
)
from mash.release.reading import HIGHER, Reading, outside, still
from mash.release.trends import course_of, trend
from mash.release.waits import waits

SEGMENTS = {
    "receipt_to_rating": "Receipt to first rating",
    "rating_to_request": "Rating to first request",
    "request_to_last_response": "Request to last response",
    "last_response_to_decision": "Last response to decision",
}


def finding(figures: Figures) -> str:
    """The share decided in time, and where the time goes."""
    total = figures.total("by_risk", "risk")
    untimed = ""
    if total["no_target"] != 0:
        untimed = unless_hidden(
            f" {plural(total['no_target'], 'referral has', 'referrals have')} no due time.",
            " How many referrals have no due time is not shown.",
            total["no_target"],
        )
    if total["due"] == 0:
        return (
            "Timeliness is not defined: no referral has a due time that has passed. A referral without a "
            "rating, without a target or with only a date of receipt has none." + untimed
        )
    said = unless_hidden(
        f"Of {plural(total['due'], 'referral')} whose due time had passed, {count(total['met'])} were decided "
        f"in time: {percent(total['on_time_rate'])}{between(total['lower'], total['upper'])}.",
        "How many of the referrals due were decided in time is not shown.",
        total["due"],
        total["met"],
        total["on_time_rate"],
    )
    said += unless_hidden(
        f" {plural(total['open_overdue'], 'is', 'are')} still open and overdue.",
        " How many are still open and overdue is not shown.",
        total["open_overdue"],
    )
    if known(total["median_hours"]):
        said += f" Half of all were decided within {decimal(total['median_hours'])} hours."
    longest, of_shown = leading(figures.rows("segments"), "share_of_time")
    if longest:
        most = "most time" if of_shown else "Most time"
        said += f" {of_shown}{most} goes from {SEGMENTS[longest['segment']].lower()} ({percent(longest['share_of_time'])})."
    return said + untimed


def charts(figures: Figures) -> list[Chart]:
    """On time by rating, by month, between agencies; where the time goes; how long it takes."""
    months = _months(figures)
    drawn: list[Chart | None] = [_by_risk(figures)]
    if any(known(row["on_time_rate"]) for row in months):
        drawn.append(
            trend(
                figures,
                "Decided in time",
                months,
                "on_time_rate",
                subject="Share decided in time, by month of receipt",
                form=".0%",
            )
        )
    drawn.append(_segments(figures))
    drawn.append(
        waits(
            figures,
            "time_to_decision",
            "risk",
            subject="Time from receipt to decision, by final rating",
            done="Decided",
            medians={row["risk"]: row["median_hours"] for row in figures.rows("by_risk")},
        )
    )
    drawn.append(
        compare(
            figures,
            figures.parts("responses", "agency_id"),
            cases="due",
            value="on_time_rate",
            centre=figures.total("responses", "agency_id")["on_time_rate"],
            subject="Share of requests answered in time, by the agency asked",
            axis="Answered in time",
            size_axis="Requests due",
        )
    )
    drawn.append(
        waits(
            figures,
            "time_to_answer",
            "agency_id",
            subject="Time from request to answer: all agencies, and of those asked most the slowest and the quickest",
            done="Answered",
            medians={row["agency_id"]: row["median_hours"] for row in figures.rows("responses")},
        )
    )
    return [chart for chart in drawn if chart]


def _by_risk(figures: Figures) -> Chart | None:
    rated = figures.by_rank([r for r in figures.parts("by_risk", "risk") if r["on_time_rate"] is not None])
    if not rated:
        return None
    subject = "Share decided in time, by final rating"
    title = subject
    if shown(*(row["on_time_rate"] for row in rated)) and len(rated) > 1:
        least = min(rated, key=lambda row: row["on_time_rate"])
        title = f"{figures.name('risk', least['risk'])} is decided in time least often: {percent(least['on_time_rate'])}"
    text = (
        "For each final rating the share of referrals due that were decided in time, with its 95 % interval."
    )
    return dots(
        title, text, figures.named(rated, "risk"), subject=subject, label="label", value="on_time_rate"
    )


def _segments(figures: Figures) -> Chart | None:
    order = list(SEGMENTS)
    rows: list[Row] = [
        row
        | {
            "name": SEGMENTS[row["segment"]],
            "note": f"half within {decimal(row['median_hours'])} hours" if known(row["median_hours"]) else "",
        }
        for row in sorted(figures.rows("segments"), key=lambda row: order.index(row["segment"]))
        if row["share_of_time"] is not None
    ]
    if not rows:
        return None
    subject = "Where the time goes from receipt to decision: share of all hours"
    longest, of_shown = leading(rows, "share_of_time")
    title = subject
    if longest:
        most = "most time" if of_shown else "Most time"
        title = f"{of_shown}{most} goes from {longest['name'].lower()}: {percent(longest['share_of_time'])}"
    parts = [
        f"{row['name'].lower()} {percent(row['share_of_time'])}"
        for row in rows
        if known(row["share_of_time"])
    ]
    text = f"One bar from receipt at the top to decision at the foot, in its parts: {', '.join(parts)}."
    return stack(
        title,
        text,
        rows,
        subject=subject,
        label="name",
        value="share_of_time",
        notes="note",
        ends=("Received", "Decided"),
    )


def _months(figures: Figures) -> list[Row]:
    return [row for row in figures.rows("by_month") if row["risk"] == "*"]


def reading(figures: Figures) -> Reading:
    """The share decided in time, month by month; what is overdue, and which agencies answer late."""
    total, asked = figures.total("by_risk", "risk"), figures.total("responses", "agency_id")
    rate = total["on_time_rate"]
    figure = f"{percent(rate)} decided in time" if known(rate) else "decided in time: not defined"
    figure = unless_hidden(figure, "decided in time: not shown", rate)
    points = against(
        figures,
        figures.parts("responses", "agency_id"),
        cases="due",
        value="on_time_rate",
        centre=asked["on_time_rate"],
    )
    attention = [
        *still(total["open_overdue"], "referral is open and overdue", "referrals are open and overdue"),
        *still(
            asked["open_overdue"], "request is unanswered and overdue", "requests are unanswered and overdue"
        ),
        *outside(points, asked["on_time_rate"], HIGHER, "answers in time"),
    ]
    months = course_of(figures, _months(figures), "on_time_rate", counts=False)
    return Reading(figure, HIGHER, months, attention=attention)
