"""Link people across agencies: identities in, pseudonyms out (spec: dataset.md; docs/linkage.md)."""

from dataclasses import dataclass

import polars as pl

from mash.dataset.people import People
from mash.linkage.cluster import Clusters
from mash.linkage.families import family_numbers, without
from mash.linkage.identifiers import CHECKED
from mash.linkage.key import pseudonym
from mash.linkage.prepare import prepare
from mash.linkage.splink_ import scored_pairs
from mash.linkage.verdict import (
    CORROBORATED,
    DOUBTFUL,
    IDENTIFIER,
    VERDICTS,
    judged,
    people_apart,
    unless_twins,
)

_PERSON = ["agency_id", "person_id"]


@dataclass(frozen=True)
class Links:
    """Who is who, and why; no column of it holds an identity.

    persons: agency_id, person_id, person_key. pairs and doubtful: the two (agency_id, person_id) as
    `_l` and `_r`, and the score (log2 of the odds that they are one person); pairs that were linked
    have `how` (identifier, corroborated), doubtful ones, left apart for a person to look at, `why`.
    `compared` is the number of pairs of records that were compared. `families`: agency_id and kind of
    the numbers that turned out to be families' and linked nobody.
    """

    persons: pl.DataFrame
    pairs: pl.DataFrame
    doubtful: pl.DataFrame
    compared: int
    families: list[tuple[str, str]]


def link(people: pl.DataFrame, *, key: bytes) -> pl.DataFrame:
    """agency_id, person_id, person_key of every distinct (agency_id, person_id) in `people`.

    `people` has the columns of mash.dataset.people.People in the contract's types (those it lacks are
    taken as empty). The order of its rows changes nothing. `key` is the linkage key (linkage.key).
    """
    return explain(people, key=key).persons


def alone(agency_id: str, person_id: str, key: bytes) -> str:
    """The person_key of someone named in a referral of whom no identities were handed in."""
    return pseudonym(agency_id, person_id, key)


def explain(people: pl.DataFrame, *, key: bytes) -> Links:
    """As `link`, with the pairs that were linked, the doubtful ones, and why."""
    people = _in_contract(people)
    records = prepare(people)
    scored = scored_pairs(records) if len(records) > 1 else None
    families = [] if scored is None else family_numbers(scored, records)
    if families:
        records = without(records, families)
        scored = scored_pairs(records)
    nodes = people.select(_PERSON).unique().sort(_PERSON)
    pairs = _NO_PAIRS if scored is None else _between_persons(scored, records)
    clusters = Clusters(
        [_values(records, kind) for kind in CHECKED],
        people_apart(pairs).iter_rows(),
    )
    to_join = pairs.filter(pl.col("how").is_in([IDENTIFIER, CORROBORATED])).sort(
        pl.col("how") == CORROBORATED, -pl.col("weight"), "l", "r"
    )
    joined = [clusters.join(left, right) for left, right in to_join.select("l", "r").iter_rows()]
    refused = to_join.filter(~pl.Series(joined, dtype=pl.Boolean)).with_columns(
        why=pl.lit("would join people who contradict each other")
    )
    doubtful = pl.concat([pairs.filter(pl.col("how") == DOUBTFUL), refused])
    person = [clusters.of(node) for node in range(len(nodes))]
    # a pair in doubt whose two sides other evidence joined is in doubt no more
    apart = pl.Series(
        [person[left] != person[right] for left, right in doubtful.select("l", "r").iter_rows()]
    )
    return Links(
        persons=_with_keys(nodes, person, key),
        pairs=_named(to_join.filter(pl.Series(joined, dtype=pl.Boolean)), nodes, "how"),
        doubtful=_named(doubtful.filter(apart.cast(pl.Boolean)), nodes, "why"),
        compared=0 if scored is None else len(scored),
        families=families,
    )


_NO_PAIRS = pl.DataFrame(
    schema={"l": pl.Int64, "r": pl.Int64, "weight": pl.Float64, "how": pl.String, "why": pl.String}
)


def _in_contract(people: pl.DataFrame) -> pl.DataFrame:
    schema = pl.Schema({name: column.dtype for name, column in People.columns().items()})
    lacking = [
        pl.lit(None, dtype).alias(name) for name, dtype in schema.items() if name not in people.columns
    ]
    return people.with_columns(lacking).select(schema.names()).cast(schema)


def _between_persons(scored: pl.DataFrame, records: pl.DataFrame) -> pl.DataFrame:
    """Judged pairs of agencies' persons, l < r, one row a pair: where they have several records, the
    strongest verdict of any two."""
    node = records["node"]
    pairs = judged(scored.with_columns(l=node.gather(scored["l"]), r=node.gather(scored["r"])))
    pairs = pairs.filter(pl.col("l") != pl.col("r"))
    if records["node"].n_unique() < len(records):
        strength = pl.col("how").replace_strict({how: i for i, how in enumerate(VERDICTS)})
        pairs = pairs.sort("l", "r", strength, -pl.col("weight"), "why").unique(["l", "r"], keep="first")
    return unless_twins(pairs)


def _values(records: pl.DataFrame, kind: str) -> list[int]:
    """Each node's value of an identifier as a number: 0 unknown, -1 several."""
    values = records.select("node", pl.col(kind).rank("dense").cast(pl.Int64).alias("value"))
    several = pl.col("value").drop_nulls().n_unique() > 1
    one = values.group_by("node").agg(
        pl.when(several).then(-1).otherwise(pl.col("value").max()).alias("value")
    )
    return one.sort("node")["value"].fill_null(0).to_list()


def _with_keys(nodes: pl.DataFrame, person: list[int], key: bytes) -> pl.DataFrame:
    """The pseudonym of a person is that of their smallest (agency_id, person_id)."""
    smallest = nodes.with_row_index("row").with_columns(
        first=pl.col("row").min().over(pl.Series("person", person, dtype=pl.Int64))
    )
    keys = [pseudonym(agency, own, key) for agency, own in nodes.iter_rows()]
    return smallest.select(*_PERSON, person_key=pl.Series(keys, dtype=pl.String).gather(smallest["first"]))


def _named(pairs: pl.DataFrame, nodes: pl.DataFrame, reason: str) -> pl.DataFrame:
    """The pairs with the agencies' ids of both sides."""
    sides = [nodes[pairs[side]].select(pl.all().name.suffix(f"_{side}")) for side in ("l", "r")]
    return pl.concat([*sides, pairs.select(reason, pl.col("weight").alias("score"))], how="horizontal")
