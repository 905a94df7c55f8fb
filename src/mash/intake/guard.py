"""The last look before a dataset is written: no cell of it is somebody's number, address or telephone.

A mapping can go wrong in a way that no rule of the contract sees: an NHS number taken for a referral's id,
a postcode for its locality. Names are not looked for: places and people share them.
"""

from collections.abc import Mapping
from pathlib import Path

import dataframely as dy

from mash.dataset.contract import REFERENCE_TABLES, TABLES
from mash.dataset.parquet import connect, parquet_files, scan

#: Columns of `people`, and what they hold in words.
IDENTITIES = {
    "nhs_number": "NHS numbers",
    "upn": "pupil numbers",
    "address": "addresses",
    "postcode": "postcodes",
    "telephone": "telephone numbers",
}


class IdentityError(Exception):
    """Identities would enter the dataset; the message names table and column, never the value."""


def refuse_identities(people: Path, tables: Mapping[str, Path], work: Path) -> None:
    """Raise IdentityError where a text of the tables (Parquet) is one of the staged people's identities.

    Reference tables and codes are the hub's own and are not looked at. `work` is for spilled memory.
    """
    files = sorted(people.glob("*.parquet"))
    if not files:
        return
    sql = connect(work)
    try:
        values = " UNION ".join(
            f"SELECT \"{name}\" AS value, '{words}' AS words FROM {scan(files)} WHERE value IS NOT NULL"
            for name, words in IDENTITIES.items()
        )
        sql.execute(f"CREATE TEMP TABLE identities AS {values}")
        for table, path in tables.items():
            rows = scan(parquet_files(path))
            for column in _texts(table):
                query = f'SELECT words FROM {rows} t JOIN identities i ON t."{column}" = i.value LIMIT 1'
                if found := sql.sql(query).fetchone():
                    raise IdentityError(
                        f"{table}.{column} would hold {found[0]} of people, so no dataset was written; "
                        "in the mapping, take this column from elsewhere"
                    )
    finally:
        sql.close()


def _texts(table: str) -> list[str]:
    """Columns that can hold anything: neither one of a list of codes nor an id of another table."""
    if table in REFERENCE_TABLES:
        return []
    return [
        name
        for name, column in TABLES[table].columns().items()
        if isinstance(column, dy.String) and not {"codes", "fk"} & set(column.metadata or {})
    ]
