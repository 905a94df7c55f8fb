"""An Annex A workbook of a further small set of children, with the dirt of the real thing.

Lists 1 (contacts) and 3 (referrals) hold rows; the other lists have their headings only. Nothing in it
has a time of day or a name of a child; the workers' names are invented.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import xlsxwriter

from mash.demo import hidden, names
from mash.demo.annex_a_lists import LISTS

_SEXES = ("a) Male", "b) Female", "Female", "c) Not stated/recorded")
_ETHNICITIES = ("a) WBRI", "k) APKN", "r) OOTH", "s) NOBT")
_SOURCES = {
    "q) 6: Police": 30,
    "j) 3D: Health services": 14,
    "g) 3A: Health services": 6,
    "e) 2A: Schools": 24,
    "n) 5A: LA services": 10,
    "b) 1B: Individual": 8,
    "s) 8: Other": 8,
}
_TEAMS = ("Locality 1 Duty Team", "Locality 2 Duty Team", "Multi Agency Safeguarding Hub")
_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
_MONTHS_BACK = 6


@dataclass
class AnnexA:
    """What was written: rows by source in each list, and how many children."""

    contacts: dict[str, int] = field(default_factory=dict)
    referrals: dict[str, int] = field(default_factory=dict)
    children: int = 0


@dataclass(frozen=True)
class _Child:
    identifier: int
    sex: str
    ethnicity: str
    born: date | None


def write_annex_a(rng: Random, path: Path, referrals: int) -> AnnexA:
    """Write the workbook with that many rows in list 3 and half as many in list 1."""
    written = AnnexA()
    contacts = [_arrival(rng) for _ in range(referrals // 2)]
    referred = sorted((_arrival(rng) for _ in range(referrals)), key=lambda arrival: arrival[0])
    children = [_child(rng, 7_000_000 + 13 * number) for number in range(max(1, int(referrals * 1.3)))]
    written.children = len(children)
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        book.set_properties({"created": datetime(2026, 4, 1)})  # noqa: DTZ001  # the format knows no zone
        sheets = {title: book.add_worksheet(title) for title in LISTS}
        for title, headings in LISTS.items():
            sheets[title].write_row(0, 0, headings)
        for number, (day, source) in enumerate(sorted(contacts), 1):
            written.contacts[source] = written.contacts.get(source, 0) + 1
            _write(sheets["List 1"], number, [*_who(rng.choice(children), day), day, source])
        for number, (day, source) in enumerate(referred, 1):
            written.referrals[source] = written.referrals.get(source, 0) + 1
            worker = rng.choice(names.GIVEN_NAMES) + _NO_BREAK_SPACE + names.invented_word(rng)
            no_action = "Yes" if rng.random() < 0.25 else "No"
            earlier = "#N/A" if rng.random() < 0.05 else 0
            cells = [day, source, no_action, earlier, rng.choice(_TEAMS), worker]
            _write(sheets["List 3"], number, [*_who(rng.choice(children), day), *cells])
    return written


def _arrival(rng: Random) -> tuple[date, str]:
    day = hidden.LAST_DAY - timedelta(days=rng.randrange(_MONTHS_BACK * 30))
    return day, rng.choices(list(_SOURCES), list(_SOURCES.values()))[0]


def _child(rng: Random, identifier: int) -> _Child:
    born = hidden.LAST_DAY - timedelta(days=rng.randrange(200, 17 * 365))
    return _Child(
        identifier,
        rng.choices(_SEXES, (47, 42, 8, 3))[0],
        rng.choice(_ETHNICITIES),
        born if rng.random() > 0.03 else None,
    )


def _who(child: _Child, day: date) -> list[object]:
    age = (day - child.born).days / 365.25 if child.born else "#N/A"
    return [child.identifier, child.sex, child.ethnicity, child.born, age]


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, cells: list[object]) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, date):
            sheet.write_datetime(row, column, cell)
        elif isinstance(cell, str):
            sheet.write_string(row, column, cell)
        elif cell is not None:
            sheet.write(row, column, cell)
