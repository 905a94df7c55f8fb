"""A small extract of one hub, as text, into which a test puts what it is about."""

import csv
from pathlib import Path

import polars as pl

from mash.dataset.contract import TABLES

REFERENCE = {
    "hubs": [{"hub_id": "h", "name": "The hub"}],
    "agencies": [{"agency_id": "a", "name": "Agency", "kind": "other", "in_baseline": "true"}],
    "cohorts": [{"cohort_id": "c", "name": "Children", "age_group": "any"}],
}


def referral(referral_id="r1", **cells):
    plain = {"hub_id": "h", "agency_id": "a", "cohort_id": "c", "received_at": "2024-01-01T10:00:00Z"}
    return {"referral_id": referral_id, **plain, "known_open": "false"} | cells


def complaint(complaint_id="k1", **cells):
    plain = {"received_at": "2024-01-01T10:00:00Z", "source": "external", "stage": "1"}
    return {"complaint_id": complaint_id, **plain} | cells


def person(person_id="p1", **cells):
    return {"agency_id": "a", "person_id": person_id} | cells


def subject(referral_id="r1", person_id="p1", **cells):
    return {"referral_id": referral_id, "person_id": person_id, "role": "subject"} | cells


def extract(folder: Path, **tables):
    """Write the tables (lists of rows) and the hub's own as CSV files into a new folder."""
    folder.mkdir()
    for table, rows in (REFERENCE | tables).items():
        headers = list(dict.fromkeys(name for row in rows for name in row))
        with (folder / f"{table}.csv").open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, headers)
            writer.writeheader()
            writer.writerows(rows)
    return folder


def ids(out: Path, table: str):
    """The first column of a table of the dataset."""
    return pl.read_parquet(out / f"{table}.parquet").to_series(0).to_list()


def texts_of(out: Path):
    """Every text in the dataset's tables."""
    found = set()
    for table in TABLES:
        for column in pl.read_parquet(out / f"{table}.parquet").select(pl.selectors.string()):
            found |= set(column.drop_nulls().unique())
    return found
