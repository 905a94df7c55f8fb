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
from mash.release.disclosure.kinds import Count
from mash.release.disclosure.release import Release
from mash.release.disclosure.rule import SMALL_ONLY, SMALL_OR_MORE, published
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


QUARTER = question("2025-04-01", "2025-07-01", datetime.fromisoformat("2025-07-08T09:00:00+01:00"))
#: What a release says that only hides and rounds.
PLAIN = {"published": {"hidden_means": SMALL_ONLY}}
#: What ours say.
OURS = {"published": {"hidden_means": SMALL_OR_MORE}}


def results(tables, asked, folder):
    """The results of a dataset, computed by the oracle."""
    rows = oracle.compute(tables, asked)
    content = {key: as_csv(STATISTICS[key], rows[key]) for key in rows}
    return written(content, about(asked) | {"names": names(tables)}, folder)


def names(tables):
    """Display names of a dataset as results.json has them, and the severity of each outcome."""
    found = {
        table: {
            row[code]: row.get("name") or row[code]
            for row in sorted(tables[table], key=lambda row: row["rank" if table == "risks" else code])
        }
        for table, code in NAMED.items()
    }
    return found | {"severities": {row["outcome_id"]: str(row["severity"]) for row in tables["outcomes"]}}


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


def rows_by_hand(brief, text):
    """Rows of a table written as text, whose first line names the columns that are given.

    Columns that are not given are 0 where they are counts, and empty otherwise.
    """
    columns = STATISTICS[KEY[brief]].columns
    given, *lines = [line.split() for line in text.strip().splitlines()]
    empty = {column: "0" if isinstance(kind, Count) else "" for column, kind in COLUMNS[brief].items()}
    found = [empty | dict(zip(given, line, strict=True)) for line in lines]
    assert all(set(row) == set(columns) for row in found), (brief, found)
    return [{column: row[column] for column in columns} for row in found]


def by_hand(folder, tables, asked=None, **more):
    """A results folder of tables written as text."""
    content = {KEY[brief]: as_text(brief, rows_by_hand(brief, text)) for brief, text in tables.items()}
    return written(content, about(asked or QUARTER) | more, folder)


def release(tables, asked=None, number=0, **more):
    """The same in memory."""
    rows = {
        brief: {tuple(row[name] for name in DIMENSIONS[brief]): row for row in rows_by_hand(brief, text)}
        for brief, text in tables.items()
    }
    return Release(about(asked or QUARTER) | more, rows, number)


def as_text(brief, rows):
    """Rows as the CSV of a statistic."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, STATISTICS[KEY[brief]].columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


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


def plainly(raw):
    """A raw release by the plain national rule: counts of 1 to 4 hidden, all others rounded to 5; everything
    else as it stands, made of the raw counts.
    """
    rows = {
        statistic: {
            codes: {
                column: published(int(text)) if isinstance(COLUMNS[statistic].get(column), Count) else text
                for column, text in row.items()
            }
            for codes, row in table.items()
        }
        for statistic, table in raw.rows.items()
    }
    return Release(dict(raw.about) | PLAIN, rows, raw.number)
