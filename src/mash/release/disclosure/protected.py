"""A raw release made a published one in memory: counts hidden and rounded, every figure made of them."""

from collections.abc import Sequence
from dataclasses import replace

from mash.release.disclosure.attack import attacked
from mash.release.disclosure.derived import derived, with_counts
from mash.release.disclosure.further import Hiding, hiding
from mash.release.disclosure.release import Release
from mash.release.disclosure.rule import ROUNDED_TO, SMALL, SMALL_OR_MORE
from mash.release.figures import HIDDEN_TEXT

RULE = (
    f"Counts from 1 to {SMALL} are hidden ({HIDDEN_TEXT}), with as many others as it takes that none "
    f"of them can "
    f"be worked out; all others are rounded to the nearest {ROUNDED_TO}, and 0 stays 0. Rates and "
    f"their intervals "
    "are computed from these counts. Medians, means and sums have two digits, and are hidden where "
    "few cases are "
    "behind them."
)


def protected(raw: Release, earlier: Sequence[Release] = ()) -> tuple[Release, Hiding]:
    """The release as it may be published beside `earlier` ones, and what is hidden of it.

    Nothing has been attacked yet, but for what it took to choose.
    """
    chosen = hiding(raw, earlier)
    made = derived(raw, with_counts(raw, chosen.cells))
    published = {
        "rule": RULE,
        "hidden": HIDDEN_TEXT,
        "hidden_means": SMALL_OR_MORE,
        "rounded_to": ROUNDED_TO,
    }
    made = replace(made, about={**made.about, "published": published})
    _without_shares_that_mislead(made, earlier)
    return made, chosen


def _without_shares_that_mislead(made: Release, earlier: Sequence[Release]) -> None:
    """Hide the share of good grades of a round where it seems to give a grade away, in place.

    Where cases were not as likely to be drawn as each other, what is concluded from it is wrong; that does
    no less harm.
    """
    shares = made.rows.get("m10/weighted", {})
    while found := attacked([made, *earlier], measure="m10", new=True):
        misleading = [row for row in {(one.cell.row[0],) for one in found} if row in shares]
        shown = [row for row in misleading if shares[row]["good_or_better"] not in ("", HIDDEN_TEXT)]
        if not shown:
            return
        for row in shown:
            shares[row].update(dict.fromkeys(("good_or_better", "lower", "upper"), HIDDEN_TEXT))
