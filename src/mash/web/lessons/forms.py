"""The forms of lessons. What is allowed, the actions say; here is the wording."""

from typing import Any

from django import forms

from mash.framework.measures import MEASURES
from mash.partnership.principal import Principal
from mash.records.lessons.models import PROOFS, SOURCES
from mash.records.lessons.reading import proofs
from mash.web.casework.forms import agencies
from mash.web.fields import OfHub, OurForm, Versioned, YesOrNo, day, radios, text, words

_WHICH = {
    "": "All that are open",
    "overdue": "Overdue",
    "soon": "Due soon",
    "proposed": "To accept or reject",
    "proof": "Implemented, effect not shown yet",
    "ended": "Closed or rejected",
}


class Filter(OurForm):
    """What recommendations are narrowed to."""

    which = forms.ChoiceField(label="Which", required=False, choices=list(_WHICH.items()))
    agency = forms.ChoiceField(label="Owner", required=False)
    source = forms.ChoiceField(label="Source", required=False, choices=[("", "All"), *SOURCES.items()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "All"), *agencies()]  # type: ignore[attr-defined]


class Write(OurForm):
    """What is written of a lesson."""

    source = radios("Where does it come from?", SOURCES, "Say where the lesson comes from")
    title = text("Title", "Give it a title", length=200)
    published_on = day("When was it published?", missing="Enter when it was published")
    summary = forms.CharField(
        label="What is there to learn?",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Name nobody.",
    )


class New(Write, OfHub):
    """A new lesson."""

    field_order = ("hub",)


class Change(Write, Versioned):
    """A lesson written otherwise."""


class Recommend(OurForm):
    """What a lesson recommends."""

    words = words("What is recommended?", "Write down what is recommended")
    agency = forms.ChoiceField(label="Which agency would own it?", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "Not known yet"), *agencies()]  # type: ignore[attr-defined]


class Owned(Versioned):
    """Who owns a recommendation, by when, and why."""

    agency = forms.ChoiceField(label="Which agency owns it?", error_messages={"required": "Choose the owner"})
    due_on = day("When is it due?", "For example, 27 3 2027", missing="Enter when it is due")
    reason = words("Why?", "Say why")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "Choose"), *agencies()]  # type: ignore[attr-defined]


class Reject(Versioned):
    """Why a recommendation is rejected."""

    reason = words("Why is it rejected?", "Say why it is rejected")


class Implement(Versioned):
    """How a recommendation was implemented."""

    implemented_on = day("When was it implemented?", missing="Enter when it was implemented")
    policy_changed = YesOrNo(
        label="Did a policy change with it?", error_messages={"required": "Say whether a policy changed"}
    )
    words = words("What was done?", "Say what was done")


class Close(Versioned):
    """What shows the effect of a recommendation."""

    proof = radios("What shows its effect?", PROOFS, "Say what shows its effect, or that nothing does")
    evidence = forms.TypedChoiceField(
        label="If an item of the library: which?", required=False, empty_value=None
    )
    measure = forms.ChoiceField(
        label="If a measure: which?",
        required=False,
        choices=[("", "None"), *((one.name, one.title) for one in MEASURES)],
    )
    proof_words = forms.CharField(
        label="In which window, and what does it show? Or: why is there no proof?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, by: Principal, hub: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = [(str(one.pk), one.title) for one in proofs(by, hub)]
        self.fields["evidence"].choices = [("", "None"), *items]  # type: ignore[attr-defined]
