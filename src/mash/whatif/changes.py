"""What is changed in a question: an agency's punctuality, people at a desk, a target, how much arrives."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from mash.whatif.trace import Trace, WhatIfError

#: The hub's own two desks, where people can be added as at an agency.
RATING_DESK, DECISION_DESK = "rating-desk", "decision-desk"
DESK_NAMES = {RATING_DESK: "the desk that rates", DECISION_DESK: "the desk that decides"}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SHORT = tuple(day[:3].lower() for day in WEEKDAYS)
#: Copies of referrals are made at most once each, and half of them at most taken away.
LEAST, MOST = 0.5, 2.0


@dataclass(frozen=True)
class MeetsDue:
    """Every answer of an agency arrives by its due time, where there is one, and is otherwise as before."""

    agency: str


@dataclass(frozen=True)
class Extra:
    """So many people more at a desk (an agency, or one of the hub's own) on these weekdays (0 = Monday)."""

    desk: str
    weekdays: frozenset[int]
    people: int


@dataclass(frozen=True)
class Target:
    """A rating allows so many hours."""

    risk: str
    hours: float


@dataclass(frozen=True)
class Arrivals:
    """So many times as many referrals, alike and at the same hours."""

    factor: float


Change = MeetsDue | Extra | Target | Arrivals


def extra(text: str) -> Extra:
    """`AGENCY:DAYS:N`, such as `police:mon:1`, `police:mon,wed:1`, `decision-desk:mon-fri:2`."""
    desk, days, people = _parts(text, 3, "like police:mon:1 (an agency, weekdays, how many more)")
    if not people.isdecimal() or not 1 <= int(people) <= 20:
        raise WhatIfError(f"{people!r} in {text!r} is no number of people to add; write 1 to 20")
    return Extra(desk, _weekdays(days), int(people))


def target(text: str) -> Target:
    """`RISK:HOURS`, such as `blue:48`."""
    risk, hours = _parts(text, 2, "like blue:48 (a rating and its hours)")
    return Target(risk, _number(hours, f"hours in {text!r}", 0.0, 8760.0))


def arrivals(text: str) -> Arrivals:
    """How many times as many referrals, such as `1.2`."""
    return Arrivals(_number(text, "the factor of arrivals", LEAST, MOST))


#: Option of `mash whatif`, as Python writes it → what makes a change of its words.
OPTIONS: Mapping[str, Callable[[str], Change]] = {
    "meets_due": MeetsDue,
    "extra": extra,
    "target": target,
    "arrivals": arrivals,
}


def changes_of(options: Mapping[str, Sequence[str]]) -> list[Change]:
    """Every change that these options name, in the order of OPTIONS. Raises WhatIfError."""
    return [make(words) for option, make in OPTIONS.items() for words in options.get(option, ())]


def _parts(text: str, count: int, how: str) -> list[str]:
    parts = [part.strip() for part in text.split(":")]
    if len(parts) != count or not all(parts):
        raise WhatIfError(f"{text!r} is not understood; write it {how}")
    return parts


def _number(text: str, what: str, least: float, most: float) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not least <= value <= most:
        raise WhatIfError(f"{text!r} as {what} is not understood; write a number from {least:g} to {most:g}")
    return value


def _weekdays(text: str) -> frozenset[int]:
    found: set[int] = set()
    for part in text.lower().split(","):
        first, _, last = part.partition("-")
        numbers = [_weekday(day, text) for day in (first, last or first)]
        if numbers[0] > numbers[1]:
            raise WhatIfError(f"the weekdays {part!r} go backwards; write them from Monday on, like mon-fri")
        found.update(range(numbers[0], numbers[1] + 1))
    return frozenset(found)


def _weekday(text: str, among: str) -> int:
    name = text.strip()[:3]
    if name not in _SHORT or not WEEKDAYS[_SHORT.index(name)].lower().startswith(text.strip()):
        raise WhatIfError(f"there is no weekday {text!r} in {among!r}; use {', '.join(_SHORT)}")
    return _SHORT.index(name)


def named(change: Change, trace: Trace) -> str:
    """A change as a condition in words: `Example Police met its due times`."""
    agencies, risks = trace.names.get("agencies", {}), trace.names.get("risks", {})
    if isinstance(change, MeetsDue):
        return f"{agencies.get(change.agency, change.agency)} met its due times"
    if isinstance(change, Target):
        return f"{risks.get(change.risk, change.risk)} became {change.hours:g} hours"
    if isinstance(change, Arrivals):
        return f"{change.factor:g} times as many referrals came"
    desk = DESK_NAMES.get(change.desk) or agencies.get(change.desk, change.desk)
    days = [f"{WEEKDAYS[day]}s" for day in sorted(change.weekdays)]
    people = "one more person" if change.people == 1 else f"{change.people} more people"
    return f"{desk} had {people} on {' and '.join([', '.join(days[:-1]), *days[-1:]] if days[1:] else days)}"
