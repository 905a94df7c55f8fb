"""A question asked of a dataset, in Python and on the command line."""

import json
import os
import subprocess
import sys
from dataclasses import asdict, replace
from datetime import date

import polars as pl
import pytest
from typer.testing import CliRunner

from mash.cli import app
from mash.engine.duckdb_ import DuckDB
from mash.whatif import MeetsDue, Target, WhatIfError, ask
from mash.whatif.estimate import Estimate, difference, estimate
from mash.whatif.fit import fit
from mash.whatif.said import said

WINDOW = ["--as-at", "2026-03-31T23:59:59+01:00", "--start", "2025-04-01", "--end", "2026-04-01"]
SMALL = [*WINDOW, "--replications", "5", "--seed", "3"]
CHANGES = [MeetsDue("mental_health"), Target("blue", 48.0)]
KEY = ("by_risk", "*", "on_time_rate")


@pytest.fixture(scope="module")
def answer(simulated):
    files, question = simulated
    return ask(files, question, CHANGES, DuckDB(), replications=5, seed=3)


def test_the_finding_is_a_sentence_with_intervals_and_how_well_the_past_is_reproduced(answer):
    assert answer.question == (
        "What if Exampleshire Mental Health Trust met its due times and Blue became 48 hours?"
    )
    assert answer.finding.startswith(
        "If Exampleshire Mental Health Trust met its due times and Blue became 48 hours, "
    )
    assert "would have been decided in time" in answer.finding
    assert answer.fit.verdict in answer.finding
    assert answer.fit.points is not None
    assert answer.fit.points < 6


def test_every_rating_has_the_record_the_past_the_change_and_the_difference(answer):
    rows = [one.row for one in answer.figures if (one.table, one.column) == ("by_risk", "on_time_rate")]
    assert rows == ["*", "blue", "amber", "red", "unrated"]
    blue = answer.figure("by_risk", "blue", "on_time_rate")
    for one in (blue.past, blue.changed):
        assert one.value is not None
        assert 0 <= one.lower <= one.value <= one.upper <= 1
    assert blue.difference.value == pytest.approx(blue.changed.value - blue.past.value)
    # a shorter target that nobody works faster for
    assert blue.difference.upper < 0


def test_what_is_assumed_and_inferred_is_said(answer):
    text = said(answer)
    assert all(line in text for line in answer.assumptions)
    assert "stays as it was" in text
    assert "They do not cover that other referrals would come" in text
    assert set(answer.desks) >= {"rating-desk", "decision-desk", "police", "mental_health"}
    assert "5 replications, seed 3" in text


def test_the_same_question_gives_the_same_bytes_whatever_order_things_stand_in(answer, simulated, folder):
    files, question = simulated
    again = ask(dict(reversed(files.items())), question, CHANGES, DuckDB(), replications=5, seed=3)
    assert again == answer
    command = [sys.executable, "-m", "mash.cli", "whatif", str(folder), *SMALL, "--json",
               "--target", "blue:48", "--meets-due", "mental_health"]  # fmt: skip
    done = subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": "17"}, capture_output=True, check=True)
    assert json.loads(done.stdout) == json.loads(json.dumps(asdict(answer)))


def test_a_window_with_too_little_is_refused_with_what_to_do(simulated):
    files, question = simulated
    short = replace(question, start=date(2026, 1, 1), end=date(2026, 2, 1))
    with pytest.raises(WhatIfError, match="a model needs 200: choose a longer window"):
        ask(files, short, CHANGES, DuckDB(), replications=5)


def test_nothing_changed_and_too_few_replications_are_refused(simulated):
    files, question = simulated
    with pytest.raises(WhatIfError, match="nothing is changed"):
        ask(files, question, [], DuckDB())
    with pytest.raises(WhatIfError, match="use 5 or more"):
        ask(files, question, CHANGES, DuckDB(), replications=4)
    with pytest.raises(WhatIfError, match="a seed is 0 or more"):
        ask(files, question, CHANGES, DuckDB(), seed=-1)


def test_hubs_have_no_desk_in_common(simulated, tmp_path):
    files, question = simulated
    two = pl.read_parquet(files["hubs"][0])
    two = pl.concat([two, two.with_columns(hub_id=pl.lit("another"))])
    two.write_parquet(tmp_path / "hubs.parquet")
    with pytest.raises(WhatIfError, match="the dataset holds 2 hubs"):
        ask({**files, "hubs": [tmp_path / "hubs.parquet"]}, question, CHANGES, DuckDB())


def run(*words):
    return CliRunner().invoke(app, ["whatif", *map(str, words)])


def test_the_command_prints_an_answer_and_writes_it(folder, tmp_path):
    out = tmp_path / "answer.json"
    result = run(folder, *SMALL, "--extra", "decision-desk:mon:1", "--out", out)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("What if the desk that decides had one more person on Mondays?\n")
    written = json.loads(out.read_text(encoding="utf-8"))
    assert written["seed"] == 3
    assert written["finding"] in result.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--meets-due", "nobody"], "'nobody' is not an agency of this dataset"),
        (["--target", "puce:4"], "there is no rating 'puce'"),
        (["--extra", "education:sun:1"], "education is never open on a Sunday"),
    ],
)
def test_what_the_dataset_does_not_have_is_a_fault_of_input(folder, words, said):
    result = run(folder, *SMALL, *words)
    assert result.exit_code == 1
    assert said in result.stderr


@pytest.mark.parametrize(
    "words", [[], ["--extra", "police:moonday:1"], ["--arrivals", "9"], ["--target", "blue"]]
)
def test_words_that_are_not_understood_are_wrong_usage(folder, words):
    assert run(folder, *SMALL, *words).exit_code == 2


def test_a_folder_that_is_no_dataset_is_a_fault_of_input(tmp_path):
    assert run(tmp_path, *SMALL, "--arrivals", "1.1").exit_code == 1


def lives(*values, column="on_time_rate"):
    return [{("by_risk", "*", column): value, ("by_risk", "*", "due"): 100.0} for value in values]


def test_intervals_are_those_of_one_more_life():
    # mean 0.5, deviation 0.1, 4 degrees of freedom: t = 2.776445
    found = estimate(lives(0.4, 0.4, 0.5, 0.6, 0.6), KEY)
    assert found.value == pytest.approx(0.5)
    assert found.upper == pytest.approx(0.5 + 2.776445 * 0.1 * (1 + 1 / 5) ** 0.5)
    assert estimate(lives(0.9, 0.99, 0.99, 1.0, 1.0), KEY).upper == 1.0
    assert estimate(lives(0.5, None, 0.5, 0.5, 0.5), KEY) == Estimate(None, None, None)


def test_differences_are_between_lives_of_the_same_chances():
    found = difference(lives(0.1, 0.5, 0.9), lives(0.2, 0.6, 1.0), KEY)
    assert (found.value, found.lower, found.upper) == pytest.approx((0.1, 0.1, 0.1))


@pytest.mark.parametrize(
    ("seen", "past", "fits", "verdict"),
    [
        (0.80, (0.81, 0.82, 0.83, 0.82, 0.82), True, "within 2 points, and every one of 1 figures fits"),
        (0.80, (0.90, 0.91, 0.90, 0.91, 0.90), False, "misses the past by 10 points and should not"),
        (0.80, (0.60, 0.90, 0.70, 0.99, 0.60), None, "within 5 points"),
    ],
)  # fmt: skip
def test_the_verdict_says_whether_to_believe_it(hub, seen, past, fits, verdict):
    trace, _ = hub
    found = fit(trace, lives(seen)[0], lives(*past))
    assert found.checked[0].fits is fits
    assert verdict in found.verdict
    assert len(found.doubts) == (fits is False)


def test_doubts_name_what_does_not_fit(hub):
    trace, _ = hub
    seen = {("by_risk", "*", "due"): 100.0, KEY: 0.8, ("responses", "busy", "due"): 50.0,
            ("responses", "busy", "median_hours"): 2.0}  # fmt: skip
    past = [seen | {("responses", "busy", "median_hours"): 5.0 + n / 10} for n in range(5)]
    assert fit(trace, seen, past).doubts == (
        "answers of Busy Council: median hours 2.0 recorded, 5.2 by the model",
    )
