"""A small sound hub, as text, that a test spoils in one place."""

from pathlib import Path

import polars as pl

from mash.dataset.contract import TABLES
from mash.dataset.faults import Faults
from mash.dataset.integrity import Counts, enforce
from mash.dataset.staging import Staging

SOUND = {
    "hubs": "hub_id name\nH1 Hub",
    "agencies": """
        agency_id  name     kind    in_baseline valid_from valid_to successor_id
        police     Police   police  true        -          -        -
        schools    Schools  education true      -          -        -
    """,
    "cohorts": "cohort_id name age_group\nneglect Neglect child\ndomestic Domestic any",
    "risks": """
        risk  name  rank target_hours clock   valid_from valid_to
        red   Red   2    2            elapsed 2020-01-01 -
        blue  Blue  1    72           elapsed 2020-01-01 -
    """,
    "outcomes": "outcome_id name severity forum\nnfa Nothing 0 false\ns47 Enquiry 4 false",
    "closed_days": "date reason\n2026-12-25 Christmas",
    "referrals": """
        referral_id hub_id agency_id cohort_id received_at          time_known decided_at           known_open
        R1          H1     police    neglect   2026-01-05T09:00:00Z true       2026-01-05T12:00:00Z false
        R2          H1     schools   domestic  2026-01-06T10:00:00Z true       -                    false
    """,
    "referral_cohorts": "referral_id cohort_id\nR1 neglect\nR1 domestic",
    "subjects": "referral_id person_key role age\nR1 p1 subject 7\nR2 p1 subject 7",
    "ratings": """
        rating_id referral_id rated_at             risk agency_id rationale_recorded
        T1        R1          2026-01-05T09:30:00Z blue police    true
    """,
    "requests": """
        request_id referral_id agency_id requested_at         responded_at         response
        Q1         R1          schools   2026-01-05T10:00:00Z 2026-01-05T11:00:00Z shared
    """,
    "disposals": """
        disposal_id referral_id outcome_id decided_at           agency_id role
        D1          R1          s47        2026-01-05T12:00:00Z police    lead
        D2          R1          s47        2026-01-05T12:00:00Z schools   support
    """,
    "escalations": """
        escalation_id referral_id raised_at            raised_by about  reason    stage
        E1            R1          2026-01-06T09:00:00Z schools   police threshold 1
    """,
    "surveys": "survey_id title opened_on\nS1 Spring 2026-01-01",
    "survey_questions": "question_id survey_id text scale_max\nS1Q1 S1 Well? 5",
    "invitations": "invitation_id survey_id agency_id sent_at\nI1 S1 police 2026-01-02T09:00:00Z",
    "answers": "answer_id invitation_id question_id score\nA1 I1 S1Q1 5",
    "baselines": """
        agency_id cohort_id start      end        volume
        police    neglect   2026-01-01 2026-03-31 100
        police    neglect   2026-04-01 2026-06-30 90
    """,
}  # fmt: skip


def rows(text: str, file: str) -> pl.DataFrame:
    """A table written with spaces; `-` is an empty cell, `_` stands for a space, line 1 the header."""
    header, *lines = [line.split() for line in text.strip().splitlines()]
    cells = [[None if cell == "-" else cell.replace("_", " ") for cell in line] for line in lines]
    frame = pl.DataFrame(cells, schema=dict.fromkeys(header, pl.String), orient="row")
    return frame.with_columns(
        _file=pl.lit(file),
        _sheet=pl.lit(None, dtype=pl.String),
        _row=pl.int_range(2, len(cells) + 2, dtype=pl.Int64),
    )


def stage(folder: Path, *more: tuple[str, str], extract: bool = False, **changed: str) -> Staging:
    """The sound hub with some tables written anew and some handed in a second time (`more`), staged."""
    staging = Staging(folder, Faults(), extract=extract)
    for table in TABLES:
        if table in SOUND or table in changed:
            _add(staging, table, changed.get(table, SOUND.get(table, "")), f"{table}.csv")
    for number, (table, text) in enumerate(more, start=2):
        _add(staging, table, text, f"{table}-{number}.csv")
    return staging


def _add(staging: Staging, table: str, text: str, file: str) -> None:
    if staging.extract:
        text = text.replace("person_key", "person_id")
    staging.add(table, rows(text, file))


def enforced(staging: Staging) -> dict[str, Counts]:
    """The rules across rows applied; what was not handed in at all is left out."""
    return enforce(staging.folder, extract=staging.extract, faults=staging.faults)


def told(staging: Staging) -> list[tuple[object, ...]]:
    """Faults as (table, row, column, value)."""
    return [(f["table"], f["row"], f["column"], f["value"]) for f in staging.faults.first]
