"""What the registers of the service's own quality share: a row belongs to a hub, and who keeps that hub's
registers sees and writes it. The same stands in row_level_security.sql, as mash_register().
"""

import uuid

from django.db import models
from django.db.models import Q

from mash.partnership.models import Account, Hub
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.seen import Record


class Kept(Record):
    """A row of a register: of which hub, who entered it and when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hub = models.ForeignKey(Hub, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("when entered", editable=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="who entered it")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """By who keeps the registers of its hub."""
        return kept_by(principal)


def kept_by(principal: Principal, to: str = "") -> Q:
    """Rows of hubs whose registers one keeps. `to` leads from rows to it, like `complaint__`."""
    return Q(**{f"{to}hub__in": principal.hubs(P.REGISTER_KEEP)})
