"""A headline read from results: its counts, or why there are none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from mash.engine.results import Results
from mash.framework.london import LONDON
from mash.release.figures import HIDDEN, Figures, Row
from mash.release.pack.chance import Count
from mash.release.pack.headlines import Headline, Series

MISSING = "the figure is not among these results"
UNDEFINED = "the figure is not defined"
NOT_SHOWN = "not shown, as protection hides a small count in it"


@dataclass(frozen=True)
class Reading:
    """A headline's figure. `why` says in words why there is none; then nothing else counts."""

    count: Count = field(default=Count(0, 1))
    span: tuple[float, float] = (0, 0)
    why: str = ""


def reading(results: Results, headline: Headline) -> Reading:
    """The headline in these results. Several rows that fit `where` are added up."""
    figures = Figures(results, headline.measure)
    if not figures.has(headline.statistic):
        return Reading(why=MISSING)
    rows = fitting(figures.rows(headline.statistic), headline.where)
    if not rows:
        return Reading(why=UNDEFINED)
    columns = [c for c in (headline.top, headline.bottom, headline.printed) if c]
    if headline.kind == "interval":
        columns += ["lower", "upper"]
    values = [row[column] for row in rows for column in columns]
    if any(value is HIDDEN for value in values):
        return Reading(why=NOT_SHOWN)
    if any(value is None for value in values):
        return Reading(why=UNDEFINED)
    top = sum(row[headline.top] for row in rows)
    bottom = sum(row[headline.bottom] for row in rows) if headline.bottom else days(results)
    if bottom <= 0:
        return Reading(why=UNDEFINED)
    span = (rows[0]["lower"], rows[0]["upper"]) if headline.kind == "interval" else (0, 0)
    return Reading(Count(top, bottom), span)


def fitting(rows: list[Row], where: Mapping[str, str]) -> list[Row]:
    """The rows whose dimensions are as `where` says."""
    return [row for row in rows if all(str(row[column]) == code for column, code in where.items())]


def months(results: Results, headline: Headline, series: Series) -> dict[str, Any]:
    """The monthly series of a headline, month by month; empty where the results do not hold it."""
    figures = Figures(results, headline.measure)
    if not figures.has(series.statistic):
        return {}
    rows = fitting(figures.rows(series.statistic), series.where)
    return {row["month"]: row[series.column] for row in rows}


def month_said(month: str) -> str:
    """`2026-03` as `March 2026`; a longer stretch, where protection merged months, stays as it is."""
    try:
        return f"{date.fromisoformat(f'{month}-01'):%B %Y}"
    except ValueError:
        return month


def window(results: Results) -> tuple[date, date]:
    """First day of the reporting window, and the day after its last that lies before as-at."""
    said = results.about["window"]
    today = datetime.fromisoformat(results.about["as_at"]).astimezone(LONDON).date()
    return date.fromisoformat(said["start"]), min(date.fromisoformat(said["end"]), today + timedelta(days=1))


def days(results: Results) -> int:
    """Days of the reporting window."""
    start, end = window(results)
    return (end - start).days


def overlapping(now: Results, before: Results) -> bool:
    """Whether the two windows share a day, and so records."""
    return window(now)[0] < window(before)[1] and window(before)[0] < window(now)[1]


def published(results: Results) -> bool:
    """Whether the figures went through protection."""
    return bool(results.about.get("published"))
