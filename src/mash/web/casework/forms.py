"""The forms of casework. What is allowed and what must be said, the actions say; here is the wording."""

from datetime import date
from typing import Any

from django import forms

from mash.framework.london import LONDON, today
from mash.partnership.models import Agency, Cohort, Outcome, Risk
from mash.records.escalations.models import REASONS, RESOLUTIONS
from mash.records.people.models import IDENTIFIERS, SEXES
from mash.records.referrals.actions import Disposed
from mash.records.referrals.models import Item, Referral
from mash.records.referrals.models.decided import WAYS
from mash.records.referrals.models.received import CONSENTS, LAWFUL_BASES, SUBJECT_ROLES
from mash.web.fields import DayField, OurForm, Versioned, YesOrNo

LONG = forms.Textarea(attrs={"rows": 5})


def agencies() -> list[tuple[str, str]]:
    """Agencies of the partnership today."""
    return list(Agency.objects.all().on(today()).values_list("pk", "name"))


def cohorts() -> list[tuple[str, str]]:
    """What a referral can be about today."""
    return list(Cohort.objects.all().on(today()).values_list("pk", "name"))


class Filter(OurForm):
    """What the queue is narrowed to."""

    risk = forms.ChoiceField(label="Rating", required=False)
    cohort = forms.ChoiceField(label="What it is about", required=False)
    agency = forms.ChoiceField(label="Submitted by", required=False)
    mine = forms.ChoiceField(
        label="Whose", required=False, choices=[("", "Everybody’s"), ("yes", "Those that I work on")]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ratings = dict(Risk.objects.all().on(today()).order_by("-rank").values_list("risk", "name"))
        self.fields["risk"].choices = [("", "All"), ("none", "Not rated"), *ratings.items()]  # type: ignore[attr-defined]
        self.fields["cohort"].choices = [("", "All"), *cohorts()]  # type: ignore[attr-defined]
        self.fields["agency"].choices = [("", "All"), *agencies()]  # type: ignore[attr-defined]


class Rate(Versioned):
    """A rating, and why."""

    risk = forms.ChoiceField(label="How urgent is it?", widget=forms.RadioSelect)
    rationale = forms.CharField(
        label="Why?",
        widget=LONG,
        max_length=5000,
        help_text="A sentence or two. It is read and audited later.",
    )

    def __init__(self, *args: Any, referral: Referral, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = referral.received_at.astimezone(LONDON).date()
        self.fields["risk"].choices = [  # type: ignore[attr-defined]
            (one.risk, f"{one.name}: decide within {_hours(one)}")
            for one in Risk.objects.all().on(day).order_by("-rank")
        ]


class Own(Versioned):
    """Which agency decides."""

    agency = forms.ChoiceField(label="Which agency decides on this referral?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = agencies()  # type: ignore[attr-defined]


class Ask(OurForm):
    """Which agencies are asked, and what."""

    agencies = forms.MultipleChoiceField(label="Which agencies?", widget=forms.CheckboxSelectMultiple)
    question = forms.CharField(
        label="What do you want to know?",
        required=False,
        widget=LONG,
        max_length=5000,
        help_text="You can leave this empty: the agency sees the referral.",
    )

    def __init__(self, *args: Any, waiting: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        left = [(pk, name) for pk, name in agencies() if pk not in waiting]
        self.fields["agencies"].choices = left  # type: ignore[attr-defined]


class Decide(Versioned):
    """What happens next: up to three outcomes, each with who leads and who supports it."""

    rationale = forms.CharField(
        label="Why?", widget=LONG, max_length=10_000, help_text="It is read and audited later."
    )
    PLACES = (1, 2, 3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcomes = Outcome.objects.all().on(today())
        rationale = self.fields.pop("rationale")
        for place in self.PLACES:
            self.fields[f"outcome_{place}"] = forms.ChoiceField(
                label="Outcome" if place == 1 else f"Outcome {place} (if there is one)",
                required=place == 1,
                choices=[("", "Choose"), *((one.pk, one.name) for one in outcomes)],
            )
            self.fields[f"lead_{place}"] = forms.ChoiceField(
                label="Who leads it",
                required=False,
                choices=[("", "Nobody: nothing is to be done"), *agencies()],
            )
            self.fields[f"support_{place}"] = forms.MultipleChoiceField(
                label="Who supports it",
                required=False,
                choices=agencies(),
                widget=forms.CheckboxSelectMultiple,
            )
        self.fields["rationale"] = rationale

    def places(self) -> list[list[Any]]:
        """The fields of each outcome."""
        return [[self[f"{part}_{place}"] for part in ("outcome", "lead", "support")] for place in self.PLACES]

    def disposals(self) -> list[Disposed]:
        """What was chosen."""
        said = self.cleaned_data
        return [
            Disposed(said[f"outcome_{place}"], said[f"lead_{place}"] or None, tuple(said[f"support_{place}"]))
            for place in self.PLACES
            if said.get(f"outcome_{place}")
        ]


class Tell(Versioned):
    """What the referrer is told."""

    words = forms.CharField(label="What do you tell the referrer?", widget=LONG, max_length=10_000)
    way = forms.ChoiceField(label="How are they told?", choices=list(WAYS.items()), widget=forms.RadioSelect)
    quoted = forms.MultipleChoiceField(
        label="Quote what agencies said",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Only what an agency marked as Disclose can leave the hub.",
    )

    def __init__(self, *args: Any, items: list[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        may_go = [(str(one.pk), f"{one.owner}: {one.words}") for one in items if one.sharing == "disclose"]
        if may_go:
            self.fields["quoted"].choices = may_go  # type: ignore[attr-defined]
        else:
            del self.fields["quoted"]


class About(OurForm):
    """What a referral is about, and where."""

    cohort = forms.ChoiceField(label="What is it mainly about?", widget=forms.RadioSelect)
    more_cohorts = forms.MultipleChoiceField(
        label="Is it about anything else as well?", required=False, widget=forms.CheckboxSelectMultiple
    )
    locality = forms.CharField(
        label="Area",
        required=False,
        max_length=100,
        help_text="A district or a town. Never an address: that goes with the person.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cohort"].choices = cohorts()  # type: ignore[attr-defined]
        self.fields["more_cohorts"].choices = cohorts()  # type: ignore[attr-defined]


class Concern(OurForm):
    """The concern itself."""

    concern = forms.CharField(
        label="What are you worried about?",
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=20_000,
        help_text="What happened, when, who saw it, what the person says; what is fact and what is opinion.",
    )
    contact = forms.CharField(
        label="Who can the hub ask, and how?",
        required=False,
        max_length=300,
        help_text="A name and a telephone.",
    )


class Consent(OurForm):
    """Consent, the lawful basis, and whether somebody works on the case already."""

    consent = forms.ChoiceField(
        label="Has the person, or who cares for the child, agreed to this being shared?",
        choices=list(CONSENTS.items()),
        widget=forms.RadioSelect,
    )
    consent_reason = forms.CharField(
        label="If it was not asked for, or refused and shared all the same: why?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
    consent_approved_by = forms.CharField(
        label="Which manager approved that?", required=False, max_length=100
    )
    lawful_basis = forms.ChoiceField(
        label="Lawful basis for sharing",
        required=False,
        choices=[("", "Not known"), *LAWFUL_BASES.items()],
    )
    known_open = YesOrNo(label="Is an agency working with the person already?", unknown=True)
    open_to = forms.CharField(label="If yes: which agency and team?", required=False, max_length=200)


class Named(OurForm):
    """Somebody named in a referral: as much as is known."""

    role = forms.ChoiceField(
        label="What is their part in it?", choices=list(SUBJECT_ROLES.items()), widget=forms.RadioSelect
    )
    given_names = forms.CharField(label="Given names", required=False, max_length=200)
    family_name = forms.CharField(label="Family name", required=False, max_length=200)
    other_names = forms.CharField(label="Other names that they use or used", required=False, max_length=200)
    date_of_birth = DayField(label="Date of birth", required=False, help_text="For example, 27 3 2016")
    expected_date_of_birth = DayField(label="Expected date of birth, for an unborn child", required=False)
    sex = forms.ChoiceField(label="Sex", choices=list(SEXES.items()), initial="unknown")
    nhs_number = forms.CharField(label=IDENTIFIERS["nhs_number"], required=False, max_length=20)
    upn = forms.CharField(label=IDENTIFIERS["upn"], required=False, max_length=20)
    police_id = forms.CharField(label=IDENTIFIERS["police_id"], required=False, max_length=40)
    social_care_id = forms.CharField(label=IDENTIFIERS["social_care_id"], required=False, max_length=40)
    address = forms.CharField(
        label="Address", required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=500
    )
    postcode = forms.CharField(label="Postcode", required=False, max_length=10)
    telephone = forms.CharField(label="Telephone", required=False, max_length=30)
    protected = YesOrNo(
        label="Would it be a danger if this address became known?",
        help_text="A protected address never leaves the record and is shown on request only.",
    )

    def clean(self) -> dict[str, Any]:
        """Somebody must be known by something."""
        said: dict[str, Any] = self.cleaned_data
        if not any(said.get(name) for name in ("given_names", "family_name", "date_of_birth", *IDENTIFIERS)):
            self.add_error("given_names", "Give a name, a date of birth or a number: whatever is known.")
        born = said.get("date_of_birth")
        if isinstance(born, date) and born > today():
            self.add_error("date_of_birth", "A date of birth lies in the past.")
        return said


class Correct(About, Concern, Consent):
    """All that can be corrected of a referral."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["more_cohorts"]


class Disagree(OurForm):
    """A disagreement with another agency."""

    about = forms.ChoiceField(label="Which agency do you disagree with?", widget=forms.RadioSelect)
    reason = forms.ChoiceField(
        label="What is it about?", choices=list(REASONS.items()), widget=forms.RadioSelect
    )
    words = forms.CharField(
        label="Say what you disagree with, and what should happen", widget=LONG, max_length=5000
    )

    def __init__(self, *args: Any, own: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(pk, name) for pk, name in agencies() if pk != own]
        self.fields["about"].choices = others  # type: ignore[attr-defined]


class Say(Versioned):
    """Words for the next stage of a disagreement."""

    words = forms.CharField(label="What do you say at this stage?", widget=LONG, max_length=5000)


class Resolve(Versioned):
    """How a disagreement ends."""

    resolution = forms.ChoiceField(
        label="How was it resolved?", choices=list(RESOLUTIONS.items()), widget=forms.RadioSelect
    )
    words = forms.CharField(label="Say what was agreed and why", widget=LONG, max_length=5000)


def _hours(risk: Risk) -> str:
    if risk.target_hours is None:
        return "no set time"
    number = f"{risk.target_hours:g} {'working ' if risk.clock == 'working' else ''}hour"
    return number if risk.target_hours == 1 else f"{number}s"
