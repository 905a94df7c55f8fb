"""The forms of retention. What is allowed, the actions say; here is the wording."""

from typing import Any

from django import forms

from mash.partnership.policy import Permission as P
from mash.records.retention.actions import MOST_YEARS, Said
from mash.records.retention.kinds import KINDS
from mash.web.fields import OfHub, OurForm, Versioned, text, whole, words

_KINDS = [("", "Choose"), *((code, kind.plural) for code, kind in KINDS.items())]


def _kind() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Which kind of record?",
        choices=_KINDS,
        error_messages={"required": "Choose a kind of record"},
    )


def _number(label: str, hint: str) -> forms.IntegerField:
    field = whole(label, "", least=1, most=MOST_YEARS, hint=hint)
    field.required = False
    return field


class Rule(OurForm):
    """How long a kind of record is kept. `kind`: where it is known already."""

    years = _number("Years to keep it", "Leave it empty to keep these records for good.")
    youngest = _number(
        "Age that the youngest person named has reached",
        "Referrals only. Leave it empty where no age is waited for. Where a birth date is not known, the "
        "referral stays.",
    )
    basis = words(
        "Which law or policy says so?", "Say which law or policy says so", hint="Name nobody.", rows=3
    )

    def __init__(self, *args: Any, kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind and kind != "referral":
            del self.fields["youngest"]

    def said(self) -> Said:
        """What the rule says."""
        given = self.cleaned_data
        return Said(given["years"], given["basis"], given.get("youngest"))


class NewRule(Rule, OfHub):
    """The first rule for a kind of record."""

    keeper = P.RETENTION_KEEP
    kind = _kind()
    field_order = ("hub", "kind", "years", "youngest", "basis")


class ChangeRule(Rule, Versioned):
    """A rule that says something else."""

    why = words("Why is the rule changed?", "Say why the rule is changed", rows=3)


class Hold(OfHub):
    """A record that must stay."""

    keeper = P.RETENTION_KEEP
    kind = _kind()
    reference = text(
        "Which record?",
        "Enter the reference or id",
        hint="A referral’s reference, such as 2026-000123. Of any other record its id, as it stands in the "
        "address of its page.",
        length=40,
    )
    reason = words(
        "Why must it stay?",
        "Say why it must stay",
        hint="For example an inquiry, a court, or somebody’s request to see what is held about them. Name "
        "nobody.",
    )
    field_order = ("hub", "kind", "reference", "reason")


class Lift(Versioned):
    """The end of a hold."""

    because = words("Why need it stay no longer?", "Say why it need stay no longer")


class DrawUp(OfHub):
    """A list of what has reached its time."""

    keeper = P.RETENTION_KEEP
    kind = _kind()


class Approve(OurForm):
    """The approval of a list, with the number of records typed again."""

    count = whole(
        "Number of records that go",
        "Type how many records go",
        least=0,
        hint="Type the number that stands above.",
    )
