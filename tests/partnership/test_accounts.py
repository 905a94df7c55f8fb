"""Access ends on the day and at the moment it should, and an account is what it says."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from mash.framework.london import today
from mash.partnership.actions import appoint, move, open_account, suspend
from mash.partnership.models import Account, Agency, Risk
from mash.partnership.policy import Permission
from mash.partnership.principal import principal_of
from mash.trail.models import Entry
from tests.done import done

TODAY = date(2026, 6, 15)


def test_somebody_with_a_role_may_do_what_it_says_in_that_hub_only(tess, hub):
    principal = principal_of(tess, TODAY)
    assert principal.may(Permission.REFERRAL_RATE, hub.pk)
    assert not principal.may(Permission.REFERRAL_RATE, "another hub")
    assert not principal.may(Permission.REFERRAL_DECIDE)


def test_a_role_ends_with_its_last_day(tess, hub):
    done(appoint, tess, role="decision_maker", hub=hub, until=TODAY)
    assert principal_of(tess, TODAY).may(Permission.REFERRAL_DECIDE)
    assert not principal_of(tess, TODAY + timedelta(days=1)).may(Permission.REFERRAL_DECIDE)


def test_access_ends_with_its_last_day(tess):
    tess.access_until = TODAY
    assert tess.active_on(TODAY)
    assert not tess.active_on(TODAY + timedelta(days=1))
    assert principal_of(tess, TODAY + timedelta(days=1)).roles == frozenset()


def test_access_ends_with_the_agency(tess, council, police):
    council.valid_to, council.successor = TODAY, police
    assert tess.active_on(TODAY)
    assert not tess.active_on(TODAY + timedelta(days=1))


def test_a_suspended_account_is_not_active_and_holds_nothing(tess):
    done(suspend, tess)
    assert not tess.is_active
    assert principal_of(tess, today()).roles == frozenset()


def test_who_moves_agency_holds_nothing_and_their_sessions_end(tess, police):
    before = tess.get_session_auth_hash()
    done(move, tess, to=police)
    assert tess.get_session_auth_hash() != before
    assert principal_of(tess, TODAY).roles == frozenset()


def test_an_e_mail_address_is_one_account_whatever_its_case(tess, council):
    with pytest.raises(ValidationError, match="There is an account with this e-mail address"):
        done(open_account, email="Tess.TRIAGE@moorland.example", name="Tess Twin", agency=council, roles=())
    assert Account.objects.get_by_natural_key("TESS.triage@moorland.example") == tess


def test_a_role_that_the_policy_does_not_know_is_refused_and_no_account_is_opened(hub, council):
    with pytest.raises(ValidationError):
        done(
            open_account,
            email="new@moorland.example",
            name="Nora New",
            agency=council,
            roles=((hub, "superuser"),),
        )
    assert not Account.objects.filter(email="new@moorland.example").exists()


@pytest.mark.parametrize(
    "row",
    [
        {"agency_id": "unknown", "name": "A", "kind": "police"},
        {"agency_id": "a", "name": "A", "kind": "circus"},
        {"agency_id": "a", "name": "A", "kind": "police", "valid_from": TODAY, "valid_to": date(2020, 1, 1)},
        {"agency_id": "a", "name": "A", "kind": "police", "successor_id": "council"},
    ],
)
def test_the_database_itself_refuses_an_agency_that_cannot_be(row, council):
    with pytest.raises(IntegrityError), transaction.atomic():
        Agency.objects.create(**row)


def test_a_rating_is_in_force_from_its_first_to_its_last_day(db):
    for first, last, hours in ((date(2020, 1, 1), TODAY, 72), (TODAY + timedelta(days=1), None, 48)):
        Risk.objects.create(
            risk="blue",
            name="Blue",
            rank=1,
            target_hours=hours,
            clock="elapsed",
            valid_from=first,
            valid_to=last,
        )
    assert Risk.objects.all().on(TODAY).get().target_hours == 72
    assert Risk.objects.all().on(TODAY + timedelta(days=1)).get().target_hours == 48
    assert not Risk.objects.all().on(date(2019, 12, 31)).exists()


def test_every_change_of_an_account_is_on_the_trail(tess, police):
    done(suspend, tess)
    done(move, tess, to=police)
    entries = Entry.objects.filter(kind="account", record=str(tess.pk))
    assert [entry.verb for entry in entries] == ["opened", "appointed", "suspended", "moved"]
    assert entries.last().detail == {
        "agency": ["council", "police"],
        "roles": [[["moorland", "triage"]], []],
    }
