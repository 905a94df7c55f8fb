"""Hubs compared: for each rate that a hub has, a funnel plot, what it shows in words, and a table.

The rates are the shares by which releases are compared (pack/headlines.py), each from the hub's own results.
The rate of all is that of the hubs' counts added up, as the limits want it. Where hubs differ by more than
chance the limits let through how much they usually do (engine/control.py): else every large hub would lie
outside.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import Any

from mash.engine.by_hub import ByHub
from mash.engine.control import funnel_limits, spread_between
from mash.engine.intervals import wilson
from mash.engine.results import Results
from mash.framework.measures import MEASURES, Measure
from mash.release.charts import Chart
from mash.release.charts.funnel import Point
from mash.release.comparison import Units, drawn, finding
from mash.release.figures import HIDDEN_SHOWN, Figures, count, percent, plural
from mash.release.pack.chance import Count
from mash.release.pack.headlines import HEADLINES, Headline
from mash.release.pack.reading import NOT_SHOWN, Reading, published, reading
from mash.release.report import Section, asked, embedded, headed, in_london, in_words, page
from mash.release.table import Cell, Table

TITLE = "Hubs compared"
#: What stands at the axes of each share compared, and over the columns: the rate, its whole, its part.
WORDS: Mapping[str, tuple[str, str, str]] = {
    "m03_risk/missed_risk": (
        "Severe outcome after the lowest rating", "Decided, first rated lowest", "With a severe outcome",
    ),
    "m04_timeliness/by_risk": ("Decided in time", "Referrals due", "Decided in time"),
    "m04_timeliness/responses": ("Requests answered in time", "Requests due", "Answered in time"),
    "m05_outcomes/earliest_intervention": (
        "Decided with an intervention", "Referrals decided", "With an intervention",
    ),
    "m06_repeats/repeat_rate": ("Repeat referrals", "Referrals with history", "Repeats"),
    "m08_satisfaction/response_rate": ("Invitations answered", "Invitations", "Answered"),
    "m09_complaints/timeliness": ("Complaints answered in time", "Stages due", "Answered in time"),
}  # fmt: skip
COMPARED = tuple(headline for headline in HEADLINES if headline.kind == "share")
_RECEIVED = "m01_referrals_by_agency/by_agency"


@dataclass(frozen=True)
class Comparison:
    """One rate across hubs: what it shows in words, its table, and its chart where two hubs have the rate."""

    finding: str
    table: Table
    chart: Chart | None = None


def write_comparison(results: ByHub, out: Path) -> Path:
    """Write the page into `out` (made where it is missing) and return its path. Raises AssetsMissing."""
    about = results.whole.about
    if published(results.whole):
        each = f"releases of {len(results.hubs)} hubs, each of its own dataset"
        facts = [*asked(about), ("Figures", f"{each}: table of measure one")]
        text = page(TITLE, about, sections(results), facts, f"{in_words(about['parameters'])}; {each}.")
    else:
        text = page(TITLE, about, sections(results))
    out.mkdir(parents=True, exist_ok=True)
    path = out / "comparison.html"
    path.write_text(text, encoding="utf-8")
    return path


def sections(results: ByHub) -> list[Section]:
    """The hubs and how many referrals each received; then every measure that has a rate of a hub."""
    found = []
    for measure in MEASURES:
        of_it = [compared(results, one) for one in COMPARED if one.measure == measure.name]
        if measure.name == _RECEIVED.partition("/")[0]:
            found.append(_received(results, measure))
        elif of_it:
            found.append(
                Section(
                    measure.name,
                    headed(measure),
                    measure.question,
                    " ".join(one.finding for one in of_it),
                    [embedded(one.chart) for one in of_it if one.chart],
                    [one.table for one in of_it],
                )
            )
    return found


def compared(results: ByHub, headline: Headline) -> Comparison:
    """One rate of each hub, against that of all."""
    read = {hub: reading(of_hub, headline) for hub, of_hub in results.hubs.items()}
    counts = {hub: one.count for hub, one in read.items() if not one.why}
    axis, size_axis, _ = WORDS[headline.key]
    if len(counts) < 2:
        said = f"{axis}: fewer than two hubs have the figure, so there is nothing to compare."
        return Comparison(said, _table(results, headline, read, {}))
    centre = _together(counts).rate
    between = spread_between(centre, [(one.rate, round(one.bottom)) for one in counts.values()])
    points = {hub: _point(results, hub, one, centre, between) for hub, one in counts.items()}
    every, units = list(points.values()), Units("hub", "hubs", between)
    subject = f"{headline.words}, by hub"
    chart = drawn(every, centre, units, subject=subject, axis=axis, size_axis=size_axis)
    least, most = (pick(every, key=lambda point: (point.value, point.name)) for pick in (min, max))
    said = (
        f"{axis}: {percent(centre)} in all hubs together, from {percent(least.value)} ({least.name}) to "
        f"{percent(most.value)} ({most.name}); {finding(every, centre, units)}."
    )
    if hidden := sum(one.why == NOT_SHOWN for one in read.values()):
        said += f" That of {plural(hidden, 'hub')} is hidden, so that nobody can be recognised."
    if without := len(read) - len(counts) - hidden:
        said += f" {plural(without, 'hub has', 'hubs have')} no such figure."
    return Comparison(said, _table(results, headline, read, points), chart)


def _together(counts: Mapping[str, Count]) -> Count:
    return Count(sum(one.top for one in counts.values()), sum(one.bottom for one in counts.values()))


def _point(results: ByHub, hub: str, its: Count, centre: float, between: float) -> Point:
    low, high = funnel_limits(centre, round(its.bottom), 0.998, between)
    name = _named(results, hub)
    return Point(name, _short(results, name), its.bottom, its.rate, not low <= its.rate <= high)


def _named(results: ByHub, hub: str) -> str:
    """What people call a hub; with its code where another is called the same."""
    name = results.names[hub]
    return f"{name} ({hub})" if list(results.names.values()).count(name) > 1 else name


def _order(results: ByHub, hub: str) -> tuple[list[str | int], str]:
    """By name; a number in it counts as a number, so that hub 2 stands before hub 10."""
    parts = re.split(r"(\d+)", _named(results, hub))
    return [int(part) if part.isdecimal() else part for part in parts], hub


def _short(results: ByHub, name: str) -> str:
    """A hub's name for the picture: without the words that end the names of all of them."""
    ends = zip(*(_named(results, hub).split()[:0:-1] for hub in results.names), strict=False)
    alike = len(list(takewhile(lambda words: len(set(words)) == 1, ends)))
    return " ".join(name.split()[:-alike]) if alike else name


def _table(
    results: ByHub, headline: Headline, read: Mapping[str, Reading], points: Mapping[str, Point]
) -> Table:
    """Every hub, in the order of their names, below all together."""
    axis, whole, part = WORDS[headline.key]
    counts = {hub: one.count for hub, one in read.items() if not one.why}
    headings = ("Rate", "95 % interval from", "to", part, whole)
    rows = [_cells("All hubs together", _together(counts), "")] if counts else []
    centre = _together(counts).rate if counts else 0
    for hub in sorted(results.hubs, key=partial(_order, results)):
        stands = "hidden" if read[hub].why == NOT_SHOWN else "no figure"
        if hub in points:
            side = "above" if points[hub].value > centre else "below"
            stands = f"{side} the limits" if points[hub].outside else "inside the limits"
        elif hub in counts:
            stands = "not compared"
        rows.append(_cells(_named(results, hub), counts.get(hub), stands))
    cells = [Cell("Hub", False), Cell("99.8 % limits", False), *(Cell(text, True) for text in headings)]
    return Table(headline.statistic, f"{axis}, by hub", _definition(results, headline.key), cells, rows)


def _definition(results: ByHub, key: str) -> str:
    """What a statistic is, as the first hub that has it says."""
    said = (one.about["statistics"].get(key) for one in results.hubs.values())
    return next((str(entry["definition"]) for entry in said if entry), "")


def _cells(name: str, its: Count | None, stands: str) -> list[Cell]:
    hidden = stands == "hidden"
    if its is None:
        figures = [HIDDEN_SHOWN if hidden else "–"] * 5
    else:
        interval = wilson(round(its.top), its.bottom)
        figures = [percent(its.rate), *map(percent, interval), count(its.top), count(its.bottom)]
    return [Cell(name, False), Cell(stands, False), *(Cell(text, True, hidden) for text in figures)]


def _received(results: ByHub, measure: Measure) -> Section:
    """Which hubs there are. How many referrals they received is no rate, and is not compared."""
    received = {hub: _referrals(one) for hub, one in results.hubs.items()}
    known = [number for number in received.values() if isinstance(number, int)]
    said = (
        f"{plural(len(known), 'hub')} received {plural(sum(known), 'referral')}. Hubs serve "
        "populations of different sizes, so the numbers themselves are not compared."
    )
    if without := len(received) - len(known):
        said += f" Of {plural(without, 'hub')} the number is not shown."
    rows = [
        [
            Cell(_named(results, hub), False),
            Cell(count(received[hub]), True),
            Cell(in_london(results.hubs[hub].about["as_at"]), False),
            Cell(results.hubs[hub].about["dataset_sha256"][:16], False),
        ]
        for hub in sorted(received, key=partial(_order, results))
    ]
    texts = ("As at", "Dataset (SHA-256 begins)")
    headings = [Cell("Hub", False), Cell("Referrals", True), *(Cell(text, False) for text in texts)]
    definition = _definition(results, _RECEIVED)
    table = Table(_RECEIVED.partition("/")[2], "Referrals received, by hub", definition, headings, rows)
    return Section(measure.name, headed(measure), measure.question, said, [], [table])


def _referrals(results: Results) -> Any:
    """How many referrals a hub received: hidden, or None where its release leaves the statistic out."""
    measure, _, statistic = _RECEIVED.partition("/")
    figures = Figures(results, measure)
    return figures.total(statistic, "agency_id")["referrals"] if figures.has(statistic) else None
