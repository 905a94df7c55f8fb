"""The forms of agreements. What is allowed, the actions say; here is the wording."""

from collections.abc import Iterable
from typing import Any

from django import forms

from mash.partnership.policy import Permission as P
from mash.records.agreements.actions import Written
from mash.records.referrals.models.received import LAWFUL_BASES
from mash.web.casework.forms import agencies
from mash.web.fields import OfHub, OurForm, Versioned, day, text

_WHICH = {"": "All that are not ended", "attention": "Those that need attention", "ended": "Ended"}
#: Questions that a written agreement answers, in the order of the page.
WRITTEN = ("title", "purpose", "shared", "lawful_bases", "signed_on", "expires_on", "review_on")


def _words(label: str, missing: str, *, hint: str = "", length: int = 2000) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=length,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": missing},
    )


class Filter(OurForm):
    """What the list is narrowed to."""

    which = forms.ChoiceField(label="Which", required=False, choices=list(_WHICH.items()))
    party = forms.ChoiceField(label="Party", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = [("", "All"), *agencies()]  # type: ignore[attr-defined]


class Write(OurForm):
    """What is written in an agreement."""

    title = text("Title", "Give it a title", length=200)
    purpose = _words("What is the information shared for?", "Say what it is shared for", length=5000)
    shared = _words(
        "What is shared?",
        "Say what is shared",
        hint="The kinds of information, about whom, and what is left out. Name nobody.",
        length=5000,
    )
    lawful_bases = forms.MultipleChoiceField(
        label="On which lawful basis?",
        choices=list(LAWFUL_BASES.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Say on which lawful basis it is shared"},
    )
    signed_on = day("When was it signed?", "For example, 27 3 2027", missing="Enter when it was signed")
    expires_on = day("What is its last day?", missing="Enter its last day")
    review_on = day("When is it reviewed next?", missing="Enter when it is reviewed next")

    def written(self) -> Written:
        """What was written."""
        return Written(**{name: self.cleaned_data[name] for name in WRITTEN})


class New(Write, OfHub):
    """A new agreement, and between whom."""

    keeper = P.AGREEMENT_KEEP
    parties = forms.MultipleChoiceField(
        label="Which agencies are party to it?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose the agencies that are party to it"},
    )
    field_order = ("hub", "title", "parties")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parties"].choices = agencies()  # type: ignore[attr-defined]


class Change(Write, Versioned):
    """An agreement written otherwise."""


class Join(Versioned):
    """Another agency becomes party."""

    agency = forms.ChoiceField(label="Which agency joins?", error_messages={"required": "Choose the agency"})
    from_on = day("From which day?", missing="Enter the day from which it is party")

    def __init__(self, *args: Any, parties: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(pk, name) for pk, name in agencies() if pk not in set(parties)]
        self.fields["agency"].choices = [("", "Choose"), *others]  # type: ignore[attr-defined]


class Leave(Versioned):
    """An agency leaves. `parties`: those that can, by code and name."""

    agency = forms.ChoiceField(label="Which agency leaves?", error_messages={"required": "Choose the agency"})
    to_on = day("What is its last day?", missing="Enter its last day")
    words = _words("Why does it leave?", "Say why it leaves")

    def __init__(self, *args: Any, parties: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "Choose"), *parties]  # type: ignore[attr-defined]


class Review(Versioned):
    """A review, and when the next is."""

    words = _words("What did the review find?", "Say what the review found")
    review_on = day("When is it reviewed next?", missing="Enter when it is reviewed next")


class End(Versioned):
    """The end of an agreement."""

    ended_on = day("When does it end?", missing="Enter when it ends")
    words = _words("Why does it end?", "Say why it ends")
