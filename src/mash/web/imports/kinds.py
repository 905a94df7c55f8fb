"""What can be imported: the questions of a form, asked of every row, and the action that a form leads to.

Page and import ask the same questions with the same rules; a new kind of import is a form and its action.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms

from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.activities.actions import enter as enter_activity
from mash.records.baselines.actions import enter as enter_baseline
from mash.records.complaints.actions import enter as enter_complaint
from mash.records.complaints.reading import themes
from mash.records.evidence.actions import draft as draft_evidence
from mash.records.lessons.actions import enter as enter_lesson
from mash.records.people.actions import Particulars
from mash.records.referrals import actions as referrals
from mash.records.referrals.actions.received import CORRECTED
from mash.records.referrals.models.received import SUBJECT_ROLES
from mash.records.writing import fault
from mash.web.activities.forms import New as Activity
from mash.web.baselines.forms import New as Baseline
from mash.web.casework import forms as casework
from mash.web.casework.steps import named
from mash.web.complaints.forms import Enter as Complaint
from mash.web.evidence.forms import New as Example
from mash.web.fields import DayField, OurForm
from mash.web.lessons.forms import New as Lesson


class Second(OurForm):
    """Somebody else whom a referral names, where its row has columns for them, such as a child's mother."""

    second_role = django_forms.ChoiceField(
        label="Second person: part in it",
        required=False,
        choices=[("", "Nobody"), *SUBJECT_ROLES.items()],
    )
    second_given_names = django_forms.CharField(
        label="Second person: given names", required=False, max_length=200
    )
    second_family_name = django_forms.CharField(
        label="Second person: family name", required=False, max_length=200
    )
    second_date_of_birth = DayField(label="Second person: date of birth", required=False)
    second_nhs_number = django_forms.CharField(
        label="Second person: NHS number", required=False, max_length=20
    )

    def second(self) -> tuple[referrals.Person, ...]:
        """The second person, where there is one. Raises ValidationError where their part is not said."""
        said = {name.removeprefix("second_"): self.cleaned_data[name] for name in Second.base_fields}
        role, number = said.pop("role"), said.pop("nhs_number")
        if not any((*said.values(), number)):
            return ()
        if not role:
            raise fault(second_role="Say what the second person’s part in it is.")
        numbers = {"nhs_number": number} if number else {}
        return (referrals.Person(role, Particulars(**said, numbers=numbers)),)


class ReferralRow(casework.About, casework.Concern, casework.Consent, casework.Named, Second):
    """A referral about one person, or two, in a row."""


@dataclass(frozen=True)
class Kind:
    """Records that can be imported: what a row of them is, who may bring it in, and how."""

    code: str
    title: str
    words: str
    permission: P
    form: Callable[[Principal, Any], OurForm]
    act: Callable[[Principal, str, OurForm], Any]

    @property
    def route(self) -> str:
        """The name of the route to its page."""
        return f"import_new_{self.code}"

    def questions(self, by: Principal) -> dict[str, django_forms.Field]:
        """What is asked of every row, by name; what the page knows by itself is left out."""
        fields = self.form(by, None).fields
        return {
            name: field
            for name, field in fields.items()
            if name != "hub" and not isinstance(field.widget, django_forms.HiddenInput)
        }


def _refer(by: Principal, hub: str, form: Any) -> Any:
    said = form.cleaned_data
    own = {name: said[name] for name in CORRECTED}
    people = (named(said), *form.second())
    made = referrals.Submission(hub=hub, people=people, more_cohorts=tuple(said["more_cohorts"]), **own)
    return referrals.submit(by=by, made=made)


def _complain(by: Principal, hub: str, form: Any) -> Any:
    compliment = form.cleaned_data["kind"] == "compliment"
    return enter_complaint(by=by, hub=hub, compliment=compliment, said=form.said())


def _lead(by: Principal, hub: str, form: Any) -> Any:
    return enter_activity(by=by, hub=hub, said=form.said())


def _measure_against(by: Principal, hub: str, form: OurForm) -> Any:
    return enter_baseline(by=by, **(form.cleaned_data | {"hub": hub}))


def _example(by: Principal, hub: str, form: OurForm) -> Any:
    return draft_evidence(by=by, **(form.cleaned_data | {"hub": hub}))


def _learn(by: Principal, hub: str, form: OurForm) -> Any:
    return enter_lesson(by=by, **(form.cleaned_data | {"hub": hub}))


KINDS = {
    one.code: one
    for one in (
        Kind(
            "referrals",
            "Referrals",
            "A row is a referral of your agency about one person, and perhaps a second. The hub receives it "
            "when it is brought in, and its clock starts then. Others are named on the referral itself.",
            P.REFERRAL_SUBMIT,
            lambda by, data: ReferralRow(data),
            _refer,
        ),
        Kind(
            "complaints",
            "Complaints and compliments",
            "A row is a complaint at its first stage, or a compliment.",
            P.REGISTER_KEEP,
            lambda by, data: Complaint(data, by=by, themes=themes(by)),
            _complain,
        ),
        Kind(
            "lessons",
            "Lessons",
            "A row is a lesson. What it recommends is put down on its page.",
            P.REGISTER_KEEP,
            lambda by, data: Lesson(data, by=by),
            _learn,
        ),
        Kind(
            "evidence",
            "Evidence library",
            "A row is a draft. What could point to somebody is resolved before it is published.",
            P.REGISTER_KEEP,
            lambda by, data: Example(data, by=by, themes=[]),
            _example,
        ),
        Kind(
            "activities",
            "Leadership activities",
            "A row is a training, conference, visit or other activity, held or planned.",
            P.REGISTER_KEEP,
            lambda by, data: Activity(data, by=by),
            _lead,
        ),
        Kind(
            "baselines",
            "Baselines",
            "A row is what an agency recorded in a cohort from one day to another.",
            P.REGISTER_KEEP,
            lambda by, data: Baseline(data, by=by),
            _measure_against,
        ),
    )
}


def kinds_of(by: Principal) -> list[Kind]:
    """What somebody can import."""
    return [one for one in KINDS.values() if by.may(one.permission)]
