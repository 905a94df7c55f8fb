"""Lives: the past comes out again; a change for the better makes nobody later; one seed gives one life."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mash.whatif.changed import changed
from mash.whatif.changes import Arrivals, Extra, MeetsDue, Target
from mash.whatif.figures import figures, recorded
from mash.whatif.replay import lived
from tests.whatif.toy import BUSY

IN_TIME = ("by_risk", "*", "on_time_rate")


def rate(hub, changes, seed):
    found, model = hub
    return figures(found, lived(found, changed(model, found, changes), (7, seed)))[IN_TIME]


def test_the_past_comes_out_again(hub):
    found, _ = hub
    seen = figures(found, recorded(found))[IN_TIME]
    assert np.mean([rate(hub, [], seed) for seed in range(6)]) == pytest.approx(seen, abs=0.04)


def test_one_seed_gives_one_life_and_another_another(hub):
    assert rate(hub, [], 1) == rate(hub, [], 1)
    assert rate(hub, [], 1) != rate(hub, [], 2)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000), st.sets(st.sampled_from(["quick", "busy"]), min_size=1), st.floats(0.5, 20))
def test_where_nobody_waits_to_decide_meeting_due_times_makes_no_case_later(hub, seed, agencies, due_after):
    found, model = hub
    found = replace(found, due_after=np.full(len(found.of), due_after))
    at_once = replace(
        model, decision=replace(model.decision, rota=replace(model.decision.rota, staff=(np.inf,) * 4))
    )
    changes = [MeetsDue(agency) for agency in sorted(agencies)]
    before = lived(found, changed(at_once, found, []), (seed,))
    after = lived(found, changed(at_once, found, changes), (seed,))
    assert (after.answered <= before.answered).all()
    assert (after.decided <= before.decided + 1e-9).all()
    punctual = np.isin(found.agency, [found.agencies.index(agency) for agency in agencies])
    kept = after.requested + due_after
    assert (after.answered[punctual & np.isfinite(kept)] <= kept[punctual & np.isfinite(kept)]).all()
    others = ~punctual
    assert (after.answered[others] == before.answered[others]).all()


def test_an_agency_in_time_and_more_people_help_and_more_referrals_do_not(hub):
    plain = np.array([rate(hub, [], seed) for seed in range(4)])
    for change in (MeetsDue("busy"), Extra("busy", frozenset({0, 1, 2, 3, 4}), 1), Arrivals(0.8)):
        assert (np.array([rate(hub, [change], seed) for seed in range(4)]) > plain).all(), change
    assert (np.array([rate(hub, [Arrivals(1.2)], seed) for seed in range(4)]) < plain).all()


def test_more_people_where_nothing_waits_change_nothing(hub):
    assert rate(hub, [Extra("quick", frozenset({0}), 3)], 1) == rate(hub, [], 1)


def test_a_longer_target_where_nothing_goes_by_due_time_moves_no_case(hub):
    found, model = hub
    before = lived(found, changed(model, found, []), (3,))
    after = lived(found, changed(model, found, [Target("amber", 72.0)]), (3,))
    assert (after.decided == before.decided).all()
    assert after.due == pytest.approx(before.due + 42.0)
    assert rate(hub, [Target("amber", 72.0)], 3) > rate(hub, [], 3)


def test_more_people_are_at_work_on_their_day_only(hub):
    found, model = hub
    more = changed(model, found, [Extra("busy", frozenset({0}), 1)]).model.agencies[BUSY].rota
    staff = {(found.calendar.days[day].weekday(), people) for day, people in enumerate(more.more)}
    assert staff == {(0, 1), *((day, 0) for day in range(1, 7))}


@pytest.mark.parametrize("factor", [0.5, 0.9, 1.0, 1.3, 2.0])
def test_so_many_times_as_many_come(hub, factor):
    found, model = hub
    life = lived(found, changed(model, found, [Arrivals(factor)]), (2,))
    assert len(life.who) == pytest.approx(factor * len(found.received), rel=0.05)
    assert np.bincount(life.who).max() <= 2
    # each copy asks whom its original asked
    asked = np.bincount(life.of, minlength=len(life.who))
    assert (asked == np.bincount(found.of, minlength=len(found.received))[life.who]).all()
