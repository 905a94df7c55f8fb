"""The description of the API: as OpenAPI for programs, and as a page for who writes them. Holds no data."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from mash.web.access import ANYONE, declare
from mash.web.api.room import ROOT, api

_PROBLEM = "application/problem+json"


@cache
def schema() -> dict[str, Any]:
    """The OpenAPI description; what is refused comes back as a problem. Made once: nobody changes it."""
    made: dict[str, Any] = api.get_openapi_schema(path_prefix=f"/{ROOT}")
    for _, _, operation in _operations(made):
        for status, response in operation["responses"].items():
            if int(status) >= 400 and "content" in response:
                (shape,) = response["content"].values()
                response["content"] = {_PROBLEM: shape}
    return made


@declare(ANYONE)
def openapi(request: HttpRequest) -> JsonResponse:
    """The description as OpenAPI."""
    return JsonResponse(schema())


@declare(ANYONE)
def page(request: HttpRequest) -> HttpResponse:
    """The description as a page."""
    made = schema()
    shapes = made["components"]["schemas"]
    operations = [
        {
            "method": method.upper(),
            "path": path,
            "name": operation["summary"],
            "words": operation.get("description", ""),
            "parameters": operation.get("parameters", []),
            "sends": _name(operation.get("requestBody", {})),
            "gives": [
                (status, _name(response))
                for status, response in operation["responses"].items()
                if int(status) < 400
            ],
            "refused": ", ".join(sorted(str(one) for one in operation["responses"] if int(one) >= 400)),
        }
        for path, method, operation in _operations(made)
    ]
    rows = [
        {"name": name, "words": shape.get("description", ""), "fields": list(_fields(shape))}
        for name, shape in sorted(shapes.items())
    ]
    return render(
        request, "api/description.html", {"info": made["info"], "operations": operations, "shapes": rows}
    )


def _operations(made: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def _name(part: dict[str, Any]) -> str:
    """The name of the shape that a body has."""
    for content in part.get("content", {}).values():
        return str(content["schema"].get("$ref", "")).rpartition("/")[2]
    return ""


def _fields(shape: dict[str, Any]) -> Iterator[dict[str, Any]]:
    needed = shape.get("required", [])
    for name, field in shape.get("properties", {}).items():
        kinds = [_kind(one) for one in field.get("anyOf", [field])]
        yield {
            "name": name,
            "needed": name in needed,
            "kind": " or ".join(words for words, _ in kinds),
            "to": next((to for _, to in kinds if to), ""),
            "words": field.get("description", ""),
        }


#: What a format or a type is called on the page.
_CALLED = {
    "date": "day",
    "date-time": "time",
    "uuid": "id",
    "string": "text",
    "boolean": "true or false",
    "integer": "whole number",
}


def _kind(field: dict[str, Any]) -> tuple[str, str]:
    """What a field holds, in words, and the shape that it leads to."""
    if "enum" in field:
        return "one of " + ", ".join(field["enum"]), ""
    if "$ref" in field:
        to = field["$ref"].rpartition("/")[2]
        return to, to
    if "items" in field:
        inside, to = _kind(field["items"])
        return f"list of {inside}", to
    kind = field.get("format") or field.get("type", "object")
    most = f", at most {field['maxLength']:,} characters" if "maxLength" in field else ""
    return _CALLED.get(kind, kind) + most, ""
