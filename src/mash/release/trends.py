"""Monthly series on a page: the chart with its control limits, and unusual months said in words."""

from collections.abc import Sequence
from datetime import date

from mash.engine.control import LEAST_POINTS, XmR, xmr
from mash.release.charts import Chart, series
from mash.release.figures import Row


def month_name(month: str) -> str:
    """`2026-03` as `March 2026`."""
    return date.fromisoformat(f"{month}-01").strftime("%B %Y")


def trend(title: str, rows: Sequence[Row], value: str, axis: str, form: str = ",.0f") -> Chart:
    """A monthly series as a control chart where it is long enough to have limits."""
    limits = xmr([row[value] for row in rows])
    return series(title, unusual(rows, limits), rows, value=value, axis=axis, form=form, limits=limits)


def unusual(rows: Sequence[Row], limits: XmR | None) -> str:
    """Which months are unusual and by which rule, in words."""
    if limits is None:
        return (
            f"A line of {len(rows)} months. Control limits need {LEAST_POINTS} months with a figure, "
            "so it cannot be said which months are unusual."
        )
    marked = [
        f"{month_name(row['month'])} ({', '.join(rules)})"
        for row, rules in zip(rows, limits.signals, strict=True)
        if rules
    ]
    if not marked:
        return "Every month lies within what chance alone would give: no month is unusual."
    return f"Unusual months, marked with a diamond: {'; '.join(marked)}."
