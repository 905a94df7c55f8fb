"""Where two records say that somebody lives and can be called: postcode, address and telephone compared."""

from mash.linkage.level import Comparison, Level, either_unknown

_SHARED = "len(list_intersect(words_l, words_r))"
_FEWER = "least(len(words_l), len(words_r))"
_HALF = f"({_SHARED} > 0 AND {_SHARED} * 2 >= {_FEWER})"
_NO_NUMBER = "least(len(numbers_l), len(numbers_r)) = 0"
# 14 agrees with Flat 2, 14; Flat 1, 14 does not
_NUMBERS_AGREE = (
    "(least(len(numbers_l), len(numbers_r)) > 0 AND "
    "len(list_intersect(numbers_l, numbers_r)) = least(len(numbers_l), len(numbers_r)))"
)

POSTCODE = Comparison(
    "postcode",
    either_unknown("postcode"),
    (
        # so many live there that it says little without the address
        Level("same, common", "postcode_l = postcode_r AND postcode_common_l", 0.10, 0.005),
        Level("same", "postcode_l = postcode_r", 0.60, 3e-4),
        Level("misspelt", "damerau_levenshtein(postcode_l, postcode_r) <= 1", 0.08, 0.002),
        Level("different", "ELSE", 0.22, 0.99),
    ),
)

ADDRESS = Comparison(
    "address",
    either_unknown("address"),
    (
        Level("same", "address_l = address_r", 0.50, 1e-4),
        # one is a shorter way to write the other
        Level("similar", f"{_NUMBERS_AGREE} AND {_SHARED} = {_FEWER} AND {_FEWER} >= 2", 0.15, 2e-4),
        # one has been mistyped, or names another part of the place
        Level(
            "alike",
            f"{_NUMBERS_AGREE} AND jaro_winkler_similarity(address_l, address_r) >= 0.9",
            0.10,
            2e-4,
        ),
        Level("unclear", f"({_NUMBERS_AGREE} OR {_NO_NUMBER}) AND {_HALF}", 0.07, 0.001),
        Level("number alone", _NUMBERS_AGREE, 0.02, 0.008),
        # another house of the street, or a mistyped number
        Level("neighbour", _HALF, 0.03, 0.002),
        Level("different", "ELSE", 0.13, 0.98),
    ),
)

TELEPHONE = Comparison(
    "telephone",
    either_unknown("telephone"),
    (
        Level("same", "telephone_l = telephone_r", 0.60, 1e-5),
        Level("misspelt", "damerau_levenshtein(telephone_l, telephone_r) <= 1", 0.05, 1e-4),
        Level("different", "ELSE", 0.35, 0.99),
    ),
)
