"""Build a dataset from the records as they stand at one instant: a consistent snapshot, people by pseudonym.

Only columns that the rooms of the records send out (their columns.py) are read, and the database lets the
publisher read no others.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl
from django.db import connection, models, transaction
from django.db.models import Q

from mash.dataset.contract import TABLES
from mash.dataset.manifest import Manifest
from mash.dataset.store import write
from mash.linkage.key import pseudonym
from mash.partnership.models import Agency, ClosedDay, Cohort, Hub, Outcome, Risk
from mash.publish.copied import copied
from mash.records.columns import LEAVES

#: The partnership's reference data leaves whole, as the contract names it.
REFERENCE: dict[str, type[models.Model]] = {
    "hubs": Hub,
    "agencies": Agency,
    "cohorts": Cohort,
    "risks": Risk,
    "outcomes": Outcome,
    "closed_days": ClosedDay,
}
#: What stands for the auditor of an agreed grade, and keeps auditors' pseudonyms apart from people's.
_PANEL, _AUDITORS = "panel", "mash auditors"
#: People of the records have pseudonyms of their own: none equals one made of an agency's number.
_OF_THE_RECORDS = "mash"


@dataclass(frozen=True)
class Built:
    """A dataset that was built: as at when, and how many rows each table has."""

    as_at: datetime
    manifest: Manifest


def build(out: Path, key: bytes, *, tell: Callable[[str, int], None] = lambda table, rows: None) -> Built:
    """Write the new dataset folder `out` from the database. Raises DatasetError where it cannot be written.

    `key` makes the pseudonyms. Django must be connected as the publisher, which reads past row-level
    security but only the columns that leave. All tables are of one instant, which is the dataset's as-at.
    """
    tables: dict[str, pl.DataFrame] = {}
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT now()")
            as_at: datetime = cursor.fetchone()[0]
        for name, reference in REFERENCE.items():
            tables[name] = copied(name, reference, {column: column for column in _columns(name)}, Q())
            tell(name, tables[name].height)
        for leaves in LEAVES:
            rows = copied(leaves.table, leaves.record, leaves.columns, leaves.where)
            if leaves.table == "subjects":
                rows = _by_pseudonym(rows, key)
            if leaves.table == "audit_grades":
                rows = _by_auditor(rows, key)
            before = tables.get(leaves.table)
            tables[leaves.table] = rows if before is None else pl.concat([before, rows]).unique()
            tell(leaves.table, tables[leaves.table].height)
    return Built(as_at, write(out, tables, as_at=as_at, source="records"))


def _columns(table: str) -> list[str]:
    return list(TABLES[table].columns())


def _by_pseudonym(subjects: pl.DataFrame, key: bytes) -> pl.DataFrame:
    """Subjects with a keyed pseudonym for each cluster. A person named twice in a referral stands there once,
    with the part that comes first by name.
    """
    clusters = subjects["person_key"].unique().to_list()
    made = {cluster: pseudonym(_OF_THE_RECORDS, cluster, key) for cluster in clusters}
    keyed = subjects.with_columns(pl.col("person_key").replace_strict(made, return_dtype=pl.String))
    return keyed.sort("role", descending=True).unique(["referral_id", "person_key"], keep="first")


def _by_auditor(grades: pl.DataFrame, key: bytes) -> pl.DataFrame:
    """Grades with a keyed pseudonym for each auditor; agreed ones are the panel's."""
    accounts = grades["auditor"].drop_nulls().unique().to_list()
    made = {account: pseudonym(_AUDITORS, account, key) for account in accounts}
    keyed = pl.col("auditor").replace_strict(made, return_dtype=pl.String)
    return grades.with_columns(keyed.fill_null(_PANEL))
