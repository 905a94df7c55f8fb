"""The figures by which a measure is compared with the earlier release: one row of a statistic each.

Data, not code: what is counted, of what, which direction is better, where its monthly series stands and
which parts it is made of. A part's rows must add up to the headline's, or its share is no share.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

#: share: a part of a whole · count: events in the window · exposure: events against a known volume ·
#: tally: what was done or stands on the books, where chance does not enter · interval: with one of its own ·
#: mix: how a whole is divided among its parts.
Kind = Literal["share", "count", "exposure", "tally", "interval", "mix"]


@dataclass(frozen=True)
class Series:
    """The monthly series of a headline: statistic, its rows, the column."""

    statistic: str
    column: str
    where: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Parts:
    """What a headline is made of: the statistic whose rows, by `dimension`, add up to it."""

    statistic: str
    dimension: str
    words: str
    where: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Headline:
    """A figure compared between releases. `bottom` is what a share or exposure is of."""

    measure: str
    words: str
    kind: Kind
    statistic: str
    top: str
    bottom: str = ""
    where: Mapping[str, str] = field(default_factory=dict)
    better: Literal["higher", "lower", ""] = ""
    series: Series | None = None
    parts: tuple[Parts, ...] = ()
    #: a column that is empty where the figure is not defined although its counts are known
    printed: str = ""

    @property
    def key(self) -> str:
        """The statistic as in `results/`."""
        return f"{self.measure}/{self.statistic}"


HEADLINES = (
    Headline(
        "m00_baseline", "The share of the agencies' own demand that was referred", "exposure",
        "share", "referrals", "baseline_volume", {"agency_id": "*", "cohort_id": "*"}, printed="share",
        parts=(Parts("share", "agency_id", "agency", {"cohort_id": "*"}),),
    ),
    Headline(
        "m01_referrals_by_agency", "The number of referrals", "count", "by_agency", "referrals",
        where={"agency_id": "*"},
        series=Series("by_month", "referrals", {"agency_id": "*"}),
        parts=(Parts("by_agency", "agency_id", "agency that referred"),),
    ),
    Headline(
        "m02_referrals_by_cohort", "The mix of referrals by category", "mix", "by_cohort", "referrals",
        parts=(Parts("by_cohort", "cohort_id", "category"),),
    ),
    Headline(
        "m03_risk", "The share with a severe outcome among referrals first rated lowest", "share",
        "missed_risk", "numerator", "denominator", {"measure": "severe_in_lowest"}, "lower",
    ),
    Headline(
        "m03_risk", "What sharing information added to the rating's agreement with the outcome (gamma)",
        "interval", "added_value", "gamma", where={"stage": "difference"}, better="higher",
    ),
    Headline(
        "m03_risk", "The mix of final ratings", "mix", "by_risk", "final_rated",
        parts=(Parts("by_risk", "risk", "final rating"),),
    ),
    Headline(
        "m04_timeliness", "The share of referrals decided in time", "share",
        "by_risk", "met", "due", {"risk": "*"}, "higher",
        Series("by_month", "on_time_rate", {"risk": "*"}),
        (Parts("by_agency", "agency_id", "agency that referred"), Parts("by_risk", "risk", "final rating")),
    ),
    Headline(
        "m04_timeliness", "The share of requests answered in time", "share",
        "responses", "met", "due", {"agency_id": "*"}, "higher",
        parts=(Parts("responses", "agency_id", "agency asked"),),
    ),
    Headline(
        "m05_outcomes", "The share of decided referrals with an intervention", "share",
        "earliest_intervention", "with_intervention", "decided", {"risk": "*"},
        parts=(Parts("earliest_intervention", "risk", "final rating"),),
    ),
    Headline(
        "m05_outcomes", "The mix of disposals by outcome", "mix", "by_outcome", "disposals",
        parts=(Parts("by_outcome", "outcome_id", "outcome"),),
    ),
    Headline(
        "m06_repeats", "The share of referrals that repeat an earlier one", "share",
        "repeat_rate", "repeats", "with_history", {"agency_id": "*"}, "lower",
        Series("by_month", "rate"),
        (Parts("repeat_rate", "agency_id", "agency that referred"),),
    ),
    Headline(
        "m07_escalations", "The number of escalations between agencies", "count", "by_reason", "escalations",
        where={"reason": "*"}, series=Series("rate", "escalations"),
        parts=(Parts("by_reason", "reason", "reason"),),
    ),
    Headline(
        "m08_satisfaction", "The share of invitations to a survey that were answered", "share",
        "response_rate", "answered", "invited", {"agency_id": "*"}, "higher",
    ),
    Headline(
        "m09_complaints", "The number of complaints", "count", "by_agency", "complaints",
        where={"agency_id": "*", "source": "*"}, better="lower",
        parts=(Parts("by_theme", "theme", "theme"),),
    ),
    Headline(
        "m09_complaints", "The share of stages of complaints answered in time", "share",
        "timeliness", "met", "due", {"stage": "*"}, "higher",
    ),
    Headline(
        "m10_audit", "The number of overdue actions from audits", "tally", "actions", "overdue",
        where={"agency_id": "*"}, better="lower",
        parts=(Parts("actions", "agency_id", "agency"),),
    ),
    Headline(
        "m11_evidence", "The number of items in the evidence library", "tally", "library", "items",
        where={"kind": "*", "cohort_id": "*"}, better="higher",
        parts=(Parts("library", "kind", "kind", {"cohort_id": "*"}),),
    ),
    Headline(
        "m12_lessons", "The number of recommendations implemented", "tally", "progress", "implemented",
        where={"agency_id": "*"}, better="higher",
    ),
    Headline(
        "m12_lessons", "The number of accepted recommendations that are overdue", "tally", "progress",
        "overdue", where={"agency_id": "*"}, better="lower",
    ),
    Headline(
        "m13_leadership", "The number of people reached by leadership activities", "tally", "by_kind",
        "attendees", where={"kind": "*"},
    ),
)  # fmt: skip

#: The parameters that a measure's figures hang on, in the order in which they are printed.
DEPENDS_ON: Mapping[str, tuple[str, ...]] = {
    "m03_risk": ("resamples", "seed"),
    "m04_timeliness": ("target_policy", "working_hours", "working_days"),
    "m06_repeats": ("repeat_days", "include_known_open"),
}
