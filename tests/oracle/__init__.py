"""An independent oracle: all 56 statistics in plain Python, written from the specs alone.

Lists and dicts, one file a measure, to be read beside measures.md and measures-rules.md. It shares
nothing with the engine but the contract's column names and the Question. Slow is fine.
"""

from datetime import UTC, datetime
from types import ModuleType, SimpleNamespace
from typing import Any

from mash.dataset.contract import TABLES
from mash.engine.question import Question
from mash.framework.measures import MEASURES

from . import m00, m01, m02, m03, m04, m05, m06, m07, m08, m09, m10, m11, m12, m13
from .known import View
from .scope import narrowed, of_measure

# The interval of added_value is a seeded bootstrap, whose draws are the engine's own; its gammas are checked.
UNCHECKED = {("m03_risk/added_value", "lower"), ("m03_risk/added_value", "upper")}

_MODULES: list[ModuleType] = [m00, m01, m02, m03, m04, m05, m06, m07, m08, m09, m10, m11, m12, m13]
_COLUMNS = {name: schema.column_names() for name, schema in TABLES.items()}


def compute(tables: dict[str, list[dict[str, Any]]], question: Question) -> dict[str, list[dict[str, Any]]]:
    """Every statistic as rows in the contract's columns and order; every dimension value is text.

    Keys are `<measure>/<statistic>`; empty is None; a table that is missing is empty, a column that is
    missing is None.
    """
    found = {}
    views: dict[Question, View] = {}
    for measure, module in zip(MEASURES, _MODULES, strict=True):
        asked = of_measure(question, measure.name[:3])
        if asked not in views:
            rows = {name: records(tables, name) for name in TABLES}
            views[asked] = View(narrowed(rows, asked.scope), asked)
        for statistic, figures in module.statistics(views[asked]).items():
            found[f"{measure.name}/{statistic}"] = figures
    return found


def records(tables: dict[str, list[dict[str, Any]]], name: str) -> list[SimpleNamespace]:
    """A table's rows with every column of the contract, instants in UTC.

    UTC because Python subtracts two datetimes of one zone by their wall clocks, clock change or not.
    """
    return [
        SimpleNamespace(**{column: in_utc(row.get(column)) for column in _COLUMNS[name]})
        for row in tables.get(name, [])
    ]


def in_utc(value: Any) -> Any:
    return value.astimezone(UTC) if isinstance(value, datetime) else value
