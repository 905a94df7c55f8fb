"""What the report says of measure seven."""

from mash.release.charts import Chart, bars, grid
from mash.release.figures import Figures, count, percent, plural
from mash.release.trends import trend


def finding(figures: Figures) -> str:
    """How often agencies disagreed, about what, and with what result."""
    total = next(r for r in figures.rows("by_pair") if r["raised_by"] == "*" and r["about"] == "*")
    if not total["escalations"]:
        return "No escalation between agencies was raised in the window."
    reasons = figures.parts("by_reason", "reason")
    most = max(reasons, key=lambda row: row["escalations"])
    resolved = figures.total("by_reason", "reason")
    changed = ""
    if resolved["resolved"]:
        changed = f" Of {count(resolved['resolved'])} resolved, {percent(resolved['changed_rate'])} changed the decision."
    return (
        f"{plural(total['escalations'], 'escalation was', 'escalations were')} raised, "
        f"{count(total['open'])} still open; the most frequent reason is {most['reason']} "
        f"({count(most['escalations'])})." + changed
    )


def charts(figures: Figures) -> list[Chart]:
    """Who raised against whom, why, and how often by month."""
    pairs = [
        row | {"by": figures.name("raised_by", row["raised_by"]), "of": figures.name("about", row["about"])}
        for row in figures.rows("by_pair")
        if "*" not in (row["raised_by"], row["about"])
    ]
    reasons = [row | {"name": row["reason"].capitalize()} for row in figures.parts("by_reason", "reason")]
    months = figures.rows("rate")
    drawn = []
    if any(row["escalations"] for row in pairs):
        drawn.append(
            grid(
                "Escalations: who raised them, and about whom",
                "A grid of agencies that raised down and agencies they were about across, with their number.",
                pairs,
                across="of",
                down="by",
                value="escalations",
                across_title="About",
            )
        )
        drawn.append(
            bars(
                "Escalations by reason",
                "One bar for each reason.",
                reasons,
                label="name",
                value="escalations",
                axis="Escalations",
            )
        )
    if any(row["per_100_referrals"] is not None for row in months):
        drawn.append(
            trend(
                "Escalations per 100 referrals, by month",
                months,
                "per_100_referrals",
                "Per 100 referrals",
                ".1f",
            )
        )
    return drawn
