"""From an extract's people to pseudonyms: the last place in which a name is seen.

Whose id a subject's `person_id` is: the agency's that the mapping names (`people_of`); else the submitting
agency's, if it handed in a person with that id; else that of the only person with that id in the same extract
(one made by an agency about another's referrals); else the submitting agency's. A person of whom no row
was accepted is known by the id alone. DuckDB over Parquet, so that memory does not grow with the subjects.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa

from mash.dataset.contract import TABLES
from mash.dataset.faults import PROVENANCE, WARNING, fault_frame
from mash.dataset.parquet import connect, scan
from mash.dataset.people import People
from mash.linkage import alone, explain

#: (file, sheet) → agency.
PeopleOf = dict[tuple[str, str | None], str]

_BATCH_ROWS = 100_000
_TWICE = "this is the same person as another row of the referral; a person stands in it once"
_RANK = "list_position(['subject', 'alleged_perpetrator', 'carer', 'other'], role)"


@dataclass(frozen=True)
class Pseudonymised:
    """The subjects in the dataset's shape with provenance; faults of rows left out; pairs in doubt.

    `families`: a warning for each kind of number of an agency that turned out to be families'.
    """

    subjects: Path
    twice: pl.DataFrame
    doubtful: int
    families: pl.DataFrame


def pseudonymised(
    staged: Path, work: Path, key: bytes, extract_of: dict[str, str], people_of: PeopleOf
) -> Pseudonymised:
    """The staged subjects with `person_key` for `person_id`, written into the new folder `work`.

    `extract_of`: file → the extract that it belongs to. `people_of`: (file, sheet) → the agency whose ids its
    subjects bear, where the mapping says so. Two ids of one person in one referral leave one
    row, that of the stronger role; the other is a fault.
    """
    work.mkdir()
    people = _people(staged)
    linked = explain(people.select(People.column_names()), key=key)
    families = _of_families(linked.families)
    subjects = work / "subjects.parquet"
    files = sorted((staged / "subjects").glob("*.parquet"))
    referrals = sorted((staged / "referrals").glob("*.parquet"))
    if not files or not referrals:  # without its referral a subject has been rejected already
        schema = {name: column.dtype for name, column in TABLES["subjects"].columns().items()}
        pl.DataFrame(schema=schema | PROVENANCE).write_parquet(subjects)
        return Pseudonymised(subjects, fault_frame(), len(linked.doubtful), families)
    sql = connect(work)
    try:
        extracts = pl.DataFrame({"_file": list(extract_of), "extract": list(extract_of.values())})
        _table(sql, "known", linked.persons.select("agency_id", "person_id", "person_key"))
        _table(sql, "extracts", extracts)
        _table(sql, "sole", _only_of_extract(_ids(staged).join(extracts, on="_file", how="left")))
        _table(sql, "stated", _stated(people_of))
        sql.execute(f"CREATE VIEW subjects AS SELECT * FROM {scan(files)}")
        sql.execute(f"CREATE VIEW referrals AS SELECT referral_id, agency_id FROM {scan(referrals)}")
        _name_those_known(sql, work / "named.parquet")
        _name_strangers(sql, work, key)
        twice = _leave_out_twice(sql, work, subjects)
    finally:
        sql.close()
    return Pseudonymised(subjects, twice, len(linked.doubtful), families)


def _of_families(kinds: list[tuple[str, str]]) -> pl.DataFrame:
    rows = [
        {
            "table": "people",
            "column": kind,
            "rule": f"{agency} gives one such number to people of several names or birth dates: it is "
            "read as a family's and links nobody; leave it out, or hand in each person's own",
            "severity": WARNING,
        }
        for agency, kind in kinds
    ]
    return fault_frame(rows)


def _people(staged: Path) -> pl.DataFrame:
    files = sorted((staged / "people").glob("*.parquet"))
    schema = {name: column.dtype for name, column in People.columns().items()} | PROVENANCE
    return pl.read_parquet(files) if files else pl.DataFrame(schema=schema)


def _ids(staged: Path) -> pl.DataFrame:
    """Whose ids all rows of people handed in bear: one that was put aside still says so."""
    wanted = ["agency_id", "person_id", "_file"]
    frames = [pl.DataFrame(schema=dict.fromkeys(wanted, pl.String))]
    for folder in ("people", "people.rejected"):
        for file in sorted((staged / folder).glob("*.parquet")):
            if set(wanted) <= set(pl.read_parquet_schema(file)):
                frames.append(pl.read_parquet(file, columns=wanted).cast(pl.String))
    return pl.concat(frames).drop_nulls()


def _stated(people_of: PeopleOf) -> pl.DataFrame:
    rows = [(file, sheet, agency) for (file, sheet), agency in people_of.items()]
    return pl.DataFrame(rows, schema=dict.fromkeys(("_file", "_sheet", "agency_id"), pl.String), orient="row")


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
        "COPY (SELECT w.*, k.person_key FROM (SELECT s.*, coalesce("
        "t.agency_id, CASE WHEN own.agency_id IS NULL THEN o.agency_id END, r.agency_id) AS owner "
        "FROM subjects s JOIN referrals r USING (referral_id) LEFT JOIN extracts e USING (_file) "
        "LEFT JOIN stated t ON t._file = s._file AND t._sheet IS NOT DISTINCT FROM s._sheet "
        "LEFT JOIN known own ON own.agency_id = r.agency_id AND own.person_id = s.person_id "
        "LEFT JOIN sole o ON o.extract = e.extract AND o.person_id = s.person_id) w "
        "LEFT JOIN known k ON k.agency_id = w.owner AND k.person_id = w.person_id) "
        f"TO {_path(named)} (FORMAT parquet, COMPRESSION lz4_raw)"
    )
    sql.execute(f"CREATE VIEW named AS SELECT * FROM {scan([named])}")


def _name_strangers(sql: duckdb.DuckDBPyConnection, work: Path, key: bytes) -> None:
    """Pseudonyms of those of whom nothing but the id is known, and every subject with its person_key."""
    strangers = sql.sql("SELECT DISTINCT owner, person_id FROM named WHERE person_key IS NULL")
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
            f"FROM named n LEFT JOIN {scan(files)} l USING (owner, person_id)"
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
