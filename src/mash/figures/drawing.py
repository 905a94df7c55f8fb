"""What a page shows of results beside their tables, drawn once: findings, charts, headlines."""

from typing import Any

from mash.engine.results import Results
from mash.framework.measures import MEASURES
from mash.release.figures import Figures
from mash.release.story import story


def drawn(results: Results) -> dict[str, Any]:
    """By measure: the finding in a sentence, and each chart with title, words and SVG."""
    found: dict[str, Any] = {}
    for measure in MEASURES:
        figures, told = Figures(results, measure.name), story(measure.name)
        found[measure.name] = {
            "finding": told.finding(figures),
            "charts": [vars(chart) for chart in told.charts(figures)],
        }
    return found
