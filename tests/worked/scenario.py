"""Worked cases as text: small tables with comments, a question, and the answers worked by hand.

The same scenarios run on DuckDB and on Spark (test_worked.py, test_on_spark.py) and stand in docs/measures/.
A table starts with its name on a line of its own, then a header, then rows; `|` separates columns and
`#` begins a comment. An empty cell is empty. Columns left out take the defaults below, and a
reference table that is not given is the one below.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import dataframely as dy
import polars as pl

from mash.dataset.contract import TABLES
from mash.engine.question import Parameters, Question

REFERENCE = """
hubs
hub_id | name
hub1   | The hub

agencies
agency_id | name               | kind                   | in_baseline
council   | County council     | childrens_social_care  | true
health    | NHS trust          | health                 | true
police    | Police             | police                 | true
probation | Probation          | probation              | false

cohorts
cohort_id | name           | age_group
abuse     | Domestic abuse | any
neglect   | Neglect        | child

risks
risk  | name  | rank | target_hours | clock   | valid_from
amber | Amber | 2    | 24           | elapsed | 2000-01-01
blue  | Blue  | 1    | 72           | elapsed | 2000-01-01
red   | Red   | 3    | 2            | elapsed | 2000-01-01

outcomes
outcome_id | name               | severity | forum
advice     | Advice             | 1        | false
assessment | Assessment         | 3        | false
marac      | MARAC              | 4        | true
nothing    | No further action  | 0        | false
"""

DEFAULTS: dict[str, dict[str, str]] = {
    "referrals": {
        "hub_id": "hub1",
        "agency_id": "police",
        "cohort_id": "abuse",
        "time_known": "true",
        "known_open": "false",
    },
    "subjects": {"role": "subject"},
    "ratings": {"rationale_recorded": "true"},
    "disposals": {"role": "lead"},
    "escalations": {"reason": "threshold", "stage": "1"},
    "surveys": {"title": "Survey", "opened_on": "2026-01-01"},
    "survey_questions": {"text": "Question", "scale_max": "5"},
    "complaints": {"source": "external", "stage": "1"},
    "audits": {"round_id": "round1"},
    "audit_grades": {"criterion": "overall", "auditor": "a1", "moderated": "true"},
    "recommendations": {"status": "proposed", "policy_changed": "false"},
}


@dataclass(frozen=True)
class Scenario:
    """`tables` and `expect` as text; `expect` gives rows by statistic, every row that must come out.

    A number in `expect` may be rounded: it is compared to as many decimals as are written.
    Columns left out of `expect` are not compared.
    """

    title: str
    tables: str
    expect: dict[str, str]
    as_at: str = "2026-06-01 00:00 +01:00"
    start: str = "2026-03-01"
    end: str = "2026-05-01"
    parameters: dict[str, Any] = field(default_factory=dict)

    @property
    def question(self) -> Question:
        return Question(
            moment(self.as_at),
            date.fromisoformat(self.start),
            date.fromisoformat(self.end),
            Parameters(**self.parameters),
        )

    def frames(self) -> dict[str, pl.DataFrame]:
        """The tables in the contract's types."""
        given = parse(REFERENCE) | parse(self.tables)
        return {name: frame(name, given.get(name, [])) for name in TABLES}


def parse(text: str) -> dict[str, list[dict[str, str]]]:
    """Tables by name from text."""
    tables: dict[str, list[dict[str, str]]] = {}
    name, header = "", None
    for line in text.splitlines():
        line = line.split("#")[0].strip()
        if not line:
            continue
        if line not in tables and (line in TABLES or not name):
            name, header = line, None
            tables[name] = []
            continue
        cells = [cell.strip() for cell in line.split("|")]
        if header is None:
            header = cells
        else:
            assert len(cells) == len(header), (
                f"{name}: {line!r} has {len(cells)} cells, the header {len(header)}"
            )
            tables[name].append(dict(zip(header, cells, strict=True)))
    return tables


def frame(table: str, rows: list[dict[str, str]]) -> pl.DataFrame:
    """Rows of text in the contract's types, with the defaults filled in."""
    columns = TABLES[table].columns()
    unknown = {column for row in rows for column in row} - set(columns)
    assert not unknown, f"{table} has no column {unknown}"
    typed = [
        {
            column: value_of(kind, (DEFAULTS.get(table, {}) | row).get(column, ""))
            for column, kind in columns.items()
        }
        for row in rows
    ]
    return pl.DataFrame(typed, schema=TABLES[table].create_empty().schema, orient="row")


def value_of(column: dy.Column, text: str) -> Any:
    """A cell in its column's type; empty = None."""
    if not text:
        return None
    if isinstance(column, dy.Datetime):
        return moment(text)
    if isinstance(column, dy.Date):
        return date.fromisoformat(text)
    if isinstance(column, dy.Bool):
        return {"true": True, "false": False}[text]
    if isinstance(column, dy.Int64):
        return int(text)
    return float(text) if isinstance(column, dy.Float64) else text


def moment(text: str) -> datetime:
    """`2026-03-31 23:30 +01:00`, or without an offset: London time."""
    match = re.fullmatch(r"(\S+ \S+?)(?: ([+-]\d\d:\d\d|Z))?", text)
    assert match, text
    naive, offset = match.groups()
    if offset is None:
        return datetime.fromisoformat(naive).replace(tzinfo=ZoneInfo("Europe/London")).astimezone(UTC)
    return datetime.fromisoformat(naive + offset).astimezone(UTC)


def agrees(value: Any, written: str) -> bool:
    """Whether a figure is what is written: text as it is, a number to the decimals written."""
    if written == "" or value is None:
        return written == "" and value is None
    assert isinstance(value, str | int | float), f"{value!r} is no plain figure"
    if isinstance(value, float):
        decimals = len(written.partition(".")[2])
        return (
            abs(value - float(written)) <= 0.5 * 10**-decimals + 1e-12
            if decimals
            else value == float(written)
        )
    return str(value) == written
