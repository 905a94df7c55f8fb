"""Fields and forms as GOV.UK has them: a day in three boxes, radios that an error can lead to, and forms
that say what an action found wrong.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from mash.partnership.models import Hub
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.writing import Overtaken
from mash.trail.record import together


class DayInput(forms.MultiWidget):
    """Day, month and year, each in a box of its own."""

    template_name = "forms/day.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        box = {"inputmode": "numeric"}
        super().__init__({part: forms.TextInput(box) for part in ("day", "month", "year")}, attrs)

    def decompress(self, value: date | None) -> list[int | None]:
        """A day as what stands in the boxes."""
        return [value.day, value.month, value.year] if value else [None, None, None]

    def id_for_label(self, id_: str, index: str = "0") -> str:
        """Where a link from the error summary leads: the first box."""
        return f"{id_}_0"


class DayField(forms.Field):
    """A day. Its label stands in the words of its errors."""

    widget = DayInput

    def to_python(self, value: Any) -> date | None:
        """The day that was entered; None where nothing was."""
        parts = [str(part or "").strip() for part in value or ()]
        if not any(parts):
            return None
        try:
            day, month, year = (int(part) for part in parts)
            if year < 1900:
                raise ValueError
            return date(year, month, day)
        except (ValueError, OverflowError):
            raise ValidationError(f"{self.label} must be a real date, such as 27 3 2027") from None


class Radios(forms.RadioSelect):
    """Choices of which one is taken."""

    def id_for_label(self, id_: str, index: str | None = "0") -> str:
        """Where a link from the error summary leads: the first choice."""
        return super().id_for_label(id_, index or "0")


class YesOrNo(forms.TypedChoiceField):
    """Yes or no, and perhaps not known."""

    def __init__(self, *, unknown: bool = False, **kwargs: Any) -> None:
        choices = [("yes", "Yes"), ("no", "No")] + ([("", "Not known")] if unknown else [])
        super().__init__(
            choices=choices,
            coerce=lambda word: word == "yes",
            empty_value=None,
            widget=Radios,
            required=not unknown,
            **kwargs,
        )


class OurForm(forms.Form):
    """A form of ours: plain labels, and `attempt` to do what it is for."""

    overtaken: Any = None
    made: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def full_clean(self) -> None:
        """Check what was sent; what a field finds wrong is told in words that name it."""
        for field in self.fields.values():
            _in_plain_words(field)
        super().full_clean()

    def acted(self, act: Callable[[dict[str, Any]], object]) -> bool:
        """Whether the form was sent, is in order, and what it is for could be done with it."""
        return self.is_bound and self.is_valid() and self.attempt(lambda: act(self.cleaned_data))

    def attempt(self, act: Callable[[], object]) -> bool:
        """Whether an action was done; `made` is what it gave back. What it found wrong, the form says.

        Where somebody else was quicker, `overtaken` is how the record stands, and sending the form again
        is meant for that.
        """
        try:
            with together():
                self.made = act()
                return True
        except ValidationError as error:
            found = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
            for name, messages in found.items():
                for message in messages:
                    self.add_error(name if name in self.fields else None, message)
        except Overtaken as error:
            self.overtaken = error.now
            data: Any = self.data
            self.data = data.copy()
            self.data["version"] = error.now.version  # type: ignore[index]
            self.add_error(
                None, "Somebody changed this while you were writing. Look at both, then send again."
            )
        return False


def _in_plain_words(field: forms.Field) -> None:
    """Say in a field's own errors which it is and how to mend it, wherever Django's words would stand."""
    label, chosen = str(field.label or ""), hasattr(field, "choices")
    inside = label if label[1:2].isupper() else label[:1].lower() + label[1:]
    missing = f"Answer “{label}”" if label.endswith("?") else f"{'Choose' if chosen else 'Enter'} {inside}"
    ours = {
        "required": missing,
        "invalid_choice": f"Choose one of those that are offered for “{label}”",
        "max_length": f"“{label}” can have %(limit_value)d characters at most, and this has %(show_value)d",
        "null_characters_not_allowed": f"“{label}” holds a character that no text can hold",
    }
    for code, words in ours.items():
        said = field.error_messages.get(code)
        if said is None or any(said is kind.default_error_messages.get(code) for kind in _kinds(field)):
            field.error_messages[code] = words


def _kinds(field: forms.Field) -> list[type[forms.Field]]:
    """The classes of a field that are Django's."""
    return [
        kind
        for kind in type(field).__mro__
        if kind.__module__.startswith("django.") and issubclass(kind, forms.Field)
    ]


class Versioned(OurForm):
    """A form that changes a record: it carries the version that it was opened with."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class OfHub(OurForm):
    """A new row of a register, and of which hub it is where one keeps it (`keeper`) in several."""

    keeper: ClassVar[P] = P.REGISTER_KEEP
    hub = forms.ChoiceField(label="Which hub is it of?", widget=Radios)

    def __init__(self, *args: Any, by: Principal, keeper: P | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hubs = list(Hub.objects.filter(pk__in=by.hubs(keeper or self.keeper)).values_list("pk", "name"))
        field: Any = self.fields["hub"]
        field.choices = hubs
        if len(hubs) == 1:
            field.widget, field.initial = forms.HiddenInput(), hubs[0][0]


def text(label: str, missing: str, *, hint: str = "", length: int = 100) -> forms.CharField:
    """A line of text that must be there; `missing` is said where it is not."""
    return forms.CharField(
        label=label, help_text=hint, max_length=length, error_messages={"required": missing}
    )


def words(label: str, missing: str, *, hint: str = "", rows: int = 4) -> forms.CharField:
    """A few lines that must be there."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing},
    )


def code() -> forms.SlugField:
    """The short name of a row in the dataset; it never changes."""
    return forms.SlugField(
        label="Code",
        help_text="Its short name in the dataset: letters, digits, hyphens, underscores. It never changes.",
        max_length=40,
        error_messages={
            "required": "Enter a code",
            "invalid": "The code can hold letters, digits, hyphens and underscores only",
        },
    )


def day(label: str, hint: str = "", *, missing: str = "") -> DayField:
    """A day; `missing` is said where it must be there and is not."""
    return DayField(
        label=label,
        help_text=hint,
        required=bool(missing),
        error_messages={"required": missing or "Enter a day"},
    )


def radios(label: str, choices: dict[Any, str], missing: str, *, hint: str = "") -> forms.ChoiceField:
    """One of a few."""
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=list(choices.items()),
        widget=Radios,
        error_messages={"required": missing},
    )


def whole(
    label: str, missing: str, *, least: int, most: int | None = None, hint: str = ""
) -> forms.IntegerField:
    """A whole number."""
    within = f"between {least} and {most}" if most is not None else f"{least} or more"
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=least,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": missing,
            "invalid": f"{label} must be a whole number, {within}",
            "min_value": f"{label} must be {within}",
            "max_value": f"{label} must be {within}",
        },
    )
