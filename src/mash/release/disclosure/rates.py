"""Rates as evidence: one that was made of the published counts says nothing more; any other gives counts
away.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from mash.engine.finish import quotient
from mash.engine.intervals import poisson, wilson
from mash.release.disclosure.cells import named, rates, text
from mash.release.disclosure.columns import COLUMNS
from mash.release.disclosure.grammar import Relation
from mash.release.disclosure.kinds import Edge, Rate
from mash.release.disclosure.release import Cell, Release
from mash.release.disclosure.rule import Span
from mash.release.figures import HIDDEN_TEXT

#: Published figures are compared to this part of themselves: they carry fifteen digits.
_CLOSE = 1e-9
#: Pairs of numerator and denominator that are tried one by one.
_TRIED = 20_000


def of_counts(kind: Rate | Edge, rate: Rate, numerator: float, denominator: float) -> float | None:
    """The rate, or the end of its interval, of a numerator and a denominator.

    Empty where it is not defined: nothing to divide by.
    """
    if isinstance(kind, Rate):
        return quotient(numerator, denominator, kind.times)
    if not denominator:
        return None
    if kind.poisson:
        return poisson(int(numerator))[kind.upper] / denominator
    return wilson(int(numerator), denominator)[kind.upper]


def narrowed(
    releases: Sequence[Release], known: Mapping[Cell, Span]
) -> tuple[dict[Cell, Span], list[Relation]]:
    """What is known of counts once every rate that says something is taken at its word, and the rates
    themselves as relations.
    """
    found, relations = dict(known), []
    for release in releases:
        for cell, kind in rates(release):
            said = _said(release, cell)
            ends = named(kind.numerator, cell), named(kind.denominator, cell)
            if not said or ends[0] not in known:
                continue
            if _is_of(said, kind, *(_number(release, end) for end in ends)):
                continue
            spans = found[ends[0]], _span(release, ends[1], found)
            pairs = [pair for pair in _pairs(*spans) if _is_of(said, kind, *pair)]
            if pairs:
                found[ends[0]] = min(n for n, _ in pairs), max(n for n, _ in pairs)
            if pairs and ends[1] in found:
                found[ends[1]] = int(min(d for _, d in pairs)), int(max(d for _, d in pairs))
            value = said.get(kind)
            if value is not None and ends[1] in found:
                of = ((ends[0], 1.0), (ends[1], -value / kind.times))
                slack = _CLOSE * max(1, found[ends[0]][1])
                relations.append(Relation(f"the rate {cell}", of, True, slack=slack))
    return found, relations


def _said(release: Release, cell: Cell) -> dict[Rate | Edge, float]:
    """The rate and the ends of its interval as far as they are printed."""
    row = release.rows[cell.statistic][cell.row]
    kinds = {
        column: kind
        for column, kind in COLUMNS[cell.statistic].items()
        if column == cell.column or (isinstance(kind, Edge) and kind.rate == cell.column)
    }
    return {
        kind: float(row[column])
        for column, kind in kinds.items()
        if isinstance(kind, Rate | Edge) and row[column] not in ("", HIDDEN_TEXT)
    }


def _is_of(
    said: Mapping[Rate | Edge, float], rate: Rate, numerator: float | None, denominator: float | None
) -> bool:
    if numerator is None or denominator is None:
        return False
    for kind, value in said.items():
        made = of_counts(kind, rate, numerator, denominator)
        if made is None or abs(made - value) > _CLOSE * max(1.0, abs(value)):
            return False
    return True


def _number(release: Release, cell: Cell) -> float | None:
    shown = text(release, cell)
    return None if shown in (None, "", HIDDEN_TEXT) else float(str(shown))


def _span(release: Release, cell: Cell, known: Mapping[Cell, Span]) -> tuple[float, float] | Span:
    """What is known of a denominator; a volume that is printed is taken as it stands."""
    if cell in known:
        return known[cell]
    number = _number(release, cell)
    return (1, 0) if number is None else (number, number)


def _pairs(numerator: Span, denominator: tuple[float, float]) -> Iterator[tuple[int, float]]:
    size = (numerator[1] - numerator[0] + 1) * (denominator[1] - denominator[0] + 1)
    if not 0 < size <= _TRIED:
        return
    whole = denominator[0] != denominator[1] or isinstance(denominator[0], int)
    ends = range(int(denominator[0]), int(denominator[1]) + 1) if whole else [denominator[0]]
    yield from product(range(numerator[0], numerator[1] + 1), ends)
