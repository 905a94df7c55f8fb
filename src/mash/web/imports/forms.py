"""The forms of an import: the file, and which of its columns answers which question."""

from typing import Any

from django import forms

from mash.intake.names import plain
from mash.records.imports.actions import ENDINGS
from mash.records.imports.models import Import
from mash.web.fields import OfHub, Versioned

_HERE = "header:"


class HandIn(OfHub):
    """A file, and for which hub."""

    file = forms.FileField(
        label="The file",
        help_text="A CSV file or an Excel workbook (.xlsx): one row a record, the columns’ names above them.",
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS), "class": "govuk-file-upload"}),
        error_messages={
            "required": "Choose the file",
            "empty": "The file is empty",
            "missing": "Choose the file",
            "invalid": "Choose the file again: it did not arrive whole",
        },
    )


class Match(Versioned):
    """For each question: which column answers it, or what is the same for every row."""

    def __init__(
        self,
        *args: Any,
        whole: Import,
        questions: dict[str, forms.Field],
        known: dict[str, dict[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        self.fields["version"].initial = whole.version
        columns = [(f"{_HERE}{name}", name) for name in whole.headers]
        for name, question in questions.items():
            must = question.required
            asked = forms.ChoiceField(
                label=question.label,
                required=False,
                choices=[("", "Choose the column" if must else "Not in the file"), *columns],
            )
            always = forms.CharField(label="Or the same for every row", required=False, max_length=500)
            matched = whole.columns.get(name) or known.get(name) or _guessed(name, question, whole.headers)
            if matched.get("header") in whole.headers:
                asked.initial = f"{_HERE}{matched['header']}"
            always.initial = matched.get("always", "")
            self.fields[f"column_{name}"], self.fields[f"always_{name}"] = asked, always

    def pairs(self) -> list[tuple[Any, Any, forms.Field]]:
        """Each question: the column, what is the same for every row, and the question itself."""
        return [
            (self[f"column_{name}"], self[f"always_{name}"], question)
            for name, question in self.questions.items()
        ]

    def clean(self) -> dict[str, Any]:
        """What must be answered needs a column, or the same answer for every row."""
        said: dict[str, Any] = self.cleaned_data
        for name, question in self.questions.items():
            column, always = said.get(f"column_{name}"), said.get(f"always_{name}")
            if column and always:
                self.add_error(
                    f"column_{name}",
                    f"“{question.label}” has a column and an answer for every row. Take one of them away.",
                )
            elif question.required and not column and not always:
                self.add_error(
                    f"column_{name}",
                    f"Choose the column that answers “{question.label}”, or give one answer for every row",
                )
        return said

    def matched(self) -> dict[str, dict[str, str]]:
        """What was chosen, question by question."""
        found = {}
        for name in self.questions:
            if column := self.cleaned_data[f"column_{name}"]:
                found[name] = {"header": column.removeprefix(_HERE)}
            elif always := self.cleaned_data[f"always_{name}"]:
                found[name] = {"always": always}
        return found


def _guessed(name: str, question: forms.Field, headers: list[str]) -> dict[str, str]:
    """The column that is called as the question is, or as its field."""
    called = {plain(name), plain(str(question.label)), plain(str(question.label)).rstrip("?")}
    return next(({"header": header} for header in headers if plain(header) in called), {})
