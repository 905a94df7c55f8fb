"""Results with some figures changed on the way out: hidden, empty or planted; and results made by hand."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from mash.engine.results import Results
from mash.measures import all_statistics

#: A cell: key, place of its row, column, text.
Change = Callable[[str, int, str, str], str]


@cache
def dimensions(key):
    """The dimension columns of a statistic: what is never hidden."""
    found = next(statistic for statistic in all_statistics() if statistic.key == key)
    return {dimension.column for dimension in found.dimensions}


@dataclass(frozen=True)
class Changed(Results):
    """Results whose figures, but not whose dimensions, pass through `change`."""

    change: Change = lambda key, place, column, text: text

    def rows(self, key):
        kept = dimensions(key)
        return [
            {c: text if c in kept else self.change(key, place, c, text) for c, text in row.items()}
            for place, row in enumerate(super().rows(key))
        ]


def changed(results, change, **about):
    return Changed(results.about | about, results.folder, change)


def hidden(results, *cells):
    """Results in which cells are hidden: (key, column, and what the row's dimensions are)."""

    def change(key, place, column, text):
        row = results.rows(key)[place]
        hit = any(
            key == one and column == of and all(row[d] == code for d, code in where.items())
            for one, of, where in cells
        )
        return "c" if hit else text

    return changed(results, change)


@dataclass(frozen=True)
class ByHand(Results):
    """Results as tables written in a test: {key: [rows of text]}."""

    tables: dict = None

    def rows(self, key):
        return [dict(row) for row in self.tables[key]]


def by_hand(results, tables, **about):
    """The results' names and parameters with the tables of a test; the others are the results' own."""
    written = {
        key: [{column: "" if value is None else str(value) for column, value in row.items()} for row in rows]
        for key, rows in tables.items()
    }
    others = {key: results.rows(key) for key in results.about["statistics"] if key not in written}
    return ByHand(results.about | about, results.folder, others | written)
