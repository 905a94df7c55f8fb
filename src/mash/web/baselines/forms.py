"""The forms of baselines. What is allowed, the actions say; here is the wording."""

from typing import Any

from django import forms

from mash.partnership.models import Agency, Cohort
from mash.records.baselines.actions import MOST
from mash.web.casework.forms import LONG
from mash.web.fields import OfHub, OurForm, Versioned, day, whole

_WHICH = {"": "Counted", "withdrawn": "Withdrawn"}


def _agencies() -> list[tuple[str, str]]:
    """Agencies of the baseline, those that have ended too: their demand of the time is entered later."""
    return list(Agency.objects.filter(in_baseline=True).values_list("pk", "name"))


def _cohorts() -> list[tuple[str, str]]:
    return list(Cohort.objects.values_list("pk", "name"))


def _volume() -> forms.IntegerField:
    return whole(
        "How many were there?",
        "Enter how many there were",
        least=0,
        most=MOST,
        hint="All that the agency recorded, whether or not it came to the hub. 0 says that there were none.",
    )


class Filter(OurForm):
    """What the list is narrowed to."""

    shown = forms.ChoiceField(label="Which", required=False, choices=list(_WHICH.items()))
    agency = forms.ChoiceField(label="Agency", required=False)
    cohort = forms.ChoiceField(label="Cohort", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "All"), *_agencies()]  # type: ignore[attr-defined]
        self.fields["cohort"].choices = [("", "All"), *_cohorts()]  # type: ignore[attr-defined]


class Window(OurForm):
    """The days of which coverage is asked."""

    first = day("From")
    last = day("To")


class New(OfHub):
    """A baseline."""

    agency = forms.ChoiceField(
        label="Which agency recorded it?", error_messages={"required": "Choose the agency"}
    )
    cohort = forms.ChoiceField(label="In which cohort?", error_messages={"required": "Choose the cohort"})
    start = day(
        "First day of the period", "For example, 1 4 2026", missing="Enter the first day of the period"
    )
    end = day("Last day of the period", "It is included.", missing="Enter the last day of the period")
    volume = _volume()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "Choose"), *_agencies()]  # type: ignore[attr-defined]
        self.fields["cohort"].choices = [("", "Choose"), *_cohorts()]  # type: ignore[attr-defined]


class Correct(Versioned):
    """Another volume, and why."""

    volume = _volume()
    reason = forms.CharField(
        label="Why is it corrected?",
        widget=LONG,
        max_length=2000,
        error_messages={"required": "Say why it is corrected"},
    )


class Withdraw(Versioned):
    """Why a baseline is withdrawn."""

    because = forms.CharField(
        label="Why is it withdrawn?",
        widget=LONG,
        max_length=2000,
        error_messages={"required": "Say why it is withdrawn"},
    )
