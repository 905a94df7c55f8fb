"""What is said of measure seven."""

from mash.release.charts import Chart, bars, grid
from mash.release.figures import (
    Figures,
    Row,
    count,
    decimal,
    known,
    largest_first,
    leading,
    percent,
    plural,
    unless_hidden,
)
from mash.release.reading import NEITHER, Reading, still
from mash.release.trends import course_of, trend
from mash.release.waits import waits


def _total(figures: Figures) -> Row:
    return next(r for r in figures.rows("by_pair") if r["raised_by"] == "*" and r["about"] == "*")


def finding(figures: Figures) -> str:
    """How often agencies disagreed, about what, and with what result."""
    total = _total(figures)
    if total["escalations"] == 0:
        return "No escalation between agencies was raised in the window."
    said = unless_hidden(
        f"{plural(total['escalations'], 'escalation was', 'escalations were')} raised",
        "How many escalations were raised is not shown",
        total["escalations"],
    )
    said += unless_hidden(
        f", {count(total['open'])} still open", "; how many are open is not shown", total["open"]
    )
    most, of_shown = leading(figures.parts("by_reason", "reason"), "escalations")
    if most:
        said += (
            f"; {of_shown.lower()}the most frequent reason is {most['reason']} ({count(most['escalations'])})"
        )
    resolved = figures.total("by_reason", "reason")
    changed = ""
    if resolved["resolved"] != 0:
        changed = unless_hidden(
            f" Of {count(resolved['resolved'])} resolved, {percent(resolved['changed_rate'])} changed the decision.",
            " How many changed the decision is not shown.",
            resolved["resolved"],
            resolved["changed_rate"],
        )
    return f"{said}.{changed}"


def charts(figures: Figures) -> list[Chart]:
    """Who raised against whom, why, how often by month, and how soon they are resolved."""
    drawn: list[Chart | None] = [_matrix(figures)]
    reasons = largest_first(figures.named(figures.parts("by_reason", "reason"), "reason"), "escalations")
    most, of_shown = leading(reasons, "escalations")
    if most:
        drawn.append(
            bars(
                f"{of_shown}{most['name']} is the most frequent reason",
                "One bar for each reason, longest first, with its number of escalations.",
                reasons,
                subject="Escalations by reason",
                label="label",
                value="escalations",
            )
        )
    months = figures.rows("rate")
    if any(known(row["per_100_referrals"]) for row in months):
        drawn.append(
            trend(
                figures,
                "Escalations per 100 referrals",
                months,
                "per_100_referrals",
                subject="Escalations per 100 referrals, by month",
                form=".1f",
            )
        )
    median = _total(figures)["median_days"]
    drawn.append(
        waits(
            figures,
            "time_to_resolution",
            None,
            title=f"Half of escalations are resolved within {decimal(median)} days" if known(median) else "",
            subject="Time from raising an escalation to its resolution",
            done="Resolved",
            medians={"*": median},
        )
    )
    return [chart for chart in drawn if chart]


def _matrix(figures: Figures) -> Chart | None:
    pairs = [row for row in figures.rows("by_pair") if "*" not in (row["raised_by"], row["about"])]
    rows = [
        row | {"by": figures.short(row["raised_by"]), "of": figures.short(row["about"])}
        for row in _taking_part(pairs)
    ]
    if not rows:
        return None
    subject = "Escalations by the agency that raised them (down) and the agency they are about (across)"
    most, of_shown = leading(rows, "escalations")
    title = subject
    if most:
        raised_by, about = (figures.name("agency_id", most[end]) for end in ("raised_by", "about"))
        title = f"{of_shown}{raised_by} raised most about {about}: {count(most['escalations'])}"
    return grid(
        title,
        "A grid of agencies that raised escalations down and agencies they were about across, darker for more, with "
        "their number; agencies without any are left out.",
        rows,
        subject=subject,
        across="of",
        down="by",
        value="escalations",
        across_title="About",
        down_title="Raised by",
    )


def _taking_part(pairs: list[Row]) -> list[Row]:
    """Pairs of the agencies that raised some or that some were about, in the same order down and across."""
    counted = [row for row in pairs if row["escalations"] != 0]
    agencies = sorted({row[end] for row in counted for end in ("raised_by", "about")})
    found = {(row["raised_by"], row["about"]): row for row in pairs}
    nothing = {"escalations": None}
    return [
        found.get((one, other), {"raised_by": one, "about": other} | nothing)
        for one in agencies
        for other in agencies
    ]


def reading(figures: Figures) -> Reading:
    """Escalations; more of them may be more disagreement or more courage to say so: no direction is better."""
    total = _total(figures)
    figure = unless_hidden(
        f"{plural(total['escalations'], 'escalation')} raised",
        "escalations raised: not shown",
        total["escalations"],
    )
    months = course_of(figures, figures.rows("rate"), "per_100_referrals", counts=False)
    attention = still(total["open"], "escalation is still open", "escalations are still open")
    return Reading(figure, NEITHER, months, attention=attention)
