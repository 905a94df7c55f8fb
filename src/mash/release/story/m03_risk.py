"""What the report says of measure three."""

from mash.release.charts import Chart, dots, grid
from mash.release.figures import Figures, decimal, plural

STAGES = {"first": "First rating", "final": "Final rating", "difference": "Added by sharing"}


def finding(figures: Figures) -> str:
    """Whether the final rating agrees better with the outcome than the first."""
    rows = {row["stage"]: row for row in figures.rows("added_value")}
    first, final, gained = rows["first"], rows["final"], rows["difference"]
    total = figures.total("by_risk", "risk")["first_rated"]
    if gained["gamma"] is None:
        return f"{plural(total, 'referral')}: too few were rated, decided and disposed of to compare risk with outcome."
    span = f"{decimal(gained['lower'], 2)} to {decimal(gained['upper'], 2)}"
    if gained["lower"] is not None and gained["lower"] > 0:
        verdict = "information sharing made the rating agree better with the outcome"
    elif gained["upper"] is not None and gained["upper"] < 0:
        verdict = "the final rating agrees less well with the outcome than the first"
    else:
        verdict = "the difference may be chance alone"
    return (
        f"The association of rating and severity of the outcome (gamma, from −1 to 1) is "
        f"{decimal(first['gamma'], 2)} at the first rating and {decimal(final['gamma'], 2)} at the final: "
        f"a difference of {decimal(gained['gamma'], 2)} (95 % interval {span}); {verdict}."
    )


def charts(figures: Figures) -> list[Chart]:
    """Rating by severity, first to final rating, and the association at each stage."""
    severity = [
        row | {"rating": figures.name("risk", row["risk"]), "outcome": str(row["severity"])}
        for row in figures.by_rank(figures.rows("severity"))
        if row["stage"] == "final" and row["risk"] != "*" and row["severity"] != "*"
    ]
    changes = [
        row
        | {
            "first": figures.name("risk", row["first_risk"]),
            "final": figures.name("risk", row["final_risk"]),
        }
        for row in figures.by_rank(figures.by_rank(figures.rows("rerating"), "final_risk"), "first_risk")
        if "*" not in (row["first_risk"], row["final_risk"])
    ]
    gamma = [
        row | {"name": STAGES[row["stage"]]}
        for row in figures.rows("added_value")
        if row["gamma"] is not None
    ]
    drawn = []
    if severity:
        drawn.append(
            grid(
                "Final rating and severity of the outcome, decided referrals",
                "A grid of ratings down and severity 0 to 5 across, with the number of decided referrals.",
                severity,
                across="outcome",
                down="rating",
                value="referrals",
                across_title="Severity (0 = no further action, 5 = emergency protection)",
            )
        )
    if changes:
        drawn.append(
            grid(
                "From the first rating to the final",
                "A grid of first ratings down and final ratings across, with the number of referrals.",
                changes,
                across="final",
                down="first",
                value="referrals",
                across_title="Final rating",
            )
        )
    if gamma:
        text = "Association of rating with severity at the first and the final rating, and their difference."
        drawn.append(
            dots(
                "Association of rating with severity of the outcome",
                text,
                gamma,
                label="name",
                value="gamma",
                axis="Gamma",
                form=".1f",
            )
        )
    return drawn
