"""People's records written one way, so that they can be compared; what says nothing becomes null."""

import polars as pl

from mash.dataset.people import People
from mash.linkage.identifiers import IDENTIFIERS, MOST_RECORDS_A_VALUE, trusted
from mash.linkage.names import NAMES_OF_THEIR_OWN, NOT_A_NAME, ONE_NAME
from mash.linkage.who import DAYS_AROUND_BIRTH

#: A hostel, a hospital, an office: an address or telephone that so large a share of all records (and so
#: many) carry says nothing, and such a postcode nothing without the address.
COMMON_SHARE, COMMON_RECORDS = 0.001, 20
#: A given name borne in this many families is a name of its own, not a misspelling of its neighbour.
FAMILIES_OF_A_NAME = 3

_SHORT_ROADS = """
rd road, st street, str street, ave avenue, av avenue, cl close, dr drive, ln lane, ct court, cres crescent,
gdns gardens, pl place, sq square, terr terrace
"""
_ROADS = dict(short.split() for short in _SHORT_ROADS.split(","))
_NO_ADDRESS = (
    r"no fixed (?:abode|address)|\bnfa\b|homeless|unknown|not (?:known|recorded|provided|given|supplied)"
    r"|\b(?:refused|withheld|confidential|restricted|temporary|undisclosed)\b"
    r"|\b(?:as above|see (?:system|notes?|above|file))\b"
)
# in full, or of another country; half a postcode is half a town
_WHOLE_POSTCODE = r"^(?:[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}|[0-9]{4,8})$"
_NO_POSTCODE = r"^(?:ZZ99|AA1|XX|A11|A99AA)|^(?:0+|9+|1+|12345)$"  # ZZ99: no fixed abode
_NO_TELEPHONE = "0{7}|1{7}|2{7}|3{7}|4{7}|5{7}|6{7}|7{7}|8{7}|9{7}|^0?1?23456789|9876543210"
_POSTCODE = r"\b[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b"


def prepare(people: pl.DataFrame) -> pl.DataFrame:
    """One row a record with `uid` (0, 1, ... in the order of agency, person and content, whatever the
    order of the rows), `node` (the agency's person), agency_id and the columns that model.py compares.

    `people` has the columns of mash.dataset.people.People; other columns are ignored.
    """
    records = people.sort(["agency_id", "person_id", *_rest(people)], nulls_last=True, maintain_order=False)
    records = records.with_columns(
        pl.struct("agency_id", "person_id").rle_id().cast(pl.Int64).alias("node"),
        pl.int_range(pl.len(), dtype=pl.Int64).alias("uid"),
    )
    return (
        records.select(
            *("uid", "agency_id", "node", "sex"),
            *(*_names(), *_dates(), *map(trusted, IDENTIFIERS), *_places()),
        )
        .with_columns(pl.col("sex").str.strip_chars().str.to_lowercase().str.slice(0, 1))
        .with_columns(pl.col("sex").replace_strict({"f": "f", "m": "m"}, default=None))
        .with_columns(*(_unless_carried_by(c, MOST_RECORDS_A_VALUE) for c in IDENTIFIERS))
        .with_columns(_is_common("postcode").alias("postcode_common"))
        .with_columns(pl.when(~_is_common(c)).then(pl.col(c)).alias(c) for c in ("address", "telephone"))
        .with_columns(
            pl.when(pl.col("address").is_not_null()).then(pl.col(c)).alias(c) for c in ("numbers", "words")
        )
        .with_columns(
            _given_in_use().alias("given_in_use"),
            pl.col("dob").dt.strftime("%Y%m%d").alias("ymd"),
            _about_birth().alias("about_birth"),
        )
    )


def _rest(people: pl.DataFrame) -> list[str]:
    """The other columns of the contract: they settle the order of an agency's repeated records."""
    return [c for c in People.column_names() if c not in ("agency_id", "person_id") and c in people.columns]


def _folded(column: str, *, keep: str) -> pl.Expr:
    """Lower case without accents or apostrophes; whatever is not in `keep` becomes a space."""
    plain = pl.col(column).str.to_lowercase().str.normalize("NFKD").str.replace_all(r"[\p{M}'’`]", "")
    return plain.str.replace_all(f"[^{keep}]+", " ").str.strip_chars()


def _words(text: pl.Expr) -> pl.Expr:
    return text.str.split(" ").list.eval(pl.element().filter(pl.element() != ""))


def _null_if_empty(text: pl.Expr) -> pl.Expr:
    return pl.when(text != "").then(text)


def _names() -> list[pl.Expr]:
    one = pl.element().replace(ONE_NAME)
    named = ~pl.element().is_in(NOT_A_NAME)
    given = _words(_folded("given_names", keep=r"\p{L}")).list.eval(pl.element().filter(named))
    family = _words(_folded("family_name", keep=r"\p{L}"))
    kept = family.list.eval(pl.element().filter(named))
    # Child, Boy and Male are family names too: such a word goes only where another remains
    family = pl.when((kept.list.len() > 0) | family.list.first().is_in(["unknown", "unborn", "unk", "nk"]))\
        .then(kept).otherwise(family)  # fmt: skip
    other = _words(_folded("other_names", keep=r"\p{L}")).list.eval(one.filter(named))
    return [
        given.list.first().alias("given"),
        given.list.first().replace(ONE_NAME).alias("called"),
        _null_if_empty(given.list.join("")).alias("joined"),
        _null_if_empty(given.list.slice(1).list.join(" ")).alias("middle"),
        _null_if_empty(family.list.join("")).alias("family"),
        pl.when(other.list.len() > 0).then(" " + other.list.join(" ") + " ").alias("others"),
    ]


def _dates() -> list[pl.Expr]:
    born = pl.col("date_of_birth")
    placeholder = (born.dt.year() < 1900) | ((born.dt.year() <= 1901) & (born.dt.ordinal_day() == 1))
    return [
        pl.when(~placeholder).then(born).alias("dob"),
        pl.col("expected_date_of_birth").alias("edd"),
    ]


def _about_birth() -> pl.Expr:
    """True where the birth lies within the time in which births are expected, else null."""
    around = pl.duration(days=DAYS_AROUND_BIRTH)
    first, last = pl.col("edd").min() - around, pl.col("edd").max() + around
    return pl.when(pl.coalesce("dob", "edd").is_between(first, last)).then(True)


def _places() -> list[pl.Expr]:
    postcode = pl.col("postcode").str.to_uppercase().str.replace_all(r"[^A-Z0-9]", "")
    real = postcode.str.contains(_WHOLE_POSTCODE) & ~postcode.str.contains(_NO_POSTCODE)
    text = _folded("address", keep="a-z0-9").str.replace_all(_POSTCODE, " ")
    parts = _words(text).list.eval(pl.element().replace(_ROADS))
    number = pl.element().str.contains("[0-9]")
    digits = pl.col("telephone").str.replace_all(r"[^0-9]", "").str.replace(r"^(?:00)?44(?:0)?", "0")
    known = text.str.contains(_NO_ADDRESS).not_() & (parts.list.len() > 1)
    return [
        pl.when(real).then(postcode).alias("postcode"),
        pl.when(known).then(parts.list.join(" ")).alias("address"),
        parts.list.eval(pl.element().filter(number)).list.unique(maintain_order=True).alias("numbers"),
        parts.list.eval(pl.element().filter(~number)).list.unique(maintain_order=True).alias("words"),
        pl.when(digits.str.len_chars().is_between(10, 15) & ~digits.str.contains(_NO_TELEPHONE))
        .then(digits)
        .alias("telephone"),
    ]


def _unless_carried_by(column: str, records: int) -> pl.Expr:
    return pl.when(pl.len().over(column) <= records).then(pl.col(column)).alias(column)


def _is_common(column: str) -> pl.Expr:
    carried = pl.len().over(column)
    return (carried > COMMON_RECORDS) & (carried > COMMON_SHARE * pl.len())


def _given_in_use() -> pl.Expr:
    families = pl.col("family").drop_nulls().n_unique().over("given")
    return pl.col("given").is_in(NAMES_OF_THEIR_OWN) | (families >= FAMILIES_OF_A_NAME)
