"""Entries of the trail in words. The trail holds codes and ids: names are looked up as they are today."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mash.partnership.models import Account, Agency
from mash.trail.models import Entry
from mash.web.templatetags.moments import moment

#: Details that are lists; any other list of two is what stood before and what stands now.
_LISTS = ("sharing", "outcomes", "people", "forgotten", "agencies", "fields", "search")
_ACCOUNTS = ("account", "worker")
_AGENCIES = ("agency", "owner")
_INSTANTS = ("due",)


@dataclass(frozen=True)
class Line:
    """One entry: who, of which agency as it is called today, and each detail with its words."""

    entry: Entry
    who: str
    agency: str
    detail: list[tuple[str, str]]


def lines(entries: Iterable[Entry]) -> list[Line]:
    """The entries in words."""
    found = list(entries)
    wanted = [pk for one in found for pk in (one.account, *_accounts(one.detail))]
    names: dict[str, dict[Any, str]] = {
        "account": named(wanted),
        "agency": dict(Agency.objects.values_list("pk", "name")),
    }
    return [
        Line(
            one,
            names["account"].get(one.account, "Nobody signed in"),
            names["agency"].get(one.agency, one.agency),
            [(what.replace("_", " "), _plainly(value, what, names)) for what, value in one.detail.items()],
        )
        for one in found
    ]


def named(accounts: Iterable[int | None]) -> dict[int | None, str]:
    """What accounts are called today, by id."""
    wanted = {pk for pk in accounts if pk is not None}
    return dict(Account.objects.filter(pk__in=wanted).values_list("pk", "name"))


def _accounts(detail: dict[str, Any]) -> Iterator[int]:
    for what in _ACCOUNTS:
        value = detail.get(what)
        yield from (pk for pk in (value if isinstance(value, list) else [value]) if isinstance(pk, int))


def _plainly(value: Any, what: str, names: dict[str, dict[Any, str]]) -> str:
    """What the trail holds of something, in words."""
    if isinstance(value, list):
        words = [_plainly(one, what, names) for one in value]
        changed = len(value) == 2 and (what not in _LISTS or isinstance(value[0], list))
        return f"from {words[0]} to {words[1]}" if changed else ", ".join(words) or "none"
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if what in _ACCOUNTS:
        return names["account"].get(value, f"account {value}")
    if what in _AGENCIES:
        return names["agency"].get(value, str(value))
    if what in _INSTANTS:
        return moment(datetime.fromisoformat(value))
    return str(value)
