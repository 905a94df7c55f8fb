"""The report: results in, one self-contained HTML page out, with nothing to fetch and no script."""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup, escape

from mash.engine.results import Results
from mash.framework.london import LONDON
from mash.framework.measures import MEASURES, STRATEGIC_OUTCOMES, VISION, Measure
from mash.release.charts import Chart
from mash.release.figures import HIDDEN_MEANS, Figures
from mash.release.story import story
from mash.release.table import Table, table

TITLE = "The thirteen measures"
STYLES = "govuk-frontend.min.css"
#: Rows of a table that still stand on one printed page.
ONE_PAGE = 50


class AssetsMissing(Exception):
    """The page styles are not installed; the message says what to do."""


@dataclass(frozen=True)
class Section:
    """One measure of the report."""

    name: str
    heading: str
    question: str
    finding: str
    charts: list[dict[str, Any]]
    tables: list[Table]

    @property
    def opened(self) -> Table:
        """The table that stands open, and so is printed: the first that fits a page, else the first."""
        return next((one for one in self.tables if len(one.rows) <= ONE_PAGE), self.tables[0])


def report(results: Results) -> str:
    """The report as HTML. Raises AssetsMissing."""
    return page(TITLE, results.about, [section(results, measure) for measure in MEASURES])


def page(
    title: str,
    about: dict[str, Any],
    sections: Sequence[Section],
    facts: Sequence[tuple[str, str]] = (),
    source: str = "",
) -> str:
    """Sections as one page with nothing to fetch; `about` is what the results say of themselves.

    `facts` stand on top, `source` below each section, where they are not those of one dataset.
    """
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("mash.release"), autoescape=True, undefined=jinja2.StrictUndefined
    )
    environment.filters["coded"] = coded
    return environment.get_template("report.html.j2").render(
        title=title,
        styles=page_styles(),
        own_styles=(resources.files("mash.release") / "templates" / "report.css").read_text("utf-8"),
        about=about,
        facts=facts or of_dataset(about),
        source=source
        or f"As at {in_london(about['as_at'])}; {in_words(about['parameters'])}; "
        f"dataset {about['dataset_sha256'][:16]}.",
        sections=sections,
        hidden_means=HIDDEN_MEANS,
        vision=VISION,
        strategic_outcomes=STRATEGIC_OUTCOMES,
    )


def write_report(results: Results, out: Path) -> Path:
    """Write the report into `out` (made where it is missing) and return its path."""
    out.mkdir(parents=True, exist_ok=True)
    path = out / "report.html"
    path.write_text(report(results), encoding="utf-8")
    return path


def section(results: Results, measure: Measure) -> Section:
    """A measure's question, finding, charts and tables."""
    figures = Figures(results, measure.name)
    told = story(measure.name)
    names = [
        key.partition("/")[2] for key in results.about["statistics"] if key.startswith(measure.name + "/")
    ]
    return Section(
        measure.name,
        headed(measure),
        measure.question,
        told.finding(figures),
        [embedded(chart) for chart in told.charts(figures)],
        [table(figures, name) for name in names],
    )


def headed(measure: Measure) -> str:
    """A measure's title with its number."""
    return measure.title if measure.number == 0 else f"{measure.number}. {measure.title}"


def embedded(chart: Chart) -> dict[str, Any]:
    """A chart as a picture inside the page, its words beside it."""
    encoded = base64.b64encode(chart.svg.encode()).decode()
    return {
        "title": chart.title,
        "subject": chart.subject,
        "text": chart.text,
        "wide": chart.wide,
        "source": f"data:image/svg+xml;base64,{encoded}",
    }


def of_dataset(about: dict[str, Any]) -> list[tuple[str, str]]:
    """What is printed on top: window, as-at, parameters, dataset."""
    window, parameters, software = asked(about)
    as_at = ("As at", in_london(about["as_at"]))
    return [window, as_at, parameters, ("Dataset (SHA-256)", about["dataset_sha256"]), software]


def asked(about: dict[str, Any]) -> list[tuple[str, str]]:
    """What does not depend on the dataset: window, parameters, software."""
    last = datetime.fromisoformat(about["window"]["end"]) - timedelta(days=1)
    return [
        ("Reporting window", f"{about['window']['start']} to {last:%Y-%m-%d}, both included"),
        ("Parameters", in_words(about["parameters"])),
        ("Software", f"mash {about['software']['version']}"),
    ]


def in_london(instant: str) -> str:
    """An ISO 8601 instant in London time."""
    return f"{datetime.fromisoformat(instant).astimezone(LONDON):%-d %B %Y, %H:%M:%S} (London)"


def coded(text: str) -> Markup:
    """Text with `names` between backticks set as code."""
    return Markup(re.sub(r"`([^`]*)`", r"<code>\1</code>", str(escape(text))))


def in_words(parameters: dict[str, Any]) -> str:
    """The parameters in a line."""
    said = {True: "yes", False: "no"}
    words = {name: said[value] if isinstance(value, bool) else value for name, value in parameters.items()}
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in words.items())


def page_styles() -> str:
    """The GOV.UK stylesheet laid beside the package by the installation."""
    path = resources.files("mash.release") / "assets" / STYLES
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        raise AssetsMissing(
            "The page styles are not installed. They come from npm with the installation: "
            "run make install in the project's folder (or python scripts/assets.py)."
        ) from None
