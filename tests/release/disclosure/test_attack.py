"""The attack finds what can be found: cases worked by hand."""

import pytest

from mash.engine.results import ResultsError
from mash.release.disclosure import attack
from mash.release.disclosure.attack import attacked
from mash.release.disclosure.model import Contradiction
from tests.release.disclosure.made import OURS, PLAIN, by_hand, question, release


def found(tables, *earlier, means=PLAIN, **more):
    """The findings as {statistic.column[row]: (least, greatest)}."""
    releases = [release(tables, **means), *earlier]
    findings = attacked(releases, **more)
    return {(one.cell.release, str(one.cell)): (one.lower, one.upper) for one in findings}


def named(findings):
    return {cell: span for (_, cell), span in findings.items()}


def test_two_counts_of_four_in_a_total_of_eight_are_both_found():
    table = """
        stage escalations
        *     10
        1     c
        2     c
        3     0
    """
    assert named(found({"m07/by_stage": table})) == {
        "m07/by_stage.escalations[1]": (4, 4),
        "m07/by_stage.escalations[2]": (4, 4),
    }


def test_a_hidden_count_beside_a_shown_one_is_pinned_by_their_total():
    # the total is 5 to 7 and so is the other, which leaves 1 or 2
    assert named(found({"m07/by_stage": "stage escalations\n* 5\n1 5\n2 c"})) == {
        "m07/by_stage.escalations[2]": (1, 2)
    }


def test_rounding_alone_can_be_enough():
    # the total is 8 to 12, the other 5 to 7: anything from 1 to 4 is left
    assert found({"m07/by_stage": "stage escalations\n* 10\n1 5\n2 c"}) == {}


def test_the_same_figures_say_less_where_a_hidden_count_can_be_a_greater_one():
    table = "stage escalations\n* 10\n1 c\n2 c"
    assert found({"m07/by_stage": table}, means=OURS) == {}


def test_a_total_with_one_hidden_part_among_zeros_is_as_hidden_as_its_part():
    assert found({"m07/by_stage": "stage escalations\n* c\n1 0\n2 c"}) == {}


def test_parts_of_a_hidden_total_are_pinned_as_none_can_be_the_whole_of_it():
    assert named(found({"m07/by_stage": "stage escalations\n* c\n1 c\n2 c"})) == {
        "m07/by_stage.escalations[*]": (2, 4),
        "m07/by_stage.escalations[1]": (1, 3),
        "m07/by_stage.escalations[2]": (1, 3),
    }


BY_REASON = "reason escalations resolved changed changed_rate\n"


def test_a_rate_of_raw_counts_gives_a_hidden_count_away():
    # of 18 to 22 resolved, 1 to 4 changed and 0.1: only 2 of 20
    table = BY_REASON + "* 25 20 c 0.1\nthreshold 25 20 c 0.1"
    assert named(found({"m07/by_reason": table})) == {
        "m07/by_reason.changed[*]": (2, 2),
        "m07/by_reason.changed[threshold]": (2, 2),
    }


def test_a_rate_of_raw_counts_narrows_counts_that_are_shown_too():
    # 7 of 19 resolved: the 0.3684 leaves no other pair, so 24 at the least are escalated
    table = BY_REASON + f"* 25 20 5 {7 / 19!r}\nthreshold 20 20 5 {7 / 19!r}\nresponse c 0 0 c"
    assert named(found({"m07/by_reason": table})) == {}
    exact = BY_REASON + f"* 20 20 5 {7 / 19!r}\nthreshold 20 15 5 {7 / 17!r}\nresponse c c 0 c"
    assert named(found({"m07/by_reason": exact})) == {
        "m07/by_reason.resolved[response]": (2, 2),
        "m07/by_reason.escalations[response]": (2, 4),
    }


def test_a_rate_of_the_published_counts_adds_nothing():
    table = BY_REASON + "* 25 20 5 0.25\nthreshold 15 10 5 0.5\nresponse 10 10 c c"
    without = BY_REASON + "* 25 20 5 c\nthreshold 15 10 5 c\nresponse 10 10 c c"
    assert found({"m07/by_reason": table}) == found({"m07/by_reason": without})


def test_an_interval_of_raw_counts_gives_them_away_as_well():
    from mash.engine.intervals import wilson

    lower, upper = wilson(3, 21)
    table = f"survey_id agency_id invited answered rate lower upper\nS * 20 c c {lower!r} {upper!r}"
    assert named(found({"m08/response_rate": table})) == {"m08/response_rate.answered[S, *]": (3, 3)}


def test_people_of_several_cohorts_count_once_so_their_rows_are_not_added_up():
    # added up, 5 to 7 and 5 to 7 would leave 1 or 2
    referrals = "cohort_id referrals people\n* 50 5\na 25 5\nb 25 c"
    assert found({"m02/by_cohort": referrals}) == {}


def test_a_row_of_people_is_no_greater_than_their_total():
    referrals = "cohort_id referrals people\n* 50 c\na 25 c\nb 25 c"
    assert found({"m02/by_cohort": referrals}) == {}


def test_a_total_of_people_is_no_greater_than_its_rows_together():
    assert set(
        named(found({"m02/by_cohort": "cohort_id referrals people\n* 50 10\na 25 c\nb 25 c"})).values()
    ) == {(4, 4)}


def test_tables_are_attacked_together():
    tables = {
        "m07/by_stage": "stage escalations\n* 10\n1 10",
        "m07/by_reason": "reason escalations\n* 10\nthreshold c\nresponse 5\nother c",
        "m07/rate": "month escalations\n2025-04 5\n2025-05 c\n2025-06 c",
    }
    # by reason: 8 to 12 with 5 to 7; by month the two hidden ones make 1 to 7
    assert found(tables) == {}
    tables["m07/rate"] = "month escalations\n2025-04 5\n2025-05 c\n2025-06 0"
    tables["m07/by_stage"] = "stage escalations\n* 10\n1 5\n2 5"
    # now by stage 10 to 12, by month no more than 11: so both are known better
    assert named(found(tables)) == {"m07/rate.escalations[2025-05]": (3, 4)}


def months(**counts):
    rows = [f"{month} {count}" for month, count in counts.items()]
    return {"m07/rate": "\n".join(["month escalations", *(row.replace("m", "2025-0", 1) for row in rows)])}


def test_a_month_is_the_same_number_in_two_releases():
    first = question("2025-04-01", "2025-06-01")
    second = question("2025-05-01", "2025-07-01")
    stages = {"m07/by_stage": "stage escalations\n* 5\n1 5"}
    earlier = release(months(m4=5, m5="c") | stages, first, 1, **PLAIN)
    # alone each says little: 5 to 7 with 5 to 7 leaves 1 or 2 in May of the one, and nothing of June
    ours = release(months(m5="c", m6="c") | stages, second, **PLAIN)
    spans = {(one.cell.release, one.cell.row): (one.lower, one.upper) for one in attacked([ours, earlier])}
    assert spans[(1, ("2025-05",))] == spans[(0, ("2025-05",))] == (1, 2)
    # and so June has 3 or 4 of the 5 or more of both months
    assert spans[(0, ("2025-06",))] == (3, 4)


def test_a_window_that_extends_another_gives_the_difference_away():
    table = "theme complaints\n* {0}\ndelay {0}"
    quarter = release({"m09/by_theme": table.format(5)}, question("2025-04-01", "2025-07-01"), 1, **PLAIN)
    longer = release({"m09/by_theme": table.format(5)}, question("2025-04-01", "2025-08-01"), 2, **PLAIN)
    july = release({"m09/by_theme": table.format("c")}, question("2025-07-01", "2025-08-01"), 0, **PLAIN)
    assert attacked([july, quarter]) == []
    findings = attacked([july, quarter, longer])
    assert {(one.cell.release, one.lower, one.upper) for one in findings} == {(0, 1, 2)}


def test_what_has_become_of_records_only_grows():
    asked = question("2025-04-01", "2025-07-01")
    early = asked.__class__(asked.as_at.replace(year=2025, month=8), asked.start, asked.end)
    row = "agency_id decided fed_back\n* {0} {1}\npolice {0} {1}"
    before = release({"m04/feedback": row.format(10, 5)}, early, 1, **PLAIN)
    assert attacked([release({"m04/feedback": row.format(10, "c")}, asked, **PLAIN)]) == []
    # five were told by August, so a hidden count of March is no small one
    now = release({"m04/feedback": row.format(10, "c")}, asked, **OURS)
    assert attacked([now, before]) == []


def test_records_that_were_corrected_between_two_releases_are_no_contradiction():
    first, second = question("2025-04-01", "2025-06-01"), question("2025-04-01", "2025-07-01")
    earlier = release(months(m4=20, m5=20), first, 1, **PLAIN)
    assert attacked([release(months(m4=40, m5=20, m6="c"), second, **PLAIN), earlier]) == []


def test_figures_of_one_release_that_cannot_be_true_are_said_to_be_so():
    with pytest.raises(Contradiction):
        found({"m07/by_stage": "stage escalations\n* 5\n1 20\n2 c"})


def test_each_finding_says_what_pins_it(tmp_path):
    published = by_hand(tmp_path / "r", {"m07/by_stage": "stage escalations\n* 5\n1 5\n2 c"}, **PLAIN)
    (finding,) = attack(published, explain=1)
    assert str(finding) == (
        "m07/by_stage (stage 2), escalations: is 1 to 2, because m07/by_stage.escalations[1] (5 to 7) + "
        "m07/by_stage.escalations[2] (1 to 4) = m07/by_stage.escalations[*] (5 to 7)"
    )


def test_raw_results_are_not_attacked(tmp_path):
    raw = by_hand(tmp_path / "raw", {"m07/by_stage": "stage escalations\n* 5\n1 5\n2 0"})
    with pytest.raises(ResultsError, match="not published"):
        attack(raw)
