"""Where the numerator, the denominator and the cases of a figure stand."""

import re
from collections.abc import Iterator

from mash.engine.dimensions import TOTAL
from mash.measures.m09_complaints import HUB
from mash.release.disclosure.columns import COLUMNS, DIMENSIONS
from mash.release.disclosure.kinds import Rate
from mash.release.disclosure.release import Cell, Release

_ELSEWHERE = re.compile(r"(?P<statistic>m\d\d/\w+)\.(?P<column>\w+)\[(?P<row>[^\]]*)\]")


def named(name: str, cell: Cell) -> Cell:
    """The cell that `name` (kinds.py) means in the row of `cell`."""
    found = _ELSEWHERE.fullmatch(name)
    if found is None:
        return cell._replace(column=name)
    ours = dict(zip(DIMENSIONS[cell.statistic], cell.row, strict=True))
    # complaints about the hub as a whole stand beside all referrals
    row = tuple(
        TOTAL if ours.get(part) == HUB else ours.get(part, part) for part in re.split(r",\s*", found["row"])
    )
    return Cell(cell.release, found["statistic"], row, found["column"])


def rates(release: Release) -> Iterator[tuple[Cell, Rate]]:
    """Every rate of the release that is a quotient of two counts or of a count and a volume."""
    for statistic, rows in release.rows.items():
        for column, kind in COLUMNS[statistic].items():
            if isinstance(kind, Rate):
                for row in rows:
                    yield Cell(release.number, statistic, row, column), kind


def text(release: Release, cell: Cell) -> str | None:
    """What stands in a cell; None where the release has no such row."""
    row = release.rows.get(cell.statistic, {}).get(cell.row)
    return None if row is None else row[cell.column]
