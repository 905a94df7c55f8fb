"""Nobody can be found in the dataset: rows whose texts hold an identity are set aside, and told.

A mapping can go wrong in a way that no rule of the contract sees: an NHS number taken for a referral's id,
a name typed into a complaint's theme. What counts as an identity is in `identities`, how texts are looked
through in `looking`. Looked at is what would be written as it stands: ids and free texts of every table.
A `person_id` is not, nor looked for: it becomes a pseudonym, and an agency may use one number for a person
and their referral.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import dataframely as dy

from mash.dataset.contract import EXTRACT_TABLES, REFERENCE_TABLES, TABLES
from mash.dataset.faults import FAULT, Faults
from mash.dataset.parquet import connect, parquet_files, scan
from mash.dataset.staged import Staged, quoted
from mash.intake.identities import KINDS, gather
from mash.intake.looking import MACROS, keep_dated, keep_found

#: Of a hub's own rows, on which all others hang, only numbers that nobody else has are held against them.
_OF_REFERENCE = ("nhs_number", "upn")

_MEND_ID = "give the row an id of its own that says nothing about a person"
_MEND_TEXT = "leave it out of the text"
_OR_MAP = "or let the mapping take this column from elsewhere"


class IdentityError(Exception):
    """Identities would enter the dataset; the message names table and column, never the value."""


def set_identities_aside(folder: Path, faults: Faults, work: Path) -> None:
    """Set aside the staged rows (of an extract) that hold an identity of anyone in the staged `people`.

    To be done before the rules across rows, so that what hangs on such a row goes with it. Each fault
    names column and kind, never the value. What is looked for is left in the new folder `work`.
    """
    work.mkdir()
    staged = Staged(folder, extract=True, faults=faults)
    try:
        staged.sql.execute(MACROS)
        if not gather(staged, work):
            return
        for name in ("identities", "births"):
            staged.sql.execute(f"CREATE TEMP TABLE {name} AS FROM {scan([work / f'{name}.parquet'])}")
        for table in sorted(TABLES, key="subjects".__eq__):  # who a row is about is needed to the end
            if staged.count(table):
                found = [query for column in _texts(table) for query in _held(staged, table, column)]
                if found:
                    staged.take_out(table, " UNION ALL ".join(found))
    finally:
        staged.close()


def refuse_identities(tables: Mapping[str, Path], work: Path) -> None:
    """The last look: raise IdentityError where a whole cell of the tables (Parquet) is an identity after all.

    `work` is that of `set_identities_aside`, which leaves nothing to find here; only numbers and postcodes,
    which nothing else equals, are looked for.
    """
    if not (work / "identities.parquet").exists():
        return
    sql = connect(work)
    try:
        sql.execute(MACROS)
        known = f"SELECT k, kind FROM {scan([work / 'identities.parquet'])} WHERE NOT several AND NOT own"
        sql.execute(f"CREATE TEMP TABLE identities AS {known}")
        for table, path in tables.items():
            for column in () if table in REFERENCE_TABLES else _texts(table):
                cells = f"SELECT replace(replace(lower({column}), ' ', ''), '-', '') AS k FROM "
                cells += scan(parquet_files(path))
                found = sql.sql(f"SELECT kind FROM ({cells}) JOIN identities USING (k) LIMIT 1").fetchone()
                if found:
                    raise IdentityError(
                        f"{table}.{column} would hold {KINDS[found[0]]} of somebody, so no dataset was "
                        "written; in the mapping, take this column from elsewhere"
                    )
    finally:
        sql.close()


def _texts(table: str) -> list[str]:
    """Columns written as they were handed in that can hold anything: no code, no id of another table."""
    return [
        name
        for name, column in EXTRACT_TABLES[table].columns().items()
        if isinstance(column, dy.String)
        and name in TABLES[table].column_names()
        and not {"codes", "fk"} & set(column.metadata or {})
    ]


def _is_id(column: str) -> bool:
    return column.endswith("_id") or column == "auditor"  # a pseudonym


def _held(staged: Staged, table: str, column: str) -> Iterator[str]:
    """The queries that name the rows of which a column holds an identity; mostly none.

    First the texts in which something is found, so that rows are looked up only where there are any.
    """
    texts = f'SELECT "{column}" AS t FROM "{table}" WHERE "{column}" IS NOT NULL'
    found, dated = f"held_{column}", f"dated_{column}"
    here = (
        f'SELECT DISTINCT t._part, t._n, {{}} FROM "{table}" t JOIN {{}} h ON t."{column}" = h.t WHERE {{}}'
    )
    theirs = _theirs(table) if _is_id(column) else "true"
    if keep_found(staged.sql, texts, found):
        where = f"NOT h.own OR {theirs}"
        if table in REFERENCE_TABLES:
            where = f"h.kind IN {_OF_REFERENCE}"
        yield here.format(_told(column, "h.kind"), found, where)
    if table not in REFERENCE_TABLES and keep_dated(staged.sql, texts, dated):
        where = " AND ".join([theirs, *_not_its_own_day(table)])
        yield here.format(_told(column, quoted("birth")), dated, where)


def _theirs(table: str) -> str:
    """SQL: the row `t` is about the person `h.person_id`."""
    if "referral_id" not in TABLES[table].column_names():
        return "false"
    return "EXISTS (FROM subjects s WHERE s.referral_id = t.referral_id AND s.person_id = h.person_id)"


def _not_its_own_day(table: str) -> Iterator[str]:
    """SQL: the day `h.day` is none that the row `t` or its referral bears (in UTC or in summer time)."""
    for name, column in TABLES[table].columns().items():
        if isinstance(column, dy.Date | dy.Datetime):
            yield f"NOT coalesce(h.day IN ({_days(f't.{name}')}), false)"
    if "referral_id" in TABLES[table].column_names():
        referral = "FROM referrals r WHERE r.referral_id = t.referral_id"
        yield f"NOT EXISTS ({referral} AND h.day IN ({_days('r.received_at')}))"


def _days(moment: str) -> str:
    return f"CAST({moment} AS DATE), CAST({moment} + INTERVAL 1 HOUR AS DATE)"


def _told(column: str, kind: str) -> str:
    mend = _MEND_ID if _is_id(column) else _MEND_TEXT
    words = " ".join(f"WHEN {quoted(name)} THEN {quoted(said)}" for name, said in KINDS.items())
    rule = f"'holds ' || CASE {kind} {words} END || ' of somebody in people: {mend}, {_OR_MAP}'"
    told = f"CAST(NULL AS VARCHAR) AS value, {rule} AS rule, {quoted(FAULT)} AS severity"
    return f'{quoted(column)} AS "column", {told}'
