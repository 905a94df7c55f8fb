"""A mapping read from TOML: one that is shipped, or an analyst's own; a mistake is told with its place."""

import tomllib
from datetime import datetime
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from mash.dataset.contract import EXTRACT_TABLES, REFERENCE_TABLES
from mash.intake.labels import LabelError, label_list
from mash.intake.mapping import Column, Feed, Mapping, Spellings, Xml

SUFFIX = ".toml"
#: The format name under which `dates` takes Excel's serial numbers.
EXCEL = "excel"
_COLUMN_KEYS = {"from", "value", "default", "codes", "labels", "national", "dates", "zone", "day", "make"}
_FEED_KEYS = {"table", "sheet", "once", "people_of", "columns"}
_TOP_KEYS = {"about", "include", "contract", "xml", "feed", "reference"}
_XML_KEYS = {"record", "parent", "as_at"}

Reference = dict[str, list[dict[str, str]]]


class MappingError(ValueError):
    """The mapping cannot be used; the message names file and key and says how to mend it."""


def shipped() -> list[str]:
    """The names of the mappings that come with the software."""
    folder = resources.files("mash.intake") / "maps"
    return sorted(file.name.removesuffix(SUFFIX) for file in folder.iterdir() if file.name.endswith(SUFFIX))


def read_mapping(name: str) -> Mapping:
    """A mapping by the name of one that is shipped, or from a file. Raises MappingError."""
    path = resources.files("mash.intake") / "maps" / f"{name}{SUFFIX}" if name in shipped() else Path(name)
    if not path.is_file():
        raise MappingError(
            f"there is no mapping {name!r}: it is neither a file nor one of {', '.join(shipped())}"
        )
    return _Reading(name, Path(name).parent).mapping(_toml(name, path))


def _toml(name: str, path: Traversable) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise MappingError(f"{name} cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MappingError(f"{name} is not TOML: {error}") from None


class _Reading:
    """The reading of one file; `name` stands in every message, label lists are looked for in `folder`."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder

    def wrong(self, where: str, what: str) -> MappingError:
        """The error that says where in the file something is wrong, and how to mend it."""
        return MappingError(f"{self.name}, {where}: {what}")

    def mapping(self, data: dict[str, Any]) -> Mapping:
        """The mapping that the file's content describes. Raises MappingError."""
        self._only("the file", data, _TOP_KEYS)
        feeds = data.get("feed", [])
        if not isinstance(feeds, list):
            raise self.wrong("[feed]", "write it with two brackets, [[feed]]; there may be several")
        if not feeds and not data.get("contract"):
            raise MappingError(f"{self.name} feeds no table: add a [[feed]]")
        xml = self._table("[xml]", data.get("xml", {}))
        self._only("[xml]", xml, _XML_KEYS)
        return Mapping(
            self.name,
            bool(data.get("contract")),
            tuple(
                self._feed(f"[[feed]] number {number}", feed) for number, feed in enumerate(feeds, start=1)
            ),
            self._included(data.get("include")) | self._reference(data.get("reference", {})),
            Xml(**{key: self._text(f"[xml], {key}", value) for key, value in xml.items()}),
        )

    def _included(self, name: Any) -> Reference:
        """Reference rows of another file: one that is shipped, or one beside the mapping."""
        if name is None:
            return {}
        shipped = resources.files("mash.intake") / "lists" / f"{name}{SUFFIX}"
        path = shipped if shipped.is_file() else self.folder / str(name)
        if not path.is_file():
            raise self.wrong("include", f"there is no file {name!r} beside the mapping")
        return self._reference(_toml(str(name), path).get("reference", {}))

    def _reference(self, data: Any) -> Reference:
        found = {}
        for table, rows in self._table("[reference]", data).items():
            where = f"[reference], {table}"
            if table not in REFERENCE_TABLES:
                raise self.wrong(where, f"reference tables are {', '.join(REFERENCE_TABLES)}")
            if not isinstance(rows, list):
                raise self.wrong(where, "write its rows in square brackets, [{ ... }, { ... }]")
            for row in rows:
                self._columns(where, table, self._table(where, row))
            found[table] = [
                {column: self._text(where, value) for column, value in row.items()} for row in rows
            ]
        return found

    def _feed(self, where: str, data: Any) -> Feed:
        data = self._table(where, data)
        self._only(where, data, _FEED_KEYS)
        table = data.get("table", "")
        if not isinstance(table, str) or table not in EXTRACT_TABLES:
            raise self.wrong(where, f"there is no table {table!r}; tables are {', '.join(EXTRACT_TABLES)}")
        columns = self._table(f"{where}, columns", data.get("columns", {}))
        self._columns(where, table, columns)
        return Feed(
            table,
            self._several(f"{where}, sheet", data.get("sheet", "*")),
            {column: self._column(f"{where}, {column}", spec) for column, spec in columns.items()},
            once=bool(data.get("once")),
            people_of=self._people_of(f"{where}, people_of", table, data.get("people_of")),
        )

    def _people_of(self, where: str, table: str, value: Any) -> str | None:
        if value is not None and table != "subjects":
            raise self.wrong(where, "it belongs to a feed of subjects, and says whose ids they bear")
        return None if value is None else self._text(where, value)

    def _column(self, where: str, spec: Any) -> Column:
        if isinstance(spec, str | list):
            return Column(headers=self._several(where, spec))
        if not isinstance(spec, dict):
            raise self.wrong(where, 'write a header in quotes, or a table like { from = "Header" }')
        self._only(where, spec, _COLUMN_KEYS)
        if not {"from", "value", "make"} & set(spec):
            raise self.wrong(where, "say where it comes from, with from, value or make")
        codes = self._table(f"{where}, codes", spec.get("codes", {}))
        return Column(
            headers=self._several(f"{where}, from", spec.get("from", [])),
            value=None if "value" not in spec else self._text(f"{where}, value", spec["value"]),
            default=None if "default" not in spec else self._text(f"{where}, default", spec["default"]),
            codes={code.casefold(): self._text(f"{where}, codes", meant) for code, meant in codes.items()},
            labels=self._labels(f"{where}, labels", spec.get("labels", [])),
            national=bool(spec.get("national")),
            dates=self._dates(f"{where}, dates", spec.get("dates", [])),
            zone=self._zone(f"{where}, zone", spec.get("zone")),
            day=bool(spec.get("day")),
            make=self._made(f"{where}, make", spec.get("make", [])),
        )

    def _made(self, where: str, value: Any) -> tuple[Spellings, ...]:
        parts = value if isinstance(value, list) else [value]
        made = tuple(self._several(where, part) for part in parts)
        if not all(made):
            raise self.wrong(where, "name the columns, each with at least one spelling")
        return made

    def _dates(self, where: str, value: Any) -> tuple[str, ...]:
        forms = self._several(where, value)
        moment = datetime(2026, 3, 29, 13, 5, 7)  # noqa: DTZ001  # only to try the formats on
        for form in forms:
            try:
                if form != EXCEL:
                    datetime.strptime(moment.strftime(form), form)  # noqa: DTZ007
            except ValueError as error:
                raise self.wrong(
                    where, f"{form!r} is no date format ({error}); write like %d/%m/%Y"
                ) from None
        return forms

    def _zone(self, where: str, value: Any) -> str | None:
        if value is None:
            return None
        try:
            return ZoneInfo(str(value)).key
        except (ValueError, OSError, KeyError):
            raise self.wrong(where, f"{value!r} is no time zone; write like Europe/London") from None

    def _labels(self, where: str, value: Any) -> tuple[str, ...]:
        """Lists by name, or by file beside the mapping."""
        found = []
        for name in self._several(where, value):
            beside = self.folder / name
            found.append(str(beside) if beside.is_file() else name)
            try:
                label_list(found[-1])
            except LabelError as error:
                raise self.wrong(where, str(error)) from None
        return tuple(found)

    def _several(self, where: str, value: Any) -> tuple[str, ...]:
        values = value if isinstance(value, list) else [value]
        if not all(isinstance(item, str) and item.strip() for item in values):
            raise self.wrong(where, 'write a text in quotes, or several like ["One", "Two"]')
        return tuple(values)

    def _columns(self, where: str, table: str, given: dict[str, Any]) -> None:
        known = EXTRACT_TABLES[table].column_names()
        for column in given:
            if column not in known:
                raise self.wrong(where, f"{table} has no column {column!r}; it has {', '.join(known)}")

    def _table(self, where: str, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self.wrong(where, "write it as a table of keys and values, { key = value }")
        return value

    def _only(self, where: str, data: dict[str, Any], keys: set[str]) -> None:
        beyond = sorted(set(data) - keys)
        if beyond:
            raise self.wrong(
                where, f"{', '.join(beyond)} is not known here; known are {', '.join(sorted(keys))}"
            )

    def _text(self, where: str, value: Any) -> str:
        """A TOML value as the contract writes it."""
        if isinstance(value, dict | list):
            raise self.wrong(where, "write one value here, a text in quotes or a number")
        return str(value).lower() if isinstance(value, bool) else str(value)
