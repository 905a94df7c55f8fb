"""What the report says of measure nine."""

from mash.release.charts import Chart, bars
from mash.release.figures import Figures, count, plural


def finding(figures: Figures) -> str:
    """How many complaints, and how many were upheld."""
    total = next(r for r in figures.rows("by_agency") if r["agency_id"] == "*" and r["source"] == "*")
    if not total["complaints"]:
        return "No complaint was received in the window."
    late = figures.total("timeliness", "stage")
    rate = ""
    if total["per_1000_referrals"] is not None:
        rate = f", {total['per_1000_referrals']:.1f} for every 1,000 referrals"
    return (
        f"{plural(total['complaints'], 'complaint was', 'complaints were')} received{rate}; "
        f"{count(total['upheld'])} upheld and {count(total['partly_upheld'])} partly upheld. "
        f"{plural(late['open_overdue'], 'is', 'are')} open past the due date."
    )


def charts(figures: Figures) -> list[Chart]:
    """Complaints by agency."""
    found = [row for row in figures.rows("by_agency") if row["source"] == "*" and row["agency_id"] != "*"]
    rows = [
        row | {"name": figures.name("agency_id", row["agency_id"])}
        for row in sorted(found, key=lambda row: -row["complaints"])
    ]
    text = "One bar for each agency and for the hub as a whole; a joint complaint counts under each of its agencies."
    return [
        bars(
            "Complaints by the agency they are about",
            text,
            rows,
            label="name",
            value="complaints",
            axis="Complaints",
        )
    ]
