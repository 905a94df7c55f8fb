"""Monthly series in words and on a page: the control chart, which months are unusual, where it stands now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from mash.engine.control import LEAST_POINTS, NEAR, OUTSIDE, RUN
from mash.framework.london import LONDON
from mash.release.charts import Chart, series
from mash.release.course import Break, Course, course
from mash.release.figures import HIDDEN, RATES, Figures, Row, known
from mash.release.months import month_name, stretch

#: Signals this many months back still say where a series stands now.
NOW = 3
_NUMBERS = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]


def trend(
    figures: Figures, name: str, rows: Sequence[Row], value: str, *, subject: str, form: str = ",.0f"
) -> Chart:
    """A monthly series as a control chart where it is long enough to have limits. `name`: what the figure is
    called at the beginning of a sentence. A count (no percentage or decimal) of a part of a month bears none.
    """
    found = course_of(figures, rows, value, counts=form == ",.0f")
    text = f"{_extent(found, form)} {unusual(found)}"
    return series(headline(found, name), text, found, subject=subject, axis_title=name, form=form)


def course_of(figures: Figures, rows: Sequence[Row], value: str, *, counts: bool) -> Course:
    """The course of a column, with the changes of definition that the results name for the measure: under
    `breaks` by measure, each with `month` and `what`.
    """
    about = figures.results.about
    breaks = [Break(one["month"], one["what"]) for one in about.get("breaks", {}).get(figures.measure, [])]
    months = [row["month"] for row in rows]
    partial = in_part(about, months) if counts else ()
    return course(rows, value, breaks=breaks, partial=partial, ceiling=1 if value in RATES else None)


def in_part(about: dict[str, object], months: Sequence[str]) -> list[str]:
    """Months of which not every day lies in the window and before as-at."""
    window = about["window"]
    assert isinstance(window, dict)
    seen = datetime.fromisoformat(str(about["as_at"])).astimezone(LONDON).date() + timedelta(days=1)
    start, end = date.fromisoformat(window["start"]), min(date.fromisoformat(window["end"]), seen)
    found = []
    for month in months:
        first = date.fromisoformat(f"{month}-01")
        following = (first + timedelta(days=31)).replace(day=1)
        if first < start or following > end:
            found.append(month)
    return found


def headline(found: Course, name: str) -> str:
    """What a series shows, as a title: its last unusual months by the strongest rule that fired."""
    if all(stretch.limits is None for stretch in found.stretches):
        return f"{name}: too few months to say what is usual"
    for rule in (OUTSIDE, RUN, NEAR):
        places = [i for i, rules in enumerate(found.signals) if rule in rules]
        if places:
            return f"{name} {_said(found, rule, places)}"
    return f"{name}: no month outside what chance would give"


def _said(found: Course, rule: str, places: list[int]) -> str:
    last = places[-1]
    up = found.side(last) > 0
    if rule == RUN:
        mean = "above" if up else "below"
        return f"lay {mean} the mean for {number(found.run(last))} months to {month_name(found.months[last])}"
    if rule == NEAR:
        return f"came near the {'upper' if up else 'lower'} limit in {month_name(found.months[last])}"
    row = [i for i in places if found.side(i) == found.side(last) and set(range(i, last)) <= set(places)]
    said = f"{'rose above the upper' if up else 'fell below the lower'} limit "
    said += f"{'from' if len(row) > 1 else 'in'} {stretch(found.months[i] for i in row)}"
    others = len(places) - len(row)
    return said + (
        f", and {number(others)} earlier {'month' if others == 1 else 'months'} lay outside" if others else ""
    )


def unusual(found: Course) -> str:
    """Which months are unusual and by which rule, in words."""
    if all(stretch.limits is None for stretch in found.stretches):
        return (
            f"Control limits need {LEAST_POINTS} months with a figure, "
            "so it cannot be said which months are unusual."
        )
    marked = [
        f"{stretch(found.months[i] for i in places)} ({', '.join(rules)})"
        for rules, places in groupby(range(len(found.months)), key=lambda i: found.signals[i])
        if rules
    ]
    if not marked:
        return "Every month lies within what chance alone would give: no month is unusual."
    return f"Unusual months, marked with a diamond: {'; '.join(marked)}."


def _extent(found: Course, form: str) -> str:
    """How long the line is, where its limits lie, and its lowest and highest month."""
    at = [i for i, value in enumerate(found.values) if known(value)]
    if not at:
        return "No month has a figure that can be shown."

    def say(value: float) -> str:
        return format(value, ".1%" if "%" in form else form).replace("%", " %")

    def of(place: int) -> str:
        return f"{say(found.values[place])} in {month_name(found.months[place])}"

    low, high = min(at, key=lambda i: found.values[i]), max(at, key=lambda i: found.values[i])
    if len(found.months) == 1:
        return f"One month: {of(low)}."
    text = f"A line of {len(found.months)} months from {month_name(found.months[0])} to "
    text += f"{month_name(found.months[-1])}: lowest {of(low)}, highest {of(high)}."
    limits = found.limits
    if limits:
        text += f" Mean {say(limits.mean)}, limits {say(limits.lower)} to {say(limits.upper)}."
    for one in found.breaks:
        text += f" The definition changed in {month_name(one.month)} ({one.what}): limits begin anew."
    return text


@dataclass(frozen=True)
class Direction:
    """Where a series stands now, in words; `side`: 1 unusually high, −1 unusually low, 0 neither, None where
    that cannot be said; `rule`: what says so.
    """

    words: str
    side: int | None
    rule: str


def direction(found: Course) -> Direction:
    """Where the last months of a series stand against its control limits."""
    if found.limits is None:
        counted = sum(found.counts(i) for i in range(len(found.months)))
        if HIDDEN in found.values:
            return Direction("too few months are shown", None, "months are hidden, and limits need 12")
        return Direction(
            f"too few months: {counted}", None, f"limits need {LEAST_POINTS} months with a figure"
        )
    recent = [i for i in range(len(found.months)) if i >= len(found.months) - NOW and found.signals[i]]
    for rule in (OUTSIDE, RUN, NEAR):
        places = [i for i in recent if rule in found.signals[i]]
        if places:
            return Direction(_now(found, rule, places), found.side(places[-1]), rule)
    if not any(found.counts(i) for i in range(len(found.months) - NOW, len(found.months))):
        return Direction("the last months are not shown", None, "a hidden month breaks no rule")
    return Direction("within its limits", 0, f"no rule fired in the last {NOW} months")


def _now(found: Course, rule: str, places: list[int]) -> str:
    last = places[-1]
    above = found.side(last) > 0
    month = month_name(found.months[last])
    if rule == RUN:
        return f"{number(found.run(last))} months in a row {'above' if above else 'below'} the mean"
    if rule == NEAR:
        return f"near its {'upper' if above else 'lower'} limit in {month}"
    same = [i for i in places if found.side(i) == found.side(last)]
    limit = "above its upper limit" if above else "below its lower limit"
    return f"{limit} in {number(len(same))} of {NOW} months" if len(same) > 1 else f"{limit} in {month}"


def number(count: int) -> str:
    """A small number as a word."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)
