"""What is said of measure two."""

from mash.engine.control import OUTSIDE
from mash.release.charts import Chart, bars, grid
from mash.release.course import Course
from mash.release.figures import (
    Figures,
    Row,
    count,
    known,
    largest_first,
    leading,
    percent,
    plural,
    shown,
    unless_hidden,
)
from mash.release.months import month_name
from mash.release.reading import NEITHER, Reading
from mash.release.trends import NOW, course_of


def finding(figures: Figures) -> str:
    """Which category of business is the demand."""
    total = figures.total("by_cohort", "cohort_id")
    if total["referrals"] == 0:
        return "No referral was received in the window."
    said = ""
    most, of_shown = leading(figures.parts("by_cohort", "cohort_id"), "referrals")
    if most:
        share = f" ({percent(most['share_of_all'])})" if known(most["share_of_all"]) else ""
        of_all = f" of {plural(total['referrals'], 'referral')}" if shown(total["referrals"]) else ""
        name = figures.name("cohort_id", most["cohort_id"])
        verb = f"{of_shown}{name} is" if of_shown else f"{name} is"
        said = f"{verb} the largest category: {count(most['referrals'])}{of_all}{share}. "
    return said + unless_hidden(
        f"The referrals of the window name {plural(total['people'], 'person', 'people')}.",
        "How many people the referrals name is not shown.",
        total["people"],
    )


def charts(figures: Figures) -> list[Chart]:
    """Referrals by cohort, and by agency and cohort."""
    rows = largest_first(figures.named(figures.parts("by_cohort", "cohort_id"), "cohort_id"), "referrals")
    most, of_shown = leading(rows, "referrals")
    subject = "Referrals by main cohort"
    title = f"{of_shown}{most['name']} is the largest category" if most else subject
    if most and known(most["share_of_all"]):
        title += f": {percent(most['share_of_all'])}"
    cells = [
        row
        | {"agency": figures.short(row["agency_id"]), "cohort": figures.name("cohort_id", row["cohort_id"])}
        for row in figures.rows("agency_cohort")
        if "*" not in (row["agency_id"], row["cohort_id"])
    ]
    drawn = [
        bars(
            title,
            "One bar for each cohort (main cohort), longest first, with its number of referrals.",
            rows,
            subject=subject,
            label="label",
            value="referrals",
        )
    ]
    if cells:
        pair, of_shown = leading(cells, "referrals")
        crossed = "Referrals by agency and main cohort"
        begins = f"{of_shown}{'most' if of_shown else 'Most'} come from"
        drawn.append(
            grid(
                f"{begins} {pair['agency']} about {pair['cohort'].lower()}" if pair else crossed,
                "A grid of agencies down and cohorts across, darker for more, with the number of referrals in each cell.",
                cells,
                subject=crossed,
                across="cohort",
                down="agency",
                value="referrals",
                across_title="Cohort",
            )
        )
    return drawn


def _pair(figures: Figures, pair: Row, of_shown: str) -> str:
    most = "most" if of_shown else "Most"
    agency = figures.name("agency_id", pair["agency_id"])
    return f"{of_shown}{most} come from {agency} about {pair['cohort'].lower()}: {count(pair['referrals'])}"


def _by_cohort(figures: Figures) -> dict[str, Course]:
    rows = figures.rows("by_month")
    codes = dict.fromkeys(row["cohort_id"] for row in rows)
    return {
        code: course_of(figures, [row for row in rows if row["cohort_id"] == code], "referrals", counts=True)
        for code in codes
    }


def reading(figures: Figures) -> Reading:
    """The largest category; what kind of referrals come has no better direction."""
    most, of_shown = leading(figures.parts("by_cohort", "cohort_id"), "referrals")
    figure = "largest category: not shown"
    if most:
        name = figures.name("cohort_id", most["cohort_id"])
        share = f": {percent(most['share_of_all'])}" if known(most["share_of_all"]) else " is largest"
        figure = f"{of_shown}{name}"[: 60 - len(share)] + share
    courses = _by_cohort(figures)
    attention = [
        f"{figures.name('cohort_id', code)}: {side} the limits in {month_name(found.months[i])}."
        for code, found in courses.items()
        if code != "*"
        for i in range(max(0, len(found.months) - NOW), len(found.months))
        if OUTSIDE in found.signals[i]
        for side in ["above" if found.side(i) > 0 else "below"]
    ]
    return Reading(figure, NEITHER, courses.get("*"), attention=attention)
