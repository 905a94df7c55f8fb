"""Import: extracts in, a dataset without names out; nothing is lost, and what is not taken is named.

read → map → type → look for identities → rules across rows → link and pseudonymise → write.
Rows in = accepted + rejected holds for every table of every file and is asserted.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from mash.dataset.aside import aside
from mash.dataset.contract import TABLES
from mash.dataset.integrity import Counts, enforce
from mash.dataset.staging import Staging
from mash.dataset.store import write
from mash.dataset.workplace import workplace
from mash.framework.london import end_of_day
from mash.intake.apply import Queue
from mash.intake.guard import refuse_identities, set_identities_aside
from mash.intake.mapping import Mapping
from mash.intake.mapping_file import shipped
from mash.intake.persons import pseudonymised
from mash.intake.reading import Reading
from mash.intake.reference import add_defaults, add_reference
from mash.intake.rejects import write_rejects
from mash.intake.sources import Source, find
from mash.intake.sums import OfFile, by_file, keep_rejected
from mash.intake.told import ToldByHeader

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Imported:
    """What an import did: rows read and passed over, counts by table and by file, faults, labels queued.

    `doubtful`: pairs of people who may be one, left apart. `as_at`: when the records were taken, if known.
    """

    read: dict[str, int]
    passed_over: list[str]
    counts: dict[str, Counts]
    files: list[OfFile]
    faults: ToldByHeader
    queued: Queue
    rejects: Path
    doubtful: int
    as_at: datetime | None

    def summary(self) -> dict[str, Any]:
        """The counts as plain data."""
        return {
            "read": self.read,
            "passed_over": self.passed_over,
            "tables": {table: asdict(count) for table, count in self.counts.items()},
            "files": [asdict(file) for file in self.files],
            "faults": self.faults.faults,
            "warnings": self.faults.warnings,
            "queued_labels": len(self.queued),
            "doubtful_people": self.doubtful,
            "as_at": self.as_at.isoformat() if self.as_at else None,
        }


def import_extracts(
    paths: list[Path],
    mapping: Mapping,
    out: Path,
    key: bytes,
    *,
    as_at: datetime | None = None,
    progress: Progress | None = None,
) -> Imported:
    """Import files and folders into the new dataset folder `out`, rejects into `<out>.rejects`.

    `as_at`: when the records were taken; else the end of the day (London) that the files themselves name.
    A fault in one file or table never stops the others. Raises ReadError where nothing can be read,
    IdentityError where identities would enter the dataset, DatasetError where `out` exists already.
    """
    tell = progress or (lambda step, done, of: None)
    sources, passed_over = find(paths)
    steps = len(sources) + 3
    faults = ToldByHeader()
    with workplace() as work:
        staging = Staging(work / "staged", faults, extract=True)
        staging.folder.mkdir()
        add_reference(staging, mapping)
        reading = Reading(mapping, key, staging, faults, work / "read")
        for number, source in enumerate(sources):
            tell(source.name, number, steps)
            reading.read(source)
        add_defaults(staging)
        tell("rules", len(sources), steps)
        set_identities_aside(staging.folder, faults, work / "guard")
        counts = enforce(staging.folder, extract=True, faults=faults)
        tell("people", len(sources) + 1, steps)
        extract_of = {source.name: source.extract for source in sources}
        named = pseudonymised(staging.folder, work / "persons", key, extract_of, reading.people_of)
        faults.append(named.families)
        faults.append(named.twice)
        if len(named.twice):
            counts["subjects"] = _fewer(counts["subjects"], len(named.twice))
            keep_rejected(staging.folder, "subjects", named.twice)
        files = by_file(staging.folder, reading.rows_in, named.subjects)
        _assert_sums(staging.rows_in, counts, files)
        tell("dataset", len(sources) + 2, steps)
        rejects = out.with_name(out.name + ".rejects")
        done = Imported(
            dict(reading.read_rows),
            passed_over + reading.passed_over,
            counts,
            files,
            faults,
            reading.queued,
            rejects,
            named.doubtful,
            as_at or _end_of_day(reading.taken),
        )
        tables = {table: staging.folder / table for table in TABLES if (staging.folder / table).is_dir()}
        tables["subjects"] = named.subjects
        refuse_identities(tables, work / "guard")
        with aside(rejects, private=True) as folder:
            write_rejects(folder, faults, done.queued, done.summary())
            reading.write_rejected_rows(folder, sources)
            write(out, tables, as_at=done.as_at, source=_told(sources, mapping))
        tell("done", steps, steps)
        return done


def _end_of_day(days: set[str]) -> datetime | None:
    """The last microsecond, in London, of the one day that the files name; None where there is not one."""
    try:
        (day,) = {date.fromisoformat(day) for day in days}
    except ValueError:
        return None
    return end_of_day(day)


def _fewer(counts: Counts, taken_out: int) -> Counts:
    return Counts(counts.rows_in, counts.accepted - taken_out, counts.rejected + taken_out)


def _assert_sums(rows_in: Counter[str], counts: dict[str, Counts], files: list[OfFile]) -> None:
    """Nothing was lost on the way: neither by table nor by file."""
    for table, rows in rows_in.items():
        count = counts.get(table, Counts(0, 0, 0))
        if rows != count.accepted + count.rejected:
            raise AssertionError(f"{table}: {rows} rows in, {count.accepted} + {count.rejected} out")
    for file in files:
        if file.rows_in != file.accepted + file.rejected:
            raise AssertionError(f"rows of {file} were lost")


def _told(sources: list[Source], mapping: Mapping) -> str:
    """Where a dataset came from, without the names of files: people's stand in them. The report has those."""
    by = mapping.name if mapping.name in shipped() else "a mapping of one's own"
    return f"imported with {by}; files: {len(sources)}"
