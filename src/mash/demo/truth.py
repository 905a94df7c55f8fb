"""The truth beside the extracts: who each record is, every deliberate fault, and the figures to expect."""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from mash.demo import hidden
from mash.demo.annex_a import AnnexA
from mash.demo.london import day_of
from mash.demo.world import World


def write_truth(
    folder: Path, hub: World, tables: dict[str, pl.DataFrame], dirt: pl.DataFrame, annex_a: AnnexA, seed: int
) -> None:
    """people_truth.csv, dirt.csv and answers.json."""
    folder.mkdir()
    columns = ["agency_id", "person_id", "true_person"]
    pl.DataFrame(sorted(hub.records.truth), schema=columns, orient="row").write_csv(
        folder / "people_truth.csv"
    )
    dirt.write_csv(folder / "dirt.csv")
    answers = {
        "seed": seed,
        "as_at": "2026-03-31T23:59:59+01:00",
        "start": hidden.FIRST_DAY.isoformat(),
        "end": "2026-04-01",
        "rows": {name: table.height for name, table in tables.items()},
        "people": {
            "records": len(hub.records.truth),
            "persons": len({person for _, _, person in hub.records.truth}),
        },
        "rejected": dict(sorted(Counter(dirt["table"]).items())),
        "referrals_by_agency": _counts(case.agency_id for case in hub.cases),
        "referrals_by_cohort": _counts(case.cohort.cohort_id for case in hub.cases),
        "referrals_by_month": _counts(f"{day_of(case.received_at):%Y-%m}" for case in hub.cases),
        "open_at_as_at": sum(case.decided_at is None for case in hub.cases),
        "hidden": {name.lower(): value for name, value in vars(hidden).items() if name.isupper()},
        "annex_a": {
            "children": annex_a.children,
            "contacts": dict(sorted(annex_a.contacts.items())),
            "referrals": dict(sorted(annex_a.referrals.items())),
        },
    }
    text = json.dumps(answers, indent=2, ensure_ascii=False, default=str)
    (folder / "answers.json").write_text(text + "\n", encoding="utf-8")


def _counts(codes: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(codes).items()))
