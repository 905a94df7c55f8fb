"""What the report says of each measure: one file a measure, with a finding in a sentence and its charts.

Each file has `finding(figures)`, a sentence computed from the figures, and `charts(figures)`.
"""

import importlib
from collections.abc import Callable
from dataclasses import dataclass

from mash.release.charts import Chart
from mash.release.figures import Figures


@dataclass(frozen=True)
class Story:
    """A measure's finding and charts."""

    finding: Callable[[Figures], str]
    charts: Callable[[Figures], list[Chart]]


def story(measure: str) -> Story:
    """The story of a measure by its name."""
    module = importlib.import_module(f"{__name__}.{measure}")
    return Story(module.finding, module.charts)
