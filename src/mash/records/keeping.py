"""What registers share: a row belongs to a hub, and who keeps that hub's register sees and writes it.

Those of the service's own quality are kept together; another names its permission. The same stands in
row_level_security.sql, as mash_register().
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from mash.partnership.models import Account, Hub
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.seen import Record


class Kept(Record):
    """A row of a register: of which hub, who entered it and when. `keeper`: who keeps that register."""

    keeper: ClassVar[P] = P.REGISTER_KEEP

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hub = models.ForeignKey(Hub, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("when entered", editable=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="who entered it")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """By who keeps the register in its hub."""
        return kept_by(principal, keeper=cls.keeper)


def kept_by(principal: Principal, to: str = "", keeper: P = P.REGISTER_KEEP) -> Q:
    """Rows of hubs whose registers one keeps. `to` leads from rows to it, like `complaint__`."""
    return Q(**{f"{to}hub__in": principal.hubs(keeper)})
