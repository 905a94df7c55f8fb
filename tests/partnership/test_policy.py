"""The policy holds what casework.md says of the roles."""

import re

import pytest

from mash.partnership.policy import ROLES, Permission, permissions_of

CASEWORK = {
    Permission.REFERRAL_READ,
    Permission.REFERRAL_RATE,
    Permission.REFERRAL_SHARE,
    Permission.REFERRAL_DECIDE,
    Permission.REQUEST_ANSWER,
    Permission.AUDIT_GRADE,
}


@pytest.mark.parametrize(
    "role",
    ["referrer", "quality_officer", "analyst", "board_member", "information_governance", "administrator"],
)
def test_roles_without_casework_have_none(role):
    assert not ROLES[role].permissions & CASEWORK


def test_who_reads_measures_reads_nothing_else_and_the_board_no_small_counts():
    work = {Permission.MEASURE_WORK, Permission.MEASURE_PUBLISH}
    assert ROLES["board_member"].permissions == {Permission.MEASURE_READ}
    assert ROLES["analyst"].permissions == {Permission.MEASURE_READ} | work


def test_only_a_decision_maker_decides():
    assert [key for key, role in ROLES.items() if Permission.REFERRAL_DECIDE in role.permissions] == [
        "decision_maker"
    ]


def test_only_an_administrator_opens_accounts_and_does_nothing_with_records():
    assert [key for key, role in ROLES.items() if Permission.ACCOUNT_KEEP in role.permissions] == [
        "administrator"
    ]
    assert ROLES["administrator"].permissions == {Permission.ACCOUNT_KEEP, Permission.REFERENCE_KEEP}


def test_every_permission_is_a_noun_and_a_verb_and_somebody_has_it():
    for permission in Permission:
        assert re.fullmatch(r"[A-Z]+_[A-Z]+", permission.name)
        assert any(permission in role.permissions for role in ROLES.values()), permission


def test_a_role_that_the_policy_does_not_know_allows_nothing():
    assert permissions_of({"superuser"}) == frozenset()
    assert permissions_of(set()) == frozenset()
