"""Hypothesis strategies: small whole datasets, valid under the contract, drawn at the fences; and questions.

@given(asked(sharing_datasets()))
def test_...(drawn):
    tables, question = drawn
"""

from collections.abc import Collection

from hypothesis import strategies as st

from mash.dataset.contract import TABLES

from . import quality, sharing
from .asked import questions
from .fences import Dice
from .reference import baselines, reference

__all__ = ["asked", "datasets", "quality_datasets", "questions", "sharing_datasets"]

# tables that hang on referrals, each drawn by the function of its name
ON_REFERRALS = ("ratings", "requests", "disposals", "subjects", "referral_cohorts", "escalations")
# registers of one or more tables; evidence before lessons, which point to it
REGISTERS = ("surveys", "complaints", "audits", "evidence", "lessons", "activities")
EVERYTHING = (*ON_REFERRALS, "baselines", *REGISTERS)

seeds = st.integers(0, 2**32)


def seeds_between(least: int, most: int) -> st.SearchStrategy[list[int]]:
    """Mostly the most: lists left to themselves are short, and a rule needs company to go wrong."""
    floors = st.sampled_from([least, most // 2, most, most])
    return floors.flatmap(lambda floor: st.lists(seeds, min_size=max(least, floor), max_size=most))


@st.composite
def datasets(
    draw, drawn: Collection[str] = EVERYTHING, referrals: int = 10, least: int = 1, entries: int = 5
) -> dict[str, list[dict]]:
    """Tables as lists of rows: reference data, `least` to `referrals` referrals, and what `drawn` names.

    `drawn` names tables that hang on referrals, `baselines`, and registers (`surveys` brings questions,
    invitations and answers with it), each with up to `entries` entries; all other tables are empty. A
    test of m04 draws `datasets(drawn=("ratings", "requests"), referrals=20)`.
    """
    unknown = set(drawn) - set(EVERYTHING)
    assert not unknown, f"nothing draws {sorted(unknown)}; there are {EVERYTHING}"
    tables: dict = {name: [] for name in TABLES} | reference(Dice(draw(seeds)))
    for seed in draw(seeds_between(least, referrals)):
        sharing.referral(Dice(seed), tables)
        for name in ON_REFERRALS:
            if name in drawn:
                # its own dice: leaving one table out does not change another
                getattr(sharing, name)(Dice(f"{seed} {name}"), tables, tables["referrals"][-1])
    if "baselines" in drawn:
        tables["baselines"] = baselines(Dice(draw(seeds)), tables)
    for register in REGISTERS:
        if register in drawn:
            for seed in draw(seeds_between(0, entries)):
                getattr(quality, register)(Dice(seed), tables)
    return tables


def sharing_datasets(referrals: int = 20) -> st.SearchStrategy[dict[str, list[dict]]]:
    """For m00–m07: referrals, everything that hangs on them, and baselines."""
    return datasets((*ON_REFERRALS, "baselines"), referrals=referrals)


def quality_datasets(entries: int = 8) -> st.SearchStrategy[dict[str, list[dict]]]:
    """For m08–m13: the registers, with a few referrals to divide by and to audit."""
    return datasets(REGISTERS, referrals=4, entries=entries)


def asked(dataset: st.SearchStrategy[dict[str, list[dict]]]) -> st.SearchStrategy[tuple]:
    """A dataset with a question put to it."""
    return dataset.flatmap(lambda tables: st.tuples(st.just(tables), questions(tables)))
