"""Files into staging: each part through the feeds of the mapping, whatever is wrong with it told."""

from collections import Counter
from pathlib import Path

import polars as pl

from mash.dataset.csv_ import CsvError
from mash.dataset.faults import PROVENANCE, fault_frame
from mash.dataset.staging import Staging
from mash.intake.apply import REASON, ApplyError, Queue, apply
from mash.intake.mapping import Feed, Mapping
from mash.intake.persons import PeopleOf
from mash.intake.readers.limits import ReadError
from mash.intake.rejects import RejectedRows, rejected_places
from mash.intake.sources import Part, Source, parts
from mash.intake.sums import Rows
from mash.intake.told import ToldByHeader

_Seen = set[tuple[str | None, ...]]


class Reading:
    """Reads sources into `staging`, and a second time to write the rows that were rejected.

    Counts what was read and staged; gathers queued labels, sheets passed over, and the days as at which
    files say they were taken. `work` is for what readers leave behind.
    """

    def __init__(
        self, mapping: Mapping, key: bytes, staging: Staging, faults: ToldByHeader, work: Path
    ) -> None:
        self.mapping = mapping
        self.key = key
        self.staging = staging
        self.faults = faults
        self.work = work
        self.read_rows: Counter[str] = Counter()
        self.rows_in: Rows = Rows()
        self.queued: Queue = Counter()
        self.passed_over: list[str] = []
        self.taken: set[str] = set()
        self.people_of: PeopleOf = {}

    def read(self, source: Source) -> None:
        """One file into staging; a file or sheet that cannot be read is one fault."""
        any_feed, seen = False, _Seen()
        try:
            for part in parts(source, self.mapping, self.work):
                feeds = self.mapping.feeds_of(part.sheet)
                name = source.name if source.is_text else f"{source.name} [{part.sheet}]"
                any_feed = any_feed or bool(feeds)
                if part.trouble:
                    self.staging.refuse(source.name, None, part.trouble, sheet=part.sheet)
                elif feeds:
                    self.read_rows[name] += len(part.rows) + len(part.ragged)
                    self._stage(source, part, feeds, seen)
                elif not source.is_text:
                    self.passed_over.append(name)
        except (ReadError, CsvError, OSError) as error:
            why = f"cannot be read: {error.strerror}" if isinstance(error, OSError) else str(error)
            why = why.removeprefix(f"{source.name}: ").removeprefix(f"{source.path.name}: ")
            self.staging.refuse(source.name, None, why)
            return
        if not any_feed:
            known = ", ".join(self.mapping.sheets[:12])
            self.staging.refuse(
                source.name,
                None,
                f"the mapping {self.mapping.name} reads nothing of this file: it knows {known}",
            )

    def write_rejected_rows(self, folder: Path, sources: list[Source]) -> None:
        """The rejected rows as they stood in their files, read a second time, and why each was rejected."""
        wanted = rejected_places(folder, self.staging.folder)
        rejected = RejectedRows(folder, self.work / "rejected")
        by_name = {source.name: source for source in sources}
        for (name,), places in wanted.group_by("_file", maintain_order=True):
            source = by_name.get(str(name))
            if source is None:
                continue  # a row of the mapping's own reference data
            try:
                for part in parts(source, self.mapping, self.work):
                    found = _rows_at(places, part)
                    if len(found):
                        rejected.add(source, part.sheet, found)
            except (ReadError, CsvError, OSError):
                continue  # told when it was read first
        rejected.write()

    def _stage(self, source: Source, part: Part, feeds: list[Feed], seen: _Seen) -> None:
        sheet = None if source.is_text or self.mapping.xml.record == part.sheet else part.sheet
        rows = part.rows.drop(REASON, strict=False)
        if part.as_at:
            self.taken.add(part.as_at)
        for feed in feeds:
            if feed.people_of:
                self.people_of |= {(source.name, at): feed.people_of for at in rows["_sheet"].unique()}
            self.faults.know(source.name, sheet, feed, rows.columns)
            before = self.staging.rows_in[feed.table]
            self._into(feed, rows, part, source, sheet, seen)
            self.rows_in[source.name, sheet, feed.table] += self.staging.rows_in[feed.table] - before

    def _into(
        self, feed: Feed, rows: pl.DataFrame, part: Part, source: Source, sheet: str | None, seen: _Seen
    ) -> None:
        """A part's rows into one table; `seen` holds the rows of this file that a feed takes only once."""
        if len(part.ragged):
            named = part.faults.with_columns(pl.lit(feed.table).alias("table"))
            self.staging.reject(feed.table, part.ragged.drop(REASON, strict=False), named)
        try:
            applied = apply(feed, rows, self.key, self.mapping.dated)
        except ApplyError as error:
            self.staging.reject(feed.table, rows, fault_frame())
            self.staging.refuse(source.name, feed.table, str(error), sheet=sheet)
            return
        self.queued.update(applied.queued)
        self.staging.reject(feed.table, applied.aside, applied.faults)
        fresh = _first_of_each(feed, applied.rows, seen) if feed.once else applied.rows
        self.staging.add(feed.table, fresh)


def _first_of_each(feed: Feed, rows: pl.DataFrame, seen: _Seen) -> pl.DataFrame:
    fresh = []
    for values in rows.drop(*PROVENANCE).iter_rows():
        fresh.append((feed.table, *values) not in seen)
        seen.add((feed.table, *values))
    return rows.filter(pl.Series(fresh, dtype=pl.Boolean))


def _rows_at(places: pl.DataFrame, part: Part) -> pl.DataFrame:
    """The rows of a part that stand at these places, with the reasons for which they were rejected."""
    whole = pl.concat([part.rows, part.ragged], how="diagonal").drop(REASON, strict=False)
    found = whole.join(places.drop("_file"), on=["_sheet", "_row"], nulls_equal=True).sort("_row")
    return found.drop(*PROVENANCE)
