"""What is said of measure nine."""

from mash.release.charts import Chart, bars
from mash.release.figures import (
    Figures,
    Row,
    count,
    decimal,
    known,
    largest_first,
    leading,
    plural,
    unless_hidden,
)
from mash.release.reading import NEITHER, Reading, still
from mash.release.trends import Direction


def _total(figures: Figures) -> Row:
    return next(r for r in figures.rows("by_agency") if r["agency_id"] == "*" and r["source"] == "*")


def finding(figures: Figures) -> str:
    """How many complaints, and how many were upheld."""
    total = _total(figures)
    if total["complaints"] == 0:
        return "No complaint was received in the window."
    late = figures.total("timeliness", "stage")["open_overdue"]
    rate = ""
    if known(total["per_1000_referrals"]):
        rate = f", {decimal(total['per_1000_referrals'])} for every 1,000 referrals"
    said = unless_hidden(
        f"{plural(total['complaints'], 'complaint was', 'complaints were')} received{rate}",
        "How many complaints were received is not shown",
        total["complaints"],
    )
    said += unless_hidden(
        f"; {count(total['upheld'])} upheld and {count(total['partly_upheld'])} partly upheld.",
        "; how many were upheld is not shown.",
        total["upheld"],
        total["partly_upheld"],
    )
    return said + unless_hidden(
        f" {plural(late, 'is', 'are')} open past the due date.",
        " How many are open past the due date is not shown.",
        late,
    )


def charts(figures: Figures) -> list[Chart]:
    """Complaints by agency."""
    found = [row for row in figures.rows("by_agency") if row["source"] == "*" and row["agency_id"] != "*"]
    rows = largest_first(figures.named(found, "agency_id"), "complaints")
    subject = "Complaints by the agency they are about"
    most, of_shown = leading(rows, "complaints")
    title = (
        f"{of_shown}{'most' if of_shown else 'Most'} complaints are about {most['name']}" if most else subject
    )
    text = (
        "One bar for each agency and for the hub as a whole, longest first, with its number of complaints; "
        "a joint complaint counts under each of its agencies."
    )
    return [bars(title, text, rows, subject=subject, label="label", value="complaints")]


def reading(figures: Figures) -> Reading:
    """Complaints; more of them may be worse service or an easier way to complain: no direction is better."""
    total = _total(figures)
    figure = plural(total["complaints"], "complaint")
    if known(total["per_1000_referrals"]):
        figure += f", {decimal(total['per_1000_referrals'])} for every 1,000 referrals"
    figure = unless_hidden(figure, "complaints: not shown", total["complaints"])
    late = figures.total("timeliness", "stage")["open_overdue"]
    attention = still(late, "complaint is open past its due date", "complaints are open past their due date")
    no_months = Direction("one figure for the whole window", None, "complaints have no months")
    return Reading(figure, NEITHER, direction=no_months, attention=attention)
