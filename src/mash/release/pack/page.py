"""The pack as one page: the same words in the same order as the PDF, nothing to fetch, no script."""

import base64
from importlib import resources

import jinja2

from mash.release.charts import Chart
from mash.release.pack.document import Document
from mash.release.report import coded, page_styles

ANNEXES = (
    ("definitions", "Annex A. What every figure means"),
    ("parameters", "Annex B. Parameters"),
    ("comparison", "Annex C. How a change is told from chance"),
    ("protection", "Annex D. Protection"),
    ("again", "Annex E. How to make these figures again"),
    ("framework", "Annex F. The framework"),
)


def page(document: Document) -> str:
    """The pack as HTML. Raises AssetsMissing where the page styles are not installed."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("mash.release"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"coded": coded, "drawing": drawing}
    templates = resources.files("mash.release") / "templates"
    headings = dict(ANNEXES)
    return environment.get_template("pack.html.j2").render(
        pack=document,
        styles=page_styles(),
        own_styles="".join((templates / name).read_text("utf-8") for name in ("report.css", "pack.css")),
        annexes=ANNEXES,
        rules=[
            ("comparison", headings["comparison"], document.comparison),
            ("protection", headings["protection"], document.protection),
        ],
    )


def drawing(chart: Chart) -> str:
    """A chart's drawing as an address that holds it."""
    return f"data:image/svg+xml;base64,{base64.b64encode(chart.svg.encode()).decode()}"
