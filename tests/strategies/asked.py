"""Questions put to a drawn dataset: as-at and window at the moments and days of its own rows."""

from datetime import date, datetime, time

from hypothesis import strategies as st

from mash.engine.question import Parameters, Question

from .fences import DAY, DAYS, JITTERS, SPANS, Dice, london_day, london_midnight, utc

AFTER_ALL = utc(2027, 1, 1)
EVERYTHING = (date(2023, 1, 1), date(2026, 1, 1))
USUAL = (time(8, 30), time(17))


def questions(tables: dict) -> st.SearchStrategy[Question]:
    """Any policy; as-at long after, or at (or a hair from) an event, a target or an edge of the window."""
    return st.integers(0, 2**32).map(lambda seed: question(Dice(seed), tables))


def question(d: Dice, tables: dict) -> Question:
    referrals, complaints = tables.get("referrals", []), tables.get("complaints", [])
    start, end = window(d, [london_day(r["received_at"]) for r in referrals])
    values = {value for rows in tables.values() for row in rows for value in row.values()}
    moments = sorted(value for value in values if isinstance(value, datetime))
    fences = {
        "after all": [AFTER_ALL],
        "event": moments,
        "late event": moments[-len(moments) // 3 :],
        "target": [r["received_at"] + span for r in referrals + complaints for span in SPANS],
        "edge": [london_midnight(start), london_midnight(end), london_midnight(end - DAY)],
    }
    kind = d.one_of(["after all", "after all", "late event", "late event", "event", "target", "edge"])
    return Question(d.one_of(fences[kind] or [AFTER_ALL]) + d.one_of(JITTERS), start, end, parameters(d))


def window(d: Dice, received: list[date]) -> tuple[date, date]:
    """Everything; between two days on which something comes in; one month."""
    one, other = sorted([d.one_of(received + DAYS), d.one_of(received + DAYS)])
    month = one.replace(day=1)
    between = (one, other + DAY)
    return d.one_of(
        [EVERYTHING, EVERYTHING, EVERYTHING, between, between, (month, (month + 32 * DAY).replace(day=1))]
    )


def parameters(d: Dice) -> Parameters:
    return Parameters(
        target_policy=d.one_of(["strictest", "strictest", "current", "initial"]),
        repeat_days=d.one_of([365, 365, 1, 30, 90]),
        include_known_open=d.random() < 0.3,
        working_hours=d.one_of([USUAL, USUAL, USUAL, (time(9), time(17, 30)), (time(0), time(6))]),
        working_days=d.one_of([(1, 2, 3, 4, 5), (1, 2, 3, 4, 5), (1, 2, 3, 4, 5, 6, 7), (7,)]),
    )
