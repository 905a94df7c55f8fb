"""The forms of surveys. What is allowed, the actions say; here is the wording."""

from typing import Any

from django import forms

from mash.records.surveys.actions import Wording
from mash.records.surveys.models import KINDS, QUESTION_KINDS, STATUSES, SurveyQuestion
from mash.web.casework.forms import LONG, agencies
from mash.web.fields import OfHub, OurForm, Radios, Versioned, radios, text, whole


class Filter(OurForm):
    """What the list is narrowed to."""

    status = forms.ChoiceField(
        label="Where it stands", required=False, choices=[("", "All"), *STATUSES.items()]
    )


def _days(label: str, hint: str, most: int) -> forms.IntegerField:
    found = whole(label, "", least=1, most=most, hint=hint)
    found.required = False
    return found


class Write(OurForm):
    """What is written of a survey."""

    kind = radios("Who is asked?", KINDS, "Say who is asked")
    title = text("Title", "Give it a title", hint="It stands in the dataset and in letters. Name nobody.")
    opening = forms.CharField(
        label="What is it for?",
        widget=LONG,
        max_length=2000,
        help_text="Two or three sentences. They stand above the questions.",
        error_messages={"required": "Say what it is for"},
    )
    answer_days = whole("For how many days can it be answered?", "Enter a number of days", least=7, most=90)
    remind_days = _days("After how many days comes a reminder?", "Leave this empty for none.", 89)
    rest_days = _days(
        "After feedback: after how many days may somebody be asked again?",
        "Leave this empty for a standing survey.",
        730,
    )


class New(Write, OfHub):
    """A new survey."""

    field_order = ("hub",)


class Change(Write, Versioned):
    """A draft, changed."""


class Ask(Versioned):
    """A question."""

    words = text(
        "Question", "Write down the question", length=300, hint="Name nobody: it stands in the dataset."
    )
    kind = radios("How is it answered?", QUESTION_KINDS, "Say how it is answered")
    scale_max = _days("A scale: its highest number", "From 1 to a number between 2 and 10.", 10)
    low_words = forms.CharField(label="A scale: what 1 means", required=False, max_length=60)
    high_words = forms.CharField(
        label="A scale: what the highest number means", required=False, max_length=60
    )
    options = forms.CharField(
        label="A choice: what can be chosen",
        required=False,
        max_length=2000,
        widget=LONG,
        help_text="One a line.",
    )

    def wording(self) -> Wording:
        """The question as it was entered."""
        return Wording(**{name: self.cleaned_data[name] for name in Wording.__dataclass_fields__})


class Invite(Versioned):
    """People of an agency."""

    agency = forms.ChoiceField(
        label="Which agency do they work for?",
        error_messages={"required": "Choose the agency for which they work"},
    )
    addresses = forms.CharField(
        label="E-mail addresses",
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        max_length=50_000,
        help_text="One a line. They are kept sealed, until the letter and its reminder are sent.",
        error_messages={"required": "Enter an e-mail address, one a line"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "Choose"), *agencies()]  # type: ignore[attr-defined]


class Screen(Versioned):
    """What becomes of what somebody wrote."""

    how = radios(
        "What becomes of it?",
        {"release": "Release what stands below", "hold": "Hold it back"},
        "Say what becomes of it",
    )
    words = forms.CharField(
        label="What is released",
        widget=LONG,
        max_length=2000,
        required=False,
        help_text="Take out whatever could tell who wrote it or whom it is about. Write … in its place.",
    )


class Answer(OurForm):
    """The questions of a survey. None has to be answered."""

    def __init__(self, *args: Any, questions: list[SurveyQuestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in questions:
            self.fields[str(one.pk)] = _asked(one)

    def answers(self) -> dict[str, Any]:
        """Question → number or words, of the questions that were answered and are in order."""
        said = getattr(self, "cleaned_data", {})
        return {name: value for name, value in said.items() if value not in (None, "")}


def _asked(one: SurveyQuestion) -> forms.Field:
    if one.kind == "text":
        hint = "Name nobody: neither a child or family nor a colleague."
        return forms.CharField(
            label=one.words,
            help_text=hint,
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
    return forms.TypedChoiceField(
        label=one.words, choices=one.choices, coerce=int, empty_value=None, required=False, widget=Radios
    )
