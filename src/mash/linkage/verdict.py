"""What a scored pair means: linked by an identifier, linked by corroboration, doubtful, or two people.

Name and date of birth never link by themselves, whatever their weight: something that does not follow
from them (a place or a telephone) has to agree as well, and nothing may contradict.
"""

import polars as pl

from mash.linkage.model import COMPARISONS

#: Match weight (log2 of the odds) from which corroborated agreement links: 1,000 to 1.
WEIGHT_TO_LINK = 10.0

#: From the strongest to the weakest.
VERDICTS = IDENTIFIER, CORROBORATED, DOUBTFUL, DIFFERENT = (
    "identifier",
    "corroborated",
    "doubtful",
    "different",
)

_COMPARISON = {c.name: c for c in COMPARISONS}


def judged(pairs: pl.DataFrame) -> pl.DataFrame:
    """l, r, weight, `how` (identifier, corroborated, doubtful, different), `why` (of a doubt) and
    `expected` (one of the two was unborn); pairs about which there is nothing to say are left out.
    """
    given = _is("given", "same", "swapped", "misspelt", "badly misspelt", "alias")
    family = _is("family", "same", "swapped", "misspelt", "alias", "part")
    names = given & family
    same_birth = _is("birth", "same", "same, 1 January")
    born = same_birth | _is("birth", "day and month swapped", "misspelt")
    exact = _is("given", "same", "swapped") & _is("family", "same", "swapped") & same_birth
    house = _is("address", "same", "similar", "alike")
    place = (
        (_is("postcode", "same") & ~_is("address", "different", "neighbour"))
        | (_is("postcode", "same, common", "misspelt") & house)
        | (_is("postcode", "unknown") & _is("address", "same", "similar"))
        # a house number or a postcode mistyped
        | (exact & _is("postcode", "same") & _is("address", "neighbour"))
        | (exact & _is("postcode", "misspelt") & _is("address", "unclear"))
    )
    telephone = _is("telephone", "same")
    corroborated = place | telephone
    # one of the names, or the birth date, may be wrong; for more than one, place and telephone must agree
    one_slip = same_birth | (
        _is("given", "same", "swapped", "alias") & _is("birth", "day and month swapped", "misspelt")
    )
    # a family name changes (marriage, a child known by either parent's): then the house must agree. Not on
    # 1 January, which is assumed for many of one given name and one hostel
    renamed = _is("birth", "same") & (
        (_is("given", "same") & _is("postcode", "same") & (house | _is("address", "unclear")))
        | (_is("given", "same") & _is("postcode", "misspelt") & house)
        | (_is("given", "misspelt", "badly misspelt") & _is("postcode", "same") & _is("address", "same"))
    )
    person = born & ((names & one_slip & corroborated) | (names & place & telephone) | renamed)
    child = (
        _is("birth", "expected")
        & _is("family", "same", "misspelt", "alias", "part")
        & _is("given", "unknown", "same", "misspelt")
        & corroborated
    )
    # a misread id makes up for one thing unknown, where the place agrees as well
    misread = (
        _is("identifiers", "misread")
        & (place | (_is("postcode", "same") & _is("address", "neighbour")))
        & (
            (given & family & (born | _is("birth", "unknown")))
            | (given & same_birth)
            | (_is("given", "unknown", "near") & family & born)
        )
    )
    elsewhere = _is("postcode", "different") & ~house
    heavy = pl.col("weight") >= WEIGHT_TO_LINK
    other_person = _is("given", "different", "other middle") | _is("birth", "different", "other child")
    contradicted = (_is("birth", "different") & _is("given", "different")) | _is("birth", "other child")
    verdict = (
        pl.when(_is("identifiers", "same", "same, and another") & contradicted)
        .then(_doubt("one identifier, but other names and birth dates"))
        .when(_is("identifiers", "mixed") | (_is("identifiers", "same, and another") & ~(names & born)))
        .then(_doubt("one identifier agrees, another contradicts"))
        .when(_is("identifiers", "same", "same, and another"))
        .then(_verdict(IDENTIFIER))
        .when(_is("identifiers", "contradict") & person)
        .then(_doubt("everything agrees but the identifiers"))
        .when(_is("identifiers", "contradict") | other_person)
        .then(_verdict(DIFFERENT))
        .when(_is("identifiers", "other number") & ~(person & place))
        .then(
            pl.when(born & (given | family) & ~other_person & ~elsewhere)
            .then(_doubt("name and birth date agree, ids differ"))
            .otherwise(_verdict(DIFFERENT))
        )
        .when(((person | misread) & heavy) | child)
        .then(_verdict(CORROBORATED))
        .when(names & born & ~corroborated)
        .then(_doubt("names and birth date agree, and nothing else"))
        .when(names & _is("birth", "unknown") & corroborated)
        .then(_doubt("no birth date: may be parent and child of one name"))
        .when(_is("given", "unknown", "initial", "near") & _is("family", "same") & born & corroborated)
        .then(_doubt("given name unclear: may be twins"))
        .when((names | _is("given", "same")) & born & corroborated)
        .then(_doubt("agreement too weak"))
    )
    return (
        pairs.with_columns(verdict.alias("verdict"), _is("birth", "expected").alias("expected"))
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


def _is(comparison: str, *levels: str) -> pl.Expr:
    return pl.col(comparison).is_in([_COMPARISON[comparison].number(level) for level in levels])


def _verdict(how: str, why: str | None = None) -> pl.Expr:
    return pl.struct(pl.lit(how).alias("how"), pl.lit(why, pl.String).alias("why"))


def _doubt(why: str) -> pl.Expr:
    return _verdict(DOUBTFUL, why)
