"""The forms of releases."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django import forms

from mash.figures.drafts import AUDIENCES, register
from mash.figures.held import Held
from mash.framework.measures import MEASURES
from mash.release.register import releases
from mash.web.fields import OurForm, radios, text
from mash.web.performance.forms import Window

Said = dict[str, Any]


class New(Window):
    """What is to be published."""

    dataset = forms.ChoiceField(label="Dataset")
    hub = forms.ChoiceField(label="Hub", required=False)
    title = text("Title", "Enter a title", hint="Such as: Performance report", length=80)
    audience = radios("For whom?", AUDIENCES, "Say for whom it is")
    quarterly = forms.BooleanField(label="Quarters in place of months", required=False)
    corrects = forms.ChoiceField(label="Does it correct a release?", required=False)
    correction = forms.CharField(
        label="What changed, and why",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="If it corrects a release. It is published with the figures.",
    )
    field_order = ("dataset", "hub", "window", "first", "last", "title", "audience", "quarterly", "corrects")

    def __init__(
        self, *args: Any, every: Sequence[Held], hubs: frozenset[str], root: Path, **kwargs: Any
    ) -> None:
        super().__init__(*args, initial={"window": "quarter", "title": "Performance report"}, **kwargs)
        self.every = every
        self._choices("dataset", [(one.name, one.title) for one in every])
        names = {code: name for one in every for code, name in one.codes["hub_id"].items()}
        self._choices("hub", [("", "All"), *names.items()] if len(names) > 1 else [("", "The hub")])
        out = [one.number for one in releases(register(root)) if set(one.told["hubs"]) <= hubs]
        self._choices("corrects", [("", "No"), *((number, f"Release {number}") for number in out)])

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields[name].widget = forms.HiddenInput()
            self.fields[name].initial = choices[0][0]

    def clean(self) -> Said:
        """A correction says both which release and what changed; a hub is one of the dataset."""
        said: Said = super().clean() or {}
        if said.get("corrects") and not said.get("correction", "").strip():
            self.add_error("correction", "Say what changed, and why")
        if said.get("correction", "").strip() and not said.get("corrects"):
            self.add_error("corrects", "Choose the release that it corrects")
        held = next((one for one in self.every if one.name == said.get("dataset")), None)
        if held and said.get("hub") and said["hub"] not in held.codes["hub_id"]:
            self.add_error("hub", f"{held.title} has no figures of this hub")
        return said


class Commentary(OurForm):
    """An author's words by measure."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in MEASURES:
            self.fields[one.name] = forms.CharField(
                label=one.title,
                required=False,
                max_length=5000,
                widget=forms.Textarea(attrs={"rows": 3}),
            )


class Publish(OurForm):
    """Somebody has looked at it."""

    read = forms.BooleanField(
        label="I have read the pack, and it may go out",
        error_messages={"required": "Read the pack first, and say so"},
    )


class Drop(OurForm):
    """Somebody means it."""

    sure = forms.BooleanField(
        label="Its checks and my words go with it",
        error_messages={"required": "Say that you mean it"},
    )
