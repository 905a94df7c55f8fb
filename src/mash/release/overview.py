"""The overview: for the baseline and each measure its headline, its direction, what needs attention.

Everything is said in words. A verdict (better, worse, changed, only noise, cannot be said) never stands
without the rule that gives it, and no two months are compared with each other.
"""

from dataclasses import dataclass
from typing import Any

from mash.engine.results import Results
from mash.framework.measures import MEASURES
from mash.release.figures import Figures, Hidden
from mash.release.reading import HIGHER, NEITHER, Reading
from mash.release.story import story
from mash.release.trends import Direction, direction

BETTER, WORSE, CHANGED, NOISE, UNSAID = "better", "worse", "changed", "only noise", "cannot be said"
#: Letters of a headline figure and of a direction: a page of fourteen rows fits one screen.
MOST = 60


@dataclass(frozen=True)
class Headline:
    """A measure in a line.

    `figure` and `direction`: at most 60 characters each. `verdict`: better, worse, changed (where no
    direction is better), only noise or cannot be said; `rule`: what says so; `better`: which direction is
    better, in words. `months`: its monthly series, where one exists, as (month, figure; HIDDEN where it is
    not shown, None where it is not defined). `attention`: what needs attention now, a sentence each.
    """

    measure: str
    title: str
    figure: str
    direction: str
    verdict: str
    rule: str
    better: str
    months: tuple[tuple[str, float | Hidden | None], ...]
    attention: tuple[str, ...]


def overview(results: Results) -> list[Headline]:
    """The headlines of the baseline and the thirteen measures, in their order. A pure function of results."""
    return [headline(results, measure.name) for measure in MEASURES]


def headline(results: Results, measure: str) -> Headline:
    """The headline of one measure."""
    found: Reading = story(measure).reading(Figures(results, measure))
    stands = found.direction or (direction(found.course) if found.course else _UNKNOWN)
    months: list[tuple[str, Any]] = []
    if found.course:
        months = list(zip(found.course.months, found.course.values, strict=True))
    attention = list(found.attention)
    says = verdict(stands.side, found.better)
    if found.course and stands.side and says != BETTER:
        attention.insert(0, f"{_TITLES[measure]}: {stands.words}.")
    return Headline(
        measure,
        _TITLES[measure],
        _short(found.figure),
        _short(stands.words),
        says,
        stands.rule,
        found.better,
        tuple(months),
        tuple(attention),
    )


_TITLES = {measure.name: measure.title for measure in MEASURES}
_UNKNOWN = Direction("one figure for the whole window", None, "there is no series to compare")


def verdict(side: int | None, better: str) -> str:
    """What a direction means: 1 up, −1 down, 0 neither beyond chance, None cannot be said."""
    if side is None:
        return UNSAID
    if side == 0:
        return NOISE
    if better == NEITHER:
        return CHANGED
    return BETTER if (side > 0) == (better == HIGHER) else WORSE


def _short(text: str) -> str:
    return text if len(text) <= MOST else text[: MOST - 1].rstrip() + "…"
