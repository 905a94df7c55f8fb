"""What is read of imports. Opening one notes on the trail that it was viewed: its rows name people. While the
worker goes through them they are not shown, and it is not noted that somebody waits.
"""

from typing import Any

from django.db.models import Count

from mash.partnership.principal import Principal
from mash.records.imports.models import AT_WORK, ROW_STATES, Import, ImportedRow, KnownColumns
from mash.trail.record import note


def listed(by: Principal) -> Any:
    """Imports that one sees, the latest first, without their files."""
    return Import.objects.seen_by(by).defer("content").select_related("hub", "agency", "account")


def opened(by: Principal, pk: object) -> Import:
    """Open an import. Raises DoesNotExist where one sees none."""
    found: Import = listed(by).get(pk=pk)
    if found.state not in AT_WORK:
        note("viewed", "import", found.pk)
    return found


def counts(by: Principal, whole: Import) -> dict[str, int]:
    """How many of its rows are at each state."""
    rows = ImportedRow.objects.seen_by(by).filter(whole=whole).order_by().values("state")
    found = dict(rows.annotate(of=Count("id")).values_list("state", "of"))
    return {state: found.get(state, 0) for state in ROW_STATES}


def wrong(by: Principal, whole: Import) -> Any:
    """The rows that are to be mended, in the order of the file."""
    return ImportedRow.objects.seen_by(by).filter(whole=whole, state="wrong")


def brought_in_before(by: Principal, digest: str, whole: Import) -> ImportedRow | None:
    """A row with the same words that was brought in, or stands further up in the same file."""
    rows = ImportedRow.objects.seen_by(by).filter(digest=digest).select_related("whole")
    found: ImportedRow | None = rows.filter(state="in", whole__hub=whole.hub_id).first()
    return found or rows.filter(state="ready", whole=whole).first()


def known_columns(by: Principal, kind: str) -> dict[str, dict[str, str]]:
    """How one's agency matched the columns of its last file of a kind."""
    known = KnownColumns.objects.seen_by(by).filter(kind=kind).first()
    return dict(known.columns) if known else {}
