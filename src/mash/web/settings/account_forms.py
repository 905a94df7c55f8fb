"""The forms on accounts and the roles they hold."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from mash.framework.london import today
from mash.partnership.models import Account, Agency, Hub, Team
from mash.partnership.policy import ROLES, Role
from mash.partnership.principal import Principal
from mash.web.fields import day, radios, text
from mash.web.settings.agency_forms import hubs_of
from mash.web.settings.editing import RowForm


def _named(roles: Mapping[str, Role]) -> dict[str, str]:
    return {key: f"{role.name}: {role.sentence}" for key, role in roles.items()}


def roles_field(hub: Hub, roles: Mapping[str, Role]) -> forms.MultipleChoiceField:
    """The roles that are given in a hub; the field is named `roles_` and the hub's code."""
    return forms.MultipleChoiceField(
        label=f"Roles in {hub}",
        choices=list(_named(roles).items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


def in_hubs(form: RowForm, hubs: Iterable[Hub]) -> tuple[tuple[Hub, str], ...]:
    """The roles chosen for all hubs, in one."""
    return tuple((hub, role) for hub in hubs for role in form.cleaned_data[f"roles_{hub.pk}"])


class NewAccount(RowForm):
    """An account, with roles in the hubs that the administrator administers."""

    email = forms.EmailField(
        label="E-mail address",
        help_text="They sign in with it, and get a link there to set their password.",
        max_length=254,
        error_messages={
            "required": "Enter an e-mail address",
            "invalid": "Enter an e-mail address in the correct format, such as name@example.com",
        },
    )
    name = text("Name", "Enter their name")
    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label="Agency",
        empty_label="Choose",
        error_messages={"required": "Choose their agency"},
    )
    until = day("Last day of access", "Leave empty if it has no end yet.")

    def __init__(self, data: Any, principal: Principal) -> None:
        super().__init__(data)
        self.hubs: list[Hub] = list(hubs_of(principal))
        self.fields["agency"].queryset = Agency.objects.all().on(today())  # type: ignore[attr-defined]
        for hub in self.hubs:
            self.fields[f"roles_{hub.pk}"] = roles_field(hub, ROLES)

    def given(self) -> dict[str, Any]:
        """What opens the account: the roles of all hubs in one."""
        plain = {name: self.cleaned_data[name] for name in ("email", "name", "agency", "until")}
        return plain | {"roles": in_hubs(self, self.hubs)}


class AccountChange(RowForm):
    """What can be changed of an account."""

    watched = ("name", "team", "access_until")
    name = text("Name", "Enter their name")
    team = forms.ModelChoiceField(Team.objects.none(), label="Team", required=False, empty_label="None")
    access_until = day("Last day of access", "Leave empty if it has no end yet.")

    def __init__(self, data: Any, account: Account) -> None:
        super().__init__(data, row=account)
        self.fields["team"].queryset = account.agency.teams.all()  # type: ignore[attr-defined]


class Move(RowForm):
    """The agency that somebody moves to."""

    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label="New agency",
        empty_label="Choose",
        error_messages={"required": "Choose an agency"},
    )

    def __init__(self, data: Any, account: Account) -> None:
        super().__init__(data)
        others = Agency.objects.all().on(today()).exclude(pk=account.agency_id)
        self.fields["agency"].queryset = others  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """Where to."""
        return {"to": self.cleaned_data["agency"]}


class NewRole(RowForm):
    """A role in a hub."""

    hub = forms.ModelChoiceField(
        Hub.objects.none(),
        label="Hub",
        empty_label="Choose",
        error_messages={"required": "Choose a hub"},
    )
    role = radios("Role", _named(ROLES), "Choose a role")
    since = day("First day", "Leave empty if it is today.")
    until = day("Last day", "Leave empty if it has no end yet.")

    def __init__(self, data: Any, principal: Principal) -> None:
        hubs = hubs_of(principal)
        super().__init__(data, initial={"hub": hubs[0] if len(hubs) == 1 else None})
        self.fields["hub"].queryset = hubs  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """The role, from today where no day was said."""
        return self.cleaned_data | {"since": self.cleaned_data["since"] or today()}


class RoleEnd(RowForm):
    """The last day of a role."""

    watched = ("valid_from", "valid_to")
    valid_to = day("Last day", "Leave empty to take the role away now.")
