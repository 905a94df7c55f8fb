"""Relations read from their lines (relations.py) and laid over the rows of a release."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain

from mash.engine.dimensions import TOTAL, UNRATED
from mash.release.disclosure.release import Cell, Codes, Release

_TERM = re.compile(r"(?P<statistic>m\d\d/\w+)\.(?P<columns>[\w+]+)\[(?P<row>[^\]]*)\]")
_USUALLY = "usually: "


@dataclass(frozen=True)
class Term:
    """Cells to be added: columns of the rows of a statistic that match `row`."""

    statistic: str
    columns: tuple[str, ...]
    row: Codes


@dataclass(frozen=True)
class Line:
    """Left terms = or <= right terms."""

    text: str
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    equal: bool
    usually: bool


@dataclass(frozen=True)
class Relation:
    """Σ cells × factors = 0 (or ≤ 0), within ± `slack`. `certain` False: an intruder may be wrong about
    it.
    """

    text: str
    cells: tuple[tuple[Cell, float], ...]
    equal: bool
    certain: bool = True
    slack: float = 0

    def off(self, values: Mapping[Cell, int]) -> float:
        """How far values of all its cells are from it; within `slack` it holds."""
        total = sum(values[cell] * factor for cell, factor in self.cells)
        return abs(total) if self.equal else total


@cache
def parse(text: str) -> Line:
    """A line of relations.py."""
    body = text.removeprefix(_USUALLY)
    left, sign, right = re.split(r"\s(<=|=)\s", body)
    return Line(body, _terms(left), _terms(right), sign == "=", text.startswith(_USUALLY))


def _terms(text: str) -> tuple[Term, ...]:
    return tuple(
        Term(found["statistic"], tuple(found["columns"].split("+")), tuple(re.split(r",\s*", found["row"])))
        for found in _TERM.finditer(text)
    )


def laid_over(text: str, release: Release) -> Iterator[Relation]:
    """The line for every choice of its letters among the rows of the release."""
    line = parse(text)
    named = _named_codes(release)
    # which rows a statistic that is left out would have is only guessed
    shown = all(term.statistic in release.rows for term in (*line.left, *line.right))
    if any(
        code.startswith("$") and code not in named for term in (*line.left, *line.right) for code in term.row
    ):
        return
    for bound in _bindings(line, release, named):
        cells: dict[Cell, int] = {}
        for sign, terms in ((1, line.left), (-1, line.right)):
            for cell in chain.from_iterable(_cells(term, bound, release) for term in terms):
                cells[cell] = cells.get(cell, 0) + sign
        found = tuple((cell, sign) for cell, sign in cells.items() if sign)
        if found:
            yield Relation(line.text, found, line.equal, shown and not line.usually)


def _bindings(line: Line, release: Release, named: dict[str, str]) -> list[dict[str, str]]:
    """What each letter stands for: the codes of the first term in which it stands."""
    bound = [named]
    for term in (*line.left, *line.right):
        free = [i for i, code in enumerate(term.row) if _is_letter(code)]
        if not free or term.row[free[0]] in bound[0]:
            continue
        pattern = tuple(code if code in ("+", TOTAL) else named.get(code, code) for code in term.row)
        combinations = {
            tuple(row[i] for i in free)
            for row in release.keys(term.statistic)
            if all(_fits(code, row[i]) for i, code in enumerate(pattern))
        }
        letters = [term.row[i] for i in free]
        bound = [
            one | dict(zip(letters, codes, strict=True)) for one in bound for codes in sorted(combinations)
        ]
        if not bound:
            break
    return bound


def _fits(code: str, value: str) -> bool:
    if _is_letter(code):
        return code.isupper() or value != TOTAL
    return value != TOTAL if code == "+" else value == code


def _cells(term: Term, bound: dict[str, str], release: Release) -> Iterator[Cell]:
    row = tuple(bound.get(code, code) for code in term.row)
    summed = tuple(str(i) for i, code in enumerate(term.row) if code == "+")
    if summed:
        fixed = tuple((i, code) for i, code in enumerate(row) if str(i) not in summed)
        rows = release.matching(term.statistic, fixed, summed)
    else:
        rows = [row] if release.has(term.statistic, row) else []
    for codes in rows:
        for column in term.columns:
            yield Cell(release.number, term.statistic, codes, column)


def _is_letter(code: str) -> bool:
    return len(code) == 1 and code.isalpha()


def _named_codes(release: Release) -> dict[str, str]:
    """The codes that `$policy`, `$lowest` and `$highest` stand for."""
    shown = {row[1] for row in release.keys("m03/severity")} - {TOTAL, UNRATED}
    ranked = [risk for risk in release.about["names"]["risks"] if risk in shown]
    ends = {"$lowest": ranked[0], "$highest": ranked[-1]} if ranked else {}
    return {"$policy": release.about["parameters"]["target_policy"]} | ends
