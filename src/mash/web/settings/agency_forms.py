"""The forms on agencies, hubs and teams."""

from typing import Any

from django import forms

from mash.framework.london import today
from mash.partnership.models import Agency, Hub
from mash.partnership.policy import Permission
from mash.partnership.principal import Principal
from mash.web.fields import code, day, text
from mash.web.settings.editing import RowForm
from mash.web.settings.words import AGENCY_KINDS


class _Agency(RowForm):
    name = text("Name", "Enter the name of the agency")
    kind = forms.ChoiceField(
        label="Kind",
        choices=[("", "Choose"), *AGENCY_KINDS.items()],
        error_messages={"required": "Choose what kind of agency it is"},
    )
    in_baseline = forms.BooleanField(
        label="Routes its core work through the hub",
        help_text="Leave unticked for an agency such as probation, which does not.",
        required=False,
    )
    exempt_because = forms.CharField(
        label="Exempt from the baseline because",
        help_text="If it does not: why. The register of baselines shows it.",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    valid_from = day("First day", "Leave empty if it was always there.")


class AgencyChange(_Agency):
    """What can be changed of an agency."""

    watched = ("name", "kind", "in_baseline", "exempt_because", "valid_from")


class _End(RowForm):
    valid_to = day("Last day", "Leave empty if the agency goes on.")
    successor = forms.ModelChoiceField(
        Agency.objects.all(),
        label="Which agency follows it",
        help_text="Leave empty if none does.",
        required=False,
        empty_label="None",
    )


class AgencyEnd(_End):
    """An agency's last day, and who follows it."""

    watched = ("name", "valid_to", "successor")


class NewAgency(_Agency, _End):
    """An agency."""

    agency_id = code()
    field_order = ("agency_id", *_Agency.base_fields, *_End.base_fields)


class NewHub(RowForm):
    """A hub."""

    hub_id = code()
    name = text("Name", "Enter the name of the hub")


class HubName(RowForm):
    """What a hub is called."""

    watched = ("name",)
    name = text("Name", "Enter the name of the hub")


class TeamName(RowForm):
    """What a team is called."""

    watched = ("name",)
    name = text("Name", "Enter the name of the team")


class NewTeam(RowForm):
    """A team of an agency in a hub that somebody administers."""

    name = text("Name", "Enter the name of the team")
    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label="Agency",
        empty_label="Choose",
        error_messages={"required": "Choose an agency"},
    )
    hub = forms.ModelChoiceField(
        Hub.objects.none(),
        label="Hub",
        empty_label="Choose",
        error_messages={"required": "Choose a hub"},
    )

    def __init__(self, data: Any, principal: Principal) -> None:
        super().__init__(data)
        self.fields["agency"].queryset = Agency.objects.all().on(today())  # type: ignore[attr-defined]
        self.fields["hub"].queryset = hubs_of(principal)  # type: ignore[attr-defined]


def hubs_of(principal: Principal) -> Any:
    """The hubs whose accounts somebody keeps."""
    return Hub.objects.filter(pk__in=principal.hubs(Permission.ACCOUNT_KEEP))
