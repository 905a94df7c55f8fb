"""Everything identifying that a simulated folder holds, for the test that none of it enters a dataset."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl
from python_calamine import CalamineWorkbook

_IDENTIFYING = (
    "person_id",
    "given_names",
    "family_name",
    "other_names",
    "date_of_birth",
    "expected_date_of_birth",
    "nhs_number",
    "upn",
    "police_id",
    "social_care_id",
    "address",
    "postcode",
    "telephone",
)


def identities(out: Path) -> Iterator[tuple[str, str]]:
    """(column, value) of every name, date of birth, number and address put in, each once.

    A birth date of a child born in the simulated years can equal the date of something else: look for
    those among text, not among dates.
    """
    seen: dict[tuple[str, str], None] = {}
    for path in sorted(out.glob("extracts/*/people.csv")):
        people = pl.read_csv(path, infer_schema=False)
        for column in _IDENTIFYING:
            seen |= dict.fromkeys((column, value) for value in people[column].drop_nulls())
    book = CalamineWorkbook.from_path(out / "extracts" / "annex-a.xlsx")
    for title in ("List 1", "List 3"):
        headings, *rows = book.get_sheet_by_name(title).to_python()
        for row in rows:
            cells = dict(zip(headings, row, strict=True))
            seen["social_care_id", f"{cells['Child Unique ID']:.0f}"] = None
            seen["date_of_birth", str(cells["Date of Birth"])] = None
            seen["worker", cells.get("Allocated Worker", "").replace("\N{NO-BREAK SPACE}", " ")] = None
    yield from ((column, value) for column, value in seen if value)
