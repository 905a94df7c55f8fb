"""The clock of one referral says what the oracle of the measures says, at the fences too."""

from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mash.framework.clock import WorkingCalendar
from mash.framework.due import TARGET_POLICIES, Clock, Rated
from mash.framework.risks import risk_periods
from tests.oracle import facts

RISKS = [
    {"risk": "red", "rank": 3, "target_hours": 2.0, "clock": "elapsed"},
    {"risk": "amber", "rank": 2, "target_hours": 8.5, "clock": "working"},
    {"risk": "blue", "rank": 1, "target_hours": 72.0, "clock": "elapsed"},
    {"risk": "grey", "rank": 1, "target_hours": None, "clock": "elapsed"},
    {"risk": "old", "rank": 2, "target_hours": 0.0, "clock": "working"},
]
FROM = {"valid_from": date(2020, 1, 1), "valid_to": None}
CLOSED = frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)})
HOURS = (time(8, 30), time(17, 0))
JANUARY = datetime(2026, 1, 1, tzinfo=UTC)
#: Around clock changes, a closed stretch, opening and closing, and anything else.
MOMENTS = st.one_of(
    st.builds(
        lambda at, off: at + timedelta(seconds=off),
        st.sampled_from(
            [
                datetime(2026, 3, 29, 1, tzinfo=UTC),
                datetime(2026, 10, 25, 1, tzinfo=UTC),
                datetime(2026, 12, 24, 17, tzinfo=UTC),
                datetime(2026, 12, 29, 8, 30, tzinfo=UTC),
                datetime(2026, 7, 3, 16, tzinfo=UTC),
            ]
        ),
        st.sampled_from([-3600, -1, 0, 1, 3600]),
    ),
    st.integers(0, 2 * 365 * 86_400).map(lambda second: JANUARY + timedelta(seconds=second)),
)


def oracle(policy, received_at, ratings):
    """What the oracle of m04 says."""
    rows = [SimpleNamespace(**(row | FROM)) for row in RISKS]
    view = SimpleNamespace(
        risks=rows,
        closed=CLOSED,
        parameters=SimpleNamespace(working_hours=HOURS, working_days=(1, 2, 3, 4, 5)),
    )
    found = [SimpleNamespace(rated_at=one.at, risk=one.risk) for one in ratings]
    referral = SimpleNamespace(
        received_at=received_at,
        day=facts.clock.london_day(received_at),
        ratings=found,
        first=found[0].risk if found else None,
        final=found[-1].risk if found else None,
    )
    return facts.due_at(view, referral, policy)


@pytest.mark.parametrize("policy", TARGET_POLICIES)
@given(MOMENTS, st.lists(st.tuples(st.sampled_from([r["risk"] for r in RISKS]), st.integers(0, 400_000))))
@example(datetime(2026, 12, 24, 16, 59, 59, tzinfo=UTC), [("amber", 0)])
def test_due_as_the_measures_have_it(policy, received_at, given_later):
    at, ratings = received_at, []
    for risk, later in given_later:
        at += timedelta(seconds=later)
        ratings.append(Rated(at, risk))
    clock = Clock(
        risk_periods([row | FROM for row in RISKS]), WorkingCalendar(HOURS, (1, 2, 3, 4, 5), CLOSED), policy
    )
    assert clock.due(received_at, ratings) == oracle(policy, received_at, ratings)


def test_targets_are_those_of_the_london_day_of_receipt():
    rows = [
        {"risk": "red", "rank": 1, "target_hours": 2.0, "clock": "elapsed", "valid_to": date(2026, 6, 30)},
        {"risk": "red", "rank": 1, "target_hours": 4.0, "clock": "elapsed", "valid_to": None},
    ]
    periods = risk_periods(
        [
            rows[0] | {"valid_from": date(2026, 1, 1)},
            rows[1] | {"valid_from": date(2026, 7, 1)},
        ]
    )
    clock = Clock(periods, WorkingCalendar(HOURS, (1, 2, 3, 4, 5), frozenset()))
    last = datetime(2026, 6, 30, 22, 59, 59, tzinfo=UTC)  # a second before midnight in London
    assert clock.due(last, [Rated(last, "red")]) == last + timedelta(hours=2)
    first = last + timedelta(seconds=1)
    assert clock.due(first, [Rated(first, "red")]) == first + timedelta(hours=4)
