"""Which part of the hub a question is about: one hub, agency, cohort, locality or age group, and whether
agencies are those of the time or what they have become.

A referral is in scope by what it says itself, and whatever hangs on it follows it. A register's entry is in
scope by its agency or cohort. A measure that knows nothing of a filter is not narrowed by it, and says so:
complaints have no locality, and the complaints of a locality divided by nothing would be a wrong figure.
Measures look up earlier and later referrals of a person (m06) in the whole dataset, whatever the scope.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields, replace
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis import _

from mash.engine.question import QuestionError, Scope

#: What a question can be narrowed by.
FILTERS = frozenset({"hub_id", "agency_id", "cohort_id", "locality", "age_group"})
#: The filters that each measure knows; by those it does not know it is not narrowed.
KNOWS: dict[str, frozenset[str]] = {
    "m00_baseline": frozenset({"agency_id", "cohort_id", "age_group"}),
    "m01_referrals_by_agency": FILTERS,
    "m02_referrals_by_cohort": FILTERS,
    "m03_risk": FILTERS,
    "m04_timeliness": FILTERS,
    "m05_outcomes": FILTERS,
    "m06_repeats": FILTERS,
    "m07_escalations": FILTERS,
    "m08_satisfaction": frozenset({"agency_id"}),
    "m09_complaints": frozenset({"agency_id"}),
    "m10_audit": FILTERS,
    "m11_evidence": frozenset({"agency_id", "cohort_id", "age_group"}),
    "m12_lessons": frozenset({"agency_id"}),
    "m13_leadership": frozenset({"agency_id"}),
}
#: The table of what each agency has become, made for a question that rolls agencies up.
SUCCESSORS = "successors"
SUCCESSOR_COLUMNS = {"agency_id": "string", "today": "string"}

#: All referrals of the dataset, also those that are not known at as-at, while a scope is laid on.
_EVERY = "every referral"
#: Columns that hold agencies, by table.
_AGENCIES = {
    "referrals": ("agency_id",),
    _EVERY: ("agency_id",),
    "ratings": ("agency_id",),
    "requests": ("agency_id",),
    "disposals": ("agency_id",),
    "escalations": ("raised_by", "about"),
    "invitations": ("agency_id",),
    "complaint_agencies": ("agency_id",),
    "audit_grades": ("agency_id",),
    "audit_actions": ("agency_id",),
    "evidence_uses": ("agency_id",),
    "recommendations": ("agency_id",),
    "activity_agencies": ("agency_id",),
    "baselines": ("agency_id",),
}
#: Tables that name an agency once: two that have become one stand there once.
_ONCE = ("complaint_agencies", "activity_agencies")


def for_measure(scope: Scope, measure: str) -> Scope:
    """The scope as far as the measure knows its filters."""
    unknown = dict.fromkeys(FILTERS - KNOWS[measure])
    return replace(scope, **unknown)  # type: ignore[arg-type]


def not_narrowed_by(scope: Scope, measure: str) -> list[str]:
    """The filters of the scope that the measure does not know, in the order in which they are asked."""
    return [name for name in chosen(scope) if name in FILTERS - KNOWS[measure]]


def chosen(scope: Scope) -> dict[str, Any]:
    """What is chosen: the filters that are set, and `rolled_up` where it is."""
    return {name: value for name, value in asdict(scope).items() if value}


def scope_of(given: Mapping[str, Any]) -> Scope:
    """The scope that `chosen` wrote down. Raises QuestionError where it names a filter that is none."""
    unknown = set(given) - {field.name for field in fields(Scope)}
    if unknown:
        raise QuestionError(f"there is no filter {', '.join(sorted(unknown))}")
    return Scope(**given)


def become(agencies: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """What each agency has become: the end of its chain of successors, itself where it has none.

    A successor that the table does not have ends the chain before it.
    """
    after = {row["agency_id"]: row["successor_id"] for row in agencies}
    found = {}
    for agency in after:
        today, passed = agency, {agency}
        while after[today] in after and after[today] not in passed:
            today = after[today]
            passed.add(today)
        found[agency] = today
    return found


def check_codes(scope: Scope, codes: Mapping[str, Iterable[str]]) -> None:
    """Raise QuestionError where a filter's code is none of `codes`; those that there are, are named."""
    for name, value in chosen(scope).items():
        if name in codes and value not in (known := sorted(codes[name])):
            raise QuestionError(
                f"the dataset has no {name} {value!r}; it has {', '.join(known) if known else 'none'}"
            )


def rolled_up(known: dict[str, ir.Table]) -> dict[str, ir.Table]:
    """The tables with every agency as what it has become (`SUCCESSORS`).

    It is valid from the first day of any that became it to the last day of its own.
    """
    today = ibis.table(SUCCESSOR_COLUMNS, name=SUCCESSORS)
    found = dict(known)
    for table, columns in _AGENCIES.items():
        rows = known[table]
        for column in columns:
            names = rows.columns
            rows = rows.left_join(today, rows[column] == today.agency_id)
            rows = rows.mutate(**{column: rows.today}).select(*names)
        found[table] = rows.distinct() if table in _ONCE else rows
    # between agencies that have become one nothing was disagreed any more
    found["escalations"] = found["escalations"].filter(_.raised_by != _.about)
    agencies = known["agencies"].join(today, "agency_id")
    always = ibis.literal("0001-01-01").cast("date")
    first = agencies.group_by("today").aggregate(first=_.valid_from.fill_null(always).min())
    names = known["agencies"].columns
    last = agencies.filter(_.agency_id == _.today).join(first, "today")
    found["agencies"] = last.mutate(valid_from=_["first"].nullif(always)).select(*names)
    return found


def narrowed(known: dict[str, ir.Table], every: ir.Table, scope: Scope) -> dict[str, ir.Table]:
    """The tables as far as they are in scope. Referrals stay and say so (`in_scope`): earlier ones are
    looked up among all. What is about a referral is in scope with it, whether or not it is known at as-at:
    `every` has all.
    """
    found = dict(known)
    referrals = known["referrals"]
    inside = _in_scope(referrals, known["cohorts"], scope, FILTERS)
    found["referrals"] = inside.select(*referrals.columns, "in_scope")
    if not any(getattr(scope, name) for name in FILTERS):
        return found
    found["audits"] = known["audits"].semi_join(_about(every, known, scope, FILTERS), "referral_id")
    others = FILTERS - {"agency_id"}  # who raised an escalation and whom it is about is asked for itself
    if any(getattr(scope, name) for name in others):
        about = _about(every, known, scope, others)
        found["escalations"] = known["escalations"].semi_join(about, "referral_id")
    for table in ("evidence", "baselines"):
        found[table] = _of_cohort(found[table], known["cohorts"], scope)
    return found | _of_agency(found, scope.agency_id) if scope.agency_id else found


def _in_scope(referrals: ir.Table, cohorts: ir.Table, scope: Scope, filters: frozenset[str]) -> ir.Table:
    if scope.age_group:
        referrals = referrals.left_join(cohorts.select("cohort_id", "age_group"), "cohort_id")
        referrals = referrals.drop("cohort_id_right")
    inside = ibis.literal(True)
    for column in sorted(filters):
        value = getattr(scope, column)
        if value:
            inside &= (referrals[column] == value).fill_null(False)
    return referrals.mutate(in_scope=inside)


def _about(every: ir.Table, known: Mapping[str, ir.Table], scope: Scope, filters: frozenset[str]) -> ir.Table:
    return _in_scope(every, known["cohorts"], scope, filters).filter(_.in_scope).select("referral_id")


def _of_cohort(rows: ir.Table, cohorts: ir.Table, scope: Scope) -> ir.Table:
    if scope.cohort_id:
        rows = rows.filter(_.cohort_id == scope.cohort_id)
    if scope.age_group:
        rows = rows.semi_join(cohorts.filter(_.age_group == scope.age_group), "cohort_id")
    return rows


def _of_agency(found: Mapping[str, ir.Table], agency: str) -> dict[str, ir.Table]:
    """The registers' entries that are of one agency: asked of it, about it, used, owned or attended by it."""
    own = {
        table: found[table].filter(_.agency_id == agency)
        for table in (
            "invitations",
            "complaint_agencies",
            "evidence_uses",
            "recommendations",
            "activity_agencies",
            "baselines",
        )
    }
    return own | {
        "escalations": found["escalations"].filter((_.raised_by == agency) | (_.about == agency)),
        "complaints": found["complaints"].semi_join(own["complaint_agencies"], "complaint_id"),
        "lessons": found["lessons"].semi_join(own["recommendations"], "lesson_id"),
        "activities": found["activities"].semi_join(own["activity_agencies"], "activity_id"),
    }


def tables_in_scope(known: Mapping[str, ir.Table], every: ir.Table, scope: Scope) -> dict[str, ir.Table]:
    """The known tables, rolled up and narrowed as the scope says; `every` has all referrals of the dataset,
    known at as-at or not.
    """
    found = dict(known) | {_EVERY: every}
    if scope.rolled_up:
        found = rolled_up(found)
    every = found.pop(_EVERY)
    return narrowed(found, every, scope)
