"""Charts as SVG: the same drawing in page and PDF, black and one blue, read without colour and at 320 pixels.

A file for each form of chart. A chart takes rows of figures and leaves out what is hidden or not defined; its
title says the finding, its subject what is shown, its text all of it for those who cannot see it.
"""

from mash.release.charts.bars import bars, dots
from mash.release.charts.curve import Line, curve
from mash.release.charts.drawing import Chart
from mash.release.charts.flow import flow
from mash.release.charts.funnel import funnel
from mash.release.charts.grid import grid
from mash.release.charts.series import series
from mash.release.charts.stack import stack

__all__ = ["Chart", "Line", "bars", "curve", "dots", "flow", "funnel", "grid", "series", "stack"]
