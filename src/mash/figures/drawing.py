"""What a page shows of results beside their tables, drawn once: headlines, findings, charts."""

from dataclasses import asdict
from typing import Any

from mash.engine.results import Results
from mash.framework.measures import MEASURES
from mash.release.figures import Figures, count, percent
from mash.release.overview import headline
from mash.release.story import story
from mash.release.strategic import Borne, strategic_outcomes

#: Under which the strategic outcomes stand beside the measures.
OUTCOMES = "strategic outcomes"


def drawn(results: Results) -> dict[str, Any]:
    """By measure: headline, finding in a sentence, and each chart with title, words and SVG; and under
    `OUTCOMES` the strategic outcomes.
    """
    found: dict[str, Any] = {}
    for measure in MEASURES:
        figures, told = Figures(results, measure.name), story(measure.name)
        line = headline(results, measure.name)
        found[measure.name] = {
            "headline": {
                "figure": line.figure,
                "direction": line.direction,
                "verdict": line.verdict,
                "rule": line.rule,
                "better": line.better,
                "attention": list(line.attention),
            },
            "finding": told.finding(figures),
            "charts": [asdict(chart) for chart in told.charts(figures)],
        }
    found[OUTCOMES] = [
        {"words": outcome.words, "borne": [_borne(one) for one in outcome.borne]}
        for outcome in strategic_outcomes(results)
    ]
    return found


def _borne(one: Borne) -> dict[str, Any]:
    words = percent if one.bearing.among else count
    return {
        "measure": one.bearing.measure,
        "title": one.title,
        "name": one.bearing.name,
        "why": one.bearing.why,
        "better": one.bearing.better,
        "quarters": [[quarter.name, words(quarter.figure)] for quarter in one.quarters],
        "whole": words(one.whole),
        "direction": one.direction,
        "verdict": one.verdict,
        "rule": one.rule,
    }
