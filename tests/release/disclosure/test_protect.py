"""protect(): raw results in, published ones out. Cases worked by hand."""

import hashlib
import json

import pytest

from mash.engine.intervals import wilson
from mash.engine.results import RESULTS_JSON, ResultsError, read_results
from mash.release.disclosure import ReleaseRefused, attack, made_with, protect
from mash.release.disclosure.columns import COLUMNS, DIMENSIONS, KEY
from tests.release.disclosure.made import PLAIN, by_hand, question

SPRING = question("2025-04-01", "2025-07-01")
STAGES = "stage escalations\n"


@pytest.fixture
def raw(tmp_path):
    """Raw results of tables written as text, each in a folder of its own."""
    made = []

    def write(tables, asked=SPRING, **more):
        made.append(tmp_path / f"raw{len(made)}")
        return by_hand(made[-1], tables, asked, **more)

    return write


@pytest.fixture
def shown(raw, tmp_path):
    """The rows of the one table given, as published: {codes: [figures]}."""

    def protected(statistic, text, *columns):
        found = protect(raw({statistic: text}), tmp_path / "published").rows(KEY[statistic])
        return {
            " ".join(row[name] for name in DIMENSIONS[statistic]): [
                row[c] for c in columns or COLUMNS[statistic]
            ]
            for row in found
        }

    return protected


def test_counts_of_one_to_four_are_hidden_all_others_rounded_and_zero_stays_zero(shown):
    # enough others are rounded for the 3 to be anything
    text = STAGES + "* 65\n1 13\n2 12\n3 37\n4 3\n5 0"
    assert shown("m07/by_stage", text) == {
        "*": ["65"], "1": ["15"], "2": ["10"], "3": ["35"], "4": ["c"], "5": ["0"],
    }  # fmt: skip


def test_a_hidden_count_that_its_total_would_give_away_takes_another_along(shown):
    # of 5 to 7, 5 to 7 are shown: 1 or 2 would be left
    found = shown("m07/by_stage", STAGES + "* 7\n1 5\n2 2\n3 0")
    assert found["2"] == ["c"]
    assert ["c"] in (found["*"], found["1"])
    assert found["3"] == ["0"]


def test_a_total_of_hidden_counts_is_hidden_where_it_would_say_how_great_they_are(shown):
    # 8 to 12 made of two counts of 1 to 4 is twice 4
    assert shown("m07/by_stage", STAGES + "* 8\n1 4\n2 4") == {"*": ["c"], "1": ["c"], "2": ["c"]}


def test_a_total_of_hidden_counts_stands_where_it_says_little(shown):
    assert shown("m07/by_stage", STAGES + "* 6\n1 1\n2 2\n3 3")["*"] == ["5"]


def test_a_small_count_is_hidden_in_every_table_in_which_it_can_be_added_up(raw, tmp_path):
    tables = {
        "m07/by_stage": STAGES + "* 3\n1 3",
        "m07/by_reason": "reason escalations\n* 3\nthreshold 3",
        "m07/rate": "month escalations\n2025-04 3\n2025-05 0\n2025-06 0",
    }
    found = protect(raw(tables), tmp_path / "out")
    for statistic in tables:
        counts = {row["escalations"] for row in found.rows(KEY[statistic])}
        assert counts <= {"c", "0"}, statistic
        assert "c" in counts


def test_who_is_in_a_small_group_that_is_in_one_class_is_not_told_by_zeros(shown):
    text = """agency_id cohort_id referrals
        * * 47
        * a 31
        * b 16
        police * 7
        police a 7
        police b 0
        health * 40
        health a 24
        health b 16
    """
    found = shown("m02/agency_cohort", text)
    assert found["police a"] == found["police b"] == ["c"]
    assert found["police *"] == ["5"]
    assert found["health a"] == ["25"]


def test_that_all_of_many_are_in_one_class_is_a_fact_and_no_secret(shown):
    text = "agency_id cohort_id referrals\n* * 47\n* a 47\n* b 0\npolice * 47\npolice a 47\npolice b 0"
    assert shown("m02/agency_cohort", text)["police b"] == ["0"]


REASONS = "reason escalations resolved changed changed_rate\n"


def test_a_rate_is_made_of_the_published_counts_and_never_of_the_raw_ones(shown):
    rows = f"* 27 19 7 {7 / 19!r}\nthreshold 13 12 7 {7 / 12!r}\nresponse 14 7 0 0.0"
    assert shown("m07/by_reason", REASONS + rows) == {
        "*": ["25", "20", "5", "0.25"],
        "threshold": ["15", "10", "5", "0.5"],
        "response": ["15", "5", "0", "0.0"],
    }


def test_a_rate_of_a_hidden_count_is_hidden(shown):
    rows = f"* 27 19 3 {3 / 19!r}\nthreshold 13 12 3 0.25\nresponse 14 7 0 0.0"
    found = shown("m07/by_reason", REASONS + rows)
    assert found["*"][2:] == found["threshold"][2:] == ["c", "c"]
    assert found["response"][2:] == ["0", "0.0"]


def test_a_rate_of_nothing_stays_undefined(shown):
    found = shown("m07/by_reason", "reason escalations resolved changed\n* 14 0 0\nresponse 14 0 0")
    assert found["response"] == ["15", "0", "0", ""]


def test_an_interval_is_made_of_the_published_counts(shown):
    lower, upper = wilson(18, 23)
    text = "survey_id agency_id invited answered rate lower upper\n"
    found = shown("m08/response_rate", text + f"S * 23 18 {18 / 23!r} {lower!r} {upper!r}")
    assert found["S *"][:2] == ["25", "20"]
    assert [float(figure) for figure in found["S *"][2:]] == [0.8, *wilson(20, 25)]


FED_BACK = "agency_id decided fed_back median_hours\n"


def test_a_median_has_two_digits(shown):
    found = shown("m04/feedback", FED_BACK + "* 31 25 123.456\npolice 31 25 123.456")
    assert found["*"] == ["30", "25", "120.0"]


def test_a_median_is_hidden_where_few_cases_are_behind_it(shown):
    found = shown("m04/feedback", FED_BACK + "* 37 30 9.876\npolice 30 24 9.5\nhealth 7 6 11.25")
    assert found["police"][2] == "9.5"
    assert found["health"] == ["5", "5", "c"]


def test_a_ninetieth_percentile_needs_more_cases_than_a_median(shown):
    columns = "agency_id in_time due met on_time_rate lower upper median_hours p90_hours\n"
    found = shown(
        "m04/by_agency",
        columns + "* 40 0 0 c c c 4.444 77.77\npolice 40 0 0 c c c 4.444 77.77",
        "median_hours",
        "p90_hours",
    )
    assert found["police"] == ["4.4", "c"]


def test_a_mean_and_a_share_of_answers_are_made_of_the_published_scores(raw, tmp_path):
    tables = {
        "m08/scores": "survey_id question_id score answers\nS q 1 6\nS q 2 9\nS q 3 13\nS q 4 12\nS q 5 8",
        "m08/summary": "survey_id question_id answers mean top_two_share lower upper\n"
        f"S q 48 {(6 + 18 + 39 + 48 + 40) / 48!r} {20 / 48!r} 0.3 0.6",
    }
    (row,) = protect(raw(tables), tmp_path / "out").rows(KEY["m08/summary"])
    # 5, 10, 15, 10 and 10 of 50
    assert row["answers"] == "50"
    assert float(row["mean"]) == (5 + 20 + 45 + 40 + 50) / 50
    assert float(row["top_two_share"]) == 20 / 50


def test_a_release_has_no_curves(raw, tmp_path):
    curve = tmp_path / "curve.csv"
    curve.write_text("days,share\n1,0.5\n", encoding="utf-8")
    entry = {"file": "../curve.csv", "sha256": hashlib.sha256(curve.read_bytes()).hexdigest()}
    results = raw({"m07/by_stage": STAGES + "* 20\n1 20"}, curves={"m04_timeliness/curve": entry})
    assert results.curve("m04_timeliness/curve")
    made = protect(results, tmp_path / "out")
    assert made.curve("m04_timeliness/curve") == []
    assert "curves" not in made.about
    assert sorted(path.name for path in made.folder.iterdir()) == ["m07_escalations", RESULTS_JSON]


def test_published_results_say_by_which_rule_and_can_be_read_as_any_results(raw, tmp_path):
    results = raw({"m07/by_stage": STAGES + "* 20\n1 18\n2 2"})
    first = protect(results, tmp_path / "first")
    assert first.about["window"] == results.about["window"]
    assert first.about["published"]["hidden"] == "c"
    assert first.about["published"]["rounded_to"] == 5
    assert first.about["published"]["left_out"] == first.about["published"]["earlier"] == []
    second = protect(results, tmp_path / "second", earlier=[first])
    sha256 = hashlib.sha256((first.folder / RESULTS_JSON).read_bytes()).hexdigest()
    assert second.about["published"]["earlier"] == [sha256]
    assert second.rows(KEY["m07/by_stage"]) == first.rows(KEY["m07/by_stage"])


def test_the_same_results_are_published_in_the_same_bytes(raw, tmp_path):
    results = raw({"m07/by_stage": STAGES + "* 31\n1 12\n2 8\n3 2\n4 9"})
    files = []
    for name in ("one", "other"):
        made = protect(results, tmp_path / name)
        files.append([path.read_bytes() for path in sorted(made.folder.rglob("*")) if path.is_file()])
    assert files[0] == files[1]


MONTHS = "month escalations referrals\n"


def test_a_statistic_can_be_left_out(raw, tmp_path):
    results = raw(
        {"m07/by_stage": STAGES + "* 20\n1 20", "m07/rate": MONTHS + "2025-04 9 0\n2025-05 5 0\n2025-06 6 0"}
    )
    made = protect(results, tmp_path / "out", without=["m07/rate"])
    assert list(made.about["statistics"]) == [KEY["m07/by_stage"]]
    assert made.about["published"]["left_out"] == ["m07/rate"]
    with pytest.raises(ResultsError, match="there is no statistic m07/by_month; name them like m01/by_month"):
        protect(results, tmp_path / "other", without=["m07/by_month"])


def test_published_results_know_how_they_were_protected(raw, tmp_path):
    results = raw({"m07/by_stage": STAGES + "* 20\n1 20", "m07/rate": MONTHS + "2025-04 9 0\n2025-05 5 0"})
    made = protect(results, tmp_path / "out", without=["m07/rate"])
    so = {"earlier": [], "without": ["m07/rate"], "quarterly": False}
    assert made_with(made, **so)
    for other in ({"earlier": ["another"]}, {"without": []}, {"quarterly": True}):
        assert not made_with(made, **so | other)


def test_quarters_can_stand_in_place_of_months(raw, tmp_path):
    asked = question("2025-05-01", "2025-08-01")
    text = (
        "month escalations referrals per_100_referrals\n2025-05 9 30 30\n2025-06 5 40 12.5\n2025-07 6 20 30"
    )
    made = protect(raw({"m07/rate": text}, asked), tmp_path / "out", quarterly=True)
    assert made.about["published"]["months"] == "quarters"
    assert [list(row.values()) for row in made.rows(KEY["m07/rate"])] == [
        ["2025-Q2", "15", "70", repr(100 * 15 / 70)],
        ["2025-Q3", "5", "20", "25.0"],
    ]


def complaints(number):
    return {"m09/by_theme": f"theme complaints\n* {number}\ndelay {number}"}


def test_a_release_that_earlier_ones_give_away_is_refused_with_cells_reasons_and_a_remedy(raw, tmp_path):
    # plainly rounded: 5 to 7 until June, and 5 to 7 until July
    spring = raw(complaints(5), **PLAIN)
    longer = raw(complaints(5), question("2025-04-01", "2025-08-01"), **PLAIN)
    july = raw(complaints(1) | {"m07/by_stage": STAGES + "* 20\n1 20"}, question("2025-07-01", "2025-08-01"))
    assert protect(july, tmp_path / "alone", earlier=[spring])
    with pytest.raises(ReleaseRefused) as refused:
        protect(july, tmp_path / "out", earlier=[spring, longer])
    assert not (tmp_path / "out").exists()
    assert {one.cell.row for one in refused.value.findings} == {("*",), ("delay",)}
    counted = "m09/by_theme.complaints[*]"
    until_june, until_july = (f"{counted} of earlier release {number} (5 to 7)" for number in (1, 2))
    why = f"{until_july} = {counted} (1 or more) + {until_june}"
    assert str(refused.value).splitlines() == [
        "This release cannot be published: 2 hidden counts could be worked out.",
        f"- m09/by_theme (theme *), complaints: is 1 to 2, because {why}",
        f"- m09/by_theme (theme delay), complaints: is 1 to 2, because {why}",
        "It can be published without m09/by_theme.",
    ]
    remedy = {"without": refused.value.without, "quarterly": refused.value.quarterly}
    made = protect(july, tmp_path / "out", earlier=[spring, longer], **remedy)
    assert list(made.about["statistics"]) == [KEY["m07/by_stage"]]
    assert attack(made, [spring, longer]) == []


def test_a_month_that_an_earlier_release_gives_away_is_published_as_part_of_its_quarter(raw, tmp_path):
    earlier = raw(
        {"m07/by_stage": STAGES + "* 5\n1 5", "m07/rate": MONTHS + "2025-04 5 0\n2025-05 c 0"},
        question("2025-04-01", "2025-06-01"),
        **PLAIN,
    )
    now = raw(
        {"m07/by_stage": STAGES + "* 16\n1 16", "m07/rate": MONTHS + "2025-04 5 0\n2025-05 1 0\n2025-06 10 0"}
    )
    with pytest.raises(ReleaseRefused, match="with quarters in place of months") as refused:
        protect(now, tmp_path / "out", earlier=[earlier])
    assert (refused.value.without, refused.value.quarterly) == ((), True)
    made = protect(now, tmp_path / "out", earlier=[earlier], quarterly=True)
    assert [row["escalations"] for row in made.rows(KEY["m07/rate"])] == ["15"]


def test_what_earlier_releases_give_away_among_themselves_is_no_reason_to_refuse_another(raw, tmp_path):
    rows = {"m07/by_stage": STAGES + "* 5\n1 5\n2 c"}
    earlier = raw(rows, question("2025-01-01", "2025-04-01"), **PLAIN)
    assert attack(earlier)
    now = raw({"m07/by_stage": STAGES + "* 25\n1 25"})
    assert protect(now, tmp_path / "out", earlier=[earlier])


def test_published_results_are_not_protected_again(raw, tmp_path):
    made = protect(raw({"m07/by_stage": STAGES + "* 20\n1 20"}), tmp_path / "out")
    with pytest.raises(ResultsError, match="published results; protect the raw ones"):
        protect(made, tmp_path / "again")


def test_a_folder_that_is_there_is_not_written_over(raw, tmp_path):
    (tmp_path / "out").mkdir()
    with pytest.raises(ResultsError, match="is there already"):
        protect(raw({"m07/by_stage": STAGES + "* 20\n1 20"}), tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_an_earlier_release_must_be_a_published_one(raw, tmp_path):
    plain = raw({"m07/by_stage": STAGES + "* 20\n1 20"})
    with pytest.raises(ResultsError, match="not published ones"):
        protect(plain, tmp_path / "out", earlier=[plain])
    assert not (tmp_path / "out").exists()


def test_figures_of_a_part_are_not_published_beside_the_whole(raw, tmp_path):
    tables = {"m07/by_stage": STAGES + "* 20\n1 20"}
    with pytest.raises(ResultsError, match=r"of a part of the records \(agency_id police\)"):
        protect(raw(tables, scope={"agency_id": "police"}), tmp_path / "out")
    rolled_up = protect(raw(tables, scope={"rolled_up": True}), tmp_path / "rolled-up")
    with pytest.raises(ResultsError, match="asked of the same"):
        protect(raw(tables, scope={}), tmp_path / "out", earlier=[rolled_up])


def test_figures_that_cannot_all_be_true_are_said_to_be_so(raw, tmp_path):
    with pytest.raises(ResultsError, match=r"the same number and are not .*; run mash measures again"):
        protect(raw({"m07/by_stage": STAGES + "* 20\n1 30"}), tmp_path / "out")


def test_columns_and_statistics_that_are_not_known_are_never_published(raw, tmp_path):
    """A statistic that nobody has said how to protect does not go out."""
    results = raw({"m07/by_stage": STAGES + "* 20\n1 20"})
    (results.folder / "m99_new").mkdir()
    (results.folder / "m99_new" / "people.csv").write_text("name,count\nx,3\n", encoding="utf-8")
    about = json.loads((results.folder / RESULTS_JSON).read_text(encoding="utf-8"))
    sha256 = hashlib.sha256((results.folder / "m99_new/people.csv").read_bytes()).hexdigest()
    about["statistics"]["m99_new/people"] = {"file": "m99_new/people.csv", "sha256": sha256}
    (results.folder / RESULTS_JSON).write_text(json.dumps(about), encoding="utf-8")
    made = protect(read_results(results.folder), tmp_path / "out")
    assert list(made.about["statistics"]) == [KEY["m07/by_stage"]]
