"""The true tables keep every rule of the contract, at the demo's size and at sizes that stretch the staff."""

import polars as pl
import pytest

from mash.dataset.contract import TABLES
from mash.demo.tables import frames
from mash.demo.world import world
from tests.demo.conftest import silent


@pytest.fixture(scope="module", params=[1, 40, 2_000, 20_000])
def any_size(request, tables):
    return tables if request.param == 20_000 else frames(world(request.param, 5, silent).rows)


def test_every_table_keeps_its_types_keys_and_rules(any_size):
    for name, schema in TABLES.items():
        schema.validate(any_size[name])


def test_every_code_and_id_pointed_to_exists(any_size):
    for name, schema in TABLES.items():
        for column, kind in schema.columns().items():
            if target := (kind.metadata or {}).get("fk"):
                key = "risk" if target == "risks" else TABLES[target].primary_key()[0]
                known = any_size[target][key].implode()
                lost = any_size[name].filter(~pl.col(column).is_in(known))
                assert lost.is_empty(), f"{name}.{column}"


@pytest.mark.parametrize(
    ("table", "moment"), [("ratings", "rated_at"), ("requests", "requested_at"), ("disposals", "decided_at")]
)
def test_what_hangs_on_a_referral_happens_after_its_receipt(any_size, table, moment):
    joined = any_size[table].join(
        any_size["referrals"].select("referral_id", "received_at"), on="referral_id"
    )
    assert joined.filter(pl.col(moment) < pl.col("received_at")).is_empty()


def test_each_referral_and_outcome_has_one_lead(any_size):
    leads = any_size["disposals"].group_by("referral_id", "outcome_id").agg((pl.col("role") == "lead").sum())
    assert leads.filter(pl.col("role") != 1).is_empty()


def test_the_main_cohort_stands_among_the_cohorts(any_size):
    missing = any_size["referrals"].join(
        any_size["referral_cohorts"], on=["referral_id", "cohort_id"], how="anti"
    )
    assert missing.is_empty()


def test_scores_stay_on_their_scale(any_size):
    joined = any_size["answers"].join(any_size["survey_questions"], on="question_id")
    assert joined.filter(pl.col("score") > pl.col("scale_max")).is_empty()


def test_agencies_are_named_only_while_they_exist(any_size):
    day = pl.col("received_at").dt.convert_time_zone("Europe/London").dt.date()
    joined = any_size["referrals"].join(any_size["agencies"], on="agency_id")
    early, late = day < pl.col("valid_from"), day > pl.col("valid_to")
    assert joined.filter(early | late).is_empty()
