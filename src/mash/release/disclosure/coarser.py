"""Coarser cuts of raw results: statistics left out, months merged to quarters."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace

from mash.release.disclosure.columns import COLUMNS, DIMENSIONS
from mash.release.disclosure.kinds import Count, Edge, Rate, Sum
from mash.release.disclosure.rates import of_counts
from mash.release.disclosure.release import Codes, Release

MONTHLY = tuple(statistic for statistic, names in DIMENSIONS.items() if "month" in names)
_MONTH = re.compile(r"(\d{4})-(\d{2})")


def cut(raw: Release, *, without: Collection[str] = (), quarterly: bool = False) -> Release:
    """Raw results without some statistics (named briefly), and with calendar quarters instead of months."""
    rows = {statistic: table for statistic, table in raw.rows.items() if statistic not in without}
    if quarterly:
        rows |= {
            statistic: _by_quarter(statistic, rows[statistic]) for statistic in MONTHLY if statistic in rows
        }
    return replace(raw, rows=rows)


def quarter(month: str) -> str:
    """`2025-04` is in `2025-Q2`, the second quarter of the calendar year."""
    found = _MONTH.fullmatch(month)
    return f"{found[1]}-Q{(int(found[2]) + 2) // 3}" if found else month


def _by_quarter(statistic: str, rows: Mapping[Codes, Mapping[str, str]]) -> dict[Codes, dict[str, str]]:
    position = DIMENSIONS[statistic].index("month")
    merged: dict[Codes, list[Mapping[str, str]]] = defaultdict(list)
    for codes, row in rows.items():
        merged[(*codes[:position], quarter(codes[position]), *codes[position + 1 :])].append(row)
    return {codes: _added(statistic, codes, parts) for codes, parts in merged.items()}


def _added(statistic: str, codes: Codes, parts: list[Mapping[str, str]]) -> dict[str, str]:
    """Counts and sums added, rates made of these."""
    row = dict(zip(DIMENSIONS[statistic], codes, strict=True))
    kinds = COLUMNS[statistic]
    for column in parts[0]:
        kind = kinds.get(column)
        if isinstance(kind, Count):
            row[column] = str(sum(int(part[column]) for part in parts))
        elif isinstance(kind, Sum):
            row[column] = str(sum(float(part[column]) for part in parts))
    for column in parts[0]:
        kind = kinds.get(column)
        rate = kinds[kind.rate] if isinstance(kind, Edge) else kind
        if isinstance(kind, Rate | Edge) and isinstance(rate, Rate):
            value = of_counts(kind, rate, int(row[rate.numerator]), int(row[rate.denominator]))
            row[column] = "" if value is None else repr(float(value))
    return {column: row[column] for column in parts[0]}
