"""The annex: what every figure means, what it hangs on, how it is protected and how it is made again."""

import shlex
from collections.abc import Iterator, Mapping
from typing import Any

from mash.engine.results import Results
from mash.release.pack.reading import published

#: What each parameter decides. One that is not here is printed without a meaning.
MEANINGS = {
    "target_policy": "what a re-rating does to the due time: strictest (an upgrade shortens, a downgrade "
    "never lengthens), initial (first rating only) or current (latest rating only)",
    "repeat_days": "how many days back an earlier referral makes a later one a repeat",
    "include_known_open": "whether referrals about cases already open count in measure six",
    "working_hours": "opening hours of clocks that run in working time (London)",
    "working_days": "days of the week on which such clocks run (1 = Monday)",
    "resamples": "how often referrals are drawn anew for the interval of gamma",
    "seed": "where that drawing starts, so that it can be repeated",
}

RULES_OF_COMPARISON = (
    "Figures that hang on a parameter or a definition that has changed are not compared at all.",
    "Where the months of both releases make a series of twelve or more, control limits from the moving range "
    "(XmR) decide: a change is more than chance where a month that is new in this release breaks one of the "
    "rules named on the charts, on the side of the change.",
    "Else the 95 % interval of the difference decides: shares by Newcombe's method, counts as events that "
    "come one by one, a mix by a chi-square test of all its parts together, gamma where the two intervals do "
    "not overlap. Windows that share days are then not judged.",
    "What accounts for a difference of shares is taken apart exactly into what each part's own rate did and "
    "what the changed mix of parts did (Kitagawa). No reason is sought where the difference may be chance.",
)

#: Said where the results do not state their own rule.
RULE = (
    "A count of 1 to 4 is hidden and stands as “c”, with as many others as it takes that none can be worked "
    "out. Every other count is rounded to the nearest 5, and 0 stays 0."
)
PROTECTION = (
    "Every percentage, rate, median, chart and sentence is made from the protected counts, never from the "
    "counts behind them; so parts need not add up to their total.",
    "Before a release is written, an attack tries to work out every hidden count from all tables, totals, "
    "rates and earlier releases together. A release in which one can be found, or pinned to fewer than three "
    "values, is not published.",
)
UNPROTECTED = (
    "These figures are not protected: small counts stand in them as they are. They are for people who work "
    "with the records, not for publication.",
)
ROUNDED = (
    "In comparisons a rounded count may be off by 2: a difference is called more than chance only where it "
    "still stands when every count is moved that far against it.",
)


def parameters(about: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Each parameter: name, value, what it decides."""
    said = {True: "yes", False: "no"}
    return [
        (
            name.replace("_", " ").capitalize(),
            said[value] if isinstance(value, bool) else str(value),
            MEANINGS.get(name, ""),
        )
        for name, value in about["parameters"].items()
    ]


def protection(results: Results) -> list[str]:
    """The rules of protection as they were applied."""
    if not published(results):
        return list(UNPROTECTED)
    stated = results.about["published"]
    rule = stated.get("rule") if isinstance(stated, dict) else None
    return [rule or RULE, *PROTECTION, *ROUNDED]


def commands(results: Results) -> list[str]:
    """The command lines that make these figures again from the dataset named in the captions."""
    about = results.about
    chosen = about["parameters"]
    measures = [
        "mash", "measures", "DATASET", "--as-at", about["as_at"], "--start", about["window"]["start"],
        "--end", about["window"]["end"], "--target-policy", str(chosen["target_policy"]),
        "--repeat-days", str(chosen["repeat_days"]), "--working-hours", str(chosen["working_hours"]),
        "--working-days", str(chosen["working_days"]),
        *(["--include-known-open"] if chosen["include_known_open"] else []),
        *_narrowed(about.get("scope", {})), "--out", "RESULTS",
    ]  # fmt: skip
    report = ["mash", "report", "RESULTS", *(["--published"] if published(results) else []), "--out", "PACK"]
    return [shlex.join(measures), shlex.join(report)]


def _narrowed(scope: Mapping[str, Any]) -> Iterator[str]:
    """The options that narrow the figures: `--agency police` for agency_id."""
    for name, value in scope.items():
        yield "--" + name.removesuffix("_id").replace("_", "-")
        if value is not True:
            yield str(value)
