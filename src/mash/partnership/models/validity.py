"""Days on which something is in force: from a first day to a last one, both included (dataset.md)."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q

from mash.framework.codes import RESERVED_CODES


def ends_after_it_begins(table: str) -> models.CheckConstraint:
    """A last day does not come before the first."""
    return models.CheckConstraint(
        condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
        name=f"{table}_ends_after_it_begins",
        violation_error_message="The last day comes before the first day.",
    )


def code_is_not_reserved(table: str, column: str) -> models.CheckConstraint:
    """A code is none of the words that results keep for totals and gaps."""
    return models.CheckConstraint(
        condition=~Q(**{f"{column}__in": RESERVED_CODES}),
        name=f"{table}_code_is_not_reserved",
        violation_error_message=f"The words {' '.join(RESERVED_CODES)} are kept for totals and gaps.",
    )


class InForce(models.QuerySet[Any]):
    """Rows with validity dates."""

    def on(self, day: date) -> "InForce":
        """Those in force on a London day."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day)
        )
