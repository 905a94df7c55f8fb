"""What is said of the baseline."""

from mash.release.charts import Chart, dots
from mash.release.figures import (
    Figures,
    Row,
    between,
    count,
    known,
    largest_first,
    leading,
    percent,
    plural,
    shown,
    unless_hidden,
)
from mash.release.reading import NEITHER, Reading
from mash.release.trends import Direction


def _total(figures: Figures) -> Row:
    return next(r for r in figures.rows("share") if r["agency_id"] == "*" and r["cohort_id"] == "*")


def _agencies(figures: Figures) -> list[Row]:
    rows = [r for r in figures.rows("share") if r["cohort_id"] == "*" and r["agency_id"] != "*"]
    return figures.named(rows, "agency_id")


def finding(figures: Figures) -> str:
    """Referrals as a share of the agencies' own demand."""
    total = _total(figures)
    volume, referrals, share = total["baseline_volume"], total["referrals"], total["share"]
    outside = _outside(figures)
    if volume is None:
        return "No agency's baseline covers the window, so referrals cannot be set against demand." + outside
    if not shown(volume, referrals):
        return "How many referrals stand against the agencies' own demand is not shown." + outside
    if share is None:
        return (
            f"Agencies in the baseline recorded {count(volume)} cases of demand and "
            f"{plural(referrals, 'referral')}; a share of all is not defined, because some agency "
            f"or cohort has a referral or a volume without a baseline for the whole window." + outside
        )
    said = f"{plural(referrals, 'referral')} stand against {count(volume)} cases of the agencies' own demand"
    of_all = f": {percent(share)}{between(total['lower'], total['upper'])}."
    return said + unless_hidden(of_all, "; the share is not shown.", share) + outside


def _outside(figures: Figures) -> str:
    exempt = [row["referrals"] for row in figures.rows("exempt")]
    if not shown(*exempt):
        return " How many referrals came from agencies outside the baseline is not shown."
    outside = sum(number for number in exempt if known(number))
    return f" {plural(outside, 'referral')} came from agencies outside the baseline." if outside else ""


def charts(figures: Figures) -> list[Chart]:
    """Share of each agency's demand that was referred."""
    rows = largest_first((row for row in _agencies(figures) if row["share"] is not None), "share")
    if not rows:
        return []
    first, of_shown = leading(rows, "share")
    subject = "Share of each agency's own demand that was referred"
    title = (
        f"{of_shown}{first['name']} refers most of its own demand: {percent(first['share'])}"
        if first
        else subject
    )
    text = "For each agency the share of its own demand that it referred, with its 95 % interval."
    return [dots(title, text, rows, subject=subject, label="label", value="share")]


def reading(figures: Figures) -> Reading:
    """Referrals against demand; there is no monthly series of demand."""
    total = _total(figures)
    if not shown(total["referrals"], total["baseline_volume"], total["share"]):
        figure = "share of own demand: not shown"
    elif known(total["share"]):
        figure = f"{percent(total['share'])} of the agencies' own demand"
    else:
        figure = f"{count(total['baseline_volume'])} cases of demand, share not defined"
    gaps = [row["name"] for row in _agencies(figures) if row["share"] is None]
    attention = []
    if gaps:
        have = "agency has" if len(gaps) == 1 else "agencies have"
        attention = [f"{len(gaps)} {have} no baseline for every day of the window."]
    no_months = Direction("one figure for the whole window", None, "demand is not known by month")
    return Reading(figure, NEITHER, direction=no_months, attention=attention)
