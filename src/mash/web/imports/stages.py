"""What the worker does with an import: read its file, check its rows, bring them in, a piece at a time."""

import hashlib
import json
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied

from mash.framework.london import spelt, today
from mash.intake.one_table import one_table
from mash.intake.readers.limits import ReadError
from mash.partnership.acting import act_as
from mash.partnership.models import Account
from mash.partnership.principal import Principal, principal_of
from mash.records.imports import actions, reading
from mash.records.imports.models import Import, ImportedRow
from mash.trail.record import recorded, together
from mash.web.fields import OurForm
from mash.web.imports.cells import faults_of, typed
from mash.web.imports.kinds import KINDS, Kind

#: Rows checked, or brought in, in one transaction.
A_PIECE = 50


class _TriedOut(Exception):
    """An action was done to see whether it can be; now it is undone."""


def go_on(import_id: UUID, account_id: int) -> None:
    """Do what an import waits for, as somebody. Does nothing where it waits for nothing."""
    with recorded():
        by = _as(account_id)
        found = actions.begin(by=by, import_id=import_id)
        todo = None if found is None else (found.state, found.kind)
    if todo is None:
        return
    state, kind = todo
    try:
        if state == "reading":
            _read(import_id, account_id, KINDS[kind])
        else:
            _through(import_id, account_id, KINDS[kind], state)
    except Import.DoesNotExist:
        pass  # somebody dropped it meanwhile, or may no longer see it


def _read(import_id: UUID, account_id: int, kind: Kind) -> None:
    with recorded():
        by = _as(account_id)
        found = Import.objects.seen_by(by).get(pk=import_id)
        questions = kind.questions(by)
        name, content = found.file_name, bytes(found.content)
    labels = [*(str(field.label) for field in questions.values()), *questions]
    with tempfile.TemporaryDirectory() as work:
        file = Path(work) / f"file{Path(name).suffix.lower()}"
        file.write_bytes(content)
        try:
            table = one_table(file, (kind.title, kind.code), labels)
        except ReadError as error:
            why = str(error).removeprefix(f"{file.name}: ")
            with recorded():
                actions.cannot_be_read(
                    by=_as(account_id), import_id=import_id, why=why[:1].upper() + why[1:] + "."
                )
            return
    rows = ((row.number, row.cells, row.wrong) for row in table.rows)
    with recorded():
        actions.read(by=_as(account_id), import_id=import_id, headers=table.headers, rows=rows)


def _through(import_id: UUID, account_id: int, kind: Kind, state: str) -> None:
    of, do = {"checking": ("waiting", _check), "accepting": ("ready", _bring_in)}[state]
    while True:
        with recorded():
            by = _as(account_id)
            whole = Import.objects.seen_by(by).get(pk=import_id)
            each = partial(do, _Rows(by, whole, kind))
            if not actions.piece(by=by, import_id=import_id, state=state, of=of, most=A_PIECE, each=each):
                actions.stepped(by=by, import_id=import_id, state=state)
                return


class _Rows:
    """The rows of an import as forms."""

    def __init__(self, by: Principal, whole: Import, kind: Kind) -> None:
        self.by, self.whole, self.kind = by, whole, kind
        self.fields = kind.questions(by)
        self.headers = {name: said["header"] for name, said in whole.columns.items() if "header" in said}
        self.always = {name: said["always"] for name, said in whole.columns.items() if "always" in said}

    def cells(self, row: ImportedRow) -> dict[str, str]:
        """What a row answers to each question."""
        own = {name: row.cells.get(header, "") for name, header in self.headers.items()}
        return {name: text for name, text in (self.always | own).items() if name in self.fields}

    def form(self, row: ImportedRow) -> OurForm:
        """The form that a row fills in."""
        data = typed(self.fields, self.cells(row))
        data["hub"] = self.whole.hub_id
        return self.kind.form(self.by, data)

    def attempt(self, row: ImportedRow, act: Callable[[OurForm], Any]) -> OurForm | None:
        """The form with which an action could be done; None where it could not, and the row says why."""
        form = self.form(row)
        try:
            if form.acted(lambda _: act(form)):
                return form
        except PermissionDenied:
            form.add_error(None, "You may not, or no longer, do this for this hub by hand either.")
        row.state, row.faults = "wrong", faults_of(form, self.headers, self.cells(row))
        return None

    def act(self, form: OurForm) -> Any:
        """Do what the form is for."""
        return self.kind.act(self.by, self.whole.hub_id, form)


def _check(rows: _Rows, row: ImportedRow) -> None:
    said = json.dumps([rows.kind.code, rows.whole.hub_id, sorted(rows.cells(row).items())])
    row.digest = hashlib.sha256(said.encode()).hexdigest()
    before = reading.brought_in_before(rows.by, row.digest, rows.whole)
    if before is not None:
        day = before.whole.entered_at
        where = (
            f"row {before.number} of this file"
            if before.whole_id == rows.whole.pk
            else f"a row that was brought in with “{before.whole}” of {spelt(day)}"
        )
        row.state = "wrong"
        row.faults = [{"column": "", "said": "", "words": f"It says the same as {where}."}]
        return
    if rows.attempt(row, lambda form: _tried(lambda: rows.act(form))):
        row.state, row.faults = "ready", []


def _tried(act: Callable[[], Any]) -> None:
    try:
        with together():
            act()
            raise _TriedOut
    except _TriedOut:
        pass


def _bring_in(rows: _Rows, row: ImportedRow) -> None:
    form = rows.attempt(row, rows.act)
    if form is not None:
        row.state, row.made, row.faults, row.cells = "in", form.made.pk, [], {}


def _as(account_id: int) -> Principal:
    """Somebody as they are at this moment; the transaction is theirs."""
    by = principal_of(Account.objects.get(pk=account_id), today())
    act_as(by)
    return by
