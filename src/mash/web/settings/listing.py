"""Lists of rows with validity: what is in force now, what comes later, what has ended, each so labelled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mash.framework.london import spelt, today


@dataclass(frozen=True)
class State:
    """Where a row stands today: in force, later or ended."""

    name: str
    colour: str


NOW, LATER, ENDED = State("In force now", "green"), State("Later", "blue"), State("Ended", "grey")


@dataclass(frozen=True)
class Card:
    """One row: its name, where it stands, what there is to know, and what can be done with it."""

    title: str
    state: State | None
    facts: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str], ...]  # words and address


@dataclass(frozen=True)
class Listing:
    """A page with rows: title, what to know, the link that adds one, and the rows in groups."""

    title: str
    words: str
    add: tuple[str, str]
    groups: tuple[tuple[str, tuple[Card, ...]], ...]


def state(first: date | None, last: date | None) -> State:
    """Where a row with these first and last days stands today (London)."""
    day = today()
    if first is not None and first > day:
        return LATER
    return ENDED if last is not None and last < day else NOW


def grouped(cards: Iterable[Card]) -> tuple[tuple[str, tuple[Card, ...]], ...]:
    """Cards by where they stand, without groups of none."""
    held = tuple(cards)
    groups = ((one.name, tuple(card for card in held if card.state == one)) for one in (NOW, LATER, ENDED))
    return tuple(group for group in groups if group[1])


def said(day: date | None, otherwise: str = "") -> str:
    """A day as it is written."""
    return spelt(day) if day else otherwise
