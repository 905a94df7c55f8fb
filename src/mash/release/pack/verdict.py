"""A headline in two releases: better, worse, or no more than chance – a word or two and a sentence.

Where the months of both releases make a series of twelve or more, its control limits decide (XmR): has a
month that is new in this release broken a rule? Else the interval of the difference decides.
"""

from dataclasses import dataclass

from mash.engine.control import xmr
from mash.engine.results import Results
from mash.release.figures import HIDDEN, count, decimal, percent
from mash.release.pack.chance import ROUNDING, counts_differ, intervals_apart, shares_differ, unusual_months
from mash.release.pack.headlines import Headline
from mash.release.pack.reading import Reading, days, month_said, months, overlapping, published

BETTER, WORSE, HIGHER, LOWER = "Better", "Worse", "Higher", "Lower"
SAME, NOISE, OTHER = "The same", "May be chance", "Changed"
UNJUDGED, INCOMPARABLE, UNSHOWN = "Not judged", "Not comparable", "Not shown"
#: Windows that differ by no more days than quarters do are of one length: their counts stand side by side.
ONE_LENGTH = 4


@dataclass(frozen=True)
class Judged:
    """A word or two, and the sentence."""

    verdict: str
    sentence: str


def judge(now: Results, before: Results, headline: Headline, here: Reading, there: Reading) -> Judged:
    """What became of a headline that both releases have and define alike."""
    daily = headline.kind == "count" and abs(days(now) - days(before)) > ONE_LENGTH
    value, old = (_value(headline, side, daily) for side in (here, there))
    now_said, old_said = (_figure(headline, side, daily) for side in (here, there))
    if value == old:
        return Judged(SAME, f"{headline.words} is the same: {now_said}.")
    went = f"{headline.words} {'rose' if value > old else 'fell'} from {old_said} to {now_said}"
    if headline.kind == "tally":
        return Judged(_direction(headline, value > old), f"{went}.")
    beyond, because = _beyond(now, before, headline, here, there, value > old)
    if beyond is None:
        return Judged(UNJUDGED, f"{went}; {because}.")
    if not beyond:
        return Judged(NOISE, f"{went}: the difference may be chance alone.")
    return Judged(_direction(headline, value > old), f"{went}: beyond what chance alone gives{because}.")


def _beyond(
    now: Results, before: Results, headline: Headline, here: Reading, there: Reading, up: bool
) -> tuple[bool | None, str]:
    """Whether the difference is more than chance, None where nobody can say, and words for it."""
    found = _by_months(now, before, headline, up)
    if found is not None:
        return bool(found), f" (unusual: {', '.join(map(month_said, found))})"
    if overlapping(now, before):
        return None, "the two windows share days, so it cannot be said what chance would give"
    if headline.kind == "interval":
        return intervals_apart(here.span, there.span), ""
    off = ROUNDING if published(now) else 0
    differ = shares_differ if headline.kind == "share" else counts_differ
    return differ(here.count, there.count, off), ""


def _by_months(now: Results, before: Results, headline: Headline, up: bool) -> list[str] | None:
    """The unusual months that are new; None where there is no series of which every month is known."""
    if headline.series is None:
        return None
    old, new = (months(results, headline, headline.series) for results in (before, now))
    series = sorted((old | new).items())
    fresh = new.keys() - old.keys()
    if not fresh or any(value is HIDDEN for _, value in series):
        return None
    values = [value for _, value in series]
    limits = xmr(values)
    if limits is None:
        return None
    return unusual_months(limits, values, [month for month, _ in series], set(fresh), up)


def _direction(headline: Headline, up: bool) -> str:
    if not headline.better:
        return HIGHER if up else LOWER
    return BETTER if up == (headline.better == "higher") else WORSE


def _value(headline: Headline, side: Reading, daily: bool) -> float:
    return side.count.rate if daily or headline.kind in ("share", "exposure") else side.count.top


def _figure(headline: Headline, side: Reading, daily: bool) -> str:
    """The headline as people read it, with what it is of."""
    top, bottom = side.count.top, side.count.bottom
    if headline.kind in ("share", "exposure"):
        return f"{percent(side.count.rate)} ({count(top)} of {count(bottom)})"
    if headline.kind == "interval":
        return f"{decimal(top, 2)} (95 % interval {decimal(side.span[0], 2)} to {decimal(side.span[1], 2)})"
    return (
        f"{decimal(side.count.rate, 2)} a day ({count(top)} in {count(bottom)} days)" if daily else count(top)
    )
