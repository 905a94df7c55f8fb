"""How a whole is divided among its parts in two releases: one question for all parts together.

Asked part by part, one of twenty would differ by chance alone; so the mix is judged as a whole, and the
part that moved most is named only where the whole is more than chance.
"""

from mash.engine.results import Results
from mash.release.figures import Figures, percent
from mash.release.pack.chance import ROUNDING, mixes_differ
from mash.release.pack.contributions import part_counts
from mash.release.pack.headlines import Headline
from mash.release.pack.reading import overlapping, published
from mash.release.pack.verdict import NOISE, OTHER, UNJUDGED, UNSHOWN, Judged


def judge_mix(now: Results, before: Results, headline: Headline) -> Judged:
    """What became of the mix; parts hidden in either release are left out of both, and said."""
    parts = headline.parts[0]
    (here, hidden_here), (there, hidden_there) = (
        part_counts(results, headline, parts) for results in (now, before)
    )
    hidden = hidden_here | hidden_there
    codes = sorted((here.keys() | there.keys()) - hidden)
    new, old = ([side[c].top if c in side else 0 for c in codes] for side in (here, there))
    if not sum(new) or not sum(old):
        verdict = UNSHOWN if hidden else UNJUDGED
        return Judged(verdict, f"{headline.words} cannot be compared: a release has nothing to show in it.")
    left_out = f" Parts that are not shown are left out ({len(hidden)})." if hidden else ""
    if overlapping(now, before):
        said = "the two windows share days, so it cannot be said what chance would give"
        return Judged(UNJUDGED, f"{headline.words}: {said}.{left_out}")
    if not mixes_differ(new, old, ROUNDING if published(now) else 0):
        return Judged(NOISE, f"{headline.words}: the differences may be chance alone.{left_out}")
    shares = {code: (b / sum(old), a / sum(new)) for code, a, b in zip(codes, new, old, strict=True)}
    most = max(codes, key=lambda code: (abs(shares[code][1] - shares[code][0]), code))
    before_share, share = shares[most]
    name = Figures(now, headline.measure).name(parts.dimension, most)
    return Judged(
        OTHER,
        f"{headline.words} changed beyond what chance alone gives; most of all {name}, which "
        f"{'rose' if share > before_share else 'fell'} from {percent(before_share)} to {percent(share)}."
        + left_out,
    )
