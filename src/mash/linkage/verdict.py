"""What a scored pair means: linked by an identifier, linked by corroboration, doubtful, or two people."""

import polars as pl

from mash.linkage import evidence as e
from mash.linkage.evidence import level

#: Match weight (log2 of the odds) from which corroborated agreement links: 1,000 to 1.
WEIGHT_TO_LINK = 10.0

#: From the strongest to the weakest.
VERDICTS = IDENTIFIER, CORROBORATED, DOUBTFUL, DIFFERENT = (
    "identifier",
    "corroborated",
    "doubtful",
    "different",
)


def judged(pairs: pl.DataFrame) -> pl.DataFrame:
    """l, r, weight, `how` (identifier, corroborated, doubtful, different), `why` (of a doubt) and
    `expected` (one of the two was unborn); pairs about which there is nothing to say are left out.
    """
    heavy = pl.col("weight") >= WEIGHT_TO_LINK
    verdict = (
        pl.when(e.SAME_IDENTIFIER & e.CONTRADICTED)
        .then(_doubt("one identifier, but other names and birth dates"))
        .when(e.MIXED_IDENTIFIERS)
        .then(_doubt("one identifier agrees, another contradicts"))
        .when(e.SAME_IDENTIFIER)
        .then(_verdict(IDENTIFIER))
        .when(level("identifiers", "contradict") & e.PERSON)
        .then(_doubt("everything agrees but the identifiers"))
        .when(level("identifiers", "contradict") | e.OTHER_PERSON)
        .then(_verdict(DIFFERENT))
        .when(level("identifiers", "other number") & ~(e.PERSON & e.PLACE))
        .then(
            pl.when(e.BORN & (e.GIVEN | e.FAMILY) & ~e.ELSEWHERE)
            .then(_doubt("name and birth date agree, ids differ"))
            .otherwise(_verdict(DIFFERENT))
        )
        .when(((e.PERSON | e.MISREAD) & heavy) | e.CHILD)
        .then(_verdict(CORROBORATED))
        .when(e.NAMES & e.BORN & ~e.CORROBORATION)
        .then(_doubt("names and birth date agree, and nothing else"))
        .when(e.NAMES & level("birth", "unknown") & e.CORROBORATION)
        .then(_doubt("no birth date: may be parent and child of one name"))
        .when(e.UNCLEAR_GIVEN & level("family", "same") & e.BORN & e.CORROBORATION)
        .then(_doubt("given name unclear: may be twins"))
        .when((e.NAMES | level("given", "same")) & e.BORN & e.CORROBORATION)
        .then(_doubt("agreement too weak"))
    )
    return (
        pairs.with_columns(verdict.alias("verdict"), level("birth", "expected").alias("expected"))
        .drop_nulls("verdict")
        .unnest("verdict")
        .select("l", "r", "weight", "how", "why", "expected")
    )


def unless_twins(pairs: pl.DataFrame) -> pl.DataFrame:
    """Judged pairs in which an unborn child that could be either of two children is in doubt with both."""
    unborn = pairs.filter((pl.col("how") == CORROBORATED) & pl.col("expected"))
    # which side is the unborn one does not matter: a born child has one expectation, or also two in doubt
    ends = _both_ways(unborn)
    both = ends.join(ends, on="one").filter(pl.col("other") < pl.col("other_right"))
    two = pairs.filter(pl.col("how") == DIFFERENT).select(other="l", other_right="r")
    unclear = both.join(two, on=["other", "other_right"]).select("one").unique()["one"]
    doubt = (
        (pl.col("how") == CORROBORATED)
        & pl.col("expected")
        & (pl.col("l").is_in(unclear.implode()) | pl.col("r").is_in(unclear.implode()))
    )
    return (
        pairs.with_columns(
            pl.when(doubt)
            .then(_doubt("unborn child: may be either of twins"))
            .otherwise(pl.struct("how", "why"))
            .alias("verdict")
        )
        .drop("how", "why")
        .unnest("verdict")
    )


def people_apart(pairs: pl.DataFrame) -> pl.DataFrame:
    """l, r of the judged pairs that are two people and may not be joined through others either.

    Not those where an identifier has overruled the difference: b and c are one registered person under
    two names, a agrees with b in everything, so that a and c differ only as b and c do.
    """
    different = _both_ways(pairs.filter(pl.col("how") == DIFFERENT))
    registered = _both_ways(pairs.filter(pl.col("how") == IDENTIFIER))
    agreeing = _both_ways(pairs.filter(pl.col("how") == CORROBORATED))
    overruled = (
        different.join(registered.rename({"one": "other", "other": "third"}), on="other")
        .join(agreeing.rename({"other": "third"}), on=["one", "third"])
        .select("one", "other")
    )
    overruled = pl.concat([overruled, overruled.select(one="other", other="one")])
    return different.join(overruled, on=["one", "other"], how="anti").filter(pl.col("one") < pl.col("other"))


def _both_ways(pairs: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([pairs.select(one="l", other="r"), pairs.select(one="r", other="l")])


def _verdict(how: str, why: str | None = None) -> pl.Expr:
    return pl.struct(pl.lit(how).alias("how"), pl.lit(why, pl.String).alias("why"))


def _doubt(why: str) -> pl.Expr:
    return _verdict(DOUBTFUL, why)
