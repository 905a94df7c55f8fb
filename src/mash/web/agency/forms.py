"""The answer to a request: whether anything is known, and item by item what may be done with it."""

from typing import Any
from uuid import UUID

from django import forms

from mash.records.referrals.actions import Known
from mash.records.referrals.models.received import LAWFUL_BASES
from mash.records.referrals.models.worked import RESPONSES, SHARINGS
from mash.web.casework.forms import agencies
from mash.web.fields import Versioned

#: As many things as one answer can hold; more go into a second one, or together.
MOST = 12


class Answer(Versioned):
    """An answer. `slots` is how many things the page has room for."""

    response = forms.ChoiceField(
        label="What does your agency know?",
        choices=[(code, words) for code, words in RESPONSES.items() if code != "cancelled"],
        widget=forms.RadioSelect,
    )
    declined_because = forms.CharField(
        label="If you decline: why?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
    slots = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=MOST)

    def __init__(
        self, *args: Any, own: str, people: list[tuple[str, str]], slots: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.own, self.count = own, slots
        for place in range(1, slots + 1):
            self.fields[f"words_{place}"] = forms.CharField(
                label="What is known",
                required=False,
                widget=forms.Textarea(attrs={"rows": 4}),
                max_length=10_000,
            )
            self.fields[f"about_{place}"] = forms.ChoiceField(
                label="About whom", required=False, choices=[("", "The referral as a whole"), *people]
            )
            self.fields[f"sharing_{place}"] = forms.ChoiceField(
                label="How far may it go?",
                required=False,
                choices=list(SHARINGS.items()),
                widget=forms.RadioSelect,
                initial="reveal",
            )
            self.fields[f"lawful_basis_{place}"] = forms.ChoiceField(
                label="Lawful basis",
                required=False,
                choices=list(LAWFUL_BASES.items()),
                initial="public_task",
            )
            self.fields[f"owner_{place}"] = forms.ChoiceField(
                label="Whose information is it?", choices=agencies(), initial=own, required=False
            )

    def places(self) -> list[list[Any]]:
        """The fields of each thing that may be known."""
        parts = ("words", "about", "sharing", "lawful_basis", "owner")
        return [[self[f"{part}_{place}"] for part in parts] for place in range(1, self.count + 1)]

    def clean(self) -> dict[str, Any]:
        """What is written down must say how far it may go, and on what basis."""
        said: dict[str, Any] = self.cleaned_data
        for place in range(1, self.count + 1):
            if not (said.get(f"words_{place}") or "").strip():
                continue
            if not said.get(f"sharing_{place}"):
                self.add_error(f"sharing_{place}", "Say how far this may go.")
            if not said.get(f"lawful_basis_{place}"):
                self.add_error(f"lawful_basis_{place}", "Say on what lawful basis this is shared.")
        return said

    def known(self) -> list[Known]:
        """What is written down."""
        said = self.cleaned_data
        return [
            Known(
                words=said[f"words_{place}"].strip(),
                sharing=said[f"sharing_{place}"],
                lawful_basis=said[f"lawful_basis_{place}"],
                owner=said[f"owner_{place}"] or self.own,
                about=UUID(said[f"about_{place}"]) if said[f"about_{place}"] else None,
            )
            for place in range(1, self.count + 1)
            if (said.get(f"words_{place}") or "").strip()
        ]
