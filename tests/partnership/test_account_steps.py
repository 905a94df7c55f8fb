"""Accounts are changed, suspended, given roles; no hub loses its last administrator."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError

from mash.framework.london import today
from mash.partnership.actions import (
    ChangedMeanwhile,
    add_team,
    appoint,
    change_account,
    end_appointment,
    lift_suspension,
    move,
    open_account,
    plain,
    reset_second_factor,
    suspend,
)
from mash.partnership.models import Account, Hub
from mash.partnership.policy import Permission
from mash.partnership.principal import accounts_kept_by, principal_of
from mash.trail.models import Entry
from tests.done import done

YESTERDAY, TOMORROW = today() - timedelta(days=1), today() + timedelta(days=1)
CHANGE = ("name", "team", "access_until")


@pytest.fixture
def ada(hub, council):
    """The only administrator of the hub."""
    words = {"email": "ada@moorland.example", "name": "Ada Admin", "agency": council}
    return done(open_account, **words, roles=((hub, "administrator"),))


def role_of(account):
    return account.appointments.get()


def end(held, last):
    done(end_appointment, held, seen=plain(held, ["valid_from", "valid_to"]), valid_to=last)


def verbs(account):
    return list(Entry.objects.filter(kind="account", record=str(account.pk)).values_list("verb", flat=True))


def test_an_account_is_changed_and_what_changed_is_on_the_trail(tess, council, hub):
    team = done(add_team, name="Front door", agency=council, hub=hub)
    seen = plain(tess, CHANGE)
    done(change_account, tess, seen=seen, name="Tess Triage-Smith", team=team, access_until=TOMORROW)
    assert Entry.objects.last().detail == {
        "name": ["Tess Triage", "Tess Triage-Smith"],
        "team": [None, team.pk],
        "access_until": [None, TOMORROW.isoformat()],
    }
    with pytest.raises(ChangedMeanwhile):
        done(change_account, tess, seen=seen, name="Tess", team=None, access_until=None)
    assert Account.objects.get(pk=tess.pk).name == "Tess Triage-Smith"


def test_a_team_is_one_of_the_agency(tess, police, hub):
    team = done(add_team, name="Referral unit", agency=police, hub=hub)
    with pytest.raises(ValidationError) as caught:
        done(change_account, tess, seen=plain(tess, CHANGE), name="Tess", team=team, access_until=None)
    assert caught.value.message_dict == {"team": ["Referral unit is not a team of Moorland Council."]}


def run_out(account, day):
    done(change_account, account, seen=plain(account, CHANGE), name="A", team=None, access_until=day)


LAST_STEPS = {
    "suspended": lambda ada, police: done(suspend, ada),
    "moved": lambda ada, police: done(move, ada, to=police),
    "role taken away": lambda ada, police: end(role_of(ada), None),
    "role to end": lambda ada, police: end(role_of(ada), TOMORROW),
    "access to end": lambda ada, police: run_out(ada, TOMORROW),
    "access ended": lambda ada, police: run_out(ada, YESTERDAY),
}


@pytest.mark.parametrize("step", LAST_STEPS)
def test_the_last_administrator_of_a_hub_stays(ada, tess, police, step):
    with pytest.raises(ValidationError, match="Moorland hub would have no administrator from"):
        LAST_STEPS[step](ada, police)
    ada.refresh_from_db()
    assert principal_of(ada, TOMORROW + timedelta(days=1)).may(Permission.ACCOUNT_KEEP)
    assert verbs(ada) == ["opened", "appointed"], "what was refused is not on the trail"


def test_who_is_not_the_last_administrator_can_go(ada, tess, hub):
    done(appoint, tess, role="administrator", hub=hub)
    end(role_of(ada), None)
    assert not principal_of(ada, today()).may(Permission.ACCOUNT_KEEP)
    with pytest.raises(ValidationError, match="no administrator"):
        done(suspend, tess)


@pytest.mark.parametrize("why", ["suspended", "run out", "role to come"])
def test_an_administrator_without_access_does_not_count(ada, tess, hub, why):
    since = TOMORROW if why == "role to come" else None
    done(appoint, tess, role="administrator", hub=hub, since=since)
    if why == "suspended":
        done(suspend, tess)
    elif why == "run out":
        run_out(tess, YESTERDAY)
    with pytest.raises(ValidationError, match="no administrator"):
        done(suspend, ada)


def test_a_role_is_held_once_on_any_day(tess, hub):
    with pytest.raises(ValidationError) as caught:
        done(appoint, tess, role="triage", hub=hub, since=TOMORROW)
    assert caught.value.message_dict == {
        "role": ["Tess Triage is Triage in Moorland hub on these days already."]
    }
    end(role_of(tess), today())
    done(appoint, tess, role="triage", hub=hub, since=TOMORROW)
    assert tess.appointments.count() == 2


def test_a_role_taken_away_at_once_is_gone_and_on_the_trail(tess):
    end(role_of(tess), None)
    assert principal_of(tess, today()).roles == frozenset()
    assert Entry.objects.last().detail == {"role": "triage", "hub": "moorland", "until": None}


def test_a_suspension_is_lifted_and_the_sessions_of_before_stay_ended(tess):
    before = tess.get_session_auth_hash()
    done(suspend, tess)
    with pytest.raises(ValidationError, match="suspended already"):
        done(suspend, tess)
    done(lift_suspension, tess)
    assert tess.is_active
    assert tess.get_session_auth_hash() != before
    with pytest.raises(ValidationError, match="not suspended"):
        done(lift_suspension, tess)
    assert verbs(tess) == ["opened", "appointed", "suspended", "suspension lifted"]


def test_a_lost_second_factor_is_forgotten_with_every_session(tess):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(tess, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(tess)
    before = tess.get_session_auth_hash()
    done(reset_second_factor, tess)
    assert not Authenticator.objects.filter(user=tess).exists()
    assert tess.get_session_auth_hash() != before
    assert Entry.objects.last().detail == {"forgotten": ["recovery_codes", "totp"]}
    with pytest.raises(ValidationError, match="has no second factor"):
        done(reset_second_factor, tess)


def test_nobody_moves_to_the_agency_they_belong_to(tess, council):
    with pytest.raises(ValidationError, match="belongs to Moorland Council already"):
        done(move, tess, to=council)
    assert tess.appointments.exists()


def test_an_account_that_was_not_opened_is_not_on_the_trail(hub, council):
    with pytest.raises(ValidationError):
        open_with_a_role_that_is_none(hub, council)
    assert not Entry.objects.exists()


def open_with_a_role_that_is_none(hub, council):
    roles = ((hub, "triage"), (hub, "superuser"))
    done(open_account, email="new@moorland.example", name="Nora New", agency=council, roles=roles)


def test_an_administrator_keeps_the_accounts_of_their_hubs_and_those_of_none(ada, tess, council):
    other = Hub.objects.create(hub_id="fell", name="Fell hub")
    words = {"agency": council, "roles": ((other, "triage"),)}
    far = done(open_account, email="far@fell.example", name="Fay Far", **words)
    principal = principal_of(ada, today())
    assert set(accounts_kept_by(principal, today())) == {ada, tess}
    end(role_of(far), None)
    assert far in accounts_kept_by(principal, today())
    end(role_of(tess), YESTERDAY)
    assert not accounts_kept_by(principal_of(tess, today()), today()).filter(pk=ada.pk).exists()
