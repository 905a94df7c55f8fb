"""People for the tests of linkage, each record a dictionary of what is known; all of them fictional."""

from collections import defaultdict

import polars as pl

from mash.dataset.people import People
from mash.linkage import explain

KEY = bytes(range(32))
COLUMNS = {name: column.dtype for name, column in People.columns().items()}

#: Valid NHS numbers, worked out by hand from the modulus 11 rule.
NHS, OTHER_NHS = "9434765919", "9434765870"

AMY = {
    "given_names": "Amy",
    "family_name": "Thistledown",
    "date_of_birth": "2012-05-07",
    "sex": "F",
    "address": "12 Sparrow Lane, Fictionham",
    "postcode": "ZZ12 3AB",
}


def people(*records: dict[str, str]) -> pl.DataFrame:
    """The people table: record i is agency i's person "1" unless it says otherwise."""
    rows = [{"agency_id": f"agency {i}", "person_id": "1", **record} for i, record in enumerate(records)]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String))
    return frame.with_columns(pl.col("date_of_birth", "expected_date_of_birth").str.to_date())


def persons(frame: pl.DataFrame) -> set[frozenset[str]]:
    """Who is one person, as sets of agency ids."""
    found = defaultdict(set)
    for agency, _, key in explain(frame, key=KEY).persons.iter_rows():
        found[key].add(agency)
    return {frozenset(agencies) for agencies in found.values()}


def are_one(*records: dict[str, str]) -> bool:
    """Whether all the records come out as one person's."""
    return len(persons(people(*records))) == 1


def doubts(*records: dict[str, str]) -> list[str]:
    """Why the pairs left apart are doubtful."""
    return sorted(explain(people(*records), key=KEY).doubtful["why"])
