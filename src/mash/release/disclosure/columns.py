"""What each column of each statistic is: the one place in which it is said.

Columns that are dimensions are labels and need not be named. Statistics are named briefly, `m01/by_month`.
"""

from mash.measures import all_statistics
from mash.release.disclosure.kinds import (
    Average,
    Chance,
    Count,
    Edge,
    Estimate,
    Kind,
    Quantile,
    Rate,
    Sum,
    Volume,
)

#: All decided referrals; two statistics hold them.
DECIDED = "m05/earliest_intervention.decided[*]"
STATES = ("in_time", "late", "open_in_time", "open_overdue")


def counts(names: str) -> dict[str, Kind]:
    """Columns that are counts."""
    return dict.fromkeys(names.split(), Count())


def rate(name: str, numerator: str, denominator: str) -> dict[str, Kind]:
    """A proportion with its interval."""
    return {name: Rate(numerator, denominator), "lower": Edge(name, False), "upper": Edge(name, True)}


def like(kind: Kind, names: str) -> dict[str, Kind]:
    """Several columns of one kind."""
    return dict.fromkeys(names.split(), kind)


ON_TIME = counts("in_time late open_in_time open_overdue no_target due met") | rate(
    "on_time_rate", "met", "due"
)
# the time is known of all with a due time, so at least these are behind the median
WAITS: dict[str, Kind] = {"median_hours": Quantile(STATES), "p90_hours": Quantile(STATES, 0.1)}
REPEATS = counts("referrals with_history repeats") | rate("rate", "repeats", "with_history")

COLUMNS: dict[str, dict[str, Kind]] = {
    "m00/share": counts("referrals")
    | {"baseline_volume": Volume(), "share": Rate("referrals", "baseline_volume")}
    | {"lower": Edge("share", False, poisson=True), "upper": Edge("share", True, poisson=True)},
    "m00/exempt": counts("referrals"),
    "m01/by_agency": counts("referrals") | {"share_of_all": Rate("referrals", "m01/by_agency.referrals[*]")},
    "m01/by_month": counts("referrals"),
    "m02/by_cohort": counts("referrals people")
    | {"share_of_all": Rate("referrals", "m02/by_cohort.referrals[*]")},
    "m02/any_cohort": counts("referrals"),
    "m02/agency_cohort": counts("referrals"),
    "m02/by_month": counts("referrals"),
    "m03/by_risk": counts("first_rated final_rated"),
    "m03/rerating": counts("referrals"),
    "m03/severity": counts("referrals"),
    "m03/added_value": like(Estimate("gamma"), "gamma lower upper"),
    "m03/missed_risk": counts("numerator denominator") | rate("rate", "numerator", "denominator"),
    "m04/by_risk": ON_TIME | WAITS,
    "m04/by_agency": ON_TIME | WAITS,
    "m04/by_month": ON_TIME,
    "m04/policy_sensitivity": counts("in_time late open_in_time open_overdue due met")
    | {"on_time_rate": Rate("met", "due")},
    "m04/responses": counts("requests in_time late open_in_time open_overdue no_due cancelled due met")
    | {"on_time_rate": Rate("met", "due"), "median_hours": Quantile(("requests",))},
    "m04/feedback": counts("decided fed_back") | {"median_hours": Quantile(("decided",))},
    "m04/segments": counts("referrals")
    | {"median_hours": Quantile(("referrals",)), "p90_hours": Quantile(("referrals",), 0.1)}
    | {"share_of_time": Average(("referrals",))},
    "m04/blockages": counts("last_to_respond last_to_respond_late")
    | {"sole_wait_hours": Sum(("m04/responses.requests[agency_id]",))},
    "m05/by_outcome": counts("disposals referrals") | {"share_of_decided": Rate("referrals", DECIDED)},
    "m05/by_cohort": counts("referrals"),
    "m05/by_risk": counts("referrals"),
    "m05/utilisation": counts("contributed led supported utilised")
    | {"utilised_rate": Rate("utilised", DECIDED)},
    "m05/forums": counts("referrals"),
    "m05/earliest_intervention": counts("decided with_intervention")
    | {"median_hours": Quantile(("with_intervention",))},
    "m06/repeat_rate": REPEATS,
    "m06/by_month": REPEATS,
    "m06/return_curve": counts("units events")
    | like(Chance("units", "events"), "return_probability lower upper"),
    "m06/return_by_outcome": counts("decided") | like(Chance("decided"), "return_probability lower upper"),
    "m06/risk_trend": counts("repeats") | {"share": Rate("repeats", "m06/risk_trend.repeats[*]")},
    "m07/by_pair": counts("escalations open") | {"median_days": Quantile(("escalations",))},
    "m07/by_reason": counts("escalations resolved changed") | {"changed_rate": Rate("changed", "resolved")},
    "m07/by_stage": counts("escalations"),
    "m07/rate": counts("escalations referrals")
    | {"per_100_referrals": Rate("escalations", "referrals", times=100)},
    "m08/response_rate": counts("invited answered") | rate("rate", "answered", "invited"),
    "m08/scores": counts("answers"),
    "m08/summary": counts("answers")
    | {"mean": Estimate("mean score")}
    | like(Estimate("top two"), "top_two_share lower upper"),
    "m09/by_agency": counts("complaints upheld partly_upheld")
    | {"per_1000_referrals": Rate("complaints", "m01/by_agency.referrals[agency_id]", times=1000)},
    "m09/timeliness": counts("closed_in_time closed_late open_in_time open_overdue no_due due met")
    | {"on_time_rate": Rate("met", "due")},
    "m09/by_theme": counts("complaints"),
    "m10/coverage": counts("sampled completed"),
    "m10/grades": counts("audits"),
    "m10/weighted": counts("audits") | like(Estimate("good or better"), "good_or_better lower upper"),
    "m10/agreement": {"alpha": Average(("pairs",))} | counts("pairs"),
    "m10/actions": counts("open overdue completed completed_late"),
    "m11/library": counts("items"),
    "m11/uses": counts("requested supplied") | {"median_days": Quantile(("requested",))},
    "m11/unserved": {},
    "m12/by_source": counts("lessons recommendations accepted implemented policies_changed"),
    "m12/progress": counts("proposed accepted rejected implemented overdue")
    | {"median_days_to_implement": Quantile(("accepted", "implemented"))},
    "m12/impact": counts("implemented with_evidence") | {"share": Rate("with_evidence", "implemented")},
    "m13/by_kind": counts("activities attendees")
    | like(Sum(("activities",)), "hours cost")
    | like(Average(("activities",)), "cost_per_attendee mean_feedback"),
    "m13/reach": counts("activities"),
    "m13/by_month": counts("activities attendees") | {"cost": Sum(("activities",))},
}

#: Dimension columns of each statistic, in order.
DIMENSIONS: dict[str, tuple[str, ...]] = {}
#: Brief names by the names that results use, and the other way round.
BRIEF: dict[str, str] = {}
KEY: dict[str, str] = {}
#: Statistics with a total row, by the dimensions that have one.
TOTALLED: dict[str, frozenset[str]] = {}
for _statistic in all_statistics():
    _brief = f"{_statistic.measure[:3]}/{_statistic.name}"
    BRIEF[_statistic.key], KEY[_brief] = _brief, _statistic.key
    DIMENSIONS[_brief] = tuple(dimension.column for dimension in _statistic.dimensions)
    TOTALLED[_brief] = frozenset(d.column for d in _statistic.dimensions if d.total)


def count_columns(statistic: str) -> tuple[str, ...]:
    """The columns of a statistic (named briefly) that are counts."""
    return tuple(name for name, kind in COLUMNS[statistic].items() if isinstance(kind, Count))
