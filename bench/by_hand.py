"""The statistics of m00–m07 as an analyst would write them in DuckDB SQL: the reference for our speed."""

import re
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

FOLDER = Path(__file__).parent / "hand"


def statements(file: str) -> list[tuple[str, str]]:
    """(statistic, SQL) of a file: each statement stands under a comment with the statistic's name."""
    found = re.split(r"^-- (m\d\d\S+)$", (FOLDER / file).read_text(), flags=re.MULTILINE)
    return list(zip(found[1::2], [sql.strip().rstrip(";") for sql in found[2::2]], strict=True))


def run(
    files: Mapping[str, Sequence[Path]], as_at: str, start: str, end: str, folder: Path
) -> dict[str, Any]:
    """Seconds by statistic, and its rows."""
    db = duckdb.connect(config={"memory_limit": "5GB", "temp_directory": str(folder)})
    db.execute("SET TimeZone = 'UTC'")
    db.execute("SET enable_progress_bar = false")
    for table, paths in files.items():
        db.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet('{paths[0]}')")

    def ask(sql: str) -> Any:
        sql = sql.replace("$as_at", f"TIMESTAMPTZ '{as_at}'").replace("$start", f"DATE '{start}'")
        return db.execute(sql.replace("$end", f"DATE '{end}'"))

    timed: dict[str, Any] = {"seconds": {}, "rows": {}}
    began = time.perf_counter()
    for statement in (FOLDER / "cases.sql").read_text().split(";"):
        if statement.strip():
            ask(statement)
    timed["seconds"]["cases"] = time.perf_counter() - began
    for file in ("m00_m03.sql", "m01_m02.sql", "m04.sql", "m05_m07.sql"):
        for statistic, sql in statements(file):
            began = time.perf_counter()
            timed["rows"][statistic] = ask(sql).to_arrow_table().to_pylist()
            timed["seconds"][statistic] = time.perf_counter() - began
    db.close()
    return timed
