"""Questions in words, and what is said to those that cannot be answered."""

import pytest

from mash.whatif.changed import changed
from mash.whatif.changes import (
    Arrivals,
    Extra,
    MeetsDue,
    Target,
    arrivals,
    extra,
    named,
    target,
)
from mash.whatif.trace import WhatIfError


@pytest.mark.parametrize(
    ("text", "days", "people"),
    [("busy:mon:1", {0}, 1), ("busy:mon,wed:2", {0, 2}, 2), ("busy:mon-fri:1", set(range(5)), 1),
     (" busy : Monday : 1 ", {0}, 1), ("busy:sat-sun:20", {5, 6}, 20)],
)  # fmt: skip
def test_people_to_add_are_read(text, days, people):
    assert extra(text) == Extra("busy", frozenset(days), people)


def test_targets_and_arrivals_are_read():
    assert target("blue:48") == Target("blue", 48.0)
    assert arrivals("1.2") == Arrivals(1.2)


@pytest.mark.parametrize(
    ("read", "text", "words"),
    [
        (extra, "busy:mon", "like police:mon:1"),
        (extra, "busy:moonday:1", "no weekday 'moonday'"),
        (extra, "busy:xyz:1", "use mon, tue, wed"),
        (extra, "busy:fri-mon:1", "go backwards"),
        (extra, "busy:mon:0", "write 1 to 20"),
        (extra, "busy:mon:-1", "write 1 to 20"),
        (extra, "busy:mon:lots", "write 1 to 20"),
        (target, "blue", "like blue:48"),
        (target, "blue:soon", "write a number from 0 to 8760"),
        (target, "blue:nan", "write a number"),
        (arrivals, "3", "write a number from 0.5 to 2"),
        (arrivals, "many", "write a number from 0.5 to 2"),
    ],
)
def test_what_is_not_understood_is_said_with_how_to_write_it(read, text, words):
    with pytest.raises(WhatIfError, match=words):
        read(text)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (MeetsDue("nobody"), "'nobody' is not an agency of this dataset; use one of quick, busy"),
        (MeetsDue("idle"), "'idle' was asked nothing in this window"),
        (Target("puce", 4.0), "there is no rating 'puce'; use one of amber"),
        (Extra("busy", frozenset({5}), 1), "busy is never open on a Saturday"),
        (Extra("nobody", frozenset({0}), 1), "'nobody' is not an agency"),
    ],
)
def test_what_the_record_does_not_have_is_said(hub, change, words):
    found, model = hub
    found.names["agencies"]["idle"] = "Idle Agency"
    with pytest.raises(WhatIfError, match=words):
        changed(model, found, [change])


def test_factors_multiply_and_stay_within_bounds(hub):
    found, model = hub
    assert changed(model, found, [Arrivals(1.2), Arrivals(1.5)]).factor == pytest.approx(1.8)
    with pytest.raises(WhatIfError, match="3 times as many"):
        changed(model, found, [Arrivals(2.0), Arrivals(1.5)])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (MeetsDue("busy"), "Busy Council met its due times"),
        (Extra("busy", frozenset({0}), 1), "Busy Council had one more person on Mondays"),
        (Extra("decision-desk", frozenset({0, 1, 4}), 2),
         "the desk that decides had 2 more people on Mondays, Tuesdays and Fridays"),
        (Target("amber", 48.0), "Amber became 48 hours"),
        (Arrivals(1.2), "1.2 times as many referrals came"),
    ],
)  # fmt: skip
def test_changes_are_named_in_words(hub, change, words):
    assert named(change, hub[0]) == words
