"""Published statistics as evidence: tables that somebody printed, read as they stand and never repaired.

A symbol stays a symbol: `c` hidden, `x` not available, `z` not applicable, `u` unreliable; none of them is
a number. A table whose parts do not add up is accepted, and says so.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

SYMBOLS = {"c": "hidden", "x": "not available", "z": "not applicable", "u": "unreliable"}


@dataclass(frozen=True)
class Printed:
    """A printed cell: its number, or why there is none."""

    number: float | None
    symbol: str | None = None


@dataclass(frozen=True)
class PublishedRow:
    """A row of a published table: its labels, and its cells by column."""

    labels: dict[str, str]
    cells: dict[str, Printed]

    def adds_up(self, parts: list[str], total: str) -> bool | None:
        """Whether the parts add up to the printed total; None where one of them is not printed."""
        numbers = [self.cells[name].number for name in (*parts, total)]
        known = [number for number in numbers if number is not None]
        return sum(known[:-1]) == known[-1] if len(known) == len(numbers) else None


def read_published(path: Path, cells: list[str]) -> list[PublishedRow]:
    """The rows of a published CSV; `cells` names its columns of figures, the others are labels.

    Raises ValueError where a cell is neither a number nor a symbol that published statistics use.
    """
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [
            PublishedRow(
                {name: text for name, text in row.items() if name not in cells},
                {name: _printed(path, number, name, row[name]) for name in cells},
            )
            for number, row in enumerate(csv.DictReader(stream), start=2)
        ]


def pooled_rate(rows: list[PublishedRow], numerator: str, denominator: str) -> float | None:
    """The rate of several areas together: the sum of the counts, never the mean of the printed rates."""
    tops = [row.cells[numerator].number for row in rows]
    bottoms = [row.cells[denominator].number for row in rows]
    if None in tops or None in bottoms or not sum(bottom or 0 for bottom in bottoms):
        return None
    return sum(top or 0 for top in tops) / sum(bottom or 0 for bottom in bottoms)


def _printed(path: Path, row: int, column: str, text: str) -> Printed:
    text = text.strip()
    if text.casefold() in SYMBOLS:
        return Printed(None, text.casefold())
    try:
        return Printed(float(text.replace(",", "")))
    except ValueError:
        raise ValueError(
            f"{path.name}, row {row}, {column}: {text!r} is neither a number nor one of the symbols "
            f"{', '.join(SYMBOLS)}"
        ) from None
