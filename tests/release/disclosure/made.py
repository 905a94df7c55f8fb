"""Raw results for the tests and the benchmark: of datasets by the oracle, or of tables written by hand."""

import csv
import hashlib
import io
import json
from datetime import UTC, date, datetime

from mash.demo.tables import frames
from mash.demo.world import world
from mash.engine.answer import NAMED
from mash.engine.question import Question
from mash.engine.results import RESULTS_JSON, as_csv, parameters, read_results
from mash.measures import all_statistics
from mash.release.disclosure.columns import COLUMNS, DIMENSIONS, KEY
from tests import oracle

STATISTICS = {statistic.key: statistic for statistic in all_statistics()}
AS_AT = datetime.fromisoformat("2026-03-31T23:59:59+01:00")


def hub(referrals, seed):
    """The tables of a simulated hub, as rows."""
    rows = world(referrals, seed, lambda step, done, of: None).rows
    return {name: frame.to_dicts() for name, frame in frames(rows).items()}


def question(start, end, as_at=AS_AT):
    """A question with the usual parameters."""
    return Question(as_at, date.fromisoformat(start), date.fromisoformat(end))


def results(tables, asked, folder):
    """The results of a dataset, computed by the oracle."""
    rows = oracle.compute(tables, asked)
    content = {key: as_csv(STATISTICS[key], rows[key]) for key in rows}
    names = {
        table: {
            row[code]: row.get("name") or row[code]
            for row in sorted(tables[table], key=lambda row: row["rank" if table == "risks" else code])
        }
        for table, code in NAMED.items()
    }
    return written(content, about(asked) | {"names": names}, folder)


def about(asked):
    """What results.json says of a question."""
    return {
        "software": {"name": "mash", "version": "0"},
        "dataset_sha256": "0" * 64,
        "as_at": asked.as_at.astimezone(UTC).isoformat(),
        "window": {"start": asked.start.isoformat(), "end": asked.end.isoformat()},
        "parameters": parameters(asked),
        "names": {name: {} for name in NAMED},
    }


def by_hand(folder, tables, asked=None, **more):
    """A results folder of tables written as text: the first line names the columns that are given.

    Columns that are not given are 0 where they are counts, and empty otherwise.
    """
    content = {}
    for brief, text in tables.items():
        given, *lines = [line.split() for line in text.strip().splitlines()]
        columns = STATISTICS[KEY[brief]].columns
        empty = {
            column: "0" if type(kind).__name__ == "Count" else "" for column, kind in COLUMNS[brief].items()
        }
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        for line in lines:
            row = empty | dict(zip(given, line, strict=True))
            assert set(row) == set(columns) >= set(DIMENSIONS[brief]), (brief, row)
            writer.writerow([row[column] for column in columns])
        content[KEY[brief]] = stream.getvalue()
    return written(content, about(asked or question("2025-04-01", "2025-07-01")) | more, folder)


def written(content, told, folder):
    """CSVs and results.json in a new folder, read back."""
    statistics = {}
    for key, text in content.items():
        path = folder / f"{key}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        statistics[key] = {
            "file": f"{key}.csv",
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
            "rows": text.count("\n") - 1,
            "definition": "",
        }
    (folder / RESULTS_JSON).write_text(json.dumps(told | {"statistics": statistics}), encoding="utf-8")
    return read_results(folder)
