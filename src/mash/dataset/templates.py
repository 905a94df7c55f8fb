"""Empty templates of every extract table, with default reference data to start from: CSV and one workbook."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import holidays

from mash.dataset.aside import aside
from mash.dataset.contract import EXTRACT_TABLES
from mash.dataset.template_workbook import write_workbook
from mash.framework.codes import DEFAULT_RISKS
from mash.framework.london import today
from mash.framework.reference import DEFAULT_COHORTS, DEFAULT_OUTCOMES

WORKBOOK = "mash-template.xlsx"
#: The first day of the default targets: any referral of today lies after it.
_RISKS_FROM = "2013-04-01"

Rows = Sequence[Mapping[str, object]]


class TemplateError(ValueError):
    """The templates cannot be written there; the message says why."""


def write_templates(out: Path) -> list[Path]:
    """Write `<table>.csv` for every extract table and the workbook into `out`, new or empty; their paths.

    Risks, cohorts and outcomes hold the defaults, closed days England's bank holidays from six years ago
    to next year. Raises TemplateError where `out` holds anything.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise TemplateError(f"{out} is not an empty folder; name a new one, so that nothing is overwritten")
    reference = default_reference(today().year)
    with aside(out) as folder:
        for table, schema in EXTRACT_TABLES.items():
            with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as handle:
                writer = csv.DictWriter(handle, list(schema.columns()), lineterminator="\n")
                writer.writeheader()
                writer.writerows(reference.get(table, ()))
        write_workbook(folder / WORKBOOK, reference)
    return sorted(out.iterdir())


def default_reference(year: int) -> dict[str, Rows]:
    """Rows of the reference tables to start from, as text of the contract, seen in `year`."""
    days = holidays.country_holidays("GB", subdiv="ENG", years=range(year - 6, year + 2))
    return {
        "cohorts": [vars(cohort) for cohort in DEFAULT_COHORTS],
        "risks": [
            {**vars(risk), "target_hours": f"{risk.target_hours:g}", "valid_from": _RISKS_FROM}
            for risk in DEFAULT_RISKS
        ],
        "outcomes": [
            {**vars(outcome), "forum": "true" if outcome.forum else "false"} for outcome in DEFAULT_OUTCOMES
        ],
        "closed_days": [{"date": day.isoformat(), "reason": name} for day, name in sorted(days.items())],
    }
