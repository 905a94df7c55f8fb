"""The forms on ratings, cohorts, outcomes and closed days."""

from django import forms

from mash.web.fields import Radios, code, day, radios, text, whole
from mash.web.settings.editing import RowForm
from mash.web.settings.words import AGE_GROUPS, CLOCKS, SEVERITIES

_NO_END = "The last day on which it counts. Leave empty if there is none yet."
_FROM = "Leave empty if it has always been in use."


class _Target(RowForm):
    """What a rating says: name, rank, target and clock."""

    name = text("Name", "Enter the name of the rating")
    rank = whole("Rank", "Enter a rank", least=1, hint="1 is the lowest risk.")
    target_hours = forms.FloatField(
        label="Target in hours",
        help_text="From received to decided. Leave empty if there is no target.",
        required=False,
        min_value=0,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={
            "invalid": "Target in hours must be a number, such as 24 or 1.5",
            "min_value": "Target in hours must be 0 or more",
        },
    )
    clock = radios("What the hours count", CLOCKS, "Choose what the hours count")


class NewRisk(_Target):
    """A rating, or another period of one."""

    risk = code()
    valid_from = day("First day in force", missing="Enter the first day in force")
    valid_to = day("Last day in force", _NO_END)
    field_order = ("risk", *_Target.base_fields, "valid_from", "valid_to")


class LaterRisk(_Target):
    """A rating that is not in force yet."""

    watched = ("name", "rank", "target_hours", "clock", "valid_from", "valid_to")
    valid_from = day("First day in force", missing="Enter the first day in force")
    valid_to = day("Last day in force", _NO_END)


class NextRisk(_Target):
    """What follows on a rating that is in force."""

    watched = ("name", "rank", "target_hours", "clock", "valid_to")
    starts = day(
        "First day of the change",
        "Tomorrow or later. The rating as it is now ends the day before.",
        missing="Enter the first day of the change",
    )


class RiskEnd(RowForm):
    """The last day of a rating."""

    watched = ("name", "valid_to")
    valid_to = day("Last day in force", _NO_END)


class RiskAsItIs(RowForm):
    """A rating that is to be removed as it was seen."""

    watched = LaterRisk.watched


class _Cohort(RowForm):
    name = text("Name", "Enter the name of the cohort")
    age_group = radios("Whom it concerns", AGE_GROUPS, "Choose whom it concerns")
    valid_from = day("First day in use", _FROM)


class CohortChange(_Cohort):
    """What can be changed of a cohort."""

    watched = ("name", "age_group", "valid_from")


class NewCohort(_Cohort):
    """A cohort."""

    cohort_id = code()
    valid_to = day("Last day in use", _NO_END)
    field_order = ("cohort_id",)


class _Outcome(RowForm):
    name = text("Name", "Enter the name of the outcome")
    severity = forms.TypedChoiceField(
        label="Severity",
        choices=list(SEVERITIES.items()),
        coerce=int,
        widget=Radios,
        error_messages={"required": "Choose a severity"},
    )
    forum = forms.BooleanField(
        label="Routes to another forum, such as MARAC, MAPPA or Channel", required=False
    )
    valid_from = day("First day in use", _FROM)


class OutcomeChange(_Outcome):
    """What can be changed of an outcome."""

    watched = ("name", "severity", "forum", "valid_from")


class NewOutcome(_Outcome):
    """An outcome."""

    outcome_id = code()
    valid_to = day("Last day in use", _NO_END)
    field_order = ("outcome_id",)


class UseEnd(RowForm):
    """The last day of a cohort or an outcome."""

    watched = ("name", "valid_to")
    valid_to = day("Last day in use", "Leave empty if it stays in use.")


class ClosedDayChange(RowForm):
    """Why a day is closed."""

    watched = ("reason",)
    reason = text("Why", "Enter why the day is closed", hint="Such as: Boxing Day.", length=200)


class NewClosedDay(RowForm):
    """A day on which no working hours count."""

    date = day("Day", missing="Enter the day")
    reason = text("Why", "Enter why the day is closed", hint="Such as: Boxing Day.", length=200)


class ClosedDayAsItIs(RowForm):
    """A closed day that is to be removed as it was seen."""

    watched = ("reason",)
