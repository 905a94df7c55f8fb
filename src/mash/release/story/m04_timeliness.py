"""What the report says of measure four."""

from mash.release.charts import Chart, bars, dots
from mash.release.comparison import compare
from mash.release.figures import Figures, between, count, decimal, percent, plural
from mash.release.trends import trend

SEGMENTS = {
    "receipt_to_rating": "Receipt to first rating",
    "rating_to_request": "Rating to first request",
    "request_to_last_response": "Request to last response",
    "last_response_to_decision": "Last response to decision",
}


def finding(figures: Figures) -> str:
    """The share decided in time, and where the time goes."""
    total = figures.total("by_risk", "risk")
    untimed = (
        f" {plural(total['no_target'], 'referral has', 'referrals have')} no due time."
        if total["no_target"]
        else ""
    )
    if not total["due"]:
        return (
            "Timeliness is not defined: no referral has a due time that has passed. A referral without a "
            "rating, without a target or with only a date of receipt has none." + untimed
        )
    said = (
        f"Of {plural(total['due'], 'referral')} whose due time had passed, {count(total['met'])} were decided "
        f"in time: {percent(total['on_time_rate'])}{between(total['lower'], total['upper'])}. "
        f"{plural(total['open_overdue'], 'is', 'are')} still open and overdue."
    )
    if total["median_hours"] is not None:
        said += f" Half of all were decided within {decimal(total['median_hours'])} hours."
    known = [row for row in figures.rows("segments") if row["share_of_time"] is not None]
    if known:
        longest = max(known, key=lambda row: row["share_of_time"])
        said += f" Most time goes from {SEGMENTS[longest['segment']].lower()} ({percent(longest['share_of_time'])})."
    return said + untimed


def charts(figures: Figures) -> list[Chart]:
    """On time by rating, by month, between agencies; where the time goes; who answers in time."""
    rated = [
        row | {"name": figures.name("risk", row["risk"])}
        for row in figures.by_rank(figures.parts("by_risk", "risk"))
        if row["on_time_rate"] is not None
    ]
    drawn: list[Chart | None] = []
    if rated:
        text = "For each final rating the share of referrals due that were decided in time, with its 95 % interval."
        drawn.append(
            dots(
                "Decided in time, by final rating",
                text,
                rated,
                label="name",
                value="on_time_rate",
                axis="Decided in time",
            )
        )
    months = [row for row in figures.rows("by_month") if row["risk"] == "*"]
    if any(row["on_time_rate"] is not None for row in months):
        drawn.append(
            trend("Decided in time, by month of receipt", months, "on_time_rate", "Decided in time", ".0%")
        )
    segments = [
        row | {"name": SEGMENTS[row["segment"]]}
        for row in sorted(figures.rows("segments"), key=lambda row: list(SEGMENTS).index(row["segment"]))
        if row["share_of_time"] is not None
    ]
    if segments:
        text = "One bar for each stretch of a referral's way, with its share of all hours from receipt to decision."
        drawn.append(
            bars(
                "Where the time goes, from receipt to decision",
                text,
                segments,
                label="name",
                value="share_of_time",
                axis="Share of all hours",
                form=".0%",
            )
        )
    responses = figures.parts("responses", "agency_id")
    drawn.append(
        compare(
            figures,
            "Requests answered in time, by the agency asked",
            responses,
            cases="due",
            value="on_time_rate",
            centre=figures.total("responses", "agency_id")["on_time_rate"],
            axis="Answered in time",
            size_axis="Requests due",
        )
    )
    return [chart for chart in drawn if chart]
