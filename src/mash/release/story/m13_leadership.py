"""What the report says of measure thirteen."""

from mash.release.charts import Chart, bars
from mash.release.figures import Figures, count, plural


def finding(figures: Figures) -> str:
    """What was held, for how many, at what cost."""
    total = figures.total("by_kind", "kind")
    if not total["activities"]:
        return "No leadership activity was held in the window."
    cost = ""
    if total["cost_per_attendee"] is not None:
        cost = f", at £{total['cost_per_attendee']:,.2f} for each person reached"
    reach = sum(1 for row in figures.parts("reach", "agency_id") if row["activities"])
    feedback = ""
    if total["mean_feedback"] is not None:
        feedback = f" Mean feedback is {total['mean_feedback']:.1f} of 5."
    return (
        f"{plural(total['activities'], 'activity was', 'activities were')} held for {count(total['attendees'])} "
        f"attendees{cost}; {plural(reach, 'agency', 'agencies')} took part." + feedback
    )


def charts(figures: Figures) -> list[Chart]:
    """Activities by kind."""
    rows = [row | {"name": figures.name("kind", row["kind"])} for row in figures.parts("by_kind", "kind")]
    if not any(row["activities"] for row in rows):
        return []
    rows.sort(key=lambda row: -row["activities"])
    return [
        bars(
            "Leadership activities by kind",
            "One bar for each kind.",
            rows,
            label="name",
            value="activities",
            axis="Activities",
        )
    ]
