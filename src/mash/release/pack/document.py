"""What stands in the pack and in which order, said once for the PDF and the page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from mash.engine.results import Results
from mash.framework.measures import STRATEGIC_OUTCOMES, VISION, Measure
from mash.release.charts import Chart
from mash.release.pack import annex
from mash.release.pack.changed import Change, Changed, changed
from mash.release.pack.changes_page import Group, grouped
from mash.release.pack.key_tables import KEY_TABLES, cells
from mash.release.pack.made_of import Pack
from mash.release.pack.reading import published, window
from mash.release.pack.sources import SHORT, Traced, source
from mash.release.report import in_london, in_words
from mash.release.story import story
from mash.release.table import Cell

#: What figures can be narrowed by, in words.
WORDS = {
    "hub_id": "hub",
    "agency_id": "agency",
    "cohort_id": "cohort",
    "locality": "locality",
    "age_group": "age group",
}
ROLLED_UP = "agencies as what they have become"


@dataclass(frozen=True)
class Figure:
    """A chart with its number, title, what it says, and where it comes from."""

    number: str
    chart: Chart
    source: str


@dataclass(frozen=True)
class SetTable:
    """A table with its number, title and where it comes from; no rows where no record belongs there."""

    number: str
    title: str
    headings: list[Cell]
    rows: list[list[Cell]]
    source: str


@dataclass(frozen=True)
class Section:
    """A measure of the pack."""

    name: str
    heading: str
    question: str
    finding: str
    source: str
    changes: list[str]
    commentary: list[str]
    figures: list[Figure]
    tables: list[SetTable]
    elsewhere: list[str]


@dataclass(frozen=True)
class Glance:
    """A line of the page at a glance."""

    measure: str
    finding: str
    verdict: str
    change: str


@dataclass(frozen=True)
class Document:
    """The pack as people read it."""

    title: str
    hub: str
    period: str
    label: str
    published: bool
    facts: list[tuple[str, str]]
    correction: list[str]
    corrects: str
    glance: list[Glance]
    since: str
    definitions: list[str]
    groups: list[Group]
    sections: list[Section]
    statistics: list[tuple[str, list[str]]]
    parameters: list[tuple[str, str, str]]
    comparison: list[str]
    protection: list[str]
    commands: list[str]
    dataset: str
    version: str
    vision: str
    outcomes: list[str]
    alone: bool


def document(pack: Pack) -> Document:
    """Lay the pack out."""
    about = pack.results.about
    compared = changed(pack.results, pack.earlier) if pack.earlier else None
    start, end = window(pack.results)
    period = f"{start:%-d %B %Y} to {end - timedelta(days=1):%-d %B %Y}"
    sections = [_section(pack, measure, compared) for measure in pack.measures]
    return Document(
        title=pack.title,
        hub=pack.hub,
        period=period,
        label=f"Release {pack.release}" if pack.release else "Draft, not released",
        published=published(pack.results),
        facts=_facts(pack, period),
        correction=paragraphs(pack.correction),
        corrects=pack.corrects,
        glance=[_glance(section, compared.of(section.name)[0] if compared else None) for section in sections],
        since=compared.since if compared else "",
        definitions=list(compared.definitions) if compared else [],
        groups=grouped(compared, pack.results, pack.earlier) if compared and pack.earlier else [],
        sections=sections,
        statistics=[(key, paragraphs(about["statistics"][key]["definition"])) for key in _statistics(pack)],
        parameters=annex.parameters(about),
        comparison=list(annex.RULES_OF_COMPARISON),
        protection=annex.protection(pack.results),
        commands=annex.commands(pack.results),
        dataset=about["dataset_sha256"],
        version=about["software"]["version"],
        vision=VISION,
        outcomes=list(STRATEGIC_OUTCOMES),
        alone=bool(pack.only),
    )


def _statistics(pack: Pack) -> list[str]:
    """The statistics of its measures."""
    names = {measure.name for measure in pack.measures}
    return [key for key in pack.results.about["statistics"] if key.partition("/")[0] in names]


def _facts(pack: Pack, period: str) -> list[tuple[str, str]]:
    """What stands on the cover."""
    about = pack.results.about
    facts = [("Reporting window", f"{period}, both included"), ("As at", in_london(about["as_at"]))]
    if pack.corrects:
        facts.append(("Corrects", pack.corrects))
    return [
        *facts,
        ("Figures", "Protected for publication" if published(pack.results) else "Not protected"),
        *_narrowed(pack),
        ("Dataset", f"{about['dataset_sha256'][:SHORT]} (SHA-256, first {SHORT} characters)"),
        ("Parameters", in_words(about["parameters"])),
        ("Software", f"mash {about['software']['version']}"),
    ]


def _narrowed(pack: Pack) -> list[tuple[str, str]]:
    """What the figures are narrowed to, and which measures cannot be."""
    about = pack.results.about
    said = [
        ROLLED_UP if name == "rolled_up" else f"{WORDS[name]} {_named(about, name, code)}"
        for name, code in about.get("scope", {}).items()
    ]
    if not said:
        return []
    wide = dict.fromkeys(
        key.partition("/")[0] for key in _statistics(pack) if about["statistics"][key].get("not_narrowed_by")
    )
    titles = [measure.title for measure in pack.measures if measure.name in wide]
    facts = [("Narrowed to", "; ".join(said))]
    return [*facts, ("Not narrowed by all of it", "; ".join(titles))] if titles else facts


def _named(about: Mapping[str, Any], name: str, code: str) -> str:
    names = about["names"].get({"agency_id": "agencies", "cohort_id": "cohorts"}.get(name, ""), {})
    return str(names.get(code, code))


def _section(pack: Pack, measure: Measure, compared: Changed | None) -> Section:
    about = pack.results.about
    told = story(measure.name)
    found = Traced(pack.results, measure.name)
    finding = told.finding(found)
    drawn = Traced(pack.results, measure.name)
    charts = told.charts(drawn)
    tables = _tables(pack.results, measure)
    shown = {key.statistic for key in KEY_TABLES[measure.name]}
    statistics = [key for key in about["statistics"] if key.startswith(measure.name + "/")]
    return Section(
        measure.name,
        measure.title if measure.number == 0 else f"{measure.number}. {measure.title}",
        measure.question,
        finding,
        source(about, found.read),
        [change.sentence for change in compared.of(measure.name)] if compared else [],
        paragraphs(pack.commentary.get(measure.name, "")),
        [
            Figure(f"Figure {measure.number}.{i}", chart, source(about, drawn.read))
            for i, chart in enumerate(charts, 1)
        ],
        tables,
        [key for key in statistics if key.partition("/")[2] not in shown],
    )


def _tables(results: Results, measure: Measure) -> list[SetTable]:
    figures = Traced(results, measure.name)
    found: list[SetTable] = []
    for key in KEY_TABLES[measure.name]:
        if figures.has(key.statistic):
            headings, rows = cells(figures, key)
            where = source(results.about, [f"{measure.name}/{key.statistic}"], key.rows_said)
            number = f"Table {measure.number}.{len(found) + 1}"
            found.append(SetTable(number, key.title, headings, rows, where))
    return found


def _glance(section: Section, change: Change | None) -> Glance:
    if change is None:
        return Glance(section.heading, section.finding, "", "")
    return Glance(section.heading, section.finding, change.verdict, change.sentence)


def paragraphs(text: str) -> list[str]:
    """Plain text as paragraphs: an empty line parts them, a line end inside one is a space."""
    parts = (" ".join(part.split()) for part in re.split(r"\n\s*\n", text))
    return [part for part in parts if part]
