"""Days on which something is in force: from a first day to a last one, both included (dataset.md).

The code of a constraint's error is the field that a page shows it at.
"""

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
        violation_error_code="valid_to",
    )


def code_is_not_reserved(table: str, column: str) -> models.CheckConstraint:
    """A code is none of the words that results keep for totals and gaps."""
    return models.CheckConstraint(
        condition=~Q(**{f"{column}__in": RESERVED_CODES}),
        name=f"{table}_code_is_not_reserved",
        violation_error_message=f"The words {' '.join(RESERVED_CODES)} are kept for totals and gaps.",
        violation_error_code=column,
    )


class InForce(models.QuerySet[Any]):
    """Rows with validity dates."""

    def on(self, day: date) -> "InForce":
        """Those in force on a London day."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day)
        )

    def overlapping(self, first: date | None, last: date | None) -> "InForce":
        """Those in force on a day from the first to the last; without one, from always or for ever."""
        begins = Q() if last is None else Q(valid_from=None) | Q(valid_from__lte=last)
        ends = Q() if first is None else Q(valid_to=None) | Q(valid_to__gte=first)
        return self.filter(begins, ends)
