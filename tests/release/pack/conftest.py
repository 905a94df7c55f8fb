"""Results of two adjacent years of a simulated hub, plain and as if published, and packs made of them."""

import csv
import hashlib
import io
import json
from datetime import date, datetime

import pytest

from mash.dataset.store import open_dataset
from mash.demo.simulate import simulate
from mash.engine.answer import answer
from mash.engine.duckdb_ import DuckDB
from mash.engine.question import Question
from mash.engine.results import read_results
from mash.measures import all_statistics
from mash.release.pack.columns import meaning
from mash.release.pack.document import document
from mash.release.pack.made_of import Pack
from mash.release.pack.write import write_pack

NOW = Question(datetime.fromisoformat("2026-03-31T23:59:59+01:00"), date(2025, 4, 1), date(2026, 4, 1))
BEFORE = Question(datetime.fromisoformat("2025-03-31T23:59:59+01:00"), date(2024, 4, 1), date(2025, 4, 1))
HUB = "Exampleshire Multi-Agency Safeguarding Hub"
#: Statistics in which the pretended protection hides counts: no sentence and no table of the pack reads them.
HIDES = {
    "m02_referrals_by_cohort/any_cohort", "m02_referrals_by_cohort/by_month", "m04_timeliness/feedback",
    "m05_outcomes/by_cohort", "m05_outcomes/by_risk", "m07_escalations/by_stage", "m13_leadership/by_month",
}  # fmt: skip


def folder_of(folder, tables, **about):
    """A folder of results by hand: `tables` holds CSV texts by statistic."""
    statistics = {}
    for key, text in tables.items():
        path = folder / f"{key}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        statistics[key] = {
            "file": f"{key}.csv",
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "rows": text.count("\n") - 1,
            "definition": "What it says.",
        }
    plain = {
        "software": {"name": "mash", "version": "1"},
        "dataset_sha256": "d" * 64,
        "as_at": "2026-03-31T22:59:59+00:00",
        "window": {"start": "2026-01-01", "end": "2026-04-01"},
        "parameters": {"target_policy": "strictest", "repeat_days": 365, "include_known_open": False},
        "names": {"agencies": {"pol": "Police", "asc": "Adult social care", "hos": "Hospital"}},
    }
    (folder / "results.json").write_text(json.dumps(plain | about | {"statistics": statistics}))
    return read_results(folder)


def as_if_published(results, folder):
    """Results as protection would leave them: counts rounded to 5, those of 1 to 4 hidden in some."""
    tables = {}
    for key, entry in results.about["statistics"].items():
        text = (results.folder / entry["file"]).read_text(encoding="utf-8")
        header, *rows = csv.reader(io.StringIO(text))
        made = [
            [_protected(cell, key, meaning(c)[0] == "count") for c, cell in zip(header, row, strict=True)]
            for row in rows
        ]
        stream = io.StringIO()
        csv.writer(stream, lineterminator="\n").writerows([header, *made])
        tables[key] = stream.getvalue()
    about = {name: results.about[name] for name in results.about if name != "statistics"}
    read = folder_of(folder, tables, **about, published={"rounded_to": 5})
    definitions = {key: entry["definition"] for key, entry in results.about["statistics"].items()}
    for key, entry in read.about["statistics"].items():
        entry["definition"] = definitions[key]
    (folder / "results.json").write_text(json.dumps(read.about))
    return read_results(folder)


def _protected(cell, key, is_count):
    if not is_count or not cell.isdigit() or cell == "0":
        return cell
    return "c" if int(cell) < 5 and key in HIDES else str(5 * round(int(cell) / 5))


@pytest.fixture(scope="session")
def hub_dataset(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hub-of-two-years")
    simulate(1500, 11, folder / "hub")
    return folder / "hub" / "dataset"


@pytest.fixture(scope="session")
def now(hub_dataset, tmp_path_factory):
    folder = tmp_path_factory.mktemp("now") / "results"
    answer(open_dataset(hub_dataset), NOW, all_statistics(), DuckDB(), folder)
    return read_results(folder)


@pytest.fixture(scope="session")
def before(hub_dataset, tmp_path_factory):
    folder = tmp_path_factory.mktemp("before") / "results"
    answer(open_dataset(hub_dataset), BEFORE, all_statistics(), DuckDB(), folder)
    return read_results(folder)


@pytest.fixture(scope="session")
def published_now(now, tmp_path_factory):
    return as_if_published(now, tmp_path_factory.mktemp("published-now"))


@pytest.fixture(scope="session")
def published_before(before, tmp_path_factory):
    return as_if_published(before, tmp_path_factory.mktemp("published-before"))


@pytest.fixture(scope="session")
def pack(published_now, published_before):
    return Pack(
        published_now,
        "The board's pack",
        HUB,
        "2026-1",
        published_before,
        {"m04_timeliness": "The trust has a second researcher.\n\nAnswers should come sooner."},
    )


@pytest.fixture(scope="session")
def laid_out(pack):
    """The pack as people read it."""
    return document(pack)


@pytest.fixture(scope="session")
def empty(empty_results):
    """The pack of a hub without a record."""
    return document(Pack(empty_results, "Report", HUB))


@pytest.fixture(scope="session")
def written(pack, tmp_path_factory):
    """The four files of the pack by how their names end."""
    files = write_pack(pack, tmp_path_factory.mktemp("pack"))
    return {file.path.name.removeprefix("pack"): file for file in files}
