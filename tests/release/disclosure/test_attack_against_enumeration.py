"""The attack finds what trying every table finds, no more and no less: small tables drawn at random.

MASH_EXAMPLES says how many; bench.oracle asks for more.
"""

import os

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mash.release.disclosure.attack import attacked
from mash.release.disclosure.rule import SMALL, WIDTH, published
from tests.release.disclosure.made import PLAIN, question, release

#: The greatest count that is drawn, and what the greatest count behind the same published figure is.
MOST, BEHIND = 13, 17
#: What a count is published as: 0, hidden, or a multiple of 5.
CLASS = np.array([0, *[-1] * SMALL, *[int(published(n)) for n in range(SMALL + 1, 5 * BEHIND)]])
EXAMPLES = int(os.environ.get("MASH_EXAMPLES", "25"))
USUAL = settings(max_examples=EXAMPLES, deadline=None, database=None, derandomize=True)


def possible(grids, drawn):
    """Which choices of base counts are published as the drawn ones; `grids` gives every cell of a choice."""
    fits = True
    for grid, value in zip(grids, drawn, strict=True):
        fits = fits & (CLASS[grid] == CLASS[value])
    return fits


def expected(cells, grids, drawn):
    """The hidden cells that enumeration pins, with their least and greatest value."""
    fits = possible(grids, drawn)
    found = {}
    for cell, grid, value in zip(cells, grids, drawn, strict=True):
        if CLASS[value] == -1:
            values = np.broadcast_to(grid, fits.shape)[fits]
            if values.max() - values.min() < WIDTH:
                found[cell] = (int(values.min()), int(values.max()))
    return found


def base(count):
    return np.meshgrid(*[np.arange(BEHIND + 1)] * count, indexing="ij", sparse=True)


# mostly small, so that little is left over
counts = st.one_of(st.integers(0, 5), st.integers(0, MOST))


def texts(values):
    return [published(value) if value else "0" for value in values]


def two_by_two(a, b, c, d):
    """A table of two rows and two columns with its totals, row by row."""
    return [a, b, a + b, c, d, c + d, a + c, b + d, a + b + c + d]


PLACES = ["A c", "A d", "A *", "B c", "B d", "B *", "* c", "* d", "* *"]


@USUAL
@given(st.tuples(counts, counts, counts, counts))
def test_a_table_of_agencies_and_cohorts(drawn):
    values = two_by_two(*drawn)
    rows = "\n".join(f"{place} {text}" for place, text in zip(PLACES, texts(values), strict=True))
    table = release({"m02/agency_cohort": "agency_id cohort_id referrals\n" + rows}, **PLAIN)
    findings = {" ".join(one.cell.row): (one.lower, one.upper) for one in attacked([table])}
    assert findings == expected(PLACES, two_by_two(*base(4)), values)


def in_time(late, overdue, met, early):
    """Complaints closed in time, late, overdue; due and met of them; and all."""
    return [met + early, late, overdue, late + overdue + met, met, met + early + late + overdue]


@USUAL
@given(st.tuples(counts, counts, counts, counts))
def test_counts_of_one_row_and_of_another_table(drawn):
    values = in_time(*drawn)
    columns = ["closed_in_time", "closed_late", "open_overdue", "due", "met"]
    shown = texts(values)
    tables = {
        "m09/timeliness": f"stage {' '.join(columns)}\n* {' '.join(shown[:5])}\n1 {' '.join(shown[:5])}",
        "m09/by_theme": f"theme complaints\n* {shown[5]}\ndelay {shown[5]}",
    }
    findings = {
        one.cell.column: (one.lower, one.upper)
        for one in attacked([release(tables, **PLAIN)])
        if one.cell.row == ("*",)
    }
    assert findings == expected([*columns, "complaints"], in_time(*base(4)), values)


@USUAL
@given(st.tuples(counts, counts, counts, counts))
def test_a_rate_of_raw_counts_beside_a_total(drawn):
    one, _, resolved, changed = drawn
    changed = min(changed, resolved)
    resolved_of = [resolved, min(one, 5), resolved + min(one, 5)]
    rate = changed / resolved if resolved else ""
    shown = texts([changed, *resolved_of])
    rows = [
        f"threshold {shown[1]} {shown[1]} {shown[0]} {rate if rate != '' else 'c'}",
        f"other {shown[2]} {shown[2]} 0 c",
        f"* {shown[3]} {shown[3]} {shown[0]} c",
    ]
    table = release(
        {"m07/by_reason": "\n".join(["reason escalations resolved changed changed_rate", *rows])}, **PLAIN
    )
    findings = {
        f"{one.cell.column} {one.cell.row[0]}": (one.lower, one.upper)
        for one in attacked([table])
        if one.cell.column != "escalations"
    }
    a, b, c, _ = base(4)
    fits = possible([c, a, b, a + b], [changed, *resolved_of]) & (c <= a)
    if rate != "":
        fits = fits & (np.abs(c - rate * a) < 1e-6) & (a > 0)
    cells = ["changed threshold", "resolved threshold", "resolved other", "resolved *"]
    wanted = {}
    for cell, grid, value in zip(cells, [c, a, b, a + b], [changed, *resolved_of], strict=True):
        found = np.broadcast_to(grid, fits.shape)[fits]
        if CLASS[value] == -1 and found.max() - found.min() < WIDTH:
            wanted[cell] = (int(found.min()), int(found.max()))
    if "changed threshold" in wanted:
        wanted["changed *"] = wanted["changed threshold"]
    # with a single changed reason both rows say the same
    assert {cell: span for cell, span in findings.items() if cell != "changed *"} == {
        cell: span for cell, span in wanted.items() if cell != "changed *"
    }


@USUAL
@given(st.tuples(counts, counts, counts, counts))
def test_three_releases_of_windows_that_overlap(drawn):
    def windows(april, may, june, police):
        """Complaints of April to May and of May to June, by theme, and of May alone."""
        return [april + may, may + june, april + may + police, may + june + police, may]

    values = windows(*drawn)
    shown = texts(values)
    asked = [question("2025-04-01", "2025-06-01"), question("2025-05-01", "2025-07-01")]
    rows = "theme complaints\n* {}\ndelay {}"
    releases = [
        release({"m09/by_theme": rows.format(shown[number], shown[number])}, asked[number], number, **PLAIN)
        for number in (0, 1)
    ]
    may = release(
        {"m09/by_theme": rows.format(shown[4], shown[4])}, question("2025-05-01", "2025-06-01"), 2, **PLAIN
    )
    findings = {
        one.cell.release: (one.lower, one.upper)
        for one in attacked([*releases, may])
        if one.cell.row == ("*",)
    }
    a, b, c, _ = base(4)
    wanted = expected([0, 1, 2], [a + b, b + c, b], [values[0], values[1], values[4]])
    assert findings == wanted
