"""The forms of the evidence library. What is allowed, the actions say; here is the wording."""

from datetime import date
from typing import Any

from django import forms

from mash.framework.london import today
from mash.records.evidence.models import KINDS, PURPOSES, WHY_KEPT
from mash.web.casework.forms import agencies, cohorts
from mash.web.fields import OfHub, OurForm, Versioned, day, radios, text

_STATES = {"": "In the library", "drafts": "Drafts", "withdrawn": "Withdrawn"}


class Filter(OurForm):
    """What the library is searched for and narrowed to."""

    q = forms.CharField(
        label="Search",
        required=False,
        max_length=200,
        help_text="Words of the title, theme or text. “In quotes” they stand together; -word leaves out.",
    )
    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "All"), *KINDS.items()])
    cohort = forms.ChoiceField(label="Cohort", required=False)
    state = forms.ChoiceField(label="Where it stands", required=False, choices=list(_STATES.items()))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cohort"].choices = [("", "All"), *cohorts()]  # type: ignore[attr-defined]

    def clean_q(self) -> str:
        """Words as the database takes them: no text holds a null character."""
        return str(self.cleaned_data["q"]).strip()


class Write(OurForm):
    """What is written of an item."""

    kind = radios("What is it an example of?", KINDS, "Say whether it is good practice or learning")
    cohort = forms.ChoiceField(label="Which cohort is it about?", required=False)
    theme = text("Theme", "Say what its theme is", hint="A few words, such as early sharing.")
    title = text("Title", "Give it a title", length=200)
    text = forms.CharField(
        label="What happened, and what can others learn from it?",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Write of a child, a parent, a worker: no names, places, dates or numbers.",
        error_messages={"required": "Write down what others can learn from"},
    )

    def __init__(self, *args: Any, themes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cohort"].choices = [("", "No one cohort"), *cohorts()]  # type: ignore[attr-defined]
        if themes:
            used = f"A few words. In use: {', '.join(themes[:12])}."
            self.fields["theme"].help_text = used


class New(Write, OfHub):
    """A new item, made from a case or from nothing."""

    made_from = forms.CharField(
        label="If it is made from a case: its reference",
        required=False,
        max_length=40,
        help_text="It stays in this record: it is never published, supplied or counted.",
    )
    field_order = ("hub", "made_from")


class Change(Write, Versioned):
    """An item written otherwise."""


class Words(Versioned):
    """What becomes of words that could point to somebody."""

    words = forms.CharField(widget=forms.HiddenInput, max_length=20_000, strip=False)
    how = radios(
        "What becomes of it?",
        {"instead": "Write something else instead", "keep": "Keep it"},
        "Say what becomes of it",
    )
    instead = forms.CharField(
        label="What to write instead",
        required=False,
        max_length=200,
        help_text="It is replaced wherever it stands. Leave this empty to take it out.",
    )
    why = forms.ChoiceField(
        label="If it is kept: why?", required=False, choices=list(WHY_KEPT.items()), widget=forms.RadioSelect
    )
    reason = forms.CharField(label="Another reason, in words", required=False, max_length=500)


class Publish(Versioned):
    """Publishing: when it is looked at again, and that somebody has read it."""

    review_on = day("When is it looked at again?", "For example, 27 3 2027", missing="Enter when it is due")
    read = forms.BooleanField(
        label="I have read it as somebody who knows the family would, and nobody can be recognised in it",
        required=False,
    )
    alone = forms.BooleanField(label="It may be published although no other is like it", required=False)

    def __init__(self, *args: Any, unlike: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = today()
        self.fields["review_on"].initial = date(now.year + 1, now.month, min(now.day, 28))
        if not unlike:
            del self.fields["alone"]


class Review(Versioned):
    """A review: when the next is due."""

    review_on = day("When is the next review due?", "For example, 27 3 2027", missing="Enter when it is due")


class Withdraw(Versioned):
    """Why an item is withdrawn."""

    because = forms.CharField(
        label="Why is it withdrawn?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": "Say why it is withdrawn"},
    )


class Request(OurForm):
    """An agency that asks for an item."""

    agency = forms.ChoiceField(label="Which agency asks for it?")
    purpose = radios("What do they want it for?", PURPOSES, "Say what they want it for")
    requested_on = day("When did they ask?", missing="Enter when they asked")
    supplied_on = day("When were they supplied with it?", "Leave this empty if they wait for it.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "Choose"), *agencies()]  # type: ignore[attr-defined]
        self.fields["requested_on"].initial = today()


class Supply(Versioned):
    """When an agency was supplied."""

    supplied_on = day("When were they supplied with it?", missing="Enter when they were supplied with it")
