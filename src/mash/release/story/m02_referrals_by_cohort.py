"""What the report says of measure two."""

from mash.release.charts import Chart, bars, grid
from mash.release.figures import Figures, percent, plural


def finding(figures: Figures) -> str:
    """Which category of business is the demand."""
    total = figures.total("by_cohort", "cohort_id")
    if not total["referrals"]:
        return "No referral was received in the window."
    most = max(figures.parts("by_cohort", "cohort_id"), key=lambda row: row["referrals"])
    return (
        f"{figures.name('cohort_id', most['cohort_id'])} is the largest category: {most['referrals']:,} of "
        f"{plural(total['referrals'], 'referral')} ({percent(most['share_of_all'])}). The referrals of the "
        f"window name {plural(total['people'], 'person', 'people')}."
    )


def charts(figures: Figures) -> list[Chart]:
    """Referrals by cohort, and by agency and cohort."""
    parts = sorted(figures.parts("by_cohort", "cohort_id"), key=lambda row: -row["referrals"])
    rows = [row | {"name": figures.name("cohort_id", row["cohort_id"])} for row in parts]
    cells = [
        row
        | {
            "agency": figures.name("agency_id", row["agency_id"]),
            "cohort": figures.name("cohort_id", row["cohort_id"]),
        }
        for row in figures.rows("agency_cohort")
        if "*" not in (row["agency_id"], row["cohort_id"])
    ]
    text = "One bar for each cohort (main cohort), longest first, with its number of referrals."
    return [
        bars("Referrals by main cohort", text, rows, label="name", value="referrals", axis="Referrals"),
        grid(
            "Referrals by agency and cohort",
            "A grid of agencies down and cohorts across, with the number of referrals in each cell.",
            cells,
            across="cohort",
            down="agency",
            value="referrals",
            across_title="Cohort",
        ),
    ]
