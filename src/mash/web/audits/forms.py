"""The forms of audits. What is allowed, the actions say; here is the wording."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst

from mash.partnership.models import Account
from mash.records.audits.actions import Given, Planned
from mash.records.audits.models import GRADES, SPLITS
from mash.records.audits.reading import Asked
from mash.web.casework.forms import agencies
from mash.web.fields import OfHub, OurForm, Radios, Versioned, day, text, whole, words

_LINES = forms.Textarea(attrs={"rows": 4})


class Plan(OurForm):
    """What is planned of a round."""

    title = text("Title", "Give it a title")
    decided_from = day("First day of decision", "For example, 1 1 2027", missing="Enter the first day")
    decided_until = day("Last day of decision", "For example, 31 3 2027", missing="Enter the last day")
    split_by = forms.ChoiceField(
        label="Into which strata are referrals put?",
        required=False,
        choices=list(SPLITS.items()),
        widget=Radios,
        help_text="No further action, advice and early help are always strata of their own.",
    )
    per_stratum = whole("How many from each stratum?", "Enter how many", least=1, most=500)
    of_the_case = forms.CharField(
        label="What is graded of the case as a whole?",
        max_length=2000,
        widget=_LINES,
        help_text="A criterion a line: a few words without digits, never a name. They leave with grades.",
        error_messages={"required": "Enter a criterion for the case as a whole"},
    )
    of_agencies = forms.CharField(
        label="What is graded of each agency that took part?",
        required=False,
        max_length=2000,
        widget=_LINES,
        help_text="A criterion a line, or nothing.",
    )

    def planned(self) -> Planned:
        """What was entered."""
        said = self.cleaned_data
        kept = ("title", "decided_from", "decided_until", "split_by", "per_stratum")
        words: dict[str, Any] = {name: said[name] for name in kept}
        for name in ("of_the_case", "of_agencies"):
            words[name] = tuple(line for line in said[name].splitlines() if line.strip())
        return Planned(**words)


class New(Plan, OfHub):
    """A new round."""

    field_order = ("hub",)


class Change(Plan, Versioned):
    """A round planned otherwise."""


class Draw(Versioned):
    """Who grades what is drawn, and with which seed."""

    accounts = forms.TypedMultipleChoiceField(
        label="Who grades?",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="Each case is graded by two of them, of different agencies where that can be, and by "
        "nobody who worked on it.",
        error_messages={"required": "Choose who grades"},
    )
    seed = forms.CharField(
        label="Seed",
        required=False,
        max_length=64,
        help_text="The same seed and the same referrals give the same sample. Empty: one by chance.",
    )

    def __init__(self, *args: Any, auditors: Sequence[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [(one.pk, f"{one.name}, {one.agency}") for one in auditors]
        self.fields["accounts"].choices = every  # type: ignore[attr-defined]


class Replace(Versioned):
    """Why a case cannot be audited."""

    because = words("Why can it not be audited?", "Say why it cannot be audited", hint="Name nobody.")


class Action(OurForm):
    """What an agency does because of an audit."""

    agency = forms.ChoiceField(label="Which agency owns it?", error_messages={"required": "Choose the owner"})
    words = words("What is to be done?", "Write down what is to be done", hint="Name nobody.")
    due_on = day("When is it due?", "For example, 27 3 2027", missing="Enter when it is due")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "Choose"), *agencies()]  # type: ignore[attr-defined]


class ChangeAction(Action, Versioned):
    """An action that is changed, and why."""

    reason = words("Why is it changed?", "Say why it is changed")


class Complete(Versioned):
    """When an action was completed, and how."""

    completed_on = day("When was it completed?", missing="Enter when it was completed")
    how = words("How was it done?", "Say how it was done")


class Grades(Versioned):
    """A grade and its reasons for everything that is asked. Either may be missing until they are sent."""

    def __init__(self, *args: Any, asked: Sequence[Asked], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        for place, one in enumerate(asked):
            about = f"{capfirst(one.criterion.name)} ({one.agency or 'the case as a whole'})"
            self.fields[f"grade_{place}"] = forms.TypedChoiceField(
                label=about,
                required=False,
                coerce=int,
                empty_value=None,
                choices=list(GRADES.items()),
                widget=Radios,
            )
            self.fields[f"reasons_{place}"] = forms.CharField(
                label=f"Reasons: {about}",
                required=False,
                max_length=5000,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def given(self) -> list[Given]:
        """What was entered, in the order in which it is asked."""
        said = self.cleaned_data
        return [Given(said[f"grade_{place}"], said[f"reasons_{place}"]) for place in range(len(self.asked))]
