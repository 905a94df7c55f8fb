"""The tables that stand in the pack itself: those a board reads. All the others are in the workbook.

Each is a statistic, or those of its rows and columns that answer the measure's question.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mash.release.figures import Figures
from mash.release.table import Cell, table

_ON_TIME = ("due", "met", "on_time_rate", "lower", "upper", "median_hours")


@dataclass(frozen=True)
class KeyTable:
    """A table of the pack: title, statistic, the rows it shows (all without `where`), its columns."""

    title: str
    statistic: str
    where: Mapping[str, str] = field(default_factory=dict)
    columns: tuple[str, ...] = ()

    @property
    def rows_said(self) -> str:
        """Which rows of the statistic these are, in words."""
        if not self.where:
            return "all rows"
        return "rows with " + " and ".join(f"{column} {code}" for column, code in self.where.items())


KEY_TABLES: Mapping[str, tuple[KeyTable, ...]] = {
    "m00_baseline": (
        KeyTable("Referrals as a share of each agency's own demand", "share", {"cohort_id": "*"}),
    ),
    "m01_referrals_by_agency": (KeyTable("Referrals by the agency that submitted them", "by_agency"),),
    "m02_referrals_by_cohort": (KeyTable("Referrals and people by main cohort", "by_cohort"),),
    "m03_risk": (
        KeyTable("First and final ratings", "by_risk"),
        KeyTable("Agreement of rating and outcome (gamma)", "added_value"),
        KeyTable("Ratings that missed the risk", "missed_risk"),
    ),
    "m04_timeliness": (
        KeyTable("Decided in time, by final rating", "by_risk", {}, ("risk", *_ON_TIME)),
        KeyTable("Decided in time, by the agency that referred", "by_agency", {}, ("agency_id", *_ON_TIME)),
        KeyTable(
            "Requests answered in time, by the agency asked",
            "responses",
            {},
            ("agency_id", "requests", "due", "met", "on_time_rate", "median_hours"),
        ),
        KeyTable("Where the time goes", "segments"),
        KeyTable("Who answers last, and who is waited for alone", "blockages"),
    ),
    "m05_outcomes": (
        KeyTable("Disposals by outcome", "by_outcome"),
        KeyTable("How each agency was utilised", "utilisation"),
        KeyTable("The earliest intervention, by final rating", "earliest_intervention"),
    ),
    "m06_repeats": (
        KeyTable("Repeat referrals by the agency that referred", "repeat_rate"),
        KeyTable("How likely a person returns after the decision", "return_curve"),
        KeyTable("Risk on return against the referral before", "risk_trend"),
    ),
    "m07_escalations": (
        KeyTable("Escalations by reason", "by_reason"),
        KeyTable("Escalations by the agency that raised them", "by_pair", {"about": "*"}),
        KeyTable("Escalations by the agency they are about", "by_pair", {"raised_by": "*"}),
    ),
    "m08_satisfaction": (
        KeyTable("Invitations answered", "response_rate"),
        KeyTable("What was answered, by question", "summary"),
    ),
    "m09_complaints": (
        KeyTable("Complaints by the agency they are about", "by_agency", {"source": "*"}),
        KeyTable("Complaints answered in time, by stage", "timeliness"),
        KeyTable("Complaints by theme", "by_theme"),
    ),
    "m10_audit": (
        KeyTable("Case files drawn and audited", "coverage"),
        KeyTable("Cases graded good or outstanding", "weighted"),
        KeyTable("Actions from audits", "actions"),
    ),
    "m11_evidence": (
        KeyTable("Items of the evidence library by cohort", "library", {"kind": "*"}),
        KeyTable("Evidence asked for and supplied", "uses"),
    ),
    "m12_lessons": (
        KeyTable("Recommendations by source of learning", "by_source"),
        KeyTable("Recommendations by the agency that owns them", "progress"),
    ),
    "m13_leadership": (KeyTable("Leadership activities by kind", "by_kind"),),
}


def cells(figures: Figures, key: KeyTable) -> tuple[list[Cell], list[list[Cell]]]:
    """Headings and rows of a key table, as the statistic's table says them."""
    whole = table(figures, key.statistic)
    raw = figures.rows(key.statistic)
    if not raw:
        return [], []
    columns = list(raw[0])
    chosen = key.columns or tuple(column for column in columns if column not in key.where)
    kept = [columns.index(column) for column in chosen]
    rows = [
        [row[i] for i in kept]
        for row, figure in zip(whole.rows, raw, strict=True)
        if all(str(figure[column]) == code for column, code in key.where.items())
    ]
    return [whole.headings[i] for i in kept], rows
