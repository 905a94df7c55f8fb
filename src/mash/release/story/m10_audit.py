"""What the report says of measure ten."""

from mash.release.charts import Chart, dots
from mash.release.figures import Figures, between, count, percent, plural


def finding(figures: Figures) -> str:
    """The share of cases graded good or better, and open actions."""
    coverage = figures.total("coverage", "round_id")
    if not coverage["sampled"]:
        return "No case file was drawn for audit in the window."
    actions = figures.total("actions", "agency_id")
    judged = [row for row in figures.rows("weighted") if row["good_or_better"] is not None]
    said = f"{plural(coverage['sampled'], 'case file was', 'case files were')} drawn and {count(coverage['completed'])} audited."
    if judged:
        last = max(judged, key=lambda row: row["round_id"])
        said += (
            f" In round {last['round_id']}, weighted to all cases, {percent(last['good_or_better'])} are good or "
            f"better{between(last['lower'], last['upper'])}."
        )
    return said + f" {plural(actions['overdue'], 'action is', 'actions are')} overdue."


def charts(figures: Figures) -> list[Chart]:
    """Share of cases graded good or better, by round."""
    rows = [
        row | {"name": row["round_id"]}
        for row in figures.rows("weighted")
        if row["good_or_better"] is not None
    ]
    if not rows:
        return []
    text = "For each round the share of cases graded good or outstanding, weighted to all cases, with its 95 % interval."
    return [
        dots(
            "Cases graded good or outstanding, by round",
            text,
            rows,
            label="name",
            value="good_or_better",
            axis="Share of cases",
        )
    ]
