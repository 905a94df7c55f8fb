"""A mapping: how the columns of somebody's file become the contract's tables.

Kept as TOML that an analyst can copy and change (docs/importing.md); `mapping_file` reads it.
"""

from dataclasses import dataclass, field

from mash.dataset.contract import EXTRACT_TABLES
from mash.intake.names import named_like, plain

Spellings = tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """Where a column's value comes from, and what is done to it on the way.

    `make`: an id made of these columns, each with its spellings. `labels`: lists, the first
    that knows decides. `day`: of a moment only the day counts.
    """

    headers: Spellings = ()
    value: str | None = None
    default: str | None = None
    codes: dict[str, str] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    national: bool = False
    dates: tuple[str, ...] = ()
    zone: str | None = None
    day: bool = False
    make: tuple[Spellings, ...] = ()


@dataclass(frozen=True)
class Feed:
    """Rows of the sheets (or files) named like `sheet` become rows of `table`.

    `once`: rows that say the same are one row, as where a person stands beside each of their referrals.
    `people_of`: the agency whose ids the subjects bear, whoever referred.
    """

    table: str
    sheet: tuple[str, ...]
    columns: dict[str, Column]
    once: bool = False
    people_of: str | None = None

    def reads(self, sheet: str) -> bool:
        """Whether a sheet, or a CSV file of that name, feeds the table; case and spaces do not matter."""
        return named_like(sheet, self.sheet)

    def header(self, column: str, columns: list[str]) -> str:
        """What a column of the table is called among a file's `columns`; else as the mapping calls it."""
        spellings = [plain(spelling) for spelling in self.columns[column].headers]
        there = (name for name in columns if plain(name) in spellings)
        return next(there, next(iter(self.columns[column].headers), column))

    @property
    def headers(self) -> list[str]:
        """Every header that the feed looks for, in every spelling."""
        columns = self.columns.values()
        made = (spelling for column in columns for part in column.make for spelling in part)
        return [*(header for column in columns for header in column.headers), *made]


@dataclass(frozen=True)
class Xml:
    """The element that is a record, the one around several of them, and the one that says as at when."""

    record: str | None = None
    parent: str | None = None
    as_at: str | None = None


@dataclass(frozen=True)
class Mapping:
    """A mapping that was read. `contract`: sheets that no feed names are read as tables of the contract."""

    name: str
    contract: bool
    feeds: tuple[Feed, ...]
    reference: dict[str, list[dict[str, str]]]
    xml: Xml

    def feeds_of(self, sheet: str) -> list[Feed]:
        """What a sheet feeds."""
        named = [feed for feed in self.feeds if feed.reads(sheet)]
        table = plain(sheet)
        return [contract_feed(table)] if not named and self.contract and table in EXTRACT_TABLES else named

    @property
    def dated(self) -> dict[str, Column]:
        """The columns that are read as dates, by each header in its plain form."""
        columns = [column for feed in self.feeds for column in feed.columns.values() if column.dates]
        return {plain(header): column for column in columns for header in column.headers}

    @property
    def sheets(self) -> list[str]:
        """Patterns of every sheet that feeds a table."""
        named = [pattern for feed in self.feeds for pattern in feed.sheet]
        return [*named, *EXTRACT_TABLES] if self.contract else named

    @property
    def headers(self) -> list[str]:
        """Every header that some feed looks for."""
        own = [name for schema in EXTRACT_TABLES.values() for name in schema.column_names()]
        named = [header for feed in self.feeds for header in feed.headers]
        return [*named, *own] if self.contract else named


def contract_feed(table: str) -> Feed:
    """A table of our own templates: every column under its own name."""
    names = EXTRACT_TABLES[table].column_names()
    return Feed(table, (table,), {name: Column(headers=(name,)) for name in names})
