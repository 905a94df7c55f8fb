"""The forms of subject access. What is allowed, the actions say; here is the wording."""

from typing import Any

from django import forms

from mash.partnership.policy import Permission as P
from mash.records.people.models import IDENTIFIERS
from mash.records.subject_access.actions import Verdict, Whose
from mash.records.subject_access.models import ASKERS, EXEMPTIONS, VERDICTS
from mash.web.fields import OfHub, OurForm, Versioned, day, radios, text, words


def _line(label: str, hint: str = "", length: int = 200) -> forms.CharField:
    field = text(label, "", hint=hint, length=length)
    field.required = False
    return field


def _lines(label: str, hint: str = "", rows: int = 3) -> forms.CharField:
    field = words(label, "", hint=hint, rows=rows)
    field.required = False
    return field


class New(OfHub):
    """Who asks, for whom, and how the record is found."""

    keeper = P.SUBJECT_ACCESS
    received_on = day("When was it received?", "For example, 27 3 2027", missing="Enter when it was received")
    who = radios("Who asks?", ASKERS, "Say who asks")
    asker = text(
        "Their name, and where the answer goes", "Say who asks, and where the answer goes", length=300
    )
    authority = words(
        "How was it checked who they are, and that they may ask?",
        "Say how it was checked who they are, and that they may ask",
        hint="For a child, also whether the child understands, and agrees or is too young to.",
        rows=3,
    )
    kind = forms.ChoiceField(
        label="Find the record by which number?",
        required=False,
        choices=[("", "None: by a referral’s reference"), *IDENTIFIERS.items()],
    )
    number = _line("The number", length=60)
    reference = _line("Or the reference of a referral that names the person", "Such as 2026-000123", 20)
    name = _line("And the name of the person, as that referral has it")
    field_order = ("hub",)

    def said(self) -> dict[str, Any]:
        """What was entered, as the action takes it."""
        given = dict(self.cleaned_data)
        whose = Whose(**{name: given.pop(name) for name in ("kind", "number", "reference", "name")})
        return given | {"whose": whose}


class HoldBack(OurForm):
    """So many pieces stay held back."""

    count = forms.IntegerField(widget=forms.HiddenInput)


class Extend(Versioned):
    """Two months longer."""

    because = words("Why does it take longer?", "Say why it takes longer", hint="The person is told.")


class Refuse(Versioned):
    """Nothing is given."""

    refused_on = day("When was the person told?", missing="Enter when the person was told")
    words = words("Why is it refused?", "Say why it is refused", hint="The person is told.")


class Answer(Versioned):
    """The copy is sent."""

    sha256 = forms.CharField(widget=forms.HiddenInput)
    sent_on = day("When was it sent?", missing="Enter when it was sent")
    words = words(
        "How was it sent?",
        "Say how it was sent",
        hint="For example by registered post, or handed over.",
        rows=2,
    )


class Review(Versioned):
    """What becomes of a piece."""

    verdict = radios("What becomes of it?", VERDICTS, "Say what becomes of it")
    blacked = _lines(
        "Words to black out",
        "One name or wording a line. Each is blacked out wherever it stands here.",
        rows=4,
    )
    exemption = forms.ChoiceField(
        label="Why is it held back?", required=False, choices=[("", "It is not"), *EXEMPTIONS.items()]
    )
    owner_said = _lines("What did the agency say whose information it is?", rows=2)
    reason = _lines("Reasons", "Somebody may have to defend them. The person does not see them.", rows=2)

    def __init__(self, *args: Any, owned: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not owned:
            del self.fields["owner_said"]

    def said(self) -> Verdict:
        """The verdict."""
        given = self.cleaned_data
        return Verdict(
            verdict=given["verdict"],
            exemption=given["exemption"],
            blacked=given["blacked"].splitlines(),
            reason=given["reason"],
            owner_said=given.get("owner_said", ""),
        )
