"""Cohorts, outcomes and closed days are added, changed, ended and removed; each is on the trail."""

import os
from datetime import date

import psycopg
import pytest
from django.core.exceptions import ValidationError

from mash.partnership.actions import (
    ChangedMeanwhile,
    add_closed_day,
    add_cohort,
    add_outcome,
    change_closed_day,
    change_cohort,
    change_outcome,
    end_in_use,
    plain,
    remove_closed_day,
)
from mash.partnership.models import ClosedDay, Cohort, Outcome
from mash.trail.models import Entry
from tests.done import done

pytestmark = pytest.mark.django_db
BOXING_DAY = date(2026, 12, 26)


def on_the_trail():
    return list(Entry.objects.values_list("verb", "kind", "record"))


def test_a_cohort_from_its_first_day_to_its_last():
    row = done(add_cohort, cohort_id="neglect", name="Neglect", age_group="child")
    words = {"name": "Neglect of a child", "age_group": "any", "valid_from": date(2020, 1, 1)}
    done(change_cohort, row, seen=plain(row, words), **words)
    done(end_in_use, row, seen=plain(row, ["valid_to"]), valid_to=date(2027, 3, 31))
    row = Cohort.objects.get()
    assert (row.name, row.age_group, row.valid_from, row.valid_to) == (
        "Neglect of a child",
        "any",
        date(2020, 1, 1),
        date(2027, 3, 31),
    )
    assert [entry[0] for entry in on_the_trail()] == ["added", "changed", "ended"]
    with pytest.raises(ValidationError, match="The last day comes before the first day"):
        done(end_in_use, row, seen=plain(row, ["valid_to"]), valid_to=date(2019, 1, 1))


def test_an_outcome_and_its_severity():
    row = done(add_outcome, outcome_id="marac", name="MARAC", severity=3, forum=False)
    words = {"name": "MARAC", "severity": 4, "forum": True, "valid_from": None}
    done(change_outcome, row, seen=plain(row, words), **words)
    assert Entry.objects.last().detail == {"severity": [3, 4], "forum": [False, True]}
    assert Outcome.objects.get().severity == 4
    with pytest.raises(ValidationError) as caught:
        done(add_outcome, outcome_id="worse", name="Worse", severity=6, forum=False)
    assert "severity" in caught.value.message_dict


def test_a_closed_day_is_changed_and_removed():
    row = done(add_closed_day, date=BOXING_DAY, reason="Boxing day")
    done(change_closed_day, row, seen={"reason": "Boxing day"}, reason="Boxing Day")
    with pytest.raises(ChangedMeanwhile):
        done(remove_closed_day, row, seen={"reason": "Boxing day"})
    done(remove_closed_day, row, seen={"reason": "Boxing Day"})
    assert not ClosedDay.objects.exists()
    assert on_the_trail() == [(verb, "closed day", "2026-12-26") for verb in ("added", "changed", "removed")]


def test_a_change_of_nothing_is_not_on_the_trail():
    row = done(add_closed_day, date=BOXING_DAY, reason="Boxing Day")
    done(change_closed_day, row, seen={"reason": "Boxing Day"}, reason="Boxing Day")
    assert len(on_the_trail()) == 1


@pytest.mark.parametrize("code", ["unknown", "hub", "white space"])
def test_a_code_that_results_keep_or_that_is_none_is_refused(code):
    with pytest.raises(ValidationError):
        done(add_cohort, cohort_id=code, name="Neglect", age_group="child")
    assert on_the_trail() == []


def test_an_action_makes_every_other_wait_until_it_is_committed():
    mine = "SELECT pg_try_advisory_xact_lock(hashtext('mash settings'))"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as another:
        assert another.execute(mine).fetchone() == (True,)
        done(add_closed_day, date=BOXING_DAY, reason="Boxing Day")
        assert another.execute(mine).fetchone() == (False,)
