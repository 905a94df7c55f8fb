"""The queryset layer of need to know: rows are asked for with a principal, or not at all.

`Referral.objects.seen_by(principal)` gives what the principal may see by the rule of that record
(need_to_know.py). Anything else that would read rows through `objects` raises NobodyAsks. Behind it stands
row-level security, which knows nothing of this file.
"""

from collections.abc import Callable
from typing import Any, Self

from django.db import models
from django.db.models import Q

from mash.partnership.principal import Principal

#: What a principal may see of a record: a condition on its rows.
Rule = Callable[[Principal], Q]


class NobodyAsks(Exception):
    """Rows of a record were read without saying who asks: say `.seen_by(principal)` first."""


class Seen(models.QuerySet[Any]):
    """Rows that can be read once it is said who asks."""

    _asked = False
    _rule: Rule

    def seen_by(self, principal: Principal, way: Rule | None = None) -> Self:
        """The rows that a principal may see; of several ways that lead to a row, those that `way` says."""
        found = self.filter((way or self.model.seen)(principal))
        found._asked = True
        return found

    def of_seen(self, **parent: Any) -> Self:
        """Rows that hang on what was asked for with a principal already (`referral=`, `person__in=`): only
        where whoever sees that sees all that hangs on it, so that asking again would cost time and no more.
        """
        found = self.filter(**parent)
        found._asked = True
        return found

    def _clone(self) -> Self:
        copy: Self = super()._clone()  # type: ignore[misc]
        copy._asked = self._asked
        return copy

    def _fetch_all(self) -> None:
        self._guard()
        super()._fetch_all()

    def _guard(self) -> None:
        if not self._asked:
            raise NobodyAsks(f"{self.model.__name__} was read without saying who asks.")

    def count(self) -> int:
        """How many rows."""
        self._guard()
        return super().count()

    def exists(self) -> bool:
        """Whether there is a row."""
        self._guard()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Figures over the rows."""
        self._guard()
        return super().aggregate(*args, **kwargs)

    def iterator(self, *args: Any, **kwargs: Any) -> Any:
        """The rows one after another."""
        self._guard()
        return super().iterator(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        """Change the rows."""
        self._guard()
        return super().update(**kwargs)

    def delete(self) -> Any:
        """Delete the rows."""
        self._guard()
        return super().delete()


class Record(models.Model):
    """A table whose rows are seen by need to know. `seen` says by whom; without it, by nobody."""

    objects = Seen.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def seen(cls, principal: Principal) -> Q:
        """The rows that a principal may see."""
        raise NotImplementedError(f"Nobody has said who may see {cls.__name__}.")
