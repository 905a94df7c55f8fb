"""What the report says of the baseline."""

from mash.release.charts import Chart, dots
from mash.release.figures import Figures, between, count, percent, plural


def finding(figures: Figures) -> str:
    """Referrals as a share of the agencies' own demand."""
    total = next(r for r in figures.rows("share") if r["agency_id"] == "*" and r["cohort_id"] == "*")
    exempt = sum(row["referrals"] for row in figures.rows("exempt"))
    outside = f" {plural(exempt, 'referral')} came from agencies outside the baseline." if exempt else ""
    if total["baseline_volume"] is None:
        return "No agency's baseline covers the window, so referrals cannot be set against demand." + outside
    if total["share"] is None:
        return (
            f"Agencies in the baseline recorded {count(total['baseline_volume'])} cases of demand and "
            f"{plural(total['referrals'], 'referral')}; a share of all is not defined, because some agency "
            f"or cohort has a referral or a volume without a baseline for the whole window." + outside
        )
    return (
        f"{plural(total['referrals'], 'referral')} stand against {count(total['baseline_volume'])} cases of "
        f"the agencies' own demand: {percent(total['share'])}{between(total['lower'], total['upper'])}."
        + outside
    )


def charts(figures: Figures) -> list[Chart]:
    """Share of each agency's demand that was referred."""
    rows = [
        row | {"name": figures.name("agency_id", row["agency_id"])}
        for row in figures.rows("share")
        if row["cohort_id"] == "*" and row["agency_id"] != "*" and row["share"] is not None
    ]
    if not rows:
        return []
    text = "For each agency the share of its own demand that it referred, with its 95 % interval."
    axis = "Referrals as a share of the agency's own demand"
    return [
        dots(
            "Share of each agency's own demand that was referred",
            text,
            rows,
            label="name",
            value="share",
            axis=axis,
        )
    ]
