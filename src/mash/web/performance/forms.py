"""What a page of performance is asked: dataset, window, filters, parameters."""

from collections.abc import Sequence
from typing import Any

from django import forms

from mash.figures.held import Held
from mash.figures.windows import USUAL, WINDOWS
from mash.framework.codes import AGE_GROUPS
from mash.web.fields import DayField, OurForm

CHOSEN_DAYS = "days"
#: Every target policy, the usual one first: it is taken where nothing is chosen.
POLICIES = {
    "strictest": "Strictest: a higher rating shortens, a lower one never lengthens",
    "initial": "Initial: the target of the first rating",
    "current": "Current: the target of the latest rating",
}
_AGES = {"child": "Children", "adult": "Adults", "any": "Any age"}


class Window(OurForm):
    """A window by its name, or by its days."""

    window = forms.ChoiceField(
        label="Window", required=False, choices=[*WINDOWS.items(), (CHOSEN_DAYS, "The days below")]
    )
    first = DayField(label="First day", required=False)
    last = DayField(label="Last day", required=False)

    def clean(self) -> dict[str, Any]:
        """Days are chosen both or neither, in order, and then the window is those."""
        said: dict[str, Any] = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if said.get("window") == CHOSEN_DAYS or first or last:
            if not first or not last:
                self.add_error("last" if first else "first", "Enter both the first and the last day")
            elif last < first:
                self.add_error("last", "The last day must not be before the first")
            said["window"] = CHOSEN_DAYS
        return said | {"window": said.get("window") or USUAL}


class Moment(Window):
    """What every page is asked: dataset, instant, window and due times. It is sent in the address, so that a
    link asks the same again.
    """

    dataset = forms.ChoiceField(label="Dataset", required=False)
    as_at = DayField(
        label="As at the end of", required=False, help_text="Empty: as at when the dataset was taken."
    )
    policy = forms.ChoiceField(
        label="What a re-rating does to the due time",
        required=False,
        choices=list(POLICIES.items()),
    )

    field_order: Sequence[str] = ("dataset",)

    def __init__(
        self, *args: Any, held: Held, every: Sequence[Held], hubs: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer("dataset", [(one.name, one.title) for one in every])
        self.offer_codes(held, hubs)
        for field in self.fields.values():  # what is left empty is as usual
            field.required = False

    def offer_codes(self, held: Held, hubs: Sequence[str]) -> None:
        """Offer the codes of the dataset in the fields that choose among them."""

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


class Ask(Moment):
    """Everything that a page of measures can be asked."""

    hub = forms.ChoiceField(label="Hub", required=False)
    agency = forms.ChoiceField(label="Agency", required=False)
    cohort = forms.ChoiceField(label="Cohort", required=False)
    locality = forms.ChoiceField(label="Locality", required=False)
    age_group = forms.ChoiceField(
        label="Age group", required=False, choices=[("", "All"), *[(age, _AGES[age]) for age in AGE_GROUPS]]
    )
    agencies = forms.ChoiceField(
        label="Agencies",
        required=False,
        choices=[("", "As they were at the time"), ("today", "As what they have become")],
    )
    repeat_days = forms.IntegerField(
        label="A repeat comes within this many days",
        required=False,
        min_value=1,
        max_value=3650,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"),
            "The days within which a repeat comes must be a whole number from 1 to 3650",
        ),
    )
    known_open = forms.ChoiceField(
        label="Referrals about cases already open, among repeats",
        required=False,
        choices=[("", "Left out"), ("yes", "Counted")],
    )

    field_order = (
        *("dataset", "window", "first", "last", "as_at", "hub", "agency", "cohort", "locality"),
        *("age_group", "agencies", "policy"),
    )

    def offer_codes(self, held: Held, hubs: Sequence[str]) -> None:
        """Offer hubs, agencies, cohorts and localities."""
        every = [("", "All")] if len(hubs) == len(held.codes["hub_id"]) else []
        self._offer("hub", [*every, *((code, held.codes["hub_id"][code]) for code in hubs)])
        for name, column in (("agency", "agency_id"), ("cohort", "cohort_id"), ("locality", "locality")):
            self._offer(name, [("", "All"), *held.codes[column].items()])
