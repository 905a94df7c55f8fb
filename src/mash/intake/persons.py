"""From an extract's people to pseudonyms: the last place in which a name is seen.

An extract's subject is the person whom the submitting agency knows by that id; else the only person of
the same extract with that id (an extract made by one agency about another's referrals); else a person
of whom nothing but the id is known. DuckDB over Parquet, so that memory does not grow with the subjects.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa

from mash.dataset.contract import TABLES
from mash.dataset.faults import PROVENANCE, fault_frame
from mash.dataset.parquet import connect, scan
from mash.dataset.people import People
from mash.linkage import alone, explain

_BATCH_ROWS = 100_000
_TWICE = "this is the same person as another row of the referral; a person stands in it once"
_RANK = "list_position(['subject', 'alleged_perpetrator', 'carer', 'other'], role)"


@dataclass(frozen=True)
class Pseudonymised:
    """The subjects in the dataset's shape with provenance; faults of rows left out; pairs in doubt."""

    subjects: Path
    twice: pl.DataFrame
    doubtful: int


def pseudonymised(staged: Path, work: Path, key: bytes, extract_of: dict[str, str]) -> Pseudonymised:
    """The staged subjects with `person_key` for `person_id`, written into the new folder `work`.

    `extract_of`: file → the extract that it belongs to. Two ids of one person in one referral leave one
    row, that of the stronger role; the other is a fault.
    """
    work.mkdir()
    people = _people(staged)
    linked = explain(people.select(People.column_names()), key=key)
    subjects = work / "subjects.parquet"
    files = sorted((staged / "subjects").glob("*.parquet"))
    referrals = sorted((staged / "referrals").glob("*.parquet"))
    if not files or not referrals:  # without its referral a subject has been rejected already
        schema = {name: column.dtype for name, column in TABLES["subjects"].columns().items()}
        pl.DataFrame(schema=schema | PROVENANCE).write_parquet(subjects)
        return Pseudonymised(subjects, fault_frame(), len(linked.doubtful))
    sql = connect(work)
    try:
        extracts = pl.DataFrame({"_file": list(extract_of), "extract": list(extract_of.values())})
        _table(sql, "known", linked.persons.select("agency_id", "person_id", "person_key"))
        _table(sql, "extracts", extracts)
        _table(sql, "sole", _only_of_extract(people.join(extracts, on="_file", how="left")))
        sql.execute(f"CREATE VIEW subjects AS SELECT * FROM {scan(files)}")
        sql.execute(f"CREATE VIEW referrals AS SELECT referral_id, agency_id FROM {scan(referrals)}")
        _name_those_known(sql, work / "named.parquet")
        _name_strangers(sql, work, key)
        twice = _leave_out_twice(sql, work, subjects)
    finally:
        sql.close()
    return Pseudonymised(subjects, twice, len(linked.doubtful))


def _people(staged: Path) -> pl.DataFrame:
    files = sorted((staged / "people").glob("*.parquet"))
    schema = {name: column.dtype for name, column in People.columns().items()} | PROVENANCE
    return pl.read_parquet(files) if files else pl.DataFrame(schema=schema)


def _only_of_extract(people: pl.DataFrame) -> pl.DataFrame:
    """extract, person_id, agency_id where the extract has one person only with that id."""
    distinct = people.select("extract", "person_id", "agency_id").unique()
    return distinct.filter(pl.len().over("extract", "person_id") == 1)


def _table(sql: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    sql.register(f"{name}_given", frame.to_arrow())
    sql.execute(f'CREATE TEMP TABLE "{name}" AS SELECT * FROM {name}_given')
    sql.unregister(f"{name}_given")


def _name_those_known(sql: duckdb.DuckDBPyConnection, named: Path) -> None:
    sql.execute(
        "COPY (SELECT s.*, r.agency_id AS submitted, "
        "coalesce(own.person_key, other.person_key) AS person_key "
        "FROM subjects s JOIN referrals r USING (referral_id) LEFT JOIN extracts e USING (_file) "
        "LEFT JOIN known own ON own.agency_id = r.agency_id AND own.person_id = s.person_id "
        "LEFT JOIN sole o ON o.extract = e.extract AND o.person_id = s.person_id "
        "LEFT JOIN known other ON other.agency_id = o.agency_id AND other.person_id = s.person_id) "
        f"TO {_path(named)} (FORMAT parquet, COMPRESSION lz4_raw)"
    )
    sql.execute(f"CREATE VIEW named AS SELECT * FROM {scan([named])}")


def _name_strangers(sql: duckdb.DuckDBPyConnection, work: Path, key: bytes) -> None:
    """Pseudonyms of those of whom nothing but the id is known, and every subject with its person_key."""
    strangers = sql.sql("SELECT DISTINCT submitted, person_id FROM named WHERE person_key IS NULL")
    files: list[Path] = []
    for batch in strangers.to_arrow_reader(_BATCH_ROWS):
        rows = pl.DataFrame(pl.from_arrow(pa.Table.from_batches([batch])))
        lone = pl.Series(
            "lone", [alone(agency, person, key) for agency, person in rows.iter_rows()], pl.String
        )
        files.append(work / f"lone-{len(files):06d}.parquet")
        rows.with_columns(lone).write_parquet(files[-1], compression="lz4")
    whole = "SELECT * FROM named"
    if files:
        whole = (
            "SELECT n.* EXCLUDE (person_key), coalesce(n.person_key, l.lone) AS person_key "
            f"FROM named n LEFT JOIN {scan(files)} l USING (submitted, person_id)"
        )
    keyed = work / "keyed.parquet"
    sql.execute(f"COPY ({whole}) TO {_path(keyed)} (FORMAT parquet, COMPRESSION lz4_raw)")
    options = "file_row_number = true"
    sql.execute(f"CREATE VIEW keyed AS SELECT *, file_row_number AS _n FROM {scan([keyed], options)}")


def _leave_out_twice(sql: duckdb.DuckDBPyConnection, work: Path, subjects: Path) -> pl.DataFrame:
    """Write each person of a referral once; the faults of the rows left out."""
    sql.execute(
        "CREATE TEMP TABLE twice AS SELECT * FROM (SELECT *, row_number() OVER "
        f"(PARTITION BY referral_id, person_key ORDER BY {_RANK}, _file, _sheet, _row) AS nth FROM keyed "
        "SEMI JOIN (SELECT referral_id, person_key FROM keyed GROUP BY ALL HAVING count(*) > 1) "
        "USING (referral_id, person_key)) WHERE nth > 1"
    )
    columns = ", ".join(f'"{name}"' for name in [*TABLES["subjects"].column_names(), *PROVENANCE])
    kept = f"SELECT {columns} FROM keyed ANTI JOIN twice USING (_n)"
    sql.execute(f"COPY ({kept}) TO {_path(subjects)} (FORMAT parquet, COMPRESSION lz4_raw)")
    found = sql.sql("SELECT _file, _sheet, _row, person_id FROM twice ORDER BY ALL")
    names = ("file", "sheet", "row", "value")
    told = {"table": "subjects", "column": "person_id", "rule": _TWICE}
    return fault_frame([dict(zip(names, row, strict=True)) | told for row in found.fetchall()])


def _path(file: Path) -> str:
    return "'" + str(file).replace("'", "''") + "'"
