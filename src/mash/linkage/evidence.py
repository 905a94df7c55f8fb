"""What counts as agreement: the rules by which two records may be one person's, on model.py's levels.

Name and date of birth never link by themselves, whatever their weight: something that does not follow
from them (a place or a telephone) has to agree as well, and nothing may contradict.
"""

import polars as pl

from mash.linkage.model import COMPARISONS

_COMPARISONS = {comparison.name: comparison for comparison in COMPARISONS}


def level(comparison: str, *levels: str) -> pl.Expr:
    """True where one of these levels of a comparison of model.py held."""
    return pl.col(comparison).is_in([_COMPARISONS[comparison].number(name) for name in levels])


# -- names and birth
GIVEN = level("given", "same", "swapped", "misspelt", "badly misspelt", "alias")
UNCLEAR_GIVEN = level("given", "unknown", "initial", "near")
FAMILY = level("family", "same", "swapped", "misspelt", "alias", "part")
NAMES = GIVEN & FAMILY
SAME_BIRTH = level("birth", "same", "same, 1 January")
BORN = SAME_BIRTH | level("birth", "day and month swapped", "misspelt")
EXACT = level("given", "same", "swapped") & level("family", "same", "swapped") & SAME_BIRTH

# -- what corroborates them
HOUSE = level("address", "same", "similar", "alike")
PLACE = (
    (level("postcode", "same") & ~level("address", "different", "neighbour"))
    | (level("postcode", "same, common", "misspelt") & HOUSE)
    | (level("postcode", "unknown") & level("address", "same", "similar"))
    # a house number or a postcode mistyped
    | (EXACT & level("postcode", "same") & level("address", "neighbour"))
    | (EXACT & level("postcode", "misspelt") & level("address", "unclear"))
)
ELSEWHERE = level("postcode", "different") & ~HOUSE
TELEPHONE = level("telephone", "same")
CORROBORATION = PLACE | TELEPHONE

# -- one of the names, or the birth date, may be wrong; for more than one, place and telephone must agree
ONE_SLIP = SAME_BIRTH | (
    level("given", "same", "swapped", "alias") & level("birth", "day and month swapped", "misspelt")
)
# -- a family name changes (marriage, a child known by either parent's): then the house must agree; not on
# 1 January, the birth date assumed for many of one given name in one hostel
RENAMED = level("birth", "same") & (
    (level("given", "same") & level("postcode", "same") & (HOUSE | level("address", "unclear")))
    | (level("given", "same") & level("postcode", "misspelt") & HOUSE)
    | (level("given", "misspelt", "badly misspelt") & level("postcode", "same") & level("address", "same"))
)
PERSON = BORN & ((NAMES & ONE_SLIP & CORROBORATION) | (NAMES & PLACE & TELEPHONE) | RENAMED)
# -- an unborn child and the child after birth
CHILD = (
    level("birth", "expected")
    & level("family", "same", "misspelt", "alias", "part")
    & level("given", "unknown", "same", "misspelt")
    & CORROBORATION
)
# -- a police or social care id with one figure misread makes up for one thing unknown, if the place agrees
MISREAD = (
    level("identifiers", "misread")
    & (PLACE | (level("postcode", "same") & level("address", "neighbour")))
    & (
        (NAMES & (BORN | level("birth", "unknown")))
        | (GIVEN & SAME_BIRTH)
        | (level("given", "unknown", "near") & FAMILY & BORN)
    )
)

# -- what speaks against
OTHER_PERSON = level("given", "different", "other middle") | level("birth", "different", "other child")
CONTRADICTED = (level("birth", "different") & level("given", "different")) | level("birth", "other child")
SAME_IDENTIFIER = level("identifiers", "same", "same, and another")
MIXED_IDENTIFIERS = level("identifiers", "mixed") | (
    level("identifiers", "same, and another") & ~(NAMES & BORN)
)
