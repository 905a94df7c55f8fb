"""Questions put to a drawn dataset: as-at and window at the moments and days of its own rows."""

from datetime import date, datetime, time

from hypothesis import strategies as st

from mash.dataset.contract import REFERENCE_TABLES
from mash.engine.question import Parameters, Question, Scope

from .fences import DAY, DAYS, JITTERS, YEARS, Dice, london_day, london_midnight, utc
from .sharing import USUAL_HOURS, due

AFTER_ALL = utc(2027, 1, 1)
EVERYTHING = (date(2023, 1, 1), date(2026, 1, 1))


def questions(tables: dict) -> st.SearchStrategy[Question]:
    """Any policy; as-at long after, or at (or a hair from) an event, a target, or an edge of a day or window.

    `tables` are a whole dataset: every table of the contract, empty or not.
    """
    return st.integers(0, 2**32).map(lambda seed: question(Dice(seed), tables))


def question(d: Dice, tables: dict) -> Question:
    start, end = window(d, tables)
    moments = sorted(value for value in values(tables) if isinstance(value, datetime))
    days = [value for value in values(tables) if not isinstance(value, datetime)]
    fences = {
        "after all": [AFTER_ALL],
        "event": moments,
        "late event": moments[-len(moments) // 3 :],
        "target": targets(tables),
        "day": [london_midnight(day) for day in days] + [london_midnight(day + DAY) for day in days],
        "edge": [london_midnight(start), london_midnight(end), london_midnight(end - DAY)],
        "watched": watched(tables),
    }
    kind = d.one_of(["after all", "after all", "late event", "target", "day", *fences])
    at = d.one_of(fences[kind] or [AFTER_ALL]) + d.one_of(JITTERS)
    return Question(at, start, end, parameters(d), scope(d, tables))


def values(tables: dict) -> list[date]:
    """Every date and instant of what happened (not of reference data, whose days lie far out)."""
    rows = [row for name, rows in tables.items() if name not in REFERENCE_TABLES for row in rows]
    return [value for row in rows for value in row.values() if isinstance(value, date)]


def targets(tables: dict) -> list[datetime]:
    """When something still open falls due: decisions by their own ratings, requests, complaints."""
    ends = [q["due_at"] for q in tables["requests"] if q["due_at"] and not q["responded_at"]]
    ends += [c["due_at"] for c in tables["complaints"] if c["due_at"] and not c["closed_at"]]
    waiting = {r["referral_id"]: r["received_at"] for r in tables["referrals"] if not r["decided_at"]}
    for rating in tables["ratings"]:
        if rating["referral_id"] in waiting:
            for start in (waiting[rating["referral_id"]], rating["rated_at"]):
                for risk in tables["risks"]:
                    if risk["risk"] == rating["risk"]:
                        ends += due(tables, start, risk)
    return ends


def watched(tables: dict) -> list[datetime]:
    """A named span after the first decision: nobody has then been watched for longer."""
    first = min((r["decided_at"] for r in tables["referrals"] if r["decided_at"]), default=None)
    return [first + span for span in YEARS] if first else []


def window(d: Dice, tables: dict) -> tuple[date, date]:
    """Everything; between two days on which something comes in or starts or ends to be valid; one month."""
    ends = DAYS + [london_day(r["received_at"]) for r in tables["referrals"]]
    ends += [day for day in values(tables) if not isinstance(day, datetime)]
    ends += [a[c] for a in tables["agencies"] for c in ("valid_from", "valid_to") if a[c]]
    one, other = sorted([d.one_of(ends), d.one_of(ends)])
    month = one.replace(day=1)
    between = (one, max(other + d.one_of([0, 1]) * DAY, one + DAY))
    return d.one_of(
        [EVERYTHING, EVERYTHING, EVERYTHING, between, between, (month, (month + 32 * DAY).replace(day=1))]
    )


def scope(d: Dice, tables: dict) -> Scope:
    """Mostly everything; else one filter or several, of codes that the dataset has; rolled up or not."""
    rolled_up = d.random() < 0.3
    if d.random() < 0.5:
        return Scope(rolled_up=rolled_up)
    ends = {a["successor_id"] for a in tables["agencies"] if a["successor_id"]}
    last = [a["agency_id"] for a in tables["agencies"] if not (rolled_up and a["successor_id"])]
    places = [r["locality"] for r in tables["referrals"] if r.get("locality")]
    codes = {
        "hub_id": [h["hub_id"] for h in tables["hubs"]],
        "agency_id": last + [code for code in last if code in ends],
        "cohort_id": [c["cohort_id"] for c in tables["cohorts"]],
        "locality": places,
        "age_group": ["child", "adult", "any"],
    }
    names = [name for name in codes if codes[name]]
    chosen = {d.one_of(names) for _ in range(d.one_of([1, 1, 2, 3]))}
    return Scope(rolled_up=rolled_up, **{name: d.one_of(codes[name]) for name in sorted(chosen)})


def parameters(d: Dice) -> Parameters:
    return Parameters(
        target_policy=d.one_of(["strictest", "strictest", "current", "initial"]),
        repeat_days=d.one_of([365, 365, 1, 30, 90]),
        include_known_open=d.random() < 0.3,
        working_hours=d.one_of(
            [USUAL_HOURS, USUAL_HOURS, USUAL_HOURS, (time(9), time(17, 30)), (time(0), time(6))]
        ),
        working_days=d.one_of([(1, 2, 3, 4, 5), (1, 2, 3, 4, 5), (1, 2, 3, 4, 5, 6, 7), (7,)]),
    )
