"""A mapping: how the columns of somebody's file become the contract's tables. Kept as TOML that an analyst
can copy and change (docs/importing.md).
"""

import tomllib
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from importlib import resources
from pathlib import Path
from typing import Any

from mash.dataset.contract import EXTRACT_TABLES
from mash.dataset.faults import PROVENANCE

SUFFIX = ".toml"
_COLUMN_KEYS = {"from", "value", "default", "codes", "labels", "national", "dates", "zone", "make"}
_FEED_KEYS = {"table", "sheet", "once", "columns"}
_TOP_KEYS = {"about", "contract", "xml", "feed", "reference"}


class MappingError(ValueError):
    """The mapping cannot be used; the message names file and key and says how to mend it."""


@dataclass(frozen=True)
class Column:
    """Where a column's value comes from, and what is done to it on the way."""

    headers: tuple[str, ...] = ()
    value: str | None = None
    default: str | None = None
    codes: dict[str, str] = field(default_factory=dict)
    labels: str | None = None
    national: bool = False
    dates: tuple[str, ...] = ()
    zone: str | None = None
    make: tuple[str, ...] = ()


@dataclass(frozen=True)
class Feed:
    """Rows of the sheets (or files) named like `sheet` become rows of `table`.

    `once`: rows that say the same are one row, as where a person stands beside each of their referrals.
    """

    table: str
    sheet: tuple[str, ...]
    columns: dict[str, Column]
    once: bool = False

    def reads(self, sheet: str) -> bool:
        """Whether a sheet, or a CSV file of that name, feeds the table; case and spaces do not matter."""
        return any(fnmatchcase(plain(sheet), plain(pattern)) for pattern in self.sheet)


@dataclass(frozen=True)
class Mapping:
    """A mapping that was read. `contract`: sheets that no feed names are read as tables of the contract."""

    name: str
    contract: bool
    feeds: tuple[Feed, ...]
    reference: dict[str, list[dict[str, str]]]
    xml_record: str | None
    xml_parent: str | None

    def feeds_of(self, sheet: str) -> list[Feed]:
        """What a sheet feeds."""
        named = [feed for feed in self.feeds if feed.reads(sheet)]
        table = plain(sheet)
        return [contract_feed(table)] if not named and self.contract and table in EXTRACT_TABLES else named


def contract_feed(table: str) -> Feed:
    """A table of our own templates: every column under its own name."""
    names = EXTRACT_TABLES[table].column_names()
    return Feed(table, (table,), {name: Column(headers=(name,)) for name in names})


def plain(text: str) -> str:
    """A header or sheet name without regard to case, spaces, `_` and non-breaking spaces."""
    return "_".join(text.replace("_", " ").split()).casefold()


def shipped() -> list[str]:
    """The names of the mappings that come with the software."""
    folder = resources.files("mash.intake") / "maps"
    return sorted(file.name.removesuffix(SUFFIX) for file in folder.iterdir() if file.name.endswith(SUFFIX))


def read_mapping(name: str) -> Mapping:
    """A mapping by the name of one that is shipped, or from a file. Raises MappingError."""
    path = Path(name)
    if name in shipped():
        text = (resources.files("mash.intake") / "maps" / f"{name}{SUFFIX}").read_text(encoding="utf-8")
    elif path.is_file():
        text = path.read_text(encoding="utf-8")
    else:
        raise MappingError(
            f"there is no mapping {name!r}: it is neither a file nor one of {', '.join(shipped())}"
        )
    try:
        return _mapping(name, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise MappingError(f"{name} is not TOML: {error}") from None


def _mapping(name: str, data: dict[str, Any]) -> Mapping:
    _only(name, "the file", data, _TOP_KEYS)
    feeds = tuple(_feed(name, number, feed) for number, feed in enumerate(data.get("feed", []), start=1))
    if not feeds and not data.get("contract"):
        raise MappingError(f"{name} feeds no table: add a [[feed]]")
    xml = data.get("xml", {})
    _only(name, "[xml]", xml, {"record", "parent"})
    reference = {
        table: [{column: str(value) for column, value in row.items()} for row in rows]
        for table, rows in data.get("reference", {}).items()
    }
    for table in reference:
        _table(name, "[reference]", table)
    return Mapping(name, bool(data.get("contract")), feeds, reference, xml.get("record"), xml.get("parent"))


def _feed(name: str, number: int, data: dict[str, Any]) -> Feed:
    where = f"[[feed]] number {number}"
    _only(name, where, data, _FEED_KEYS)
    table = _table(name, where, data.get("table", ""))
    columns = {}
    for column, spec in data.get("columns", {}).items():
        if column not in EXTRACT_TABLES[table].columns():
            known = ", ".join(EXTRACT_TABLES[table].column_names())
            raise MappingError(f"{name}, {where}: {table} has no column {column!r}; it has {known}")
        columns[column] = _column(name, f"{where}, {column}", spec)
    patterns = _several(data.get("sheet", "*"))
    return Feed(table, patterns, columns, once=bool(data.get("once")))


def _column(name: str, where: str, spec: Any) -> Column:
    if isinstance(spec, str | list):
        return Column(headers=_several(spec))
    if not isinstance(spec, dict):
        raise MappingError(
            f'{name}, {where}: write a header in quotes, or a table like {{ from = "Header" }}'
        )
    _only(name, where, spec, _COLUMN_KEYS)
    if not {"from", "value", "make"} & set(spec):
        raise MappingError(f"{name}, {where}: say where it comes from, with from, value or make")
    return Column(
        headers=_several(spec.get("from", ())),
        value=None if spec.get("value") is None else str(spec["value"]),
        default=None if spec.get("default") is None else str(spec["default"]),
        codes={str(code).casefold(): str(meant) for code, meant in spec.get("codes", {}).items()},
        labels=spec.get("labels"),
        national=bool(spec.get("national")),
        dates=_several(spec.get("dates", ())),
        zone=spec.get("zone"),
        make=_several(spec.get("make", ())),
    )


def _several(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(str(item) for item in value)


def _table(name: str, where: str, table: str) -> str:
    if table not in EXTRACT_TABLES:
        raise MappingError(
            f"{name}, {where}: there is no table {table!r}; tables are {', '.join(EXTRACT_TABLES)}"
        )
    return table


def _only(name: str, where: str, data: dict[str, Any], keys: set[str]) -> None:
    beyond = sorted(set(data) - keys)
    if beyond:
        raise MappingError(
            f"{name}, {where}: {', '.join(beyond)} is not known here; known are {', '.join(sorted(keys))}"
        )


#: Columns of a frame of text that say where a row came from.
WHERE = tuple(PROVENANCE)
