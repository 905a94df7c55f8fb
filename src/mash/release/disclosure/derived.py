"""Every figure that is no count, made anew from the protected counts, or shown coarsely, or hidden.

**Rates and intervals** are computed from the protected counts of the same release by the engine's own
functions. They are a function of what is published, so they say nothing more; one whose numerator or
denominator is hidden is hidden.

**Quantiles, means, sums of hours and pounds** cannot be computed from counts. To the last digit a median
is the
wait of one case, and a mean of few gives each away to the others. So they have two digits, and stand only
where enough cases are behind them: LEAST by the protected counts. That also keeps what their absence says
from
giving a count away: a median is undefined when more than half of the cases are still open, and of 8 cases
(the fewest behind a published 10) that takes 5, which is a number that is shown; a 90th percentile takes more
than a tenth, so it needs 43 cases. A sum stands wherever the count of its cases does.

**Probabilities of return** are shown as a rounded number of people among a rounded number: the rule for a
count, applied to the count that an intruder would multiply out.

**Estimates** (estimates.py) are a whole table in one figure, made anew from the protected table.
"""

from collections.abc import Mapping

from mash.release.disclosure.cells import named, text
from mash.release.disclosure.columns import COLUMNS
from mash.release.disclosure.estimates import LEAST, estimates
from mash.release.disclosure.kinds import (
    Average,
    Chance,
    Count,
    Edge,
    Estimate,
    Kind,
    Quantile,
    Rate,
    Sum,
    Volume,
)
from mash.release.disclosure.rates import of_counts
from mash.release.disclosure.release import Cell, Codes, Release
from mash.release.disclosure.rule import ROUNDED_TO, SMALL, rounded, two_digits
from mash.release.figures import HIDDEN_TEXT

#: Fewest true cases behind a 90th percentile: so that 4 open cases are no tenth of them.
LEAST_FOR_A_TENTH = 10 * (SMALL + 0.3)

Tables = dict[str, dict[Codes, dict[str, str]]]


def with_counts(raw: Release, hidden: frozenset[Cell]) -> Tables:
    """The raw tables with counts and volumes protected, everything else still to be made."""
    tables: Tables = {}
    for statistic, rows in raw.rows.items():
        kinds = COLUMNS[statistic]
        tables[statistic] = {
            codes: {
                column: _count(Cell(raw.number, statistic, codes, column), text, kinds.get(column), hidden)
                for column, text in row.items()
            }
            for codes, row in rows.items()
        }
    return tables


def _count(cell: Cell, text: str, kind: Kind | None, hidden: frozenset[Cell]) -> str:
    if isinstance(kind, Count):
        return HIDDEN_TEXT if cell in hidden else str(rounded(int(text)))
    if isinstance(kind, Volume) and text:
        volume = float(text)
        return HIDDEN_TEXT if 0 < volume < ROUNDED_TO else str(rounded(volume))
    return text


def derived(raw: Release, tables: Tables) -> Release:
    """The release with every figure filled in that is no count. `raw` has the figures from the records."""
    made = Release(raw.about, tables, raw.number)
    for statistic, rows in tables.items():
        for column, kind in COLUMNS[statistic].items():
            for codes, row in rows.items():
                if not isinstance(kind, Count | Volume | Estimate):
                    cell = Cell(raw.number, statistic, codes, column)
                    row[column] = _figure(raw, made, cell, kind)
    estimates(raw, made)
    return made


def _figure(raw: Release, made: Release, cell: Cell, kind: Kind) -> str:
    was = raw.rows[cell.statistic][cell.row]
    if isinstance(kind, Rate):
        return _rate(made, cell, kind, kind, was[cell.column])
    if isinstance(kind, Edge):
        rate = COLUMNS[cell.statistic][kind.rate]
        assert isinstance(rate, Rate)
        return _rate(made, cell, kind, rate, was[cell.column])
    if isinstance(kind, Chance):
        return _chance(made, cell, kind, was)
    assert isinstance(kind, Quantile | Average | Sum)
    return _coarse(made, cell, kind, was[cell.column])


def _rate(made: Release, cell: Cell, kind: Rate | Edge, rate: Rate, was: str) -> str:
    parts = [text(made, named(name, cell)) for name in (rate.numerator, rate.denominator)]
    if was == "":
        return ""
    if any(part in (None, HIDDEN_TEXT) for part in parts):
        return HIDDEN_TEXT
    value = of_counts(kind, rate, *(float(part or 0) for part in parts))
    return "" if value is None else repr(float(value))


def _coarse(made: Release, cell: Cell, kind: Quantile | Average | Sum, was: str) -> str:
    parts = [text(made, named(name, cell)) or HIDDEN_TEXT for name in kind.cases]
    shown = [int(part) for part in parts if part != HIDDEN_TEXT]
    if len(shown) == len(parts) and not any(shown) and (was == "" or float(was) == 0):
        return was
    least = ROUNDED_TO if isinstance(kind, Sum) else LEAST
    cases = sum(max(SMALL + 1, number - ROUNDED_TO // 2) for number in shown if number)
    of_a_tenth = isinstance(kind, Quantile) and kind.left < 0.5
    if sum(shown) < least or (of_a_tenth and cases < LEAST_FOR_A_TENTH):
        return HIDDEN_TEXT
    return "" if was == "" else two_digits(float(was))


def _chance(made: Release, cell: Cell, kind: Chance, was: Mapping[str, str]) -> str:
    units = text(made, cell._replace(column=kind.units))
    events = text(made, cell._replace(column=kind.events)) if kind.events else None
    if was["return_probability"] == "" or was[cell.column] == "":
        return ""
    people = int(was[kind.units])
    returned = float(was["return_probability"]) * people
    few = 0 < returned < ROUNDED_TO or 0 < people - returned < ROUNDED_TO
    if few or units in (None, HIDDEN_TEXT, "0") or events == HIDDEN_TEXT:
        return HIDDEN_TEXT
    return repr(min(1.0, rounded(float(was[cell.column]) * people) / int(units or 0)))
