"""All 56 statistics on drawn data: what must hold whatever is drawn; and the drawn data themselves."""

import math
import time
from collections import Counter

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings

from mash.dataset.contract import TABLES
from tests import oracle
from tests.strategies import asked, datasets, quality_datasets, sharing_datasets

DRAWN = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)

# statistic: how many of its columns are dimensions
DIMENSIONS = {
    "m00_baseline/share": 2, "m00_baseline/exempt": 1,
    "m01_referrals_by_agency/by_agency": 1, "m01_referrals_by_agency/by_month": 2,
    "m02_referrals_by_cohort/by_cohort": 1, "m02_referrals_by_cohort/any_cohort": 1,
    "m02_referrals_by_cohort/agency_cohort": 2, "m02_referrals_by_cohort/by_month": 2,
    "m03_risk/by_risk": 1, "m03_risk/rerating": 2, "m03_risk/severity": 3, "m03_risk/added_value": 1,
    "m03_risk/missed_risk": 1,
    "m04_timeliness/by_risk": 1, "m04_timeliness/by_agency": 1, "m04_timeliness/by_month": 2,
    "m04_timeliness/policy_sensitivity": 1, "m04_timeliness/responses": 1, "m04_timeliness/feedback": 1,
    "m04_timeliness/segments": 1, "m04_timeliness/blockages": 1,
    "m05_outcomes/by_outcome": 1, "m05_outcomes/by_cohort": 2, "m05_outcomes/by_risk": 2,
    "m05_outcomes/utilisation": 1, "m05_outcomes/forums": 1, "m05_outcomes/earliest_intervention": 1,
    "m06_repeats/repeat_rate": 1, "m06_repeats/by_month": 1, "m06_repeats/return_curve": 1,
    "m06_repeats/return_by_outcome": 1, "m06_repeats/risk_trend": 1,
    "m07_escalations/by_pair": 2, "m07_escalations/by_reason": 1, "m07_escalations/by_stage": 1,
    "m07_escalations/rate": 1,
    "m08_satisfaction/response_rate": 2, "m08_satisfaction/scores": 3, "m08_satisfaction/summary": 2,
    "m09_complaints/by_agency": 2, "m09_complaints/timeliness": 1, "m09_complaints/by_theme": 1,
    "m10_audit/coverage": 1, "m10_audit/grades": 4, "m10_audit/weighted": 1, "m10_audit/agreement": 2,
    "m10_audit/actions": 1,
    "m11_evidence/library": 2, "m11_evidence/uses": 1, "m11_evidence/unserved": 1,
    "m12_lessons/by_source": 1, "m12_lessons/progress": 1, "m12_lessons/impact": 1,
    "m13_leadership/by_kind": 1, "m13_leadership/reach": 1, "m13_leadership/by_month": 1,
}  # fmt: skip
PARTIAL = {"m07_escalations/by_pair"}  # not every combination is printed; nor in all of m08 and m10
NUMBERS = {"severity", "stage", "score", "grade", "days"}


def place(column, value):
    """`*` first, numbers as numbers, the rest by code point."""
    number = column in NUMBERS and value.isdigit()
    return (value != "*", int(value) if number else 0, "" if number else value)


@DRAWN
@given(asked(datasets()))
def test_rows_are_sorted_once_each_and_whole(drawn):
    found = oracle.compute(*drawn)
    assert list(found) == list(DIMENSIONS)
    for key, rows in found.items():
        columns = [list(r) for r in rows]
        assert all(c == columns[0] for c in columns)
        names = columns[0][: DIMENSIONS[key]] if rows else []
        places = [tuple(place(name, r[name]) for name in names) for r in rows]
        assert places == sorted(set(places)), key
        if key not in PARTIAL and key[:3] not in ("m08", "m10"):
            assert len(rows) == math.prod(len({r[name] for r in rows}) for name in names) * bool(rows), key


@DRAWN
@given(asked(datasets()))
def test_a_total_is_never_above_the_sum_of_its_rows_nor_below_the_largest(drawn):
    for key, rows in oracle.compute(*drawn).items():
        names = list(rows[0])[: DIMENSIONS[key]] if rows else []
        counts = [c for c, v in rows[0].items() if c not in names and isinstance(v, int)] if rows else []
        for name in names:
            for total in (r for r in rows if r[name] == "*"):
                others = [n for n in names if n != name]
                parts = [r for r in rows if r[name] != "*" and all(r[n] == total[n] for n in others)]
                for c in counts:
                    values = [r[c] for r in parts]
                    assert max(values, default=0) <= total[c] <= sum(values), (key, c, total)


@DRAWN
@given(asked(datasets()))
def test_rates_are_fractions_inside_their_intervals(drawn):
    rates = ("on_time_rate", "rate", "top_two_share", "return_probability", "good_or_better")
    for key, rows in oracle.compute(*drawn).items():
        for r in rows:
            for name in (n for n in rates if r.get(n) is not None):
                assert 0 <= r[name] <= 1, (key, r)
                if r.get("lower") is not None:
                    assert r["lower"] - 1e-12 <= r[name] <= r["upper"] + 1e-12, (key, r)
            if "met" in r:
                assert r["on_time_rate"] == (r["met"] / r["due"] if r["due"] else None)
                assert r["met"] <= r.get("in_time", r.get("closed_in_time"))


@DRAWN
@given(asked(sharing_datasets()))
def test_measures_that_count_the_same_referrals_agree(drawn):
    found = oracle.compute(*drawn)
    everything = found["m01_referrals_by_agency/by_agency"][0]["referrals"]
    assert found["m02_referrals_by_cohort/by_cohort"][0]["referrals"] == everything
    assert found["m02_referrals_by_cohort/any_cohort"][0]["referrals"] == everything
    assert found["m03_risk/by_risk"][0]["first_rated"] == everything
    states = ("in_time", "late", "open_in_time", "open_overdue", "no_target")
    for r in (found["m04_timeliness/by_risk"][0], found["m04_timeliness/by_agency"][0]):
        assert sum(r[s] for s in states) == everything
    assert sum(r["referrals"] for r in found["m07_escalations/rate"]) == everything
    decided = found["m04_timeliness/feedback"][0]["decided"]
    assert found["m05_outcomes/earliest_intervention"][0]["decided"] == decided
    # the chosen policy is one of the three
    policy = drawn[1].parameters.target_policy
    chosen = next(r for r in found["m04_timeliness/policy_sensitivity"] if r["target_policy"] == policy)
    assert all(chosen[c] == found["m04_timeliness/by_risk"][0][c] for c in (*states[:4], "due", "met"))
    shares = [r["share_of_time"] for r in found["m04_timeliness/segments"]]
    assert None in shares or math.fsum(shares) == pytest.approx(1)


@DRAWN
@given(datasets())
def test_drawn_data_keep_the_contract(tables):
    for name, schema in TABLES.items():
        types = schema.create_empty().schema
        rows = [{column: row.get(column) for column in types} for row in tables[name]]
        schema.validate(pl.DataFrame(rows, schema=types, orient="row"))
        for column, kind in schema.columns().items():
            parent = (kind.metadata or {}).get("fk")
            key = "agency_id" if parent == "agencies" else column
            if parent:
                known = {row[key] for row in tables[parent]}
                assert {row.get(column) for row in tables[name]} - known <= {None}, (name, column)
    leads = Counter((r["referral_id"], r["outcome_id"]) for r in tables["disposals"] if r["role"] == "lead")
    assert set(leads.values()) <= {1}
    assert {(r["referral_id"], r["outcome_id"]) for r in tables["disposals"]} == set(leads)
    received = {r["referral_id"]: r["received_at"] for r in tables["referrals"]}
    for name, moment in (("ratings", "rated_at"), ("requests", "requested_at"), ("disposals", "decided_at")):
        assert all(row[moment] >= received[row["referral_id"]] for row in tables[name])


@pytest.mark.parametrize(
    ("dataset", "is_mine"),
    [(sharing_datasets(), lambda key: key < "m08"), (quality_datasets(), lambda key: key >= "m08")],
    ids=["sharing", "quality"],
)
def test_drawn_data_reach_every_column_of_every_statistic(dataset, is_mine):
    seen, unseen, spent = set(), set(), []

    @settings(DRAWN, max_examples=150)
    @given(asked(dataset))
    def look(drawn):
        begin = time.perf_counter()
        found = oracle.compute(*drawn)
        spent.append(time.perf_counter() - begin)
        for key, rows in found.items():
            for column, value in ((c, v) for r in rows for c, v in r.items()):
                if is_mine(key) and (key, column) not in oracle.UNCHECKED:
                    (seen if value not in (None, 0) else unseen).add((key, column))

    look()
    assert unseen - seen == set()
    # slow is fine, but every example of every comparison pays it
    assert sorted(spent)[len(spent) // 2] < 0.1
