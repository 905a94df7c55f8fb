"""What is said of measure six."""

from mash.release.charts import Chart, dots
from mash.release.comparison import against, compare
from mash.release.figures import Figures, between, count, known, percent, plural, shown, unless_hidden
from mash.release.reading import LOWER, Reading, outside
from mash.release.trends import course_of, trend
from mash.release.waits import LEAST, waits


def finding(figures: Figures) -> str:
    """The repeat rate, and whether risk rises between referrals."""
    total = figures.total("repeat_rate", "agency_id")
    days = figures.results.about["parameters"]["repeat_days"]
    if total["with_history"] == 0:
        of = unless_hidden(plural(total["referrals"], "referral"), "the referrals", total["referrals"])
        return (
            f"The repeat rate is not defined: of {of} none was received "
            f"{days} days or more after the first in the dataset, so none can be judged."
        )
    said = unless_hidden(
        f"{count(total['repeats'])} of {plural(total['with_history'], 'referral')} with {days} days of history "
        f"behind them repeat an earlier one: {percent(total['rate'])}{between(total['lower'], total['upper'])}.",
        "How many referrals repeat an earlier one is not shown.",
        total["repeats"],
        total["with_history"],
        total["rate"],
    )
    rows = {row["direction"]: row for row in figures.rows("risk_trend")}
    higher, lower = rows["higher"]["share"], rows["lower"]["share"]
    if not shown(higher, lower):
        return said + " How often the risk was higher or lower on return is not shown."
    if known(higher) and known(lower):
        said += f" On return the risk was higher in {percent(higher)} and lower in {percent(lower)} of cases."
    return said


def charts(figures: Figures) -> list[Chart]:
    """Repeat rate by month and between agencies, and how soon people return."""
    drawn: list[Chart | None] = []
    months = figures.rows("by_month")
    if any(known(row["rate"]) for row in months):
        drawn.append(
            trend(
                figures, "Repeat rate", months, "rate", subject="Repeat rate by month of receipt", form=".0%"
            )
        )
    drawn.append(
        compare(
            figures,
            figures.parts("repeat_rate", "agency_id"),
            cases="with_history",
            value="rate",
            centre=figures.total("repeat_rate", "agency_id")["rate"],
            subject="Repeat rate by the agency that referred",
            axis="Repeat rate",
            size_axis="Referrals with history",
        )
    )
    return [chart for chart in [*drawn, *_returns(figures)] if chart]


def _returns(figures: Figures) -> list[Chart | None]:
    """How soon people return: the curve, or the three points of it that stand in the contract."""
    points = [row for row in figures.rows("return_curve") if row["return_probability"] is not None]
    year = next((row["return_probability"] for row in points if row["days"] == 365), None)
    title = f"{percent(year)} of people return within a year of the decision" if known(year) else ""
    subject = "Share of people referred again, by days since the decision"
    drawn = waits(
        figures, "time_to_return", None, title=title, subject=subject, done="Referred again", until=365
    )
    if drawn:
        return [drawn, _by_outcome(figures)]
    if not points:
        return []
    text = (
        "Probability that a person returns within 90, 180 and 365 days of the decision, with 95 % intervals."
    )
    named = [row | {"name": f"Within {row['days']} days"} for row in points]
    return [dots(title or subject, text, named, subject=subject, label="name", value="return_probability")]


def _by_outcome(figures: Figures) -> Chart | None:
    rows = figures.named(figures.parts("return_by_outcome", "outcome_id"), "outcome_id")
    judged = [
        row
        for row in rows
        if known(row["return_probability"]) and known(row["decided"]) and row["decided"] >= LEAST
    ]
    title = ""
    if len(judged) > 1:
        least, *_, most = sorted(judged, key=lambda row: row["return_probability"])
        title = f"Most return after {most['name']}, fewest after {least['name']}"
    return waits(
        figures,
        "time_to_return_by_outcome",
        "outcome_id",
        title=title,
        subject="Share referred again: all, and of the most frequent outcomes those with most and least returns",
        done="Referred again",
        until=365,
    )


def reading(figures: Figures) -> Reading:
    """The repeat rate, month by month; agencies whose referrals come back more than chance would have it."""
    total = figures.total("repeat_rate", "agency_id")
    rate = total["rate"]
    figure = f"{percent(rate)} repeat an earlier referral" if known(rate) else "repeat rate: not defined"
    figure = unless_hidden(figure, "repeat rate: not shown", rate)
    points = against(
        figures, figures.parts("repeat_rate", "agency_id"), cases="with_history", value="rate", centre=rate
    )
    attention = outside(points, rate, LOWER, "repeat referrals")
    months = course_of(figures, figures.rows("by_month"), "rate", counts=False)
    return Reading(figure, LOWER, months, attention=attention)
