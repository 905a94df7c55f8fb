"""What is said of measure twelve."""

from mash.release.charts import Chart, bars
from mash.release.figures import (
    Figures,
    count,
    decimal,
    known,
    largest_first,
    leading,
    percent,
    plural,
    shown,
    unless_hidden,
)
from mash.release.reading import HIGHER, Reading, still
from mash.release.trends import Direction
from mash.release.waits import waits


def finding(figures: Figures) -> str:
    """How far recommendations have come, and whether their effect is shown."""
    total = figures.total("by_source", "source")
    if total["lessons"] == 0:
        return "No lesson has been published yet."
    progress, impact = figures.total("progress", "agency_id"), figures.total("impact", "source")
    said = unless_hidden(
        f"{plural(total['lessons'], 'lesson')} led to {plural(total['recommendations'], 'recommendation')}: ",
        "How many lessons and recommendations there are is not shown: ",
        total["lessons"],
        total["recommendations"],
    )
    said += unless_hidden(
        f"{count(progress['implemented'])} implemented, {count(progress['accepted'])} accepted and under way, "
        f"of which {count(progress['overdue'])} overdue.",
        "how far they have come is not shown.",
        progress["implemented"],
        progress["accepted"],
        progress["overdue"],
    )
    said += unless_hidden(
        f" {plural(total['policies_changed'], 'policy was', 'policies were')} changed.",
        " How many policies were changed is not shown.",
        total["policies_changed"],
    )
    if not shown(impact["share"]):
        return said + " Behind how many of those implemented evidence stands is not shown."
    if known(impact["share"]):
        said += f" Evidence of effect stands behind {percent(impact['share'])} of those implemented."
    return said


def charts(figures: Figures) -> list[Chart]:
    """Recommendations by source of learning, and how soon they are implemented."""
    rows = largest_first(figures.named(figures.parts("by_source", "source"), "source"), "recommendations")
    most, of_shown = leading(rows, "recommendations")
    drawn: list[Chart | None] = []
    if most:
        begins = f"{of_shown}most" if of_shown else "Most"
        drawn.append(
            bars(
                f"{begins} recommendations come from {most['name'].lower()}",
                "One bar for each source, longest first, with its number of recommendations.",
                rows,
                subject="Recommendations by source of learning",
                label="label",
                value="recommendations",
            )
        )
    median = figures.total("progress", "agency_id")["median_days_to_implement"]
    drawn.append(
        waits(
            figures,
            "time_to_implementation",
            None,
            title=f"Half of accepted recommendations are implemented within {decimal(median, 0)} days"
            if known(median)
            else "",
            subject="Time from accepting a recommendation to implementing it",
            done="Implemented",
            medians={"*": median},
        )
    )
    return [chart for chart in drawn if chart]


def reading(figures: Figures) -> Reading:
    """Recommendations implemented, and those overdue."""
    total, progress = figures.total("by_source", "source"), figures.total("progress", "agency_id")
    done, of = progress["implemented"], total["recommendations"]
    figure = unless_hidden(
        f"{count(done)} of {plural(of, 'recommendation')} implemented", "recommendations: not shown", done, of
    )
    attention = still(progress["overdue"], "recommendation is overdue", "recommendations are overdue")
    no_months = Direction("one figure as at the end", None, "lessons have no months")
    return Reading(figure, HIGHER, direction=no_months, attention=attention)
