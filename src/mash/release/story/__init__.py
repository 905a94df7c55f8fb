"""What is said of each measure: one file a measure, with a finding in a sentence, its charts, and its line of
the overview.

Each file has `finding(figures)`, a sentence computed from the figures; `charts(figures)`; and
`reading(figures)`. None of them says anything computed from a figure that is hidden.
"""

import importlib
from collections.abc import Callable
from dataclasses import dataclass

from mash.release.charts import Chart
from mash.release.figures import Figures
from mash.release.reading import Reading


@dataclass(frozen=True)
class Story:
    """A measure's finding, charts and line of the overview."""

    finding: Callable[[Figures], str]
    charts: Callable[[Figures], list[Chart]]
    reading: Callable[[Figures], Reading]


def story(measure: str) -> Story:
    """The story of a measure by its name."""
    module = importlib.import_module(f"{__name__}.{measure}")
    return Story(module.finding, module.charts, module.reading)
