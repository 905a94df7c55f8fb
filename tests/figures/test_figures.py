"""Answers kept: what is asked is answered once, the same as `mash measures` answers, and goes in time."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from mash.dataset.store import DatasetError, open_dataset, write
from mash.engine.answer import answer
from mash.engine.duckdb_ import DuckDB
from mash.engine.question import Parameters, Question, QuestionError, Scope
from mash.figures import held as holding
from mash.figures import kept, listing
from mash.figures.answering import answered
from mash.figures.asked import key_of, question_of, written
from mash.figures.drawing import OUTCOMES
from mash.figures.held import current, every_current, hold, of_sha256
from mash.figures.windows import WINDOWS, usual, window
from mash.measures import all_curves, all_statistics
from tests.figures.made import AS_AT, held_in, small, store_in


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    return small(tmp_path_factory.mktemp("hub"))


@pytest.fixture(scope="module")
def store(tables, tmp_path_factory):
    root = tmp_path_factory.mktemp("figures")
    store_in(root, tables)
    return root


def test_what_is_kept_is_what_mash_measures_writes(store, tables, tmp_path):
    held = current(store, "records")
    question = usual(held)
    found = kept.found(store, key_of(held.sha256, question))
    every = [*all_statistics(), *all_curves()]
    answer(open_dataset(held.path), question, every, DuckDB(), tmp_path / "results")
    for path in (tmp_path / "results").rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (found.folder / path.relative_to(tmp_path / "results")).read_bytes()
    assert set(found.drawn()) == {one.measure for one in all_statistics()} | {OUTCOMES}


def test_an_answer_is_computed_once(store, monkeypatch):
    held = current(store, "records")
    monkeypatch.setattr("mash.figures.answering.answer", None)  # would fail
    assert answered(store, held, usual(held)) == key_of(held.sha256, usual(held))


QUESTIONS = [
    Question(AS_AT, date(2025, 1, 1), date(2026, 1, 1)),
    Question(AS_AT, date(2025, 1, 1), date(2026, 1, 2)),
    Question(AS_AT - timedelta(seconds=1), date(2025, 1, 1), date(2026, 1, 1)),
    Question(AS_AT, date(2025, 1, 1), date(2026, 1, 1), Parameters(target_policy="current")),
    Question(AS_AT, date(2025, 1, 1), date(2026, 1, 1), Parameters(working_days=(1, 2))),
    *[
        Question(AS_AT, date(2025, 1, 1), date(2026, 1, 1), scope=Scope(**{name: value}))
        for name, value in (
            ("hub_id", "a"),
            ("agency_id", "a"),
            ("cohort_id", "a"),
            ("locality", "a"),
            ("age_group", "any"),
            ("rolled_up", True),
        )
    ],
]


def test_every_other_question_and_dataset_has_another_key_and_is_read_back():
    keys = {key_of(sha, question) for question in QUESTIONS for sha in ("a" * 64, "b" * 64)}
    assert len(keys) == 2 * len(QUESTIONS)
    assert [question_of(written(question)) for question in QUESTIONS] == QUESTIONS


@pytest.mark.parametrize("told", [{}, {"as_at": "now"}, written(QUESTIONS[0]) | {"scope": {"street": "x"}}])
def test_what_is_no_question_says_so(told):
    with pytest.raises(QuestionError):
        question_of(told)


def test_what_cannot_be_answered_says_why_and_is_asked_anew_of_the_next_dataset(store):
    held = current(store, "records")
    asked = replace(usual(held), scope=Scope(locality="nowhere"))
    key = answered(store, held, asked)
    failed = kept.found(store, key)
    assert isinstance(failed, kept.Failed)
    assert "no locality 'nowhere'" in failed.words
    assert not list((store / "answers").glob(f"{key}*working"))


def test_the_newest_of_a_name_is_current_and_the_oldest_go(tables, tmp_path):
    stamps = [AS_AT + timedelta(days=day) for day in range(holding.KEPT + 1)]
    made = [held_in(tmp_path, tables, as_at=at) for at in stamps]
    assert current(tmp_path, "records").as_at == stamps[-1]
    assert len(list((tmp_path / "datasets" / "records").iterdir())) == holding.KEPT
    assert not made[0].path.exists()
    held_in(tmp_path, tables, name="extracts")
    assert [one.name for one in every_current(tmp_path)] == ["records", "extracts"]
    assert of_sha256(tmp_path, made[-1].sha256[:12]).sha256 == made[-1].sha256
    assert of_sha256(tmp_path, "") is None


def test_a_dataset_that_fails_leaves_nothing_and_one_without_as_at_says_what_it_lacks(tables, tmp_path):
    def fails(at):
        write(at, tables, as_at=AS_AT, source="test")
        raise DatasetError("No.")

    with pytest.raises(DatasetError):
        hold(tmp_path, "records", "R", fails)
    with pytest.raises(DatasetError, match="--as-at"):
        hold(tmp_path, "records", "R", lambda at: write(at, tables, as_at=None, source="test"))
    assert list((tmp_path / "datasets" / "records").iterdir()) == []
    assert current(tmp_path, "records") is None


def in_london(text):
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("name", "as_at", "first", "expected"),
    [
        ("24months", "2026-02-15T10:00:00+00:00", date(2020, 5, 5), (date(2024, 2, 1), date(2026, 2, 1))),
        # the month of as-at is whole at its very last instant, also in summer time
        (
            "12months",
            "2026-03-31T23:59:59.999999+01:00",
            date(2020, 5, 5),
            (date(2025, 4, 1), date(2026, 4, 1)),
        ),
        (
            "12months",
            "2026-03-31T23:59:59.999998+01:00",
            date(2020, 5, 5),
            (date(2025, 3, 1), date(2026, 3, 1)),
        ),
        # a young hub: no months before it; in its first month, what there is
        ("24months", "2026-02-15T10:00:00+00:00", date(2025, 12, 9), (date(2025, 12, 1), date(2026, 2, 1))),
        ("24months", "2026-02-15T10:00:00+00:00", date(2026, 2, 9), (date(2026, 2, 1), date(2026, 2, 16))),
        ("24months", "2026-02-15T10:00:00+00:00", None, (date(2026, 2, 1), date(2026, 2, 16))),
        ("quarter", "2026-02-15T10:00:00+00:00", date(2020, 5, 5), (date(2025, 10, 1), date(2026, 1, 1))),
        ("quarter", "2026-04-01T00:00:00+01:00", date(2020, 5, 5), (date(2026, 1, 1), date(2026, 4, 1))),
        ("year", "2026-03-31T12:00:00+01:00", date(2020, 5, 5), (date(2025, 4, 1), date(2026, 4, 1))),
        ("year", "2026-04-01T12:00:00+01:00", date(2020, 5, 5), (date(2026, 4, 1), date(2026, 4, 2))),
        ("all", "2026-02-15T10:00:00+00:00", date(2020, 5, 5), (date(2020, 5, 1), date(2026, 2, 16))),
    ],
)
def test_windows(name, as_at, first, expected):
    assert window(name, in_london(as_at), first) == expected
    assert name in WINDOWS


def test_the_records_behind_a_count_are_as_many_as_it_says(store):
    held = current(store, "records")
    question = usual(held)
    key = answered(store, held, question)
    rows = kept.found(store, key).results.rows("m01_referrals_by_agency/by_agency")
    most = max(rows[1:], key=lambda row: int(row["referrals"]))
    cell = listing.Cell("m01_referrals_by_agency/by_agency", "referrals", {"agency_id": most["agency_id"]})
    assert listing.found(store, key, cell) is None
    listing.make(store, held, question, key, cell)
    listed = listing.found(store, key, cell)
    assert (listed.kind, listed.count, listed.records) == (
        "referral_id",
        int(most["referrals"]),
        len(listed.ids),
    )
    with pytest.raises(LookupError):
        listing.make(store, held, question, key, replace(cell, column="share_of_all"))
