"""Rules across rows: ids once, parents there, times in order, periods apart (spec: dataset.md)."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mash.dataset import across
from mash.dataset.contract import EXTRACT_TABLES, TABLES
from mash.dataset.faults import Faults
from mash.dataset.staged import Staged


@dataclass(frozen=True)
class Counts:
    """Rows of a table: handed in = accepted + rejected."""

    rows_in: int
    accepted: int
    rejected: int


def enforce(
    staged: Path,
    *,
    extract: bool,
    faults: Faults,
    complete: bool = True,
    progress: Callable[[str, int, int], None] | None = None,
) -> dict[str, Counts]:
    """Set aside the staged rows that break a rule across rows; counts by table, parents first.

    `staged` is laid out as `staging` says; rows set aside move to `<table>.rejected`. Of rows with one id
    the first loaded stays: a later one that says the same is a repeat, one that differs is a fault for each
    differing column, naming both values. A row whose parent was set aside is set aside with that reason.
    `complete` false: a table of which nothing was handed in is not looked up (one warning says so), for an
    extract that relies on tables elsewhere. Memory stays flat: DuckDB over Parquet, spilling to disk.
    """
    schemas = EXTRACT_TABLES if extract else TABLES
    tables = [*TABLES, *(name for name in schemas if name not in TABLES)]  # parents before children
    work = Staged(staged, extract=extract, faults=faults)
    counts: dict[str, Counts] = {}
    try:
        before = {table: work.count(table) + work.count(f"{table}.rejected") for table in tables}
        for number, table in enumerate(tables):
            if progress:
                progress(table, number, len(tables))
            if work.count(table):
                rules = across.RULES.get(table, ())
                across.parents_there(work, table, complete=complete)
                for rule in (rule for rule in rules if rule.of_one_row):
                    rule.enforce(work)
                # only now: a row that is wrong by itself must not stand in the way of its mended copy
                across.ids_once(work, table)
                for rule in (rule for rule in rules if not rule.of_one_row):
                    rule.enforce(work)
        for table in tables:
            accepted, rejected = work.count(table), work.count(f"{table}.rejected")
            if before[table] != accepted + rejected:
                raise AssertionError(f"{table}: {before[table]} rows in, {accepted} + {rejected} out")
            if before[table]:
                counts[table] = Counts(before[table], accepted, rejected)
    finally:
        work.close()
    return counts
