"""An import, its rows as they were handed in, and which columns an agency's files have."""

from django.db import models
from django.db.models import Q

from mash.partnership.models import Account, Agency
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.keeping import Kept
from mash.records.referrals.models.received import choices
from mash.records.seen import Record

STATES = {
    "reading": "Being read",
    "unreadable": "Cannot be read",
    "to_match": "Columns to be matched",
    "checking": "Being checked",
    "checked": "Checked",
    "accepting": "Being brought in",
    "accepted": "Brought in",
    "undone": "Taken back",
    "dropped": "Dropped",
}
#: In which the worker has something to do.
AT_WORK = ("reading", "checking", "accepting")
#: In which nothing follows of itself, and the file is of no more use.
ENDED = ("unreadable", "accepted", "undone", "dropped")
ROW_STATES = {
    "waiting": "To be checked",
    "ready": "In order",
    "wrong": "To be mended",
    "in": "Brought in",
    "back": "Taken back",
}
#: What whoever imports must be allowed to do by hand; it also says who else sees the import.
PERMISSIONS = (P.REFERRAL_SUBMIT, P.REGISTER_KEEP)


class Import(Kept):
    """A file that was handed in, and how far it is. Of a register's keepers, or the agency that submits."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    kind = models.CharField("what its rows are", max_length=40)
    permission = models.CharField(max_length=40, choices=[(one.name, one.value) for one in PERMISSIONS])
    file_name = models.CharField("file", max_length=200)
    sha256 = models.CharField("its SHA-256", max_length=64)
    content = models.BinaryField("the file itself, until it is read", null=True)
    state = models.CharField("where it stands", max_length=10, choices=choices(STATES), default="reading")
    trouble = models.TextField("what hinders it", blank=True)
    headers = models.JSONField("its columns", default=list, blank=True)
    columns = models.JSONField("which question each column answers", default=dict, blank=True)
    rows = models.PositiveIntegerField("rows in the file", default=0)
    done = models.PositiveIntegerField("rows gone through at this step", default=0)
    tries = models.PositiveSmallIntegerField("how often this step was begun", default=0)
    touched_at = models.DateTimeField("when it last got on")

    class Meta:
        ordering = ("-entered_at",)
        constraints = (models.CheckConstraint(condition=Q(state__in=tuple(STATES)), name="import_state"),)

    def __str__(self) -> str:
        return self.file_name

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """By who keeps the register, and of referrals by those of the agency who submit."""
        return imported_by(principal)


class ImportedRow(Record):
    """A row of the file: its cells until it is brought in, what is wrong with it, and what became of it."""

    id = models.BigAutoField(primary_key=True)
    whole = models.ForeignKey(Import, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField("row of the file")
    cells = models.JSONField("its cells, by header", default=dict)
    state = models.CharField(max_length=7, choices=choices(ROW_STATES), default="waiting")
    faults = models.JSONField("what is wrong", default=list)
    digest = models.CharField("what it says, as a digest", max_length=64, blank=True)
    made = models.UUIDField("the record that came of it", null=True)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint("whole", "number", name="import_row_once"),
            models.CheckConstraint(condition=Q(state__in=tuple(ROW_STATES)), name="import_row_state"),
            models.CheckConstraint(
                condition=Q(state__in=("in", "back"), made__isnull=False)
                | (~Q(state__in=("in", "back")) & Q(made=None)),
                name="import_row_made",
            ),
        )
        indexes = (
            models.Index("whole", "state", name="import_row_at"),
            models.Index("digest", name="import_row_says", condition=Q(state="in")),
        )

    def __str__(self) -> str:
        return f"Row {self.number}"

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """With its import."""
        return imported_by(principal, "whole__")


class KnownColumns(Record):
    """Which columns the files of an agency have, as they were matched last: header by question."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    kind = models.CharField("what its rows are", max_length=40)
    columns = models.JSONField("header by question", default=dict)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField("when")

    class Meta:
        constraints = (models.UniqueConstraint("agency", "kind", name="known_columns_once"),)

    def __str__(self) -> str:
        return f"{self.agency_id} {self.kind}"

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """By one's own agency, where one imports."""
        imports = any(principal.may(one) for one in PERMISSIONS)
        return Q(agency=principal.agency_id) if imports else Q(pk=None)


def imported_by(principal: Principal, to: str = "") -> Q:
    """Imports into a register that one keeps, and of referrals those of one's own agency."""
    register = {f"{to}permission": P.REGISTER_KEEP.name, f"{to}hub__in": principal.hubs(P.REGISTER_KEEP)}
    referrals = {
        f"{to}permission": P.REFERRAL_SUBMIT.name,
        f"{to}hub__in": principal.hubs(P.REFERRAL_SUBMIT),
        f"{to}agency": principal.agency_id,
    }
    return Q(**register) | Q(**referrals)
