"""What is said of measure one."""

from mash.release.charts import Chart, bars
from mash.release.figures import Figures, Row, count, known, largest_first, leading, percent, plural, shown
from mash.release.reading import NEITHER, Reading, still
from mash.release.trends import course_of, trend


def finding(figures: Figures) -> str:
    """How many referrals, and who submitted most."""
    total = figures.total("by_agency", "agency_id")["referrals"]
    if total == 0:
        return "No referral was received in the window."
    said = "How many referrals were received is not shown."
    if shown(total):
        said = f"{plural(total, 'referral was', 'referrals were')} received."
    most, of_shown = leading(figures.parts("by_agency", "agency_id"), "referrals")
    if most:
        share = f" ({percent(most['share_of_all'])} of all)" if known(most["share_of_all"]) else ""
        name = figures.name("agency_id", most["agency_id"])
        said += f" {of_shown}{name} submitted most: {count(most['referrals'])}{share}."
    return said


def charts(figures: Figures) -> list[Chart]:
    """Referrals by agency, and all referrals by month."""
    rows = largest_first(figures.named(figures.parts("by_agency", "agency_id"), "agency_id"), "referrals")
    subject = "Referrals by the agency that submitted them"
    most, of_shown = leading(rows, "referrals")
    title = f"{of_shown}{most['name']} submitted most referrals" if most else subject
    if most and known(most["share_of_all"]):
        title += f": {percent(most['share_of_all'])}"
    text = "One bar for each agency, longest first, with its number of referrals."
    return [
        bars(title, text, rows, subject=subject, label="label", value="referrals"),
        trend(
            figures,
            "Referrals",
            _months(figures),
            "referrals",
            subject="Referrals received each month, all agencies",
        ),
    ]


def _months(figures: Figures) -> list[Row]:
    return [row for row in figures.rows("by_month") if row["agency_id"] == "*"]


def reading(figures: Figures) -> Reading:
    """All referrals; more of them may be more harm or more trust, so that no direction is better."""
    total = figures.total("by_agency", "agency_id")["referrals"]
    figure = f"{plural(total, 'referral')} received" if shown(total) else "referrals received: not shown"
    nobody = [row["referrals"] for row in figures.rows("by_agency") if row["agency_id"] == "unknown"]
    attention = still(
        sum(n for n in nobody if known(n)), "referral names no agency", "referrals name no agency"
    )
    months = course_of(figures, _months(figures), "referrals", counts=True)
    return Reading(figure, NEITHER, months, attention=attention)
