"""What the report says of measure six."""

from mash.release.charts import Chart, dots
from mash.release.comparison import compare
from mash.release.figures import Figures, between, count, percent, plural
from mash.release.trends import trend


def finding(figures: Figures) -> str:
    """The repeat rate, and whether risk rises between referrals."""
    total = figures.total("repeat_rate", "agency_id")
    days = figures.results.about["parameters"]["repeat_days"]
    if not total["with_history"]:
        return (
            f"The repeat rate is not defined: of {plural(total['referrals'], 'referral')} none was received "
            f"{days} days or more after the first in the dataset, so none can be judged."
        )
    said = (
        f"{count(total['repeats'])} of {plural(total['with_history'], 'referral')} with {days} days of history "
        f"behind them repeat an earlier one: {percent(total['rate'])}{between(total['lower'], total['upper'])}."
    )
    trend_rows = {row["direction"]: row for row in figures.rows("risk_trend")}
    if trend_rows["*"]["repeats"]:
        higher, lower = trend_rows["higher"]["share"], trend_rows["lower"]["share"]
        said += f" On return the risk was higher in {percent(higher)} and lower in {percent(lower)} of cases."
    return said


def charts(figures: Figures) -> list[Chart]:
    """Repeat rate by month and between agencies, and how soon people return."""
    drawn: list[Chart | None] = []
    months = figures.rows("by_month")
    if any(row["rate"] is not None for row in months):
        drawn.append(trend("Repeat rate by month of receipt", months, "rate", "Repeat rate", ".0%"))
    total = figures.total("repeat_rate", "agency_id")
    drawn.append(
        compare(
            figures,
            "Repeat rate by the agency that referred",
            figures.parts("repeat_rate", "agency_id"),
            cases="with_history",
            value="rate",
            centre=total["rate"],
            axis="Repeat rate",
            size_axis="Referrals with history",
        )
    )
    curve = [
        row | {"name": f"within {row['days']} days"}
        for row in figures.rows("return_curve")
        if row["return_probability"] is not None
    ]
    if curve:
        text = "Probability that a person returns within 90, 180 and 365 days of the decision, with 95 % intervals."
        drawn.append(
            dots(
                "How likely a person returns after the decision",
                text,
                curve,
                label="name",
                value="return_probability",
                axis="Probability of a new referral",
            )
        )
    return [chart for chart in drawn if chart]
