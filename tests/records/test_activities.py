"""Leadership activities: planned, held, cancelled; each rule refused in words, what it said before kept."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from mash.framework.london import clock_at, now, today
from mash.records.activities import actions, reading
from mash.records.activities.actions import Said
from mash.records.activities.models import Activity, ActivityStep
from mash.records.writing import Overtaken
from mash.trail.models import Entry
from tests.records.test_evidence import refused

pytestmark = pytest.mark.django_db


def said(**words):
    return Said(**({"kind": "training", "title": "Neglect", "held_on": today() - timedelta(1)} | words))


def entered(cast, who="quinn", hub="moorland", **words):
    return cast.does(who, actions.enter, hub=hub, said=said(**words))


def of(one):
    return {"activity_id": one.pk, "version": one.version}


def lacks(one, days=0):
    return reading.lacks(one, today() + timedelta(days))


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"kind": "party"}, "kind"),
        ({"title": " "}, "title"),
        ({"held_on": None}, "held_on"),
        ({"held_on": date(1926, 4, 1)}, "held_on"),
        ({"held_on": date(2126, 4, 1)}, "held_on"),
        ({"agencies": ("nowhere",)}, "agencies"),
        ({"hours": Decimal(-1)}, "hours"),
        ({"hours": Decimal("NaN")}, "hours"),
        ({"cost": Decimal(10**8)}, "cost"),
        ({"attendees": 10**7}, "attendees"),
        ({"feedback": Decimal("5.1"), "feedback_from": 3}, "feedback"),
        ({"feedback": Decimal(4)}, "feedback_from"),
        ({"feedback_from": 4}, "feedback"),
        ({"feedback_from": 0}, "feedback_from"),
        ({"feedback": Decimal(4), "feedback_from": 0}, "feedback_from"),
        ({"attendees": 3, "feedback": Decimal(4), "feedback_from": 4}, "feedback_from"),
        ({"attendees": 0, "feedback": Decimal(4), "feedback_from": 4}, "feedback_from"),
    ],
)
def test_what_is_wrong_is_said_by_field(cast, words, field):
    assert set(refused(cast, actions.enter, hub="moorland", said=said(**words))) == {field}


@pytest.mark.parametrize("early", [{"attendees": 3}, {"cost": Decimal(9)}, {"settled": True}])
def test_a_planned_activity_has_nothing_yet_of_what_is_known_afterwards(cast, early):
    tomorrow = today() + timedelta(1)
    wrong = refused(cast, actions.enter, hub="moorland", said=said(held_on=tomorrow, **early))
    assert set(wrong) == set(early)
    assert "enter this once it is over" in next(iter(wrong.values()))
    planned = entered(cast, held_on=tomorrow, hours=Decimal(6), agencies=("police", "health"))
    assert lacks(planned) == []
    assert lacks(planned, days=2) == ["attendance", "cost"]
    with clock_at(now() + timedelta(days=2)):
        came = said(held_on=tomorrow, hours=Decimal(6), agencies=("health",), attendees=12, cost=Decimal(0))
        held = cast.does("quinn", actions.change, **of(planned), said=came)
        assert lacks(held) == []


def test_who_will_never_know_says_so_and_is_not_asked_again_and_nobody_attends_the_press(cast):
    one = entered(cast)
    assert lacks(one) == ["attendance", "hours", "cost"]
    assert lacks(entered(cast, kind="media")) == ["hours", "cost"]
    assert lacks(cast.does("quinn", actions.change, **of(one), said=said(settled=True))) == []


def test_where_something_is_missing_stands_first_the_oldest_before_the_others(cast):
    full = {"attendees": 1, "hours": Decimal(1), "cost": Decimal(1)}
    days = [(-3, full), (-9, {}), (-5, {}), (20, {}), (-400, full)]
    made = [entered(cast, held_on=today() + timedelta(day), **words) for day, words in days]
    order = cast.sees("quinn", lambda by: list(reading.listed(by, today())))
    assert order == [made[1], made[2], made[3], made[0], made[4]]
    shown = cast.sees("quinn", lambda by: list(reading.listed(by, today(), shown="planned")))
    assert shown == [made[3]]


def test_a_financial_year_runs_from_april_to_march(cast):
    days = (date(2025, 3, 31), date(2025, 4, 1), date(2026, 3, 31), date(2026, 4, 1))
    made = [entered(cast, held_on=day) for day in days]
    found = cast.sees("quinn", lambda by: set(reading.listed(by, today(), year=2025)))
    assert found == {made[1], made[2]}


def test_a_planned_one_is_cancelled_for_a_reason_and_stays_so(cast):
    one = entered(cast, held_on=today() + timedelta(9))
    assert refused(cast, actions.cancel, because=" ", **of(one)) == {"because": "Say why it is cancelled."}
    gone = cast.does("quinn", actions.cancel, because="Nobody can come.", **of(one))
    assert (gone.cancelled_on, lacks(gone, days=30)) == (today(), [])
    assert refused(cast, actions.change, said=said(), **of(gone)) == {"title": "This activity is cancelled."}
    came = entered(cast, attendees=4)
    assert "took place" in refused(cast, actions.cancel, because="x", **of(came))["because"]


def test_what_it_said_before_is_kept_with_who_and_when_and_the_second_editor_is_told(cast):
    one = entered(cast, agencies=("police",), cost=Decimal("12.50"))
    changed = said(title="Neglect, part one", agencies=("health",), cost=Decimal("12.5"))
    cast.does("quinn", actions.change, **of(one), said=changed)
    with pytest.raises(Overtaken):
        cast.does("quinn", actions.change, **of(one), said=changed)
    first, second = cast.sees("quinn", lambda by: list(ActivityStep.objects.seen_by(by)))
    assert (first.did, second.did, second.account.name) == ("entered", "changed", "Quinn Quality Officer")
    assert second.words == "Title: Neglect\nAgencies: Moorland Police"
    unchanged = {"activity_id": one.pk, "version": 2}
    assert cast.does("quinn", actions.change, said=changed, **unchanged).version == 2
    entries = Entry.objects.filter(kind="activity").order_by("number")
    assert [one.verb for one in entries] == ["entered", "changed"]
    assert "Neglect" not in str([one.detail for one in entries]), "no text goes on the trail"


def test_looking_at_one_is_on_the_trail(cast):
    one = entered(cast)
    cast.does("quinn", reading.opened, pk=one.pk)
    assert Entry.objects.get(verb="viewed").record == str(one.pk)


@pytest.mark.parametrize(
    "change",
    ["kind = 'party'", "feedback = 4", "cost = -1", "cancelled_on = held_on", "cancelled_because = 'x'"],
)
def test_the_database_takes_no_half_of_a_pair(cast, change):
    entered(cast)

    def forced(by):
        with connection.cursor() as cursor, transaction.atomic():
            cursor.execute(f"UPDATE records_activity SET {change}")

    with pytest.raises(IntegrityError):
        cast.does("quinn", forced)


@pytest.mark.parametrize("who", ["dan", "anna", "iris", "adam", "pam", "quinta"])
def test_who_keeps_no_register_of_the_hub_writes_nothing(cast, who):
    one = entered(cast)
    with pytest.raises((PermissionDenied, Activity.DoesNotExist)):
        cast.does(who, actions.cancel, because="x", **of(one))
    with pytest.raises(PermissionDenied):
        entered(cast, who=who)
