"""The only writers of imports: hand in, read, match columns, check, bring in, take back, drop.

A step that the worker does is cut into pieces, each in a transaction of its own with the rows it is about:
killed in between, it goes on with the next piece, and no row is brought in twice.
"""

import hashlib
from collections.abc import Callable, Iterable
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from mash.framework.london import now, spelt
from mash.partnership.policy import Permission
from mash.partnership.principal import Principal
from mash.records.imports.models import AT_WORK, ENDED, Import, ImportedRow, KnownColumns
from mash.records.writing import allowed, fault, held, kept
from mash.trail.record import note

#: What a file may have, in bytes, and how its name may end.
MOST_BYTES = 40 << 20
ENDINGS = (".csv", ".xlsx", ".xlsm")
#: How often a step is begun before the import says that it does not get on.
MOST_TRIES = 3


def hand_in(
    *, by: Principal, hub: str, kind: str, permission: Permission, file_name: str, content: bytes
) -> Import:
    """Hand in a file; the worker reads it. Raises ValidationError at `file`."""
    allowed(by, permission, hub)
    name = PurePath(file_name.replace("\0", "")).name[-200:] or "file"
    if PurePath(name).suffix.lower() not in ENDINGS:
        raise fault(file="Hand in a CSV file or an Excel workbook (.xlsx). Other files are not read.")
    if not content:
        raise fault(file="The file is empty.")
    if len(content) > MOST_BYTES:
        raise fault(file=f"The file has more than {MOST_BYTES >> 20} MB. Split it up, and hand in the parts.")
    digest = hashlib.sha256(content).hexdigest()
    same = Import.objects.seen_by(by).filter(hub=hub, kind=kind, sha256=digest)
    earlier = same.exclude(state__in=("unreadable", "undone", "dropped")).first()
    if earlier is not None:
        day = earlier.entered_at
        raise fault(file=f"This very file was handed in on {spelt(day)}. Open that import, or drop it first.")
    made = Import(
        hub_id=hub,
        entered_at=now(),
        touched_at=now(),
        account_id=by.account_id,
        agency_id=by.agency_id,
        kind=kind,
        permission=permission.name,
        file_name=name,
        sha256=digest,
        content=content,
    )
    kept(made)
    note("handed in", "import", made.pk, of=kind)
    _to_the_worker(made, by)
    return made


def read(
    *,
    by: Principal,
    import_id: object,
    headers: list[str],
    rows: Iterable[tuple[int, dict[str, str], str]],
) -> Import:
    """Keep what was read of the file: its headers, and its rows with what is wrong with them as rows."""
    found = _at(by, import_id, "reading")
    made = [
        ImportedRow(
            whole=found,
            number=number,
            cells=cells,
            state="wrong" if wrong else "waiting",
            faults=[{"column": "", "said": "", "words": wrong}] if wrong else [],
        )
        for number, cells, wrong in rows
    ]
    ImportedRow.objects.bulk_create(made, batch_size=1000)
    found.headers, found.rows, found.content = headers, len(made), None
    return _now(found, "to_match", "headers", "rows", "content")


def cannot_be_read(*, by: Principal, import_id: object, why: str) -> Import:
    """Say why a file cannot be read; it is of no more use."""
    found = _at(by, import_id, "reading")
    found.trouble, found.content = why, None
    return _now(found, "unreadable", "trouble", "content")


def match(*, by: Principal, import_id: object, version: int, columns: dict[str, dict[str, str]]) -> Import:
    """Say which column answers which question (`{"header": ...}`), or what is the same for every row
    (`{"always": ...}`); the agency's next file is matched the same way. Then all rows are checked.

    Raises Overtaken, or ValidationError.
    """
    found = held(Import, by, import_id, version)
    allowed(by, Permission[found.permission], found.hub_id)
    if found.state not in ("to_match", "checked"):
        raise fault(columns="The columns of this import can no longer be matched.")
    found.columns = columns
    _rows(by, found).filter(state="ready").update(state="waiting")
    # what is wrong with a row as a row stays wrong, however its columns are matched
    _rows(by, found).filter(state="wrong", digest__gt="").update(state="waiting", faults=[], digest="")
    mine = KnownColumns.objects.seen_by(by).filter(kind=found.kind)
    said = {"columns": columns, "account": by.account_id, "at": now()}
    if not mine.update(**said):
        KnownColumns(
            agency_id=by.agency_id, kind=found.kind, columns=columns, account_id=by.account_id, at=now()
        ).save(force_insert=True)
    note("matched the columns", "import", found.pk)
    return _work(by, found, "checking", "columns")


def accept(*, by: Principal, import_id: object, version: int) -> Import:
    """Bring in every row that is in order. Raises Overtaken, or ValidationError where there is none."""
    found = held(Import, by, import_id, version)
    allowed(by, Permission[found.permission], found.hub_id)
    if found.state != "checked":
        raise fault(columns="This import is not checked, or is brought in already.")
    if not _rows(by, found).filter(state="ready").exists():
        raise fault(columns="No row is in order. Mend the file, and hand it in again.")
    note("accepted", "import", found.pk)
    return _work(by, found, "accepting")


def go_on(*, by: Principal, import_id: object) -> Import:
    """Have the worker try again what did not get on."""
    found = held(Import, by, import_id)
    allowed(by, Permission[found.permission], found.hub_id)
    if found.state not in AT_WORK or found.tries < MOST_TRIES:
        raise fault(columns="This import does not wait for that.")
    found.tries, found.trouble = 0, ""
    kept(found, "tries", "trouble")
    _to_the_worker(found, by)
    return found


def drop(*, by: Principal, import_id: object, version: int) -> Import:
    """Drop an import of which nothing is brought in. Raises Overtaken, or ValidationError."""
    found = held(Import, by, import_id, version)
    allowed(by, Permission[found.permission], found.hub_id)
    if found.state in ("accepting", "accepted", "undone", "dropped"):
        raise fault(columns="Rows of this import are brought in. Take it back instead.")
    found.content = None
    ImportedRow.objects.seen_by(by).filter(whole=found).update(cells={})
    note("dropped", "import", found.pk)
    return _now(found, "dropped", "content")


def take_back(*, by: Principal, import_id: object, version: int) -> int:
    """Take back what an import brought in, as if it had never been; how many rows. What somebody has worked
    on since stays, and keeps its row brought in. Raises Overtaken, or ValidationError.
    """
    found = held(Import, by, import_id, version)
    allowed(by, Permission[found.permission], found.hub_id)
    if found.state != "accepted":
        raise fault(columns="Nothing of this import can be taken back.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT mash_take_back(%s)", [found.pk])
        gone = int(cursor.fetchone()[0])
    if not gone:
        raise fault(columns="All that it brought in has been worked on since. Nothing is taken back.")
    left = _rows(by, found).filter(state="in").count()
    note("took back", "import", found.pk, rows=gone, left=left)
    if left:
        return gone
    _now(found, "undone")
    return gone


def begin(*, by: Principal, import_id: object) -> Import | None:
    """Note that the worker begins with a step, once more; None where there is nothing (more) to do."""
    rows = Import.objects.seen_by(by).select_for_update(of=("self",))
    found: Import | None = rows.filter(pk=import_id).first()
    if found is None or found.state not in AT_WORK or found.tries >= MOST_TRIES:
        return None
    found.tries, found.touched_at = found.tries + 1, now()
    if found.tries == MOST_TRIES:
        found.trouble = (
            "This step ended before it was done, three times. It may need more memory or time than an import "
            "may have. What is done is kept; try again, or hand in a part of the file."
        )
    kept(found, "tries", "touched_at", "trouble")
    return found


def piece(
    *, by: Principal, import_id: object, state: str, of: str, most: int, each: Callable[[ImportedRow], None]
) -> int:
    """Go through the next rows that are at `of` in an import at `state`: `each` changes a row, which is kept.

    How many there were; 0 when the step is done.
    """
    found = _at(by, import_id, state)
    rows = list(_rows(by, found).filter(state=of)[:most])
    for row in rows:
        each(row)
        row.save(update_fields=["state", "faults", "digest", "made", "cells"])
    found.done += len(rows)
    found.touched_at = now()
    found.save(update_fields=["done", "touched_at"])
    return len(rows)


def stepped(*, by: Principal, import_id: object, state: str) -> Import:
    """The worker is through with the rows of a step: what is checked can be accepted, the accepted is in."""
    found = _at(by, import_id, state)
    counts = {one: _rows(by, found).filter(state=one).count() for one in ("ready", "wrong", "in")}
    note(state, "import", found.pk, **counts)
    return _now(found, {"checking": "checked", "accepting": "accepted"}[state])


def take_up(*, by: Principal, import_id: UUID) -> None:
    """Have the worker go on with an import that it lost."""
    found = Import.objects.seen_by(by).filter(pk=import_id).first()
    if found is not None:
        _to_the_worker(found, by)


def _rows(by: Principal, whole: Import) -> Any:
    return ImportedRow.objects.seen_by(by).filter(whole=whole)


def _at(by: Principal, import_id: object, state: str) -> Import:
    """An import at a step, held. Raises DoesNotExist where it is not: somebody dropped it meanwhile."""
    found: Import = Import.objects.seen_by(by).select_for_update(of=("self",)).get(pk=import_id, state=state)
    return found


def _now(found: Import, state: str, *fields: str) -> Import:
    found.state, found.touched_at, found.tries = state, now(), 0
    if state not in ENDED or state == "accepted":
        found.trouble = ""
    return kept(found, "state", "touched_at", "tries", "trouble", *fields)


def _work(by: Principal, found: Import, state: str, *fields: str) -> Import:
    found.done = 0
    _now(found, state, "done", *fields)
    _to_the_worker(found, by)
    return found


def _to_the_worker(found: Import, by: Principal) -> None:
    job = app.configure_task("bring_in", queueing_lock=f"import {found.pk}")
    try:
        with transaction.atomic():
            job.defer(import_id=str(found.pk), account=by.account_id)
    except AlreadyEnqueued:
        pass
