"""Nothing of a notice leaves for the dataset."""

from django.db import models

from mash.records.leaving import OF_THE_WORK, Leaves
from mash.records.notices.models import MailChoice, Notice

LEAVES: tuple[Leaves, ...] = ()
STAYS: dict[type[models.Model], dict[str, str]] = {
    record: dict.fromkeys((one.name for one in record._meta.concrete_fields), OF_THE_WORK)
    for record in (Notice, MailChoice)
}
