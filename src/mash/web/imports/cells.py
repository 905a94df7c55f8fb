"""From a cell of a file to what somebody would have typed into the form: days as people write them, answers
by their code or their words. Nothing is guessed: what is not understood goes on as it stands, and the form
says what is wrong with it.
"""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from mash.intake.moments import moment
from mash.intake.names import plain
from mash.web.fields import DayField, OurForm

#: Days as people write them, besides ISO 8601. The day comes first: this is a British system.
_DAYS = ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %m %Y", "%d %B %Y", "%d %b %Y", "%d/%m/%y")
_SEVERAL = ";|\n"
#: The boxes of a day (fields.DayInput).
_BOXES = ("_day", "_month", "_year")
_YES, _NO = ("yes", "y", "true", "1"), ("no", "n", "false", "0")


def typed(fields: dict[str, forms.Field], cells: dict[str, str]) -> QueryDict:
    """What a form is sent with where its questions are answered by these cells."""
    data = QueryDict(mutable=True)
    for name, text in cells.items():
        field = fields[name]
        if isinstance(field, DayField):
            for box, part in zip(_BOXES, _day(text), strict=True):
                data[f"{name}{box}"] = part
        elif isinstance(field, forms.MultipleChoiceField):
            data.setlist(name, [_answer(field, part) for part in _split(text)])
        elif isinstance(field, forms.BooleanField):
            data[name] = "on" if plain(text) in _YES else ""
        elif isinstance(field, forms.ChoiceField):
            data[name] = _answer(field, text)
        else:
            data[name] = text
    return data


def _day(text: str) -> tuple[str, str, str]:
    found = moment(text.strip(), _DAYS, None)
    try:
        day = date.fromisoformat((found or "")[:10])
    except ValueError:
        return (text, "", "") if text.strip() else ("", "", "")
    return str(day.day), str(day.month), str(day.year)


def _split(text: str) -> list[str]:
    for mark in _SEVERAL[1:]:
        text = text.replace(mark, _SEVERAL[0])
    return [part.strip() for part in text.split(_SEVERAL[0]) if part.strip()]


def _answer(field: Any, text: str) -> str:
    """The code of an answer that is given by its code or its words; else the text as it stands."""
    said = plain(text)
    offered = [(str(code), str(words)) for code, words in field.choices]
    for code, words in offered:
        if said in (plain(code), plain(words)):
            return code
    codes = {code for code, _ in offered}
    if codes >= {"yes", "no"}:
        return "yes" if said in _YES else "no" if said in _NO else text
    return text


def faults_of(form: OurForm, headers: dict[str, str], cells: dict[str, str]) -> list[dict[str, str]]:
    """What a form found wrong: in which column, what stood there, and how to mend it."""
    found = []
    for name, errors in form.errors.items():
        column = headers.get(name) or (str(form.fields[name].label) if name in form.fields else "")
        said = cells.get(name, "")[:200]
        found += [{"column": column, "said": said, "words": str(error)} for error in errors]
    return found
