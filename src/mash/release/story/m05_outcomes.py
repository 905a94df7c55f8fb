"""What the report says of measure five."""

from mash.release.charts import Chart, bars
from mash.release.figures import Figures, percent, plural


def finding(figures: Figures) -> str:
    """What the hub most often decided, and how often it routed to a forum."""
    total = figures.total("by_outcome", "outcome_id")
    if not total["referrals"]:
        return "No decided referral of the window has a disposal."
    most = max(figures.parts("by_outcome", "outcome_id"), key=lambda row: row["referrals"])
    forums = figures.total("forums", "outcome_id")["referrals"]
    return (
        f"The most frequent outcome is {figures.name('outcome_id', most['outcome_id'])}: "
        f"{plural(most['referrals'], 'referral')}, {percent(most['share_of_decided'])} of those decided. "
        f"{plural(forums, 'referral was', 'referrals were')} routed to another problem-solving forum."
    )


def charts(figures: Figures) -> list[Chart]:
    """Outcomes, and how each agency was utilised."""
    outcomes = sorted(figures.parts("by_outcome", "outcome_id"), key=lambda row: -row["referrals"])
    rows = [row | {"name": figures.name("outcome_id", row["outcome_id"])} for row in outcomes]
    used = sorted(figures.parts("utilisation", "agency_id"), key=lambda row: -row["utilised"])
    agencies = [row | {"name": figures.name("agency_id", row["agency_id"])} for row in used]
    return [
        bars(
            "Decided referrals by outcome",
            "One bar for each outcome; a referral may have several.",
            rows,
            label="name",
            value="referrals",
            axis="Referrals",
        ),
        bars(
            "Decided referrals in which each agency took part",
            "One bar for each agency: it shared information, led or supported.",
            agencies,
            label="name",
            value="utilised",
            axis="Referrals",
        ),
    ]
