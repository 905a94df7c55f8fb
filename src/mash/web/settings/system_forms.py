"""The forms on agencies' systems and their tokens."""

from datetime import timedelta
from typing import Any

from django import forms

from mash.framework.london import today
from mash.partnership.actions import SYSTEM_ROLES
from mash.partnership.models import Agency
from mash.partnership.policy import ROLES
from mash.partnership.principal import Principal
from mash.web.fields import day, text
from mash.web.settings.account_forms import in_hubs, roles_field
from mash.web.settings.agency_forms import hubs_of
from mash.web.settings.editing import RowForm


class NewSystem(RowForm):
    """A system of an agency, and what it may do in the hubs that the administrator administers."""

    name = text("Name", "Enter a name for the system", hint="Such as “School records, Moorland Academies”.")
    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label="Agency",
        empty_label="Choose",
        error_messages={"required": "Choose whose system it is"},
    )

    def __init__(self, data: Any, principal: Principal) -> None:
        super().__init__(data)
        self.hubs = list(hubs_of(principal))
        self.fields["agency"].queryset = Agency.objects.all().on(today())  # type: ignore[attr-defined]
        for hub in self.hubs:
            self.fields[f"roles_{hub.pk}"] = roles_field(hub, {role: ROLES[role] for role in SYSTEM_ROLES})

    def given(self) -> dict[str, Any]:
        """What connects the system."""
        plain = {name: self.cleaned_data[name] for name in ("name", "agency")}
        return plain | {"roles": in_hubs(self, self.hubs)}


class NewToken(RowForm):
    """How long a token is good."""

    valid_to = day("Last day", "At most a year away. A shorter time is safer.", missing="Enter the last day")

    def __init__(self, data: Any) -> None:
        super().__init__(data, initial={"valid_to": today() + timedelta(days=182)})
