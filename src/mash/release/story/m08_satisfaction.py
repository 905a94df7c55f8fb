"""What the report says of measure eight."""

from mash.release.charts import Chart, dots
from mash.release.figures import Figures, between, percent, plural


def finding(figures: Figures) -> str:
    """How many answered, and which question does worst."""
    surveys = [row for row in figures.rows("response_rate") if row["agency_id"] == "*"]
    if not surveys:
        return "No survey had an invitation in the window."
    invited, answered = sum(row["invited"] for row in surveys), sum(row["answered"] for row in surveys)
    said = f"{plural(answered, 'answer')} to {plural(invited, 'invitation')} in {plural(len(surveys), 'survey')}."
    judged = [row for row in figures.rows("summary") if row["top_two_share"] is not None]
    if not judged:
        return said + " No question has the five answers below which nothing is shown."
    worst = min(judged, key=lambda row: row["top_two_share"])
    return (
        said
        + f" The least satisfied answers are to question {worst['question_id']}: {percent(worst['top_two_share'])} "
        f"gave one of the two best scores{between(worst['lower'], worst['upper'])}."
    )


def charts(figures: Figures) -> list[Chart]:
    """Share of the two best scores, by question."""
    rows = [
        row | {"name": f"{row['survey_id']}, {row['question_id']}"}
        for row in figures.rows("summary")
        if row["top_two_share"] is not None
    ]
    if not rows:
        return []
    text = "For each question the share of answers with one of the two best scores, with its 95 % interval."
    return [
        dots(
            "Answers with one of the two best scores",
            text,
            rows,
            label="name",
            value="top_two_share",
            axis="Share of answers",
        )
    ]
