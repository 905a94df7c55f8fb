"""The forms of leadership activities. What is allowed, the actions say; here is the wording."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from mash.partnership.models import Agency
from mash.records.activities.actions import LABELS, Said
from mash.records.activities.models import KINDS
from mash.records.activities.reading import SHOWN
from mash.web.casework.forms import LONG, agencies
from mash.web.fields import OfHub, OurForm, Versioned, day, radios, text


def amount(label: str, hint: str) -> forms.DecimalField:
    """A number with two decimals at most, which may be left empty."""
    wrong = f"{label} must be a number with two decimals at most, such as 12.50"
    codes = ("invalid", "max_digits", "max_decimal_places", "max_whole_digits")
    return forms.DecimalField(
        label=label,
        help_text=hint,
        required=False,
        max_digits=9,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages=dict.fromkeys(codes, wrong),
    )


def people(label: str, hint: str) -> forms.IntegerField:
    """How many people, which may be left empty."""
    return forms.IntegerField(
        label=label,
        help_text=hint,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": f"{label} must be a whole number"},
    )


class Filter(OurForm):
    """What the list is narrowed to. `years`: financial years, each by the one in which its April lies."""

    shown = forms.ChoiceField(label="Which", required=False, choices=list(SHOWN.items()))
    kind = forms.ChoiceField(label="What", required=False, choices=[("", "All"), *KINDS.items()])
    agency = forms.ChoiceField(label="Agency", required=False)
    year = forms.TypedChoiceField(label="Financial year", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "All"), *agencies()]  # type: ignore[attr-defined]
        named = [(str(year), f"April {year} to March {year + 1}") for year in years]
        self.fields["year"].choices = [("", "All"), *named]  # type: ignore[attr-defined]


class Entered(OurForm):
    """What is entered of an activity. `had`: agencies that take part already."""

    kind = radios("What is it?", KINDS, "Say what it is")
    title = text("Title", "Give it a title", length=200)
    held_on = day(
        "On which day?",
        "For example, 27 3 2027. It may lie ahead. Of one that lasts several days, the first.",
        missing="Enter the day on which it is held",
    )
    audience = forms.CharField(
        label="For whom?",
        required=False,
        max_length=300,
        help_text="For example, head teachers. Name nobody.",
    )
    words = forms.CharField(label="What is it about?", required=False, max_length=10_000, widget=LONG)
    agencies = forms.MultipleChoiceField(
        label="Which agencies take part?", required=False, widget=forms.CheckboxSelectMultiple
    )
    hours = amount("Hours", "How long it takes, all days together.")
    attendees = people("Attendance", "Once it is over: how many people came, the hub’s own apart.")
    cost = amount("Cost in pounds", "Once it is over; 0 if it cost nothing.")
    feedback = amount("Mean feedback", "From 1 to 5, if feedback was asked for.")
    feedback_from = people("How many people gave feedback?", "")
    settled = forms.BooleanField(
        label="What is left empty is not known, and will not be",
        required=False,
        help_text="Once it is over. Then nobody is asked for it again.",
    )

    def __init__(self, *args: Any, had: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = dict(agencies())
        ended = set(had) - set(offered)
        offered |= dict(Agency.objects.filter(pk__in=ended).values_list("pk", "name"))
        self.fields["agencies"].choices = list(offered.items())  # type: ignore[attr-defined]

    def said(self) -> Said:
        """What was entered."""
        return Said(**{name: self.cleaned_data[name] for name in LABELS})


class New(Entered, OfHub):
    """An activity, and of which hub."""

    field_order = ("hub",)


class Change(Entered, Versioned):
    """What was entered, changed."""


class Cancel(Versioned):
    """Why an activity does not take place."""

    because = forms.CharField(
        label="Why is it cancelled?",
        widget=LONG,
        max_length=2000,
        error_messages={"required": "Say why it is cancelled"},
    )


class Month(OurForm):
    """The month that a calendar shows, as `2027-03`."""

    month = forms.RegexField(r"^\d{4}-(0[1-9]|1[0-2])$", required=False)

    def first_day(self, otherwise: date) -> date:
        """Its first day; where none is asked for, or none can be, that of `otherwise`."""
        said = self.cleaned_data.get("month") if self.is_valid() else ""
        return date.fromisoformat(f"{said}-01") if said and said[:2] == "20" else otherwise.replace(day=1)
