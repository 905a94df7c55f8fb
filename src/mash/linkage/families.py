"""Numbers that an agency gives to families: they say who lives together, and not who is who."""

import polars as pl

from mash.linkage import evidence as e
from mash.linkage.identifiers import UNCHECKED

#: So many pairs of an agency's own people must share a number and be two people, and more than this share
#: of all that share one. A number of one person each is shared where somebody was entered twice, seldom
#: under another name (FEBRL: a fifth); brothers and sisters nearly always have other names.
LEAST_PAIRS, LEAST_SHARE = 5, 0.5


def family_numbers(scored: pl.DataFrame, records: pl.DataFrame) -> list[tuple[str, str]]:
    """agency_id and kind (police or social care id) of such numbers, by the scored pairs of all records."""
    found: list[tuple[str, str]] = []
    agency, node = records["agency_id"], records["node"]
    left, right = scored["l"], scored["r"]
    own = (agency.gather(left) == agency.gather(right)) & (node.gather(left) != node.gather(right))
    for kind in UNCHECKED:
        shared = own & (records[kind].gather(left) == records[kind].gather(right)).fill_null(False)
        pairs = scored.with_columns(agency_id=agency.gather(left), shared=shared).filter("shared")
        by_agency = pairs.group_by("agency_id").agg(others=e.OTHER_PERSON.sum(), pairs=pl.len())
        families = (pl.col("others") >= LEAST_PAIRS) & (pl.col("others") > LEAST_SHARE * pl.col("pairs"))
        found += [(name, kind) for name in sorted(by_agency.filter(families)["agency_id"])]
    return found


def without(records: pl.DataFrame, families: list[tuple[str, str]]) -> pl.DataFrame:
    """The records without these numbers."""
    for agency, kind in families:
        records = records.with_columns(pl.when(pl.col("agency_id") != agency).then(pl.col(kind)).alias(kind))
    return records
