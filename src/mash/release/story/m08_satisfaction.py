"""What is said of measure eight."""

from mash.release.charts import Chart, dots
from mash.release.figures import Figures, Row, between, known, percent, plural, shown
from mash.release.reading import HIGHER, Reading, compared

#: Below it, those who said nothing outweigh those who answered.
LEAST_RESPONSE = 0.5


def _surveys(figures: Figures) -> list[Row]:
    return [row for row in figures.rows("response_rate") if row["agency_id"] == "*"]


def finding(figures: Figures) -> str:
    """How many answered, and which question does worst."""
    surveys = _surveys(figures)
    if not surveys:
        return "No survey had an invitation in the window."
    numbers = [row[column] for row in surveys for column in ("invited", "answered")]
    if all(known(number) for number in numbers):
        invited, answered = sum(row["invited"] for row in surveys), sum(row["answered"] for row in surveys)
        said = f"{plural(answered, 'answer')} to {plural(invited, 'invitation')} in {plural(len(surveys), 'survey')}."
    else:
        said = f"How many answered in {plural(len(surveys), 'survey')} is not shown."
    rows = figures.rows("summary")
    judged = [row for row in rows if known(row["top_two_share"])]
    hidden = not shown(*(row["top_two_share"] for row in rows))
    if not judged:
        if hidden:
            return said + " How satisfied they were is not shown."
        return said + " No question has the five answers below which nothing is shown."
    worst = min(judged, key=lambda row: row["top_two_share"])
    begins = " Of those shown, the least" if hidden else " The least"
    return (
        said
        + begins
        + f" satisfied answers are to question {worst['question_id']}: {percent(worst['top_two_share'])} "
        f"gave one of the two best scores{between(worst['lower'], worst['upper'])}."
    )


def charts(figures: Figures) -> list[Chart]:
    """Share of the two best scores, by question."""
    rows = [
        row | {"name": _question(row)} for row in figures.rows("summary") if row["top_two_share"] is not None
    ]
    if not rows:
        return []
    subject = "Answers with one of the two best scores, by question"
    judged = [row for row in rows if known(row["top_two_share"])]
    title = subject
    if judged:
        worst = min(judged, key=lambda row: row["top_two_share"])
        begins = "Least satisfied" if len(judged) == len(rows) else "Of those shown, least satisfied"
        title = f"{begins}: {worst['name']}, {percent(worst['top_two_share'])}"
    text = "For each question the share of answers with one of the two best scores, with its 95 % interval."
    return [dots(title, text, rows, subject=subject, label="name", value="top_two_share")]


def _question(row: Row) -> str:
    survey, question = str(row["survey_id"]), str(row["question_id"])
    return question if question.startswith(survey) else f"{survey}, {question}"


def reading(figures: Figures) -> Reading:
    """The response of the last survey against the one before; questions differ between surveys."""
    surveys = _surveys(figures)
    if not surveys:
        nothing = compared([], "rate", "surveys")
        return Reading("no survey in the window", HIGHER, direction=nothing)
    last = surveys[-1]["rate"]
    figure = f"{percent(last)} answered the last survey" if known(last) else "response: not defined"
    attention = []
    if not shown(last):
        figure = "response to the last survey: not shown"
    elif known(last) and last < LEAST_RESPONSE:
        attention = [f"Fewer than half answered the last survey: {percent(last)}."]
    return Reading(figure, HIGHER, direction=compared(surveys, "rate", "surveys"), attention=attention)
