"""Rank, target and clock of a risk on the day of receipt (measures-rules.md, m03).

Those of its reference row valid on that London day, both ends included; if none is, the code's
nearest later row, else its last. So each row serves from the day after the row before it ended.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from mash.framework.clock import target_micros

FIRST_DAY = date(1800, 1, 1)
LAST_DAY = date(2999, 12, 31)


@dataclass(frozen=True)
class RiskPeriod:
    """A risk's rank and target (microseconds, None = none) for receipts from `first` to `last`."""

    risk: str
    rank: int
    target: int | None
    working: bool
    first: date
    last: date


def risk_periods(rows: list[dict[str, Any]]) -> list[RiskPeriod]:
    """The days of receipt that each reference row serves; they leave no day out."""
    periods = []
    for risk in sorted({row["risk"] for row in rows}):
        of_code = sorted((row for row in rows if row["risk"] == risk), key=lambda row: row["valid_from"])
        first = FIRST_DAY
        for row in of_code:
            last = row["valid_to"] if row is not of_code[-1] else LAST_DAY
            target = None if row["target_hours"] is None else target_micros(row["target_hours"])
            periods.append(RiskPeriod(risk, row["rank"], target, row["clock"] == "working", first, last))
            first = last + timedelta(days=1)
    return periods
