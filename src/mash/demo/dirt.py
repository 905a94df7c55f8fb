"""Deliberate faults: rows added to the extracts that an import must set aside, each known and counted.

They are added, never put in place of a good row, so what is accepted is exactly the true dataset.
"""

from dataclasses import dataclass

import polars as pl

#: extract → table → rows as text, as they will stand in the CSV
Extracts = dict[str, dict[str, pl.DataFrame]]
Cells = dict[str, str | None]
HUB_EXTRACT, DIRTY_AGENCY = "hub", "police"


@dataclass(frozen=True)
class Dirt:
    """One faulty row to add: made from the table's first row with some cells changed."""

    extract: str
    table: str
    cells: Cells
    column: str
    rule: str


_ELSEWHERE: Cells = {"start": "2026-04-01", "end": "2026-06-30"}

DIRT = (
    Dirt(
        DIRTY_AGENCY, "people", {"person_id": "P-DIRT-1", "agency_id": None}, "agency_id", "must not be empty"
    ),
    Dirt(
        DIRTY_AGENCY,
        "people",
        {"person_id": "P-DIRT-2", "date_of_birth": "31/13/2001"},
        "date_of_birth",
        "must be a date, like 2026-03-29",
    ),
    Dirt(
        DIRTY_AGENCY,
        "referrals",
        {"referral_id": "R-DIRT-1", "decided_at": "2001-01-01T09:00:00Z", "feedback_at": None},
        "decided_at",
        "must be at or after received_at",
    ),
    Dirt(
        DIRTY_AGENCY,
        "referrals",
        {"referral_id": "R-DIRT-2", "agency_id": "polcie"},
        "agency_id",
        "must exist in agencies",
    ),
    Dirt(
        DIRTY_AGENCY,
        "referrals",
        {"referral_id": "R-DIRT-3", "received_at": "32/13/2024 25:61"},
        "received_at",
        "must be a date and time",
    ),
    Dirt(
        DIRTY_AGENCY,
        "referrals",
        {"referral_id": "R-DIRT-4", "known_open": "perhaps"},
        "known_open",
        "must be true or false",
    ),
    Dirt(DIRTY_AGENCY, "referrals", {}, "referral_id", "the same row again"),
    Dirt(
        DIRTY_AGENCY,
        "referral_cohorts",
        {"referral_id": "R-DIRT-1"},
        "referral_id",
        "its referral was set aside",
    ),
    Dirt(DIRTY_AGENCY, "subjects", {"referral_id": "R-DIRT-2"}, "referral_id", "its referral was set aside"),
    Dirt(
        DIRTY_AGENCY,
        "subjects",
        {"person_id": "P-DIRT-3", "role": "witness"},
        "role",
        "must be one of a list",
    ),
    Dirt(DIRTY_AGENCY, "baselines", {**_ELSEWHERE, "volume": "-4"}, "volume", "must be 0 or more"),
    Dirt(HUB_EXTRACT, "ratings", {"rating_id": "DIRT-1", "risk": "purple"}, "risk", "must exist in risks"),
    Dirt(
        HUB_EXTRACT,
        "ratings",
        {"rating_id": "DIRT-2", "rated_at": "2001-01-01T09:00:00Z"},
        "rated_at",
        "must be at or after the referral's received_at",
    ),
    Dirt(
        HUB_EXTRACT,
        "ratings",
        {"rating_id": "DIRT-3", "referral_id": "R-DIRT-9"},
        "referral_id",
        "must exist in referrals",
    ),
    Dirt(
        HUB_EXTRACT,
        "requests",
        {"request_id": "DIRT-4", "response": "maybe"},
        "response",
        "must be one of a list",
    ),
    Dirt(
        HUB_EXTRACT,
        "requests",
        {"request_id": "DIRT-5", "responded_at": "2001-01-01T09:00:00Z", "response": "shared"},
        "responded_at",
        "must be at or after requested_at",
    ),
    Dirt(
        HUB_EXTRACT,
        "disposals",
        {"disposal_id": "DIRT-6", "outcome_id": "channel", "role": "support"},
        "role",
        "exactly one lead for each referral and outcome",
    ),
    Dirt(
        HUB_EXTRACT,
        "escalations",
        {"escalation_id": "DIRT-7", "raised_by": "police", "about": "police"},
        "about",
        "must be two different agencies",
    ),
    Dirt(
        HUB_EXTRACT, "answers", {"answer_id": "DIRT-8", "score": "9"}, "score", "must not be above scale_max"
    ),
    Dirt(HUB_EXTRACT, "complaints", {"complaint_id": "DIRT-9", "stage": "7"}, "stage", "must be from 1 to 4"),
    Dirt(
        HUB_EXTRACT,
        "audits",
        {"audit_id": "DIRT-10", "selection_probability": "1.5"},
        "selection_probability",
        "must be above 0 and up to 1",
    ),
    Dirt(HUB_EXTRACT, "audit_grades", {"grade_id": "DIRT-11", "grade": "5"}, "grade", "must be from 1 to 4"),
    Dirt(
        HUB_EXTRACT,
        "recommendations",
        {"recommendation_id": "DIRT-12", "lesson_id": "L-DIRT"},
        "lesson_id",
        "must exist in lessons",
    ),
)


def add_dirt(extracts: Extracts) -> pl.DataFrame:
    """Add the faulty rows in place; returns one line for each: file, row, table, column, value, rule.

    `row` is the line of the CSV, the header being line 1.
    """
    lines = []
    for dirt in DIRT:
        table = extracts[dirt.extract].get(dirt.table)
        if table is None or not table.height:  # a very small hub has nothing to copy
            continue
        row = table.head(1).with_columns(
            pl.lit(value, pl.String).alias(name) for name, value in dirt.cells.items()
        )
        extracts[dirt.extract][dirt.table] = pl.concat([table, row])
        lines.append(
            {
                "file": f"extracts/{dirt.extract}/{dirt.table}.csv",
                "row": table.height + 2,
                "table": dirt.table,
                "column": dirt.column,
                "value": row[dirt.column][0],
                "rule": dirt.rule,
            }
        )
    return pl.DataFrame(lines)
