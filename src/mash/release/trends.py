"""Monthly series on a page: the chart with its control limits, and unusual months said in words."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

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
        f"{_stretch([row['month'] for row, _ in months])} ({', '.join(rules)})"
        for rules, months in groupby(zip(rows, limits.signals, strict=True), key=lambda month: month[1])
        if rules
    ]
    if not marked:
        return "Every month lies within what chance alone would give: no month is unusual."
    return f"Unusual months, marked with a diamond: {'; '.join(marked)}."


def _stretch(months: Iterable[str]) -> str:
    """Months in a row that break the same rules, said once: a long run is one finding and not many."""
    first, *others = map(month_name, months)
    return f"{first} to {others[-1]}" if others else first
