"""What is said of measure thirteen."""

from mash.release.charts import Chart, bars
from mash.release.figures import Figures, count, decimal, known, largest_first, leading, plural, unless_hidden
from mash.release.reading import NEITHER, Reading
from mash.release.trends import course_of, trend


def finding(figures: Figures) -> str:
    """What was held, for how many, at what cost."""
    total = figures.total("by_kind", "kind")
    if total["activities"] == 0:
        return "No leadership activity was held in the window."
    said = unless_hidden(
        f"{plural(total['activities'], 'activity was', 'activities were')} held for {count(total['attendees'])} attendees",
        "How many activities were held and for how many is not shown",
        total["activities"],
        total["attendees"],
    )
    if known(total["cost_per_attendee"]):
        said += f", at £{decimal(total['cost_per_attendee'], 2)} for each person reached"
    reached = [row["activities"] for row in figures.parts("reach", "agency_id")]
    part = sum(1 for number in reached if known(number) and number)
    said += f"; {plural(part, 'agency', 'agencies')} took part."
    if not all(known(number) for number in reached):
        said = said[:-1] + ", of those whose figures are shown."
    if known(total["mean_feedback"]):
        said += f" Mean feedback is {decimal(total['mean_feedback'])} of 5."
    return said


def charts(figures: Figures) -> list[Chart]:
    """Activities by kind and by month."""
    rows = largest_first(figures.named(figures.parts("by_kind", "kind"), "kind"), "activities")
    most, of_shown = leading(rows, "activities")
    drawn = []
    if most:
        begins = f"{of_shown}most" if of_shown else "Most"
        drawn.append(
            bars(
                f"{begins} activities are of the kind {most['name'].lower()}",
                "One bar for each kind, longest first, with its number of activities.",
                rows,
                subject="Leadership activities by kind",
                label="label",
                value="activities",
            )
        )
    months = figures.rows("by_month")
    if any(known(row["activities"]) and row["activities"] for row in months):
        drawn.append(
            trend(figures, "Activities", months, "activities", subject="Leadership activities held, by month")
        )
    return drawn


def reading(figures: Figures) -> Reading:
    """Activities month by month; how many are right is for the board to say: no direction is better."""
    total = figures.total("by_kind", "kind")
    figure = plural(total["activities"], "activity", "activities")
    if known(total["attendees"]):
        figure += f" for {count(total['attendees'])} attendees"
    figure = unless_hidden(figure, "activities: not shown", total["activities"])
    missing = [row for row in figures.parts("reach", "agency_id") if row["activities"] == 0]
    attention = []
    if missing:
        attention = [f"{plural(len(missing), 'agency', 'agencies')} took part in no activity."]
    months = course_of(figures, figures.rows("by_month"), "activities", counts=True)
    return Reading(figure, NEITHER, months, attention=attention)
