"""Form fields as the design system has them, and forms that say what an action found wrong."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from mash.records.writing import Overtaken
from mash.trail.record import attempted


class DayInput(forms.MultiWidget):
    """Day, month and year, each in its box."""

    template_name = "django/forms/widgets/day.html"
    use_fieldset = True

    def __init__(self) -> None:
        box = {"inputmode": "numeric"}
        super().__init__(
            {"day": forms.TextInput(box), "month": forms.TextInput(box), "year": forms.TextInput(box)}
        )

    def decompress(self, value: date | None) -> list[int | None]:
        """A day in its parts."""
        return [value.day, value.month, value.year] if value else [None, None, None]


class DayField(forms.MultiValueField):
    """A day; what is typed stays as it was typed until it is one."""

    widget = DayInput

    def __init__(self, **kwargs: Any) -> None:
        parts = tuple(forms.CharField(required=False, max_length=10) for _ in range(3))
        super().__init__(parts, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> date | None:
        """The day that three boxes say. Raises ValidationError where there is none such."""
        if not any(data_list or []):
            return None
        try:
            day, month, year = (int(part) for part in data_list)
            if year < 1000:
                raise ValueError
            return date(year, month, day)
        except (ValueError, OverflowError) as error:
            raise ValidationError("Give a real day, such as 27 3 2016, with all of the year.") from error


class YesOrNo(forms.TypedChoiceField):
    """Yes or no, and perhaps not known."""

    def __init__(self, *, unknown: bool = False, **kwargs: Any) -> None:
        choices = [("yes", "Yes"), ("no", "No")] + ([("", "Not known")] if unknown else [])
        super().__init__(
            choices=choices,
            coerce=lambda word: word == "yes",
            empty_value=None,
            widget=forms.RadioSelect,
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

    def attempt(self, act: Callable[[], object]) -> bool:
        """Whether an action was done; `made` is what it gave back. What it found wrong, the form says.

        Where somebody else was quicker, `overtaken` is how the record stands, and sending the form again
        is meant for that.
        """
        try:
            with attempted():
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


class Versioned(OurForm):
    """A form that changes a record: it carries the version that it was opened with."""

    version = forms.IntegerField(widget=forms.HiddenInput)
