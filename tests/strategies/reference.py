"""Reference tables: agencies that come and go, risks that change their rules, closed days, baselines."""

from datetime import date

from .fences import DAY, Dice

VALIDITY = [
    (None, None),
    (None, None),
    (None, None),
    (None, date(2024, 3, 31)),
    (date(2024, 4, 1), None),
    (date(2024, 3, 31), date(2024, 3, 31)),
    (date(2031, 1, 1), None),
]

# Periods of a risk's rows: whole, changed at a month end, with a gap, still to come, gone.
RISK_PERIODS = [
    [(date(2000, 1, 1), None)],
    [(date(2000, 1, 1), None)],
    [(date(2000, 1, 1), date(2024, 3, 31)), (date(2024, 4, 1), None)],
    [
        (date(2000, 1, 1), date(2023, 12, 31)),
        (date(2024, 4, 1), date(2024, 10, 26)),
        (date(2024, 10, 28), None),
    ],
    [(date(2031, 1, 1), None)],
    [(date(2000, 1, 1), date(2020, 1, 1))],
]
TARGETS = [2.0, 24.0, 72.0, 8.5, 17.0, 0.5, 0.0, None]

CLOSED_DAYS = [date(2024, 3, 29), date(2024, 4, 1), date(2024, 10, 28), date(2024, 12, 25)]

# Baseline periods of one agency and cohort: none, the whole span, in two parts, with a gap, a leap day.
BASELINE_PERIODS = [
    [],
    [(date(2023, 1, 1), date(2025, 12, 31))],
    [(date(2023, 1, 1), date(2024, 3, 31)), (date(2024, 4, 1), date(2026, 3, 31))],
    [(date(2023, 1, 1), date(2024, 3, 30)), (date(2024, 4, 1), date(2026, 3, 31))],
    [(date(2024, 2, 29), date(2024, 2, 29))],
]


def reference(d: Dice) -> dict:
    """hubs to closed_days."""
    agencies = d.codes(2, 5)
    return {
        "hubs": [{"hub_id": h, "name": h} for h in ("hub A", "hub B")],
        "agencies": [agency(d, code, agencies[:i]) for i, code in enumerate(agencies)],
        "cohorts": [
            {"cohort_id": code, "name": code, "age_group": d.one_of(["any", "child", "adult"])}
            for code in d.codes(1, 3)
        ],
        "risks": [row for code in d.codes(2, 4) for row in risk(d, code)],
        "outcomes": [
            {
                "outcome_id": code,
                "name": code,
                "severity": d.one_of([4, 0, 2, 5, 1, 3]),
                "forum": d.one_of([True, False]),
            }
            for code in d.codes(2, 4)
        ],
        "closed_days": [{"date": day, "reason": "closed"} for day in CLOSED_DAYS if d.one_of([True, False])],
    }


def agency(d: Dice, code: str, earlier: list[str]) -> dict:
    first, last = d.one_of(VALIDITY)
    return {
        "agency_id": code,
        "name": code,
        "kind": "other",
        "in_baseline": d.one_of([True, True, False]),
        "valid_from": first,
        "valid_to": last,
        "successor_id": earlier[-1] if last and earlier else None,
    }


def risk(d: Dice, code: str) -> list[dict]:
    return [
        {
            "risk": code,
            "name": code,
            "rank": d.randint(1, 3),
            "target_hours": d.one_of(TARGETS),
            "clock": d.one_of(["elapsed", "working"]),
            "valid_from": first,
            "valid_to": last,
        }
        for first, last in d.one_of(RISK_PERIODS)
    ]


def baselines(d: Dice, tables: dict) -> list[dict]:
    """Periods are whole days, so that a day slipped at either end shows in the volume."""
    return [
        {
            "agency_id": a["agency_id"],
            "cohort_id": c["cohort_id"],
            "start": start,
            "end": end + d.one_of([0, 0, -1]) * DAY if end > start else end,
            "volume": d.one_of([0, 1, 7, 1000]),
        }
        for a in tables["agencies"]
        for c in tables["cohorts"]
        for start, end in d.one_of(BASELINE_PERIODS)
    ]
