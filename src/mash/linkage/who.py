"""Who two records say they are: identifiers, names, birth and sex compared."""

from mash.linkage.identifiers import CHECKED, IDENTIFIERS, UNCHECKED
from mash.linkage.level import Comparison, Level, either_unknown

#: Six weeks: how far a birth lies from the expected date at most.
DAYS_AROUND_BIRTH = 42


def _misspelt(column: str, shortest: int) -> str:
    """One letter wrong, missing, too many, or two neighbours swapped; the first letter is right."""
    return (
        f"least(length({column}_l), length({column}_r)) >= {shortest} "
        f"AND left({column}_l, 1) = left({column}_r, 1) "
        f"AND damerau_levenshtein({column}_l, {column}_r) <= 1"
    )


def _any(kinds: tuple[str, ...], sign: str) -> str:
    return "(" + " OR ".join(f"coalesce({kind}_l {sign} {kind}_r, FALSE)" for kind in kinds) + ")"


_SAME, _DIFFER = _any(IDENTIFIERS, "="), _any(IDENTIFIERS, "<>")
_CHECKED_SAME, _CHECKED_DIFFER = _any(CHECKED, "="), _any(CHECKED, "<>")
# one figure misread, but not the last: ids given out one after the other, to twins, differ there;
# two neighbouring figures swapped anywhere
_MISREAD = " OR ".join(
    f"(damerau_levenshtein({kind}_l, {kind}_r) = 1 AND (right({kind}_l, 1) = right({kind}_r, 1) "
    f"OR list_sort(string_split({kind}_l, '')) = list_sort(string_split({kind}_r, ''))) "
    f"AND least(length({kind}_l), length({kind}_r)) >= 6)"
    for kind in UNCHECKED
)
_SWAPPED = "given_l = family_r AND family_l = given_r"
# two people, twins least of all, do not bear each other's names crosswise, not even nearly
_NEARLY_SWAPPED = (
    "jaro_winkler_similarity(given_l, family_r) >= 0.8 AND jaro_winkler_similarity(family_l, given_r) >= 0.8 "
    "AND jaro_winkler_similarity(given_l, given_r) < 0.8"
)
_MIDDLES = (
    "(middle_l IS NULL OR middle_r IS NULL "
    "OR starts_with(middle_l, middle_r) OR starts_with(middle_r, middle_l) "
    "OR damerau_levenshtein(middle_l, middle_r) <= 1)"
)

NUMBERS = Comparison(
    "identifiers",
    f"NOT {_SAME} AND NOT {_DIFFER}",
    (
        Level("mixed", f"{_SAME} AND {_CHECKED_DIFFER}", 0.01, 1e-6),
        Level("same", f"{_CHECKED_SAME} OR ({_SAME} AND NOT {_DIFFER})", 0.85, 1e-9),
        # one police or social care id agrees, the other kind does not
        Level("same, and another", _SAME, 0.04, 1e-7),
        Level("contradict", _CHECKED_DIFFER, 0.001, 0.50),
        Level("misread", _MISREAD, 0.01, 1e-4),
        # one person in two councils' registers, or twice in one
        Level("other number", "ELSE", 0.089, 0.4998),
    ),
)

GIVEN = Comparison(
    "given",
    either_unknown("given"),
    (
        Level("same", f"(called_l = called_r AND {_MIDDLES}) OR joined_l = joined_r", 0.80, 0.01),
        Level("swapped", f"({_SWAPPED}) OR ({_NEARLY_SWAPPED})", 0.02, 1e-5),
        # twins: Mary Ann and Mary Jane, Mohammed Ali and Mohammed Hassan
        Level("other middle", "called_l = called_r", 0.02, 0.005),
        # both in use as names: Maria and Marie are two people; Mraia is a misspelling of one
        Level(
            "misspelt",
            # the last letter often makes another name: Daniel, Daniela
            f"{_misspelt('given', 4)} AND right(given_l, 1) = right(given_r, 1) "
            "AND NOT (given_in_use_l AND given_in_use_r) AND coalesce(sex_l = sex_r, TRUE)",
            0.08,
            0.002,
        ),
        # a name in use, and two letters away from it one that nobody else bears
        Level(
            "badly misspelt",
            "given_in_use_l <> given_in_use_r AND least(length(given_l), length(given_r)) >= 5 "
            "AND left(given_l, 1) = left(given_r, 1) AND damerau_levenshtein(given_l, given_r) <= 2 "
            "AND coalesce(sex_l = sex_r, TRUE)",
            0.02,
            0.002,
        ),
        Level(
            "alias",
            "contains(others_l, ' ' || called_r || ' ') OR contains(others_r, ' ' || called_l || ' ')",
            0.02,
            1e-4,
        ),
        Level(
            "initial",
            "least(length(given_l), length(given_r)) = 1 AND left(given_l, 1) = left(given_r, 1)",
            0.02,
            0.01,
        ),
        # neither one name nor clearly two: Hassan and Hussain, or a name badly mistyped
        Level(
            "near",
            "jaro_winkler_similarity(given_l, given_r) >= 0.85 AND NOT (given_in_use_l AND given_in_use_r)",
            0.02,
            0.005,
        ),
        Level("different", "ELSE", 0.02, 0.95),
    ),
)

FAMILY = Comparison(
    "family",
    either_unknown("family"),
    (
        Level("same", "family_l = family_r", 0.80, 0.003),
        Level("swapped", f"({_SWAPPED}) OR ({_NEARLY_SWAPPED})", 0.02, 1e-5),
        Level(
            "alias",
            "contains(others_l, ' ' || family_r || ' ') OR contains(others_r, ' ' || family_l || ' ')",
            0.02,
            1e-4,
        ),
        Level(
            "misspelt",
            f"({_misspelt('family', 4)}) OR (least(length(family_l), length(family_r)) >= 7 "
            "AND damerau_levenshtein(family_l, family_r) <= 2)",
            0.07,
            0.001,
        ),
        # one half of a double-barrelled name
        Level(
            "part",
            "least(length(family_l), length(family_r)) >= 4 AND (starts_with(family_l, family_r) "
            "OR starts_with(family_r, family_l) OR ends_with(family_l, family_r) "
            "OR ends_with(family_r, family_l))",
            0.03,
            5e-4,
        ),
        Level("different", "ELSE", 0.06, 0.99),
    ),
)

BIRTH = Comparison(
    "birth",
    "coalesce(dob_l, edd_l) IS NULL OR coalesce(dob_r, edd_r) IS NULL",
    (
        # the day that is written where only the year is known
        Level("same, 1 January", "dob_l = dob_r AND month(dob_l) = 1 AND day(dob_l) = 1", 0.01, 1e-4),
        Level("same", "dob_l = dob_r", 0.87, 1e-4),
        Level(
            "day and month swapped",
            "year(dob_l) = year(dob_r) AND month(dob_l) = day(dob_r) AND day(dob_l) = month(dob_r)",
            0.02,
            5e-5,
        ),
        # one figure wrong or two neighbours swapped, but never ten years: that is a parent
        Level(
            "misspelt",
            "damerau_levenshtein(ymd_l, ymd_r) <= 1 AND abs(year(dob_l) - year(dob_r)) < 10",
            0.05,
            0.003,
        ),
        Level(
            "expected",
            "(dob_l IS NULL OR dob_r IS NULL) AND "
            "abs(date_diff('day', coalesce(dob_l, edd_l), coalesce(dob_r, edd_r))) "
            f"<= {DAYS_AROUND_BIRTH}",
            0.02,
            0.002,
        ),
        # expected long before or after the other was born, as a mother was
        Level("other child", "dob_l IS NULL OR dob_r IS NULL", 0.001, 0.09),
        Level("different", "ELSE", 0.03, 0.90),
    ),
)

SEX = Comparison(
    "sex",
    either_unknown("sex"),
    (Level("same", "sex_l = sex_r", 0.99, 0.5), Level("different", "ELSE", 0.01, 0.5)),
)
