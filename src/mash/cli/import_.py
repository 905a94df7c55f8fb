"""`mash import`: extracts in, a dataset without names out."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from mash.cli import arguments
from mash.cli.counts import print_counts
from mash.cli.faults import stop_with_fault
from mash.cli.progress import progress
from mash.dataset.faults import line
from mash.dataset.store import DatasetError
from mash.intake.guard import IdentityError
from mash.intake.importing import Imported, import_extracts
from mash.intake.mapping_file import MappingError, read_mapping
from mash.intake.readers.limits import ReadError
from mash.intake.rejects import QUEUE_CSV, REPORT_JSON
from mash.linkage.key import KeyFileError, linkage_key

#: Files are told one by one up to so many.
_MOST_LINES = 40


def command(
    sources: Annotated[list[Path], typer.Argument(help="CSV, XLSX or XML files, or folders of them.")],
    mapping: Annotated[str, typer.Option("--map", help="A mapping that is shipped, or a file.")],
    out: Annotated[Path, typer.Option(help="New folder for the dataset; rejects go beside it.")],
    key_file: Annotated[Path | None, typer.Option(help="Key of the pseudonyms; made where missing.")] = None,
    as_at: Annotated[str | None, typer.Option(help="Instant at which the records were taken.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The counts as JSON.")] = False,
) -> None:
    """Import extracts: check, link people, pseudonymise, write a dataset; rejects are named beside it."""
    try:
        taken = None if as_at is None else arguments.instant(as_at)
        chosen = read_mapping(mapping)
        if not out.name:
            raise DatasetError("--out must name a new folder, like --out dataset")
        rejects = out.with_name(out.name + ".rejects")
        if out.exists() or rejects.exists():
            raise DatasetError(f"{out if out.exists() else rejects} exists already; name a new folder")
        key = linkage_key(key_file, outside=(out, rejects))
        if key.made:
            print(
                f"A new key for the pseudonyms is in {key.path}; keep it, and keep it secret.",
                file=sys.stderr,
            )
        with progress("import") as tell:
            done = import_extracts(sources, chosen, out, key.secret, as_at=taken, progress=tell)
    except (MappingError, ReadError, IdentityError, DatasetError, KeyFileError) as error:
        stop_with_fault(error)
    except OSError as error:  # a folder that cannot be written, a full disk
        stop_with_fault(DatasetError(f"{error.filename or out}: {error.strerror}; no dataset was written"))
    for fault in done.faults.first:
        print(line(fault), file=sys.stderr)
    beyond = done.faults.total - len(done.faults.first)
    if beyond > 0:
        print(f"... and {beyond:,} more in {done.rejects / 'rejects.csv'}", file=sys.stderr)
    if as_json:
        print(json.dumps(done.summary(), indent=2, ensure_ascii=False))
    else:
        _say(done, out)
    if done.faults.faults:
        raise typer.Exit(1)


def _say(done: Imported, out: Path) -> None:
    for name, rows in done.read.items():
        if rows:
            print(f"read {rows:,} rows of {name}")
    if empty := [name for name, rows in done.read.items() if not rows]:
        print(f"without any row: {', '.join(empty)}")
    if done.passed_over:
        print(f"not read, because the mapping asks for nothing of them: {', '.join(done.passed_over)}")
    files = [file for file in done.files if file.rows_in]
    if len(files) <= _MOST_LINES:
        by_file = [([f"{f.file} [{f.sheet}]" if f.sheet else f.file, f.table], f) for f in files]
        print_counts(["file", "table"], by_file)
    else:
        print(f"The sums of each of the {len(done.read):,} files are in {done.rejects / REPORT_JSON}.")
    print_counts(["", "table"], [(["all", table], counts) for table, counts in done.counts.items()])
    if done.as_at:
        print(f"As at {done.as_at.isoformat()}.")
    print(f"The dataset of the accepted rows is in {out}; what was not taken, and why, is in {done.rejects}.")
    if done.queued:
        print(f"{len(done.queued)} labels wait for a person in {done.rejects / QUEUE_CSV}.")
    if done.doubtful:
        print(f"{done.doubtful:,} pairs of people may be the same person; they were not linked.")
