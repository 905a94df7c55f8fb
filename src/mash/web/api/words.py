"""What does not fit, in words for the person who wrote the system that sent it."""

from collections.abc import Callable, Iterable
from typing import Any

NOT_KNOWN = "Nothing of this name is known here. Look at the description of the API."
#: By the kind of error that pydantic found: what to say. Others are said in pydantic's own words.
_WORDS: dict[str, Callable[[dict[str, Any]], str]] = {
    "missing": lambda more: "This is missing.",
    "extra_forbidden": lambda more: NOT_KNOWN,
    "literal_error": lambda more: f"It can be {more['expected']}.",
    "string_too_long": lambda more: f"It can have {more['max_length']:,} characters at most.",
    "string_too_short": lambda more: "It must not be empty.",
    "string_type": lambda more: "It must be text.",
    "string_unicode": lambda more: "It holds characters that are none.",
    "list_type": lambda more: "It must be a list.",
    "too_short": lambda more: f"It needs {more['min_length']} at least.",
    "too_long": lambda more: f"It can hold {more['max_length']} at most.",
    "bool_type": lambda more: "It must be true or false.",
    "bool_parsing": lambda more: "It must be true or false.",
    "uuid_parsing": lambda more: "It must be an id, as it was given out here.",
    "int_parsing": lambda more: "It must be a whole number.",
    "int_type": lambda more: "It must be a whole number.",
    "date_from_datetime_parsing": lambda more: "It must be a day, such as 2016-03-27.",
    "date_parsing": lambda more: "It must be a day, such as 2016-03-27.",
    "date_type": lambda more: "It must be a day, such as 2016-03-27.",
    "date_from_datetime_inexact": lambda more: "It must be a day, such as 2016-03-27.",
    "model_attributes_type": lambda more: "It must be an object.",
    "dict_type": lambda more: "It must be an object.",
    "value_error": lambda more: f"{more['error']}",
}


def in_words(errors: Iterable[dict[str, Any]]) -> list[tuple[str, str]]:
    """Each error as the field, like `people.0.role`, and what to say of it."""
    return [(_field(one["loc"]), _said(one)) for one in errors]


def _field(place: tuple[Any, ...]) -> str:
    """A place without the words for body, path or query, and the name of the body's variable."""
    kind, *inside = place
    return ".".join(str(part) for part in (inside[1:] if kind == "body" else inside))


def _said(error: dict[str, Any]) -> str:
    words = _WORDS.get(error["type"])
    return words(error.get("ctx", {})) if words else str(error["msg"])
