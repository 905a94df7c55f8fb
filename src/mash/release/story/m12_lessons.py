"""What the report says of measure twelve."""

from mash.release.charts import Chart, bars
from mash.release.figures import Figures, count, percent, plural


def finding(figures: Figures) -> str:
    """How far recommendations have come, and whether their effect is shown."""
    total = figures.total("by_source", "source")
    if not total["lessons"]:
        return "No lesson has been published yet."
    progress = figures.total("progress", "agency_id")
    impact = figures.total("impact", "source")
    proof = ""
    if impact["implemented"]:
        proof = f" Evidence of effect stands behind {percent(impact['share'])} of those implemented."
    return (
        f"{plural(total['lessons'], 'lesson')} led to {plural(total['recommendations'], 'recommendation')}: "
        f"{count(progress['implemented'])} implemented, {count(progress['accepted'])} accepted and under way, "
        f"of which {count(progress['overdue'])} overdue. {plural(total['policies_changed'], 'policy was', 'policies were')} "
        f"changed." + proof
    )


def charts(figures: Figures) -> list[Chart]:
    """Recommendations by source of learning."""
    rows = [
        row | {"name": figures.name("source", row["source"])} for row in figures.parts("by_source", "source")
    ]
    if not any(row["recommendations"] for row in rows):
        return []
    rows.sort(key=lambda row: -row["recommendations"])
    return [
        bars(
            "Recommendations by source of learning",
            "One bar for each source.",
            rows,
            label="name",
            value="recommendations",
            axis="Recommendations",
        )
    ]
