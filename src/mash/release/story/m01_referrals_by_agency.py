"""What the report says of measure one."""

from mash.release.charts import Chart, bars
from mash.release.figures import Figures, percent, plural
from mash.release.trends import trend


def finding(figures: Figures) -> str:
    """How many referrals, and who submitted most."""
    total = figures.total("by_agency", "agency_id")["referrals"]
    if not total:
        return "No referral was received in the window."
    most = max(figures.parts("by_agency", "agency_id"), key=lambda row: row["referrals"])
    return (
        f"{plural(total, 'referral was', 'referrals were')} received. "
        f"{figures.name('agency_id', most['agency_id'])} submitted most: {most['referrals']:,} "
        f"({percent(most['share_of_all'])} of all)."
    )


def charts(figures: Figures) -> list[Chart]:
    """Referrals by agency, and all referrals by month."""
    parts = sorted(figures.parts("by_agency", "agency_id"), key=lambda row: -row["referrals"])
    rows = [row | {"name": figures.name("agency_id", row["agency_id"])} for row in parts]
    months = [row for row in figures.rows("by_month") if row["agency_id"] == "*"]
    text = "One bar for each agency, longest first, with its number of referrals."
    return [
        bars(
            "Referrals by the agency that submitted them",
            text,
            rows,
            label="name",
            value="referrals",
            axis="Referrals",
        ),
        trend("Referrals received each month, all agencies", months, "referrals", "Referrals"),
    ]
