"""The changes as the pack shows them: what got better first, then worse, then what is only noise."""

from dataclasses import dataclass

from mash.engine.results import Results
from mash.framework.measures import MEASURES
from mash.release.figures import count
from mash.release.pack.changed import Change, Changed
from mash.release.pack.contributions import Contribution, Decomposition
from mash.release.pack.headlines import HEADLINES, Headline
from mash.release.pack.sources import SHORT
from mash.release.pack.verdict import (
    BETTER,
    HIGHER,
    INCOMPARABLE,
    LOWER,
    NOISE,
    OTHER,
    SAME,
    UNJUDGED,
    UNSHOWN,
    WORSE,
)  # fmt: skip
from mash.release.table import Cell

#: Parts named in a table; the others stand together.
NAMED = 5
_GROUPS = (
    ("Better", (BETTER,)),
    ("Worse", (WORSE,)),
    ("Changed, which of itself is neither better nor worse", (HIGHER, LOWER, OTHER)),
    ("No more than chance may have made", (NOISE, SAME)),
    ("Not compared", (UNJUDGED, INCOMPARABLE, UNSHOWN)),
)


@dataclass(frozen=True)
class WhyTable:
    """What accounts for a difference, by one kind of part."""

    title: str
    headings: list[Cell]
    rows: list[list[Cell]]
    source: str


@dataclass(frozen=True)
class Item:
    """A change in its group: the measure, the sentence, what accounts for it."""

    measure: str
    sentence: str
    why: list[WhyTable]


@dataclass(frozen=True)
class Group:
    """Changes of one verdict."""

    heading: str
    items: list[Item]


def grouped(compared: Changed, now: Results, before: Results) -> list[Group]:
    """The changes by verdict; a group without one is left out."""
    titles = {measure.name: measure.title for measure in MEASURES}
    found = []
    for heading, verdicts in _GROUPS:
        items = [
            Item(titles[change.measure], change.sentence, _why(change, headline, now, before))
            for change, headline in zip(compared.changes, HEADLINES, strict=True)
            if change.verdict in verdicts
        ]
        if items:
            found.append(Group(heading, items))
    return found


def _why(change: Change, headline: Headline, now: Results, before: Results) -> list[WhyTable]:
    dataset, old = (results.about["dataset_sha256"][:SHORT] for results in (now, before))
    unit = " (percentage points)" if headline.bottom else ""
    columns = ", ".join(column for column in (headline.top, headline.bottom) if column)
    return [
        WhyTable(
            f"What accounts for it, by {one.words}{unit}",
            _headings(one, headline),
            _rows(one, bool(headline.bottom)),
            f"{headline.measure}/{parts.statistic} ({columns}); dataset {dataset} now, {old} before.",
        )
        for one, parts in zip(change.why, headline.parts if change.why else (), strict=True)
    ]


def _headings(one: Decomposition, headline: Headline) -> list[Cell]:
    words = ["By its own rate", "By the mix", "Together"] if headline.bottom else ["Difference"]
    return [Cell(one.words.capitalize(), False), *(Cell(word, True) for word in words)]


def _rows(one: Decomposition, share: bool) -> list[list[Cell]]:
    rows = [_row(part, share) for part in one.parts[:NAMED]]
    others = one.parts[NAMED:]
    if others:
        rest = Contribution(
            f"{count(len(others))} others", sum(p.rate for p in others), sum(p.mix for p in others)
        )
        rows.append(_row(rest, share))
    blank = [Cell("", True)] * (2 if share else 0)
    if one.hidden:
        rows.append([Cell(f"Hidden: {', '.join(one.hidden)}", False), *blank, Cell("not shown", True)])
    elif _signed(one.rest, share) != _signed(0, share):
        rows.append(
            [Cell("Rounding, or counted in no part", False), *blank, Cell(_signed(one.rest, share), True)]
        )
    return rows


def _row(part: Contribution, share: bool) -> list[Cell]:
    numbers = (part.rate, part.mix, part.total) if share else (part.total,)
    return [Cell(part.part, False), *(Cell(_signed(number, share), True) for number in numbers)]


def _signed(number: float, share: bool) -> str:
    """A difference with its sign: shares in percentage points, with one decimal."""
    text = f"{100 * number:+,.1f}" if share else f"{number:+,.0f}"
    return text.replace("-", "−") if float(text.replace(",", "")) else text.lstrip("+-")
