"""What leaves a record for the dataset, and what stays: each room lists all of its fields in columns.py.

A field that a room neither sends out nor keeps, in so many words, fails the tests: nothing leaves, and
nothing is forgotten, by accident.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Q
from django.db.models.expressions import Combinable

#: Why a field stays.
NAMES_SOMEBODY = "it names or describes somebody"
FREE_TEXT = "it is free text"
OF_THE_WORK = "it serves the work, and no measure asks for it"


@dataclass(frozen=True)
class Leaves:
    """Rows of a record that leave as rows of a table of the contract (dataset.md).

    `columns`: column of the table → field of the record, a path to one, or an expression over them.
    `reads`: the record's own fields that expressions read; `joins`: those of other records that paths read.
    `where`: which rows leave, by fields that leave or are read; without it, all.
    """

    table: str
    record: type[models.Model]
    columns: Mapping[str, str | Combinable]
    reads: tuple[str, ...] = ()
    joins: Mapping[type[models.Model], tuple[str, ...]] = field(default_factory=dict)
    where: Q = Q()  # noqa: RUF009  nobody changes it

    def fields(self) -> set[str]:
        """The record's own fields that leave or are read."""
        own = {column.split("__")[0] for column in self.columns.values() if isinstance(column, str)}
        return {name.removesuffix("_id") if name != "id" else name for name in own} | set(self.reads)
