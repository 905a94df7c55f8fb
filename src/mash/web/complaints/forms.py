"""The forms of complaints and compliments. What must be said, the actions say; here is the wording."""

from collections.abc import Sequence
from typing import Any

from django import forms

from mash.partnership.models import Agency
from mash.records.complaints.actions import LABELS, Said
from mash.records.complaints.models import FINDINGS, SOURCES
from mash.records.complaints.reading import SHOWN
from mash.web.casework.forms import LONG, agencies
from mash.web.fields import OfHub, OurForm, Versioned, day, radios, text

_KINDS = {"complaint": "A complaint", "compliment": "A compliment"}


class Filter(OurForm):
    """What the list is narrowed to."""

    shown = forms.ChoiceField(label="Which", required=False, choices=list(SHOWN.items()))
    agency = forms.ChoiceField(label="About", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", "All"), ("hub", "The hub as a whole"), *agencies()]
        self.fields["agency"].choices = every  # type: ignore[attr-defined]


class About(OurForm):
    """What is entered of a complaint or compliment. `themes`: those offered; `had`: agencies it is about."""

    received_on = day("When was it received?", "For example, 27 3 2027", missing="Enter the day of receipt")
    source = radios("Where does it come from?", SOURCES, "Say where it comes from")
    whose = forms.CharField(
        label="Who is it from, and how can they be reached?",
        required=False,
        max_length=300,
        help_text="It stays in this record.",
    )
    agencies = forms.MultipleChoiceField(
        label="Which agencies is it about?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Several for a joint one; none if it is about the hub as a whole.",
    )
    theme = forms.CharField(
        label="What is its theme?",
        max_length=40,
        widget=forms.TextInput(attrs={"list": "themes", "autocomplete": "off"}),
        error_messages={"required": "Enter a theme"},
    )
    title = text("What is it about, in a few words?", "Say in a few words what it is about")
    words = forms.CharField(
        label="What is said?",
        widget=LONG,
        max_length=20_000,
        error_messages={"required": "Write down what is said"},
    )

    def __init__(self, *args: Any, themes: Sequence[str], had: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.themes = themes
        offered = dict(agencies())
        ended = set(had) - set(offered)
        offered |= dict(Agency.objects.filter(pk__in=ended).values_list("pk", "name"))
        self.fields["agencies"].choices = list(offered.items())  # type: ignore[attr-defined]
        self.fields[
            "theme"
        ].help_text = (
            f"A word or two without digits; never a name, as it is counted. So far: {', '.join(themes)}."
        )

    def said(self) -> Said:
        """What was entered."""
        return Said(**{name: self.cleaned_data[name] for name in LABELS})


class Enter(About, OfHub):
    """A complaint or compliment, and of which hub."""

    kind = radios("What is it?", _KINDS, "Say whether it is a complaint or a compliment")
    field_order = ("kind", "hub")


class Change(About, Versioned):
    """What was entered, changed."""


class Extend(Versioned):
    """More time at a stage."""

    due_on = day("When will it be answered?", missing="Enter the day by which it will be answered")
    words = forms.CharField(
        label="Why does it take longer?",
        widget=LONG,
        max_length=5000,
        error_messages={"required": "Say why it takes longer"},
    )


class Next(Versioned):
    """The next stage. `by_hand`: nobody but the one who enters it knows when its answer is due."""

    began_on = day("When did it go there?", missing="Enter the day on which it went to the next stage")
    due_on = day("When is the answer due?")
    words = forms.CharField(
        label="Why does it go to the next stage?",
        widget=LONG,
        max_length=5000,
        error_messages={"required": "Say why it goes to the next stage"},
    )

    def __init__(self, *args: Any, by_hand: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not by_hand:
            del self.fields["due_on"]


class Close(Versioned):
    """How a complaint ends at its stage."""

    closed_on = day("When was it closed?", missing="Enter the day on which it was closed")
    finding = radios("What was found?", FINDINGS, "Say what was found")
    words = forms.CharField(
        label="Why?", widget=LONG, max_length=5000, error_messages={"required": "Say why that was found"}
    )
    learning = forms.CharField(
        label="What is changed because of it?",
        required=False,
        widget=LONG,
        max_length=5000,
        help_text="Needed where it is upheld or partly upheld: what is done differently, by whom, from when.",
    )
    redress = forms.CharField(
        label="What is done for who complained?",
        required=False,
        widget=LONG,
        max_length=5000,
        help_text="An apology, a decision looked at again, something put right.",
    )
