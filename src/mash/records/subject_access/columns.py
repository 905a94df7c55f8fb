"""What leaves subject access requests for the dataset: nothing. No measure asks for it."""

from django.db import models

from mash.records.leaving import OF_THE_WORK, Leaves
from mash.records.subject_access.models import AccessCopy, AccessPiece, AccessRequest, AccessStep

LEAVES: tuple[Leaves, ...] = ()
STAYS: dict[type[models.Model], dict[str, str]] = {
    record: {one.name: OF_THE_WORK for one in record._meta.concrete_fields}
    for record in (AccessRequest, AccessPiece, AccessStep, AccessCopy)
}
