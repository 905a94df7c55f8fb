"""Strong identifiers: which values are trusted. A mistyped or made-up number is read as unknown.

NHS number: ten digits, the last a check digit by modulus 11. Unique pupil number: a check letter, then
twelve digits, by modulus 23. Police and social care ids have no check; placeholders are put aside: what
has no figure in it (PENDING, NO TRACE), one figure over and over, figures counted up or down.
"""

import polars as pl

#: One national number a person, with a check digit: two different ones are two people, always.
CHECKED = ("nhs_number", "upn")
#: Police and social care ids have no check and a person may have two (known
#: to two councils, or entered twice): the same one links, different ones only speak against.
UNCHECKED = ("police_id", "social_care_id")
#: Every kind of strong identifier.
IDENTIFIERS = (*CHECKED, *UNCHECKED)

#: A value carried by more records than this is a placeholder that someone typed to get past a form.
MOST_RECORDS_A_VALUE = 50

_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # no I, O, S
_ONE_FIGURE = "|".join(f"{figure}{{5,}}" for figure in range(10))
_COUNTED = "0?12345(?:6(?:7(?:8(?:90?)?)?)?)?|9?876543210?|123456789012"
_FIGURE_AND_NOUGHTS = "[0-9]0{6,}[0-9]?"
#: What somebody typed to get past a form: a number that was given to nobody.
MADE_UP = rf"^[A-Z]*(?:{_ONE_FIGURE}|0+|9+|1+|{_COUNTED}|{_FIGURE_AND_NOUGHTS})[A-Z]*$"


def trusted(column: str) -> pl.Expr:
    """The identifier in one way of writing, null where it cannot be trusted."""
    squeezed = pl.col(column).str.to_uppercase().str.replace_all(r"[\s\u00a0\-]", "")
    if column == "nhs_number":
        good = nhs_number_is_valid(squeezed)
    elif column == "upn":
        good = upn_is_valid(squeezed)
    else:
        good = (squeezed.str.len_chars() >= 3) & squeezed.str.contains("[0-9]")
    return pl.when(good & ~squeezed.str.contains(MADE_UP)).then(squeezed).alias(column)


def nhs_number_is_valid(digits: pl.Expr) -> pl.Expr:
    """True where ten digits end in the right check digit."""
    weighed = pl.sum_horizontal(_digit(digits, i) * (10 - i) for i in range(9))
    check = (11 - weighed % 11) % 11  # 10 equals no digit: such numbers are never issued
    return digits.str.contains(r"^[0-9]{10}$") & (check == _digit(digits, 9))


def upn_is_valid(upn: pl.Expr) -> pl.Expr:
    """True where a permanent unique pupil number's check letter is right; temporary ones are not trusted."""
    weighed = pl.sum_horizontal(_digit(upn, i) * (i + 1) for i in range(1, 13))
    letter = (weighed % 23).replace_strict(
        dict(enumerate(_UPN_LETTERS)), default=None, return_dtype=pl.String
    )
    return upn.str.contains(r"^[A-Z][0-9]{12}$") & (letter == upn.str.slice(0, 1))


def _digit(text: pl.Expr, place: int) -> pl.Expr:
    return text.str.slice(place, 1).cast(pl.Int32, strict=False)
