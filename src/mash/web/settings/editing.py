"""Changing a row: a page with a form, whose action may refuse, or find that somebody else was quicker."""

import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect, render

from mash.framework.london import spelt
from mash.partnership.actions import ChangedMeanwhile, Seen, plain
from mash.web.access import SignedIn

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Page:
    """What stands around a form: title, where it leads back to, what is said once it is done."""

    title: str
    back: str
    said: str
    button: str = "Save"
    words: tuple[str, ...] = ()
    warning: bool = False


class RowForm(forms.Form):
    """A form on a row. It carries the row's values as they were when it was opened (`watched`), so that
    who sends it changes what they saw, and nothing else. Its fields are named as the action names them.
    """

    watched: ClassVar[tuple[str, ...]] = ()
    use_required_attribute = False

    def __init__(
        self, data: Any = None, *, row: Model | None = None, initial: dict[str, Any] | None = None
    ) -> None:
        stands = {name: _entered(getattr(row, name)) for name in self.base_fields if hasattr(row, name)}
        super().__init__(data, initial=stands | (initial or {}), label_suffix="")
        self.row = row
        self.compared: list[dict[str, str]] = []
        self.seen: Seen = {}
        if row is not None:
            self.seen = plain(row, self.watched) if data is None else self._sent(data.get("seen", ""))

    @property
    def seen_as_text(self) -> str:
        """What a hidden field carries from the form that was opened to the one that is sent."""
        return json.dumps(self.seen)

    def given(self) -> dict[str, Any]:
        """What the action is called with."""
        return self.cleaned_data | ({"seen": self.seen} if self.watched else {})

    def refuse(self, error: ValidationError) -> None:
        """Show what an action refused at the field that it names, or that its code names."""
        told = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
        for name, errors in told.items():
            for one in errors:
                at = next((place for place in (name, one.code) if place in self.fields), None)
                self.add_error(at, one)

    def compare(self, now: Seen) -> None:
        """Show what somebody else changed beside what was entered. Sent again, the form has seen it."""
        entered = {name: self.cleaned_data[name] for name in self.watched if name in self.fields}
        self.compared = [
            {
                "label": self._label(name),
                "opened": self._shown(name, self.seen[name]),
                "now": self._shown(name, stands),
                "entered": self._shown(name, entered[name]) if name in entered else "",
            }
            for name, stands in now.items()
            if self.seen[name] != stands
        ]
        self.seen = now
        self.add_error(
            None,
            "Somebody else changed this while you had it open. Nothing of yours is saved yet. Compare "
            "the two, and save again if yours should stand.",
        )

    def _sent(self, words: str) -> Seen:
        """What was seen, as it came back; what nobody can have seen counts as not seen."""
        try:
            seen = json.loads(words)
        except ValueError:
            seen = None
        names = set(self.watched)
        return seen if isinstance(seen, dict) and set(seen) == names else dict.fromkeys(names, "not known")

    def _label(self, name: str) -> str:
        if name in self.fields:
            return str(self.fields[name].label)
        field: Any = self.row._meta.get_field(name) if self.row else None
        return str(field.verbose_name).split(";")[0].capitalize()

    def _shown(self, name: str, value: Any) -> str:
        """A value in the words of the page."""
        if value in (None, ""):
            return "empty"
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(value, Model):
            value = value.pk
        choices = getattr(self.fields.get(name), "choices", ())
        known = {str(one): str(words) for one, words in choices}
        if isinstance(value, str) and _DAY.fullmatch(value):
            with suppress(ValueError):  # a name can look like a day that there is none of
                value = date.fromisoformat(value)
        if isinstance(value, date):
            return spelt(value)
        if isinstance(value, float):
            value = f"{value:g}"
        return known.get(str(value), str(value))


def _entered(value: Any) -> Any:
    """A value as somebody would enter it."""
    return f"{value:g}" if isinstance(value, float) else value


class Confirmation(RowForm):
    """Nothing to enter: only whether to do it."""


def answered(request: SignedIn, page: Page, form: RowForm, act: Callable[..., Any]) -> HttpResponse:
    """The page with its form; sent, what it asks for is done, or the form says why not."""
    if request.method == "POST" and form.is_valid():
        try:
            act(**form.given())
        except ValidationError as error:
            form.refuse(error)
        except ChangedMeanwhile as error:
            form.compare(error.now)
        else:
            if page.said:
                messages.success(request, page.said)
            return redirect(page.back)
    return render(request, "settings/form.html", {"page": page, "form": form})
