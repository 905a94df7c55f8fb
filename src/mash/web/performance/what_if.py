"""What if: a change is chosen in a form, the worker lives the window again with and without it, and the page
shows what came out and how far to believe it. The model is of a whole dataset of one hub.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mash.figures import kept
from mash.figures.held import Held
from mash.figures.supposing import USUAL, Supposed
from mash.web.access import SignedIn
from mash.web.performance import asking
from mash.web.performance.asking import Asked
from mash.web.performance.forms import Moment
from mash.web.performance.views import WHAT_IF, asked_in, refreshing
from mash.whatif import WhatIfError
from mash.whatif.changes import DESK_NAMES, OPTIONS
from mash.whatif.estimate import FEWEST

#: Lives that one question may take: each takes the worker a second or so.
MOST_LIVES = 200
_WHOLE = f"The number of lives must be a whole number from {FEWEST} to {MOST_LIVES}"


class Suppose(Moment):
    """A change, in the parts of the options of `mash whatif`. Several together are one change."""

    meets_due = forms.ChoiceField(label="An agency meets its due times")
    extra_at = forms.ChoiceField(label="More people work at")
    extra_on = forms.CharField(
        label="On these weekdays", max_length=40, help_text="Such as mon, or mon,wed, or mon-fri."
    )
    extra_people = forms.CharField(
        label="How many more",
        max_length=10,
        help_text="1 to 20.",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    target_risk = forms.ChoiceField(label="A rating has another target")
    target_hours = forms.CharField(
        label="Hours of that target",
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    arrivals = forms.CharField(
        label="So many times as many referrals",
        max_length=10,
        help_text="0.5 to 2; a fifth more is 1.2.",
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    lives = forms.IntegerField(
        label="Lives that are lived, with and without the change",
        help_text=f"More give steadier intervals and take longer. Empty: {USUAL}.",
        min_value=FEWEST,
        max_value=MOST_LIVES,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _WHOLE),
    )

    field_order = (
        *("meets_due", "extra_at", "extra_on", "extra_people", "target_risk", "target_hours", "arrivals"),
        *("dataset", "window", "first", "last", "as_at", "policy", "lives"),
    )

    def offer_codes(self, held: Held, hubs: Sequence[str]) -> None:
        """Offer the agencies, the hub's own desks and the ratings."""
        agencies, none = held.codes["agency_id"], ("", "No change")
        self._offer("meets_due", [none, *agencies.items()])
        desks = [(code, name.capitalize()) for code, name in DESK_NAMES.items()]
        self._offer("extra_at", [none, *desks, *agencies.items()])
        self._offer("target_risk", [none, *held.codes.get("risk", {}).items()])

    def clean(self) -> dict[str, Any]:
        """Each change whole and in words that the model understands; at least one, if the form was sent."""
        said = super().clean()
        desk, days, people = (said.get(f"extra_{part}") or "" for part in ("at", "on", "people"))
        risk, hours = said.get("target_risk") or "", said.get("target_hours") or ""
        self._whole({"extra_at": desk, "extra_on": days, "extra_people": people})
        self._whole({"target_risk": risk, "target_hours": hours})
        if not self.errors:
            said["options"] = {
                "meets_due": [said["meets_due"]] if said["meets_due"] else [],
                "extra": [f"{desk}:{days}:{people}"] if desk else [],
                "target": [f"{risk}:{hours}"] if risk else [],
                "arrivals": [said["arrivals"]] if said["arrivals"] else [],
            }
            if desk:
                self._understood("extra_on", "extra", f"{desk}:{days}:1")
                self._understood("extra_people", "extra", f"{desk}:mon:{people}")
            for field, option in (("target_hours", "target"), ("arrivals", "arrivals")):
                for words in said["options"][option]:
                    self._understood(field, option, words)
            if not any(said["options"].values()) and "meets_due" in self.data:
                self.add_error("meets_due", "Choose an agency here, or one of the other changes below")
        return said

    def _whole(self, parts: dict[str, str]) -> None:
        """A change that is begun is finished."""
        for name, words in parts.items():
            if any(parts.values()) and not words and name not in self.errors:
                self.add_error(name, f"Say this too, or leave the change out: {self.fields[name].label}")

    def _understood(self, field: str, option: str, words: str) -> None:
        """What the model finds wrong with the words of an option, told at the field."""
        try:
            OPTIONS[option](words)
        except WhatIfError as error:
            said = str(error)
            self.add_error(field, said[:1].upper() + said[1:])


@asked_in(Suppose)
def page(request: SignedIn, this: Asked) -> HttpResponse:
    """The form, and under it what a change would have done or how far the answer is."""
    words: dict[str, Any] = {
        "form": this.form,
        "held": this.held,
        "question": this.question,
        "last": this.question.last_day,
        "lasting": asking.lasting(this),
        "refreshing": refreshing(),
        "back": reverse("performance_measure", kwargs={"measure": WHAT_IF}) + f"?{this.address}",
        "not_offered": _not_offered(this),
        "steps": "steps",
    }
    options = this.form.cleaned_data.get("options", {}) if this.form.is_valid() else {}
    if not words["not_offered"] and any(options.values()):
        lives = this.form.cleaned_data["lives"] or USUAL
        answer = asking.supposed(this, Supposed(this.question, options, lives))
        words |= {"answer": answer, "working": isinstance(answer, kept.Working)}
        if isinstance(answer, kept.Answer):
            words |= {"found": answer.drawn()}
    return render(request, "performance/what_if.html", words)


def _not_offered(this: Asked) -> str:
    """Why the question cannot be put to this dataset; nothing where it can."""
    if this.confined:
        return (
            "The model takes a whole dataset, and this one holds records of hubs in which you do not read "
            "measures. So what it says would be of them too."
        )
    hubs = this.held.codes["hub_id"].values()
    if len(hubs) > 1:
        return (
            f"The model is of one hub, and this dataset holds {len(hubs)}: {', '.join(hubs)}. "
            "Give the dataset of one hub to the command mash whatif."
        )
    return ""
