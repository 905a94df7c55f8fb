"""Cells and rows read into the contract's types; every rule of a row told in words."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mash.dataset.contract import TABLES
from mash.dataset.reading import typed
from tests.dataset.hub import SOUND, rows

LONDON = ZoneInfo("Europe/London")


def read(table, text, *, extract=True):
    """Good rows, and faults as (row, column, value, words, severity)."""
    good, faults = typed(table, rows(text, f"{table}.csv"), extract=extract)
    return good, faults.select("row", "column", "value", "rule", "severity").rows()


def read_instants(*texts, extract=True):
    """What becomes of texts in referrals.received_at: the instants, and all faults."""
    frame = pl.DataFrame(
        {"referral_id": [f"R{n}" for n in range(len(texts))], "received_at": list(texts)},
        schema_overrides={"received_at": pl.String},
    ).with_columns(
        hub_id=pl.lit("H"),
        agency_id=pl.lit("a"),
        cohort_id=pl.lit("c"),
        known_open=pl.lit("false"),
        time_known=pl.lit(None if extract else "true", dtype=pl.String),
        _file=pl.lit("referrals.csv"),
        _sheet=pl.lit(None, dtype=pl.String),
        _row=pl.int_range(2, len(texts) + 2, dtype=pl.Int64),
    )
    return typed("referrals", frame, extract=extract)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-29T01:30:00+00:00", "2026-03-29T01:30:00"),
        ("2026-03-29T01:30:00Z", "2026-03-29T01:30:00"),
        ("2026-03-29 01:30:00+0000", "2026-03-29T01:30:00"),
        ("2026-07-01T01:30+01", "2026-07-01T00:30:00"),
        ("2026-07-01T01:30:00.1234567-05:30", "2026-07-01T07:00:00.123456"),
        ("  2026-07-01T01:30:00+01:00\u00a0", "2026-07-01T00:30:00"),
        ("2026-01-01T09:00:00", "2026-01-01T09:00:00"),  # no offset: London, in winter
        ("2026-07-01 09:00", "2026-07-01T08:00:00"),  # and in summer
        ("2026-07-01", "2026-06-30T23:00:00"),  # a date alone: its midnight in London
    ],
)
def test_instant_is_read_to_the_microsecond_in_utc(text, moment):
    good, faults = read_instants(text)
    assert good["received_at"].to_list() == [datetime.fromisoformat(moment).replace(tzinfo=UTC)]
    assert faults.is_empty()


@pytest.mark.parametrize(
    "text",
    [
        "01/02/2026",
        "2026-13-01",
        "2026-02-30T10:00:00Z",
        "2026-3-9",
        "2026-01-01T24:00:00Z",
        "45999.5",
        "soon",
    ],
)
def test_instant_that_is_none_is_told(text):
    good, faults = read_instants(text)
    assert good.is_empty()
    assert faults["rule"].to_list() == [
        "must be a date and time with an offset, like 2026-03-29T01:30:00+00:00"
    ]
    assert faults["value"].to_list() == [text]


def test_time_in_the_repeated_hour_is_the_first_with_a_warning():
    good, faults = read_instants("2026-10-25T01:30:00")
    assert good["received_at"].to_list() == [datetime(2026, 10, 25, 0, 30, tzinfo=UTC)]
    assert faults["severity"].to_list() == ["warning"]
    assert "came twice that night (clocks went back)" in faults["rule"][0]


def test_time_in_the_missing_hour_is_an_hour_later_with_a_warning():
    good, faults = read_instants("2026-03-29T01:30:00")
    assert good["received_at"].to_list() == [datetime(2026, 3, 29, 1, 30, tzinfo=UTC)]  # 02:30 in London
    assert faults["severity"].to_list() == ["warning"]
    assert "did not exist that night (clocks went forward)" in faults["rule"][0]


def test_dataset_demands_an_offset():
    good, faults = read_instants("2026-01-01T09:00:00", "2026-01-01", extract=False)
    assert good.is_empty()
    assert set(faults["rule"]) == {"must be a date and time with an offset, like 2026-03-29T01:30:00+00:00"}


AT_THE_FENCES = st.one_of(
    st.datetimes(datetime(2015, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001
    st.sampled_from([(3, 29), (10, 25)]).flatmap(
        lambda day: st.datetimes(
            datetime(2026, *day, 0, 0),  # noqa: DTZ001
            datetime(2026, *day, 3, 0),  # noqa: DTZ001
        )
    ),
)


@settings(deadline=None)
@given(
    st.lists(st.tuples(AT_THE_FENCES, st.none() | st.integers(-14 * 60, 14 * 60)), min_size=1, max_size=20)
)
def test_instants_agree_with_python(drawn):
    texts, moments = [], []
    for wall, minutes in drawn:
        zone = None if minutes is None else timezone(timedelta(minutes=minutes))
        texts.append(wall.replace(tzinfo=zone).isoformat())
        moments.append(wall.replace(tzinfo=zone or LONDON, fold=0).astimezone(UTC))
    good, _ = read_instants(*texts)
    assert good["received_at"].to_list() == moments


def test_date_without_a_time_makes_time_known_false():
    good, faults = read(
        "referrals",
        "referral_id hub_id agency_id cohort_id received_at known_open\n"
        "R1 H a c 2026-01-01 false\nR2 H a c 2026-01-01T09:00:00Z false",
    )
    assert good["time_known"].to_list() == [False, True]
    assert faults == []


def test_time_known_true_beside_a_bare_date_is_told():
    good, faults = read(
        "referrals",
        "referral_id hub_id agency_id cohort_id received_at time_known known_open\n"
        "R1 H a c 2026-01-01 true false\nR2 H a c 2026-01-01 false false",
    )
    assert good["referral_id"].to_list() == ["R2"]
    assert [f[:3] for f in faults] == [(2, "time_known", "true (received_at 2026-01-01)")]
    assert "must be false (or empty) where received_at is a date without a time" in faults[0][3]


def test_empty_cell_is_unknown_and_white_space_is_dropped():
    frame = rows("hub_id name\nH1 x", "hubs.csv").with_columns(
        hub_id=pl.lit("\u00a0 H1 \t"), name=pl.lit(" \u00a0")
    )
    good, faults = typed("hubs", frame, extract=True)
    assert good.is_empty()
    assert faults.select("column", "value", "rule").rows() == [("name", None, "must not be empty")]


def test_missing_required_column_is_told_once_and_sets_every_row_aside():
    good, faults = read("hubs", "hub_id\nH1\nH2")
    assert good.is_empty()
    assert faults == [(None, "name", None, "this column is required and is not in the file: add it", "fault")]


def test_column_that_the_contract_does_not_have_is_left_out_with_a_warning():
    good, faults = read("hubs", "hub_id name surname\nH1 Hub Nobody")
    assert "surname" not in good.columns
    assert faults == [(None, "surname", None, "the contract has no such column: it is left out", "warning")]


BROKEN = {
    "decided before received": (
        "referrals",
        ("2026-01-05T12:00:00Z", "2026-01-05T08:59:59Z"),
        ("decided_at", "2026-01-05T08:59:59Z (received_at 2026-01-05T09:00:00Z)"),
        "decided_at must be at or after received_at",
    ),
    "responded before requested": (
        "requests",
        ("2026-01-05T11:00:00Z", "2026-01-05T09:59:59Z"),
        ("responded_at", "2026-01-05T09:59:59Z (requested_at 2026-01-05T10:00:00Z)"),
        "responded_at must be at or after requested_at",
    ),
    "an agency escalates about itself": (
        "escalations",
        ("police threshold", "schools threshold"),
        ("raised_by", "schools (about schools)"),
        "raised_by and about must be two different agencies",
    ),
    "an unknown code": (
        "requests",
        ("shared", "told"),
        ("response", "told"),
        "must be one of shared, nothing_known, declined, cancelled",
    ),
    "a stage that does not exist": (
        "escalations",
        ("threshold 1", "threshold 6"),
        ("stage", "6"),
        "must be a whole number from 1 to 5",
    ),
    "a number that is none": (
        "baselines",
        (" 100", " many"),
        ("volume", "many"),
        "must be a whole number of 0 or more",
    ),
    "half a person": (
        "baselines",
        (" 100", " 1.5"),
        ("volume", "1.5"),
        "must be a whole number of 0 or more",
    ),
    "a flag that is none": (
        "ratings",
        ("police    true", "police    maybe"),
        ("rationale_recorded", "maybe"),
        "must be true or false",
    ),
    "a date the wrong way round": (
        "surveys",
        ("2026-01-01", "01-01-2026"),
        ("opened_on", "01-01-2026"),
        "must be a date, like 2026-03-29",
    ),
    "a baseline that ends before it starts": (
        "baselines",
        ("2026-01-01 2026-03-31", "2026-01-01 2025-03-31"),
        ("end", "2025-03-31 (start 2026-01-01)"),
        "end must be on or after start",
    ),
    "a reserved code": (
        "cohorts",
        ("neglect", "unknown"),
        ("cohort_id", "unknown"),
        "cohort_id may not be a word kept for totals and gaps",
    ),
    "no id": ("hubs", ("H1", "-"), ("hub_id", None), "must not be empty"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_row_rule_is_told_with_column_value_and_words(case):
    table, (sound, spoilt), expected, words = BROKEN[case]
    assert sound in SOUND[table]
    _, before = read(table, SOUND[table], extract=False)
    good, faults = read(table, SOUND[table].replace(sound, spoilt, 1), extract=False)
    assert before == []
    assert [fault[:3] for fault in faults] == [(2, *expected)]
    assert faults[0][3].startswith(words)
    assert 2 not in good["_row"].to_list()


def test_feedback_before_the_decision_and_resolution_before_it_was_raised_are_told():
    _, faults = read(
        "referrals",
        "referral_id hub_id agency_id cohort_id received_at decided_at feedback_at known_open\n"
        "R1 H a c 2026-01-01T09:00:00Z 2026-01-01T10:00:00Z 2026-01-01T09:30:00Z false",
    )
    assert faults[0][3] == "feedback_at must be at or after decided_at"
    _, faults = read(
        "escalations",
        "escalation_id raised_at raised_by about reason stage resolved_at\n"
        "E1 2026-01-01T09:00:00Z a b other 1 2026-01-01T08:00:00Z",
    )
    assert faults[0][3] == "resolved_at must be at or after raised_at"


def test_parquet_types_of_others_are_cast():
    frame = pl.DataFrame(
        {
            "survey_id": ["S1"],
            "question_id": ["Q1"],
            "text": pl.Series(["Well?"], dtype=pl.Categorical),
            "scale_max": pl.Series([5.0], dtype=pl.Float64),
            "_file": ["x.parquet"],
            "_sheet": pl.Series([None], dtype=pl.String),
            "_row": [1],
        }
    )
    good, faults = typed("survey_questions", frame, extract=False)
    assert faults.is_empty()
    assert good.schema["text"] == pl.String
    assert good["scale_max"].to_list() == [5]
    _, faults = typed("survey_questions", frame.with_columns(scale_max=2.5), extract=False)
    assert faults["rule"].to_list() == ["must be a whole number of 2 or more"]


CELL = st.sampled_from(
    ["", "  ", "\u00a0", "R1", "H1", "police", "true", "no", "maybe", "given", "unknown", "5", "-1", "2.0",
     "nan", "£3", "01/01/2026", "2026-01-01", "2026-01-01T09:00:00Z", "2025-06-01T09:00+01:00",
     "2026-10-25T01:30:00"]
)  # fmt: skip


@settings(deadline=None)
@given(st.sampled_from(sorted(TABLES)), st.data())
def test_every_row_is_either_good_or_has_a_fault(table, data):
    names = list(TABLES[table].columns())
    count = data.draw(st.integers(0, 6))
    cells = [[data.draw(CELL) for _ in names] for _ in range(count)]
    frame = pl.DataFrame(cells, schema=dict.fromkeys(names, pl.String), orient="row").with_columns(
        _file=pl.lit("f.csv"),
        _sheet=pl.lit(None, dtype=pl.String),
        _row=pl.int_range(2, count + 2, dtype=pl.Int64),
    )
    good, faults = typed(table, frame, extract=False)
    rejected = set(faults.filter(pl.col("severity") == "fault")["row"])
    assert set(good["_row"]) | rejected == set(range(2, count + 2))
    assert set(good["_row"]) & rejected == set()
    assert TABLES[table].validate(good.select(names).unique(TABLES[table].primary_key())).height <= count


def test_dates_are_dates():
    good, _ = read("surveys", SOUND["surveys"])
    assert good["opened_on"].to_list() == [date(2026, 1, 1)]
