"""What changed since the earlier release, and why: words and tables computed from both releases' figures.

A change of definition is never shown as a change of performance: what the figures hang on is compared
first. A difference within what chance alone gives is called that, and no reason is sought for it.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from mash.engine.results import Results
from mash.framework.measures import MEASURES
from mash.release.pack.contributions import Decomposition, decompose
from mash.release.pack.headlines import DEPENDS_ON, HEADLINES, Headline
from mash.release.pack.mix import judge_mix
from mash.release.pack.reading import NOT_SHOWN, published, reading, window
from mash.release.pack.verdict import BETTER, HIGHER, INCOMPARABLE, LOWER, UNJUDGED, UNSHOWN, WORSE, judge


@dataclass(frozen=True)
class Change:
    """A headline compared: a word or two, the sentence, and what accounts for it."""

    measure: str
    verdict: str
    sentence: str
    why: tuple[Decomposition, ...] = ()


@dataclass(frozen=True)
class Changed:
    """The comparison with the earlier release: its window, changed definitions first, then the headlines."""

    since: str
    definitions: tuple[str, ...]
    changes: tuple[Change, ...]

    def of(self, measure: str) -> tuple[Change, ...]:
        """The changes of a measure, its first headline first."""
        return tuple(change for change in self.changes if change.measure == measure)


def changed(now: Results, before: Results) -> Changed:
    """Compare two results, both published or both not (a rounded count against a plain one says nothing).

    Raises ValueError where only one is published.
    """
    if published(now) != published(before):
        raise ValueError(
            "what changed can only be said between two published releases, or two that are not: "
            "compare published results with published results"
        )
    start, end = window(before)
    return Changed(
        f"{_day(start)} to {_day(end - timedelta(days=1))}",
        tuple(_definitions(now, before)),
        tuple(_change(now, before, headline) for headline in HEADLINES),
    )


def _definitions(now: Results, before: Results) -> list[str]:
    """What the figures hang on and is not the same in both releases, in words."""
    said = []
    for name, value in now.about["parameters"].items():
        old = before.about["parameters"].get(name)
        if old != value:
            touched = [m.title for m in MEASURES if name in DEPENDS_ON.get(m.name, ())]
            said.append(
                f"{name.replace('_', ' ').capitalize()} was {_said(old)} and is {_said(value)}: "
                f"{' and '.join(touched) or 'what hangs on it'} cannot be compared."
            )
    for measure in MEASURES:
        reworded = [
            key.partition("/")[2]
            for key, entry in now.about["statistics"].items()
            if key.startswith(measure.name + "/") and _redefined(now, before, key)
        ]
        if reworded:
            said.append(
                f"{measure.title}: the definition of {', '.join(reworded)} changed from mash "
                f"{before.about['software']['version']} to {now.about['software']['version']}; "
                f"these figures cannot be compared."
            )
    return said


def _redefined(now: Results, before: Results, key: str) -> bool:
    entry, old = (results.about["statistics"].get(key) for results in (now, before))
    return bool(entry and old and entry["definition"] != old["definition"])


def _change(now: Results, before: Results, headline: Headline) -> Change:
    """A headline's change in words, and its parts where there is more to it than chance."""
    differing = [
        name.replace("_", " ")
        for name in DEPENDS_ON.get(headline.measure, ())
        if now.about["parameters"].get(name) != before.about["parameters"].get(name)
    ]
    if _redefined(now, before, headline.key):
        differing.append("its wording")
    if differing:
        why = f"the definition ({', '.join(differing)}) changed"
        return Change(headline.measure, INCOMPARABLE, f"{headline.words} cannot be compared: {why}.")
    if headline.kind == "mix":
        mix = judge_mix(now, before, headline)
        return Change(headline.measure, mix.verdict, mix.sentence)
    here, there = reading(now, headline), reading(before, headline)
    for side, when in ((here, "now"), (there, "in the earlier release")):
        if side.why:
            verdict = UNSHOWN if side.why == NOT_SHOWN else UNJUDGED
            return Change(
                headline.measure, verdict, f"{headline.words} cannot be compared: {when} {side.why}."
            )
    judged = judge(now, before, headline, here, there)
    why_so = (
        tuple(decompose(now, before, headline, parts, here.count, there.count) for parts in headline.parts)
        if judged.verdict in (BETTER, WORSE, HIGHER, LOWER)
        else ()
    )
    return Change(headline.measure, judged.verdict, judged.sentence, why_so)


def _said(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
