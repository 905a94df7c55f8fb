"""What is said of measure three."""

from mash.release.charts import Chart, dots, flow, grid
from mash.release.figures import Figures, Row, count, decimal, known, percent, plural, shown, unless_hidden
from mash.release.reading import HIGHER, Reading
from mash.release.trends import Direction

STAGES = {"first": "First rating", "final": "Final rating", "difference": "Added by sharing"}
SEVERE = 4


def finding(figures: Figures) -> str:
    """Whether the final rating agrees better with the outcome than the first."""
    rows = {row["stage"]: row for row in figures.rows("added_value")}
    first, final, gained = rows["first"], rows["final"], rows["difference"]
    if not shown(*(row["gamma"] for row in rows.values())):
        return "How well ratings agree with outcomes is not shown."
    if gained["gamma"] is None:
        total = figures.total("by_risk", "risk")["first_rated"]
        said = unless_hidden(plural(total, "referral"), "Referrals", total)
        return f"{said}: too few were rated, decided and disposed of to compare risk with outcome."
    span = ""
    if known(gained["lower"]) and known(gained["upper"]):
        span = f" (95 % interval {decimal(gained['lower'], 2)} to {decimal(gained['upper'], 2)})"
    return (
        f"The association of rating and severity of the outcome (gamma, from −1 to 1) is "
        f"{decimal(first['gamma'], 2)} at the first rating and {decimal(final['gamma'], 2)} at the final: "
        f"a difference of {decimal(gained['gamma'], 2)}{span}; {_verdict(gained)}."
    )


def _verdict(gained: Row) -> str:
    if known(gained["lower"]) and gained["lower"] > 0:
        return "information sharing made the rating agree better with the outcome"
    if known(gained["upper"]) and gained["upper"] < 0:
        return "the final rating agrees less well with the outcome than the first"
    return "the difference may be chance alone"


def charts(figures: Figures) -> list[Chart]:
    """Rating by severity, first to final rating, and the association at each stage."""
    gamma = [
        row | {"name": STAGES[row["stage"]]}
        for row in sorted(figures.rows("added_value"), key=lambda row: list(STAGES).index(row["stage"]))
        if row["gamma"] is not None
    ]
    drawn = [chart for chart in (_severity(figures), _flows(figures)) if chart]
    if gamma:
        text = "Association of rating with severity (gamma) at the first and the final rating, and their difference."
        subject = "Association of rating with severity of the outcome (gamma)"
        verdict = _verdict(gamma[-1]) if known(gamma[-1]["gamma"]) else ""
        title = verdict[:1].upper() + verdict[1:] or subject
        drawn.append(dots(title, text, gamma, subject=subject, label="name", value="gamma", form=".2f"))
    return drawn


def _severity(figures: Figures) -> Chart | None:
    final = [row for row in figures.by_rank(figures.rows("severity")) if row["stage"] == "final"]
    cells = [
        row | {"rating": figures.name("risk", row["risk"]), "outcome": str(row["severity"])}
        for row in final
        if row["risk"] != "*" and row["severity"] != "*"
    ]
    if not cells:
        return None
    subject = "Final rating and severity of the outcome, decided referrals"
    rated = [risk for risk in dict.fromkeys(row["risk"] for row in cells) if risk != "unrated"]
    ends = [(risk, _severe(final, risk)) for risk in (rated[:1] + rated[-1:] if len(rated) > 1 else [])]
    said = [f"{percent(share)} of {figures.name('risk', risk)}" for risk, share in ends if share is not None]
    title = f"A severe outcome followed {' and '.join(said)} referrals" if len(said) == 2 else subject
    return grid(
        title,
        "A grid of final ratings down and severity 0 to 5 across (0 = no further action, 4 and 5 = severe: a statutory "
        "enquiry or more), darker for more, with the number of decided referrals in each cell.",
        cells,
        subject=subject,
        across="outcome",
        down="rating",
        value="referrals",
        across_title="Severity: 0 none to 5 emergency",
    )


def _severe(rows: list[Row], risk: str) -> float | None:
    """The share of severe outcomes of a rating; None where a figure of it is hidden or there is none."""
    mine = [row for row in rows if row["risk"] == risk and row["severity"] != "*"]
    if not all(known(row["referrals"]) for row in mine):
        return None
    whole = sum(row["referrals"] for row in mine)
    severe: int = sum(row["referrals"] for row in mine if row["severity"] >= SEVERE)
    return severe / whole if whole else None


def _flows(figures: Figures) -> Chart | None:
    ranked = list(figures.results.about["names"]["risks"])
    rows = [row for row in figures.rows("rerating") if "*" not in (row["first_risk"], row["final_risk"])]
    if not rows:
        return None
    subject = "Referrals by their first and their final rating"
    higher, lower = (
        [row["referrals"] for row in rows if (_place(ranked, row["final_risk"]) - _place(ranked, row["first_risk"])) * side > 0]
        for side in (1, -1)
    )  # fmt: skip
    title = subject
    if all(known(number) for number in [*higher, *lower]):
        title = f"After the first rating {count(sum(higher))} referrals were rated higher, {count(sum(lower))} lower"
    named = [
        row
        | {"first": figures.name("risk", row["first_risk"]), "final": figures.name("risk", row["final_risk"])}
        for row in rows
    ]
    order = sorted(
        {risk for row in rows for risk in (row["first_risk"], row["final_risk"])},
        key=lambda r: -_place(ranked, r),
    )
    return flow(
        title,
        "Bands from the first rating at the left to the final at the right, as thick as they are many, each with its "
        "number: dark where the rating rose, paler where it fell, faint where it stayed.",
        named,
        [figures.name("risk", risk) for risk in order],
        subject=subject,
        left="first",
        right="final",
        value="referrals",
        ends=("First rating", "Final rating"),
    )


def _place(ranked: list[str], risk: str) -> int:
    return ranked.index(risk) if risk in ranked else -1


def reading(figures: Figures) -> Reading:
    """What information sharing adds; a difference of gammas has its own interval, and no months."""
    gained = next(row for row in figures.rows("added_value") if row["stage"] == "difference")
    rule = "95 % interval of the difference, whole window"
    if not known(gained["gamma"]):
        words = "not defined" if gained["gamma"] is None else "not shown"
        found = Direction(f"the difference is {words}", None, rule)
        return Reading(f"agreement added by sharing: {words}", HIGHER, direction=found)
    figure = f"{gained['gamma']:+.2f} agreement with outcome, added by sharing".replace("-", "−")
    if known(gained["lower"]) and gained["lower"] > 0:
        found = Direction("better than before sharing, beyond chance", 1, rule)
    elif known(gained["upper"]) and gained["upper"] < 0:
        found = Direction("worse than before sharing, beyond chance", -1, rule)
    else:
        found = Direction("like before sharing, within chance", 0, rule)
    attention = (
        ("The final rating agrees less well with the outcome than the first.",) if found.side == -1 else ()
    )
    return Reading(figure, HIGHER, direction=found, attention=attention)
