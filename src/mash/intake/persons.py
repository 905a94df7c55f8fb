"""From an extract's people to pseudonyms: the last place in which a name is seen.

An extract's subject is the person whom the submitting agency knows by that id; else the only person of
the same extract with that id (an extract made by one agency about another's referrals); else a person
of whom nothing but the id is known.
"""

from pathlib import Path

import polars as pl

from mash.dataset.contract import TABLES
from mash.dataset.faults import PROVENANCE, fault_frame
from mash.dataset.people import People
from mash.linkage import alone, explain

_ROLES = {"subject": 0, "alleged_perpetrator": 1, "carer": 2, "other": 3}


def staged(folder: Path, table: str, schema: dict[str, pl.DataType]) -> pl.DataFrame:
    """A staged table with its provenance; empty where nothing of it was accepted."""
    parts = sorted((folder / table).glob("*.parquet"))
    if not parts:
        return pl.DataFrame(schema=schema | PROVENANCE)
    return pl.read_parquet(parts)


def pseudonymised(
    folder: Path, key: bytes, extract_of: dict[str, str]
) -> tuple[pl.DataFrame, pl.DataFrame, int]:
    """The subjects with `person_key` for `person_id`; faults; how many pairs of people are doubtful.

    `extract_of`: file → the extract that it belongs to. Two ids of one person in one referral leave one
    row, that of the stronger role; the other is set aside.
    """
    people = staged(folder, "people", dict(People.create_empty().schema))
    referrals = staged(folder, "referrals", dict(TABLES["referrals"].create_empty().schema))
    subjects_schema = {
        "referral_id": pl.String(),
        "person_id": pl.String(),
        "role": pl.String(),
        "age": pl.Int64(),
        "sex": pl.String(),
    }
    subjects = staged(folder, "subjects", subjects_schema)
    linked = explain(people.select(People.column_names()), key=key)
    known = linked.persons.select("agency_id", "person_id", "person_key")
    by_extract = (
        people.select("agency_id", "person_id", extract=_extract(extract_of))
        .unique()
        .group_by("extract", "person_id")
        .agg(pl.col("agency_id").first(), count=pl.len())
        .filter(pl.col("count") == 1)
        .select("extract", "person_id", only="agency_id")
    )
    rows = (
        subjects.with_columns(extract=_extract(extract_of))
        .join(referrals.select("referral_id", submitted="agency_id"), on="referral_id", how="left")
        .join(
            known.rename({"person_key": "own"}),
            left_on=["submitted", "person_id"],
            right_on=["agency_id", "person_id"],
            how="left",
        )
        .join(by_extract, on=["extract", "person_id"], how="left")
        .join(
            known.rename({"person_key": "others"}),
            left_on=["only", "person_id"],
            right_on=["agency_id", "person_id"],
            how="left",
        )
        .with_columns(person_key=pl.coalesce("own", "others"))
    )
    strangers = rows.filter(pl.col("person_key").is_null()).select("submitted", "person_id").unique()
    pseudonyms = [alone(agency, person, key) for agency, person in strangers.iter_rows()]
    rows = rows.join(
        strangers.with_columns(pl.Series("lone", pseudonyms, dtype=pl.String)),
        on=["submitted", "person_id"],
        how="left",
    ).with_columns(pl.coalesce("person_key", "lone").alias("person_key"))
    rows = rows.sort(
        "referral_id",
        "person_key",
        pl.col("role").replace_strict(_ROLES, default=9, return_dtype=pl.Int64),
        "_file",
        "_row",
    )
    again = pl.struct("referral_id", "person_key").is_first_distinct()
    return (
        rows.filter(again).select(*TABLES["subjects"].column_names(), *PROVENANCE),
        _twice(rows.filter(~again)),
        len(linked.doubtful),
    )


def _extract(extract_of: dict[str, str]) -> pl.Expr:
    return pl.col("_file").replace_strict(extract_of, default=None, return_dtype=pl.String)


def _twice(rows: pl.DataFrame) -> pl.DataFrame:
    return fault_frame(
        [
            {
                "file": row["_file"],
                "sheet": row["_sheet"],
                "row": row["_row"],
                "table": "subjects",
                "column": "person_id",
                "value": row["person_id"],
                "rule": "this is the same person as another row of the referral; a person stands in it once",
            }
            for row in rows.iter_rows(named=True)
        ]
    )
