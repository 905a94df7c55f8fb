"""A rating that has been in force stays as it was; rows of one rating never overlap (dataset.md)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from mash.framework.london import today
from mash.partnership.actions import (
    ChangedMeanwhile,
    add_risk,
    change_risk,
    end_risk,
    plain,
    remove_risk,
    replace_risk,
)
from mash.partnership.models import Risk
from mash.trail.models import Entry
from tests.done import done

pytestmark = pytest.mark.django_db
BLUE = {"name": "Blue", "rank": 1, "target_hours": 72.0, "clock": "elapsed"}
SEEN = ("name", "rank", "target_hours", "clock", "valid_to")
TOMORROW = today() + timedelta(days=1)
NEXT_MONTH = today() + timedelta(days=30)


def seen(row):
    return plain(row, SEEN)


def blue(first=date(2020, 1, 1), last=None, **other):
    return done(add_risk, risk="blue", **BLUE | other, valid_from=first, valid_to=last)


def rows():
    return list(Risk.objects.order_by("valid_from").values_list("target_hours", "valid_from", "valid_to"))


def refused(action, *arguments, **named):
    with pytest.raises(ValidationError) as caught:
        done(action, *arguments, **named)
    return caught.value.message_dict if hasattr(caught.value, "error_dict") else caught.value.messages


def test_a_changed_target_is_a_new_row_from_a_day_on_and_the_old_one_ends_the_day_before():
    old = blue()
    done(replace_risk, old, seen=seen(old), **BLUE | {"target_hours": 48}, starts=NEXT_MONTH)
    assert rows() == [
        (72, date(2020, 1, 1), NEXT_MONTH - timedelta(days=1)),
        (48, NEXT_MONTH, None),
    ]
    assert [entry.verb for entry in Entry.objects.all()] == ["added", "ended", "added"]
    assert Entry.objects.get(verb="ended").detail == {
        "valid_to": [None, (NEXT_MONTH - timedelta(days=1)).isoformat()]
    }
    assert Entry.objects.last().detail["target_hours"] == "48"


@pytest.mark.parametrize("day", [today(), today() - timedelta(days=400)])
def test_what_has_been_in_force_is_not_overwritten(day):
    old = blue()
    told = refused(replace_risk, old, seen=seen(old), **BLUE, starts=day)
    assert told == {"starts": ["The first day must be after today: what has been in force stays as it was."]}
    told = refused(change_risk, old, seen=seen(old), **BLUE, valid_from=TOMORROW, valid_to=None)
    assert told == ["This row has been in force: it can be ended, and another started."]
    assert refused(remove_risk, old, seen=seen(old)) == told
    assert rows() == [(72, date(2020, 1, 1), None)]
    assert Entry.objects.count() == 1, "what was refused is not on the trail"


def test_a_row_that_has_ended_stays_ended():
    old = blue(last=today() - timedelta(days=1))
    assert refused(end_risk, old, seen=seen(old), valid_to=None) == [
        "This row has ended. What has been in force stays as it was."
    ]
    assert refused(replace_risk, old, seen=seen(old), **BLUE, starts=NEXT_MONTH) == [
        "This row has ended. Add a new one instead."
    ]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2019, 1, 1), None),
        (date(2019, 1, 1), date(2020, 1, 1)),
        (date(2020, 6, 1), date(2020, 6, 2)),
        (date(2020, 12, 31), date(2021, 5, 1)),
    ],
)
def test_rows_of_one_rating_do_not_overlap(first, last):
    blue(last=date(2020, 12, 31))
    with pytest.raises(ValidationError) as caught:
        blue(first, last)
    assert caught.value.message_dict == {
        "valid_from": ["Blue is in force from 1 January 2020 to 31 December 2020; the days overlap."]
    }
    blue(date(2021, 1, 1))
    done(add_risk, risk="red", **BLUE, valid_from=date(2020, 6, 1))


def test_a_last_day_that_was_planned_stays():
    old = blue(last=NEXT_MONTH)
    done(replace_risk, old, seen=seen(old), **BLUE | {"target_hours": 48}, starts=TOMORROW)
    assert rows() == [(72, date(2020, 1, 1), today()), (48, TOMORROW, NEXT_MONTH)]


def test_a_change_does_not_run_into_a_row_that_is_planned_already():
    old, after = blue(last=today()), NEXT_MONTH + timedelta(days=1)
    blue(after)
    told = refused(replace_risk, old, seen=seen(old), **BLUE, starts=NEXT_MONTH)
    assert "the days overlap" in told["starts"][0]
    assert "the days overlap" in refused(end_risk, old, seen=seen(old), valid_to=None)["valid_to"][0]
    assert rows() == [(72, date(2020, 1, 1), today()), (72, after, None)]


def test_where_the_new_row_is_refused_the_old_one_has_not_ended():
    old = blue()
    assert "rank" in refused(replace_risk, old, seen=seen(old), **BLUE | {"rank": 0}, starts=NEXT_MONTH)
    assert rows() == [(72, date(2020, 1, 1), None)]
    assert Entry.objects.count() == 1


def test_a_row_still_to_come_can_be_changed_and_removed():
    row = blue(NEXT_MONTH)
    done(change_risk, row, seen=seen(row), **BLUE | {"target_hours": 1.5}, valid_from=TOMORROW, valid_to=None)
    assert rows() == [(1.5, TOMORROW, None)]
    told = refused(change_risk, row, seen=seen(row), **BLUE, valid_from=today(), valid_to=None)
    assert told == {"valid_from": ["The first day must be after today."]}
    row.refresh_from_db()
    done(remove_risk, row, seen=seen(row))
    assert rows() == []
    assert Entry.objects.last().verb == "removed"
    assert Entry.objects.last().detail["target_hours"] == "1.5"


def test_a_last_day_is_today_or_later():
    row = blue()
    told = refused(end_risk, row, seen=seen(row), valid_to=today() - timedelta(days=1))
    assert told == {"valid_to": ["The last day must be today or later."]}
    done(end_risk, row, seen=seen(row), valid_to=today())
    assert rows() == [(72, date(2020, 1, 1), today())]


def test_the_second_of_two_editors_is_told_and_overwrites_nothing():
    row = blue()
    opened = seen(row)
    done(end_risk, row, seen=opened, valid_to=NEXT_MONTH)
    with pytest.raises(ChangedMeanwhile) as caught:
        done(replace_risk, row, seen=opened, **BLUE, starts=TOMORROW)
    assert caught.value.now == opened | {"valid_to": NEXT_MONTH.isoformat()}
    assert rows() == [(72, date(2020, 1, 1), NEXT_MONTH)]


def test_a_row_that_somebody_removed_meanwhile_is_told():
    row = blue(NEXT_MONTH)
    Risk.objects.all().delete()
    assert refused(remove_risk, row, seen=seen(row)) == ["Somebody else has removed this meanwhile."]


@pytest.mark.parametrize(
    ("other", "field"),
    [({"rank": 0}, "rank"), ({"target_hours": -1}, "target_hours"), ({"clock": "sand"}, "clock")],
)
def test_a_rating_that_cannot_be_is_refused_at_its_field(other, field):
    with pytest.raises(ValidationError) as caught:
        blue(**other)
    assert field in caught.value.message_dict
