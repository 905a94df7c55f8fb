"""Nothing of imports leaves for the dataset: what is brought in leaves as the record that it became."""

from django.db import models

from mash.records.imports.models import Import, ImportedRow, KnownColumns
from mash.records.leaving import OF_THE_WORK, Leaves

LEAVES: tuple[Leaves, ...] = ()
STAYS: dict[type[models.Model], dict[str, str]] = {
    record: {one.name: OF_THE_WORK for one in record._meta.concrete_fields}
    for record in (Import, ImportedRow, KnownColumns)
}
