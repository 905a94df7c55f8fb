"""Results on disk: one CSV a statistic and `results.json` (measures.md, Output contract).

Figures are written so that reading them back gives the same number to the last bit; the same
dataset and question give the same bytes.
"""

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import mash
from mash.dataset.aside import aside
from mash.engine.drawn import Curve
from mash.engine.question import Question
from mash.engine.scope import chosen, not_narrowed_by
from mash.engine.statistic import Row, Statistic

RESULTS_JSON = "results.json"


@dataclass(frozen=True)
class Results:
    """Results read back: what was asked, of which dataset, and every statistic's rows as text.

    Curves stand beside the statistics, in `curves/`; results that were protected have none.
    """

    about: dict[str, Any]
    folder: Path

    def rows(self, key: str) -> list[dict[str, str]]:
        """A statistic's rows as written: text, empty = not defined. Raises KeyError where it is missing."""
        return self._read(self.about["statistics"][key]["file"])

    def curve(self, key: str) -> list[dict[str, str]]:
        """A curve's rows as written; none where the results hold no such curve."""
        entry = self.about.get("curves", {}).get(key)
        return self._read(entry["file"]) if entry else []

    def _read(self, file: str) -> list[dict[str, str]]:
        with (self.folder / file).open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))


class ResultsError(Exception):
    """The results cannot be written or read; the message says why and how to mend it."""


def write_results(
    out: Path,
    question: Question,
    dataset_hash: str,
    figures: Iterable[tuple[Statistic, list[Row]]],
    *,
    names: Callable[[], dict[str, dict[str, str]]],
) -> None:
    """Write the CSVs (those of curves into `curves/`) and results.json into a new folder, built aside and
    renamed.

    `names`: gives display names by reference table and code once the figures are made, so that a report
    needs no dataset. Raises
    ResultsError where the folder is there already: results name the dataset they came from and are
    not written over.
    """
    if out.exists():
        raise ResultsError(f"{out} is there already; give --out a new folder, or remove it first")
    with aside(out) as folder:
        statistics: dict[str, dict[str, Any]] = {}
        curves: dict[str, dict[str, Any]] = {}
        for statistic, rows in figures:
            file = f"{'curves/' if isinstance(statistic, Curve) else ''}{statistic.key}.csv"
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            content = as_csv(statistic, rows).encode()
            path.write_bytes(content)
            entry = {
                "file": file,
                "sha256": hashlib.sha256(content).hexdigest(),
                "rows": len(rows),
                "definition": statistic.definition,
                "not_narrowed_by": not_narrowed_by(question.scope, statistic.measure),
            }
            if isinstance(statistic, Curve):
                curves[statistic.key] = entry | {"unit": statistic.unit}
            else:
                statistics[statistic.key] = entry
        about = {
            "software": {"name": "mash", "version": mash.__version__},
            "dataset_sha256": dataset_hash,
            "as_at": instant(question.as_at),
            "window": {"start": question.start.isoformat(), "end": question.end.isoformat()},
            "parameters": parameters(question),
            "scope": chosen(question.scope),
            "names": names(),
            "statistics": statistics,
        } | ({"curves": curves} if curves else {})
        text = json.dumps(about, indent=2, ensure_ascii=False) + "\n"
        (folder / RESULTS_JSON).write_text(text, encoding="utf-8")


def read_results(folder: Path) -> Results:
    """Open a results folder, checking every file against its SHA-256. Raises ResultsError."""
    try:
        about = json.loads((folder / RESULTS_JSON).read_text(encoding="utf-8"))
        for entry in [*about["statistics"].values(), *about.get("curves", {}).values()]:
            if hashlib.sha256((folder / entry["file"]).read_bytes()).hexdigest() != entry["sha256"]:
                raise ResultsError(
                    f"{folder / entry['file']} was changed after it was written; run mash measures again"
                )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ResultsError(
            f"{folder} is not a folder of results ({error}); it is what mash measures … --out makes"
        ) from error
    return Results(about, folder)


def as_csv(statistic: Statistic, rows: list[Row]) -> str:
    """The statistic's CSV: the contract's columns, `\\n` line ends, empty = not defined."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(statistic.columns)
    writer.writerows([[_cell(row[column]) for column in statistic.columns] for row in rows])
    return stream.getvalue()


def parameters(question: Question) -> dict[str, Any]:
    """The parameters as they are printed beside a figure."""
    chosen = question.parameters
    opens, closes = chosen.working_hours
    return {
        "target_policy": chosen.target_policy,
        "repeat_days": chosen.repeat_days,
        "include_known_open": chosen.include_known_open,
        "working_hours": f"{opens:%H:%M}-{closes:%H:%M}",
        "working_days": ",".join(str(day) for day in sorted(set(chosen.working_days))),
        "resamples": chosen.resamples,
        "seed": chosen.seed,
    }


def instant(moment: datetime) -> str:
    """An instant in UTC, ISO 8601 with its offset."""
    return moment.astimezone(UTC).isoformat()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    # repr of a float is the shortest text that reads back as the same number
    return repr(value) if isinstance(value, float) else str(value)
