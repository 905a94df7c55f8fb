"""What accounts for a difference: worked by hand, and the parts always add up to the whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mash.engine.results import read_results
from mash.release.pack.chance import Count
from mash.release.pack.contributions import Contribution, decompose, of_share
from mash.release.pack.headlines import Headline, Parts
from tests.release.pack.conftest import folder_of

HEADLINE = Headline(
    "m04_timeliness", "Decided in time", "share", "by_risk", "met", "due", {"risk": "*"},
    parts=(Parts("by_agency", "agency_id", "agency"),),
)  # fmt: skip


def test_a_share_worked_by_hand():
    # before 50 of 100 and 90 of 100: 140 of 200 = 0.70. Now 120 of 200 and 45 of 50: 165 of 250 = 0.66
    before = {"a": Count(50, 100), "b": Count(90, 100)}
    now = {"a": Count(120, 200), "b": Count(45, 50)}
    a, b = of_share(now, before, Count(165, 250), Count(140, 200))
    # a: own rate (0.6 − 0.5) × (0.8 + 0.5) ÷ 2; mix (0.8 − 0.5) × (0.55 − 0.68)
    assert (a.rate, a.mix) == pytest.approx((0.065, -0.039))
    # b: its own rate did not move; mix (0.2 − 0.5) × (0.9 − 0.68)
    assert (b.rate, b.mix) == pytest.approx((0.0, -0.066))
    # all got worse although no part did: it is the mix
    assert a.total + b.total == pytest.approx(0.66 - 0.70)


def test_a_part_without_cases_on_one_side_counts_as_mix_alone():
    found = of_share(
        {"a": Count(8, 10), "new": Count(1, 10)}, {"a": Count(8, 10)}, Count(9, 20), Count(8, 10)
    )
    assert [one.rate for one in found] == [0, 0]
    assert sum(one.total for one in found) == pytest.approx(9 / 20 - 8 / 10)


counts = st.integers(0, 60).flatmap(lambda n: st.builds(Count, st.integers(0, n), st.just(n)))
sides = st.dictionaries(st.sampled_from("abcdef"), counts, min_size=1).filter(
    lambda side: sum(c.bottom for c in side.values()) > 0
)


@given(sides, sides)
def test_the_parts_add_up_to_the_difference(now, before):
    all_now, all_before = (
        Count(sum(c.top for c in side.values()), sum(c.bottom for c in side.values()))
        for side in (now, before)
    )
    found = of_share(now, before, all_now, all_before)
    assert sum(one.total for one in found) == pytest.approx(all_now.rate - all_before.rate)


def side(folder, rows):
    folder.mkdir()
    text = "agency_id,met,due\n" + "".join(f"{row}\n" for row in rows)
    return folder_of(folder, {"m04_timeliness/by_agency": text})


def test_a_hidden_part_is_named_and_not_worked_out(tmp_path):
    now = side(tmp_path / "now", ["*,80,100", "pol,60,70", "asc,c,c", "hos,20,25"])
    before = side(tmp_path / "before", ["*,70,100", "pol,50,70", "asc,5,5", "hos,15,25"])
    found = decompose(now, before, HEADLINE, HEADLINE.parts[0], Count(80, 100), Count(70, 100))
    assert found.hidden == ("Adult social care",)
    assert [one.part for one in found.parts] == ["Police", "Hospital"]
    assert found.rest == pytest.approx(0.1 - sum(one.total for one in found.parts))


def test_of_a_number_each_part_has_its_own_difference(tmp_path):
    headline = Headline(
        "m01_referrals_by_agency", "Referrals", "count", "by_agency", "referrals", where={"agency_id": "*"}
    )
    for name, rows in (("now", "*,25\npol,20\nhos,5\n"), ("before", "*,18\npol,12\nasc,6\n")):
        (tmp_path / name).mkdir()
        folder_of(tmp_path / name, {"m01_referrals_by_agency/by_agency": "agency_id,referrals\n" + rows})
    now, before = read_results(tmp_path / "now"), read_results(tmp_path / "before")
    parts = Parts("by_agency", "agency_id", "agency")
    found = decompose(now, before, headline, parts, Count(25, 90), Count(18, 90))
    assert found.parts == (
        Contribution("Police", 8, 0),
        Contribution("Adult social care", -6, 0),
        Contribution("Hospital", 5, 0),
    )
    assert found.rest == 0
