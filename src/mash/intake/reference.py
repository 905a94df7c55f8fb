"""Reference rows that no file brings: those of the mapping, and the defaults that are shipped."""

from collections.abc import Iterable, Mapping

import polars as pl

from mash.dataset.contract import EXTRACT_TABLES, REFERENCE_TABLES
from mash.dataset.faults import WARNING, fault_frame
from mash.dataset.staging import Staging
from mash.dataset.templates import default_reference
from mash.framework.london import today
from mash.intake import mapping as maps

#: A reference table without which the rows of another have nothing to point to.
_NEEDED_BY = {"cohorts": "referrals", "risks": "ratings", "outcomes": "disposals"}


def add_reference(staging: Staging, mapping: maps.Mapping) -> None:
    """Rows that come with the mapping, as if they had been handed in with it."""
    for table in REFERENCE_TABLES:
        _add(staging, table, mapping.reference.get(table, []), mapping.name)


def add_defaults(staging: Staging) -> None:
    """Default risks, cohorts and outcomes where rows need them and none were handed in; a warning says so."""
    for table, child in _NEEDED_BY.items():
        if staging.rows_in[child] and not staging.rows_in[table]:
            rows = default_reference(today().year)[table]
            _add(staging, table, rows, "defaults")
            words = f"no {table} were handed in: the {len(rows)} that come with the software are taken"
            staging.faults.append(fault_frame([{"table": table, "rule": words, "severity": WARNING}]))


def _add(staging: Staging, table: str, rows: Iterable[Mapping[str, object]], origin: str) -> None:
    texts = [{column: str(value) for column, value in row.items() if value is not None} for row in rows]
    if not texts:
        return
    frame = pl.DataFrame(texts, schema=dict.fromkeys(EXTRACT_TABLES[table].column_names(), pl.String()))
    where = {"_file": pl.lit(origin), "_sheet": pl.lit("reference"), "_row": pl.col("_row").cast(pl.Int64)}
    staging.add(table, frame.with_row_index("_row", offset=1).with_columns(**where))
