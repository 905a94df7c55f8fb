"""What is said of measure ten."""

from mash.release.charts import Chart, dots
from mash.release.figures import Figures, Row, between, count, known, percent, plural, unless_hidden
from mash.release.reading import HIGHER, Reading, compared, still


def _rounds(figures: Figures) -> list[Row]:
    return sorted(figures.rows("weighted"), key=lambda row: str(row["round_id"]))


def finding(figures: Figures) -> str:
    """The share of cases graded good or better, and open actions."""
    coverage = figures.total("coverage", "round_id")
    if coverage["sampled"] == 0:
        return "No case file was drawn for audit in the window."
    overdue = figures.total("actions", "agency_id")["overdue"]
    said = unless_hidden(
        f"{plural(coverage['sampled'], 'case file was', 'case files were')} drawn and {count(coverage['completed'])} audited.",
        "How many case files were drawn and audited is not shown.",
        coverage["sampled"],
        coverage["completed"],
    )
    judged = [row for row in _rounds(figures) if row["good_or_better"] is not None]
    if judged:
        last = judged[-1]
        said += unless_hidden(
            f" In round {last['round_id']}, weighted to all cases, {percent(last['good_or_better'])} are good or "
            f"better{between(last['lower'], last['upper'])}.",
            f" How many are good or better in round {last['round_id']} is not shown.",
            last["good_or_better"],
        )
    return said + unless_hidden(
        f" {plural(overdue, 'action is', 'actions are')} overdue.",
        " How many actions are overdue is not shown.",
        overdue,
    )


def charts(figures: Figures) -> list[Chart]:
    """Share of cases graded good or better, by round."""
    rows = [row | {"name": row["round_id"]} for row in _rounds(figures) if row["good_or_better"] is not None]
    if not rows:
        return []
    subject = "Cases graded good or outstanding, by round"
    title = subject
    if known(rows[-1]["good_or_better"]):
        title = f"Good or better in the last round: {percent(rows[-1]['good_or_better'])}, {compared(rows, 'good_or_better', 'rounds').words}"
    text = "For each round the share of cases graded good or outstanding, weighted to all cases, with its 95 % interval."
    return [dots(title, text, rows, subject=subject, label="name", value="good_or_better")]


def reading(figures: Figures) -> Reading:
    """The share of good cases in the last round against the round before."""
    rounds = [row for row in _rounds(figures) if row["good_or_better"] is not None]
    figure = "no round has been judged"
    if rounds:
        last = rounds[-1]["good_or_better"]
        figure = unless_hidden(
            f"{percent(last)} good or better in the last round", "good or better: not shown", last
        )
    overdue = figures.total("actions", "agency_id")["overdue"]
    attention = still(overdue, "action of an audit is overdue", "actions of audits are overdue")
    return Reading(
        figure, HIGHER, direction=compared(rounds, "good_or_better", "rounds"), attention=attention
    )
