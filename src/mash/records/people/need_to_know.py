"""Who sees a person: whoever sees, as casework or because they are asked, a referral that names them.

Records of one cluster are seen together: that is what merging is for.
Information governance, which reviews merges, sees the records that were ever merged.
"""

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal


def person(principal: Principal) -> Q:
    """One whose records are named in a referral that is seen in full; merged ones, for who reviews that."""
    subject = apps.get_model("records", "Subject")
    named = subject.objects.seen_in_full_by(principal).filter(person__cluster=OuterRef("cluster"))
    if not principal.may(P.MERGE_REVIEW):
        return Q(Exists(named))
    merges = apps.get_model("records", "Merge")._base_manager
    merged = merges.filter(Q(first=OuterRef("pk")) | Q(second=OuterRef("pk")))
    return Q(Exists(named)) | Q(Exists(merged))


def of_person(principal: Principal) -> Q:
    """What is known of a person is seen by who sees the person."""
    return Q(person__in=apps.get_model("records", "Person").objects.seen_by(principal))


def between(principal: Principal) -> Q:
    """A decision about two records: by who sees both, or who reviews merges."""
    if principal.may(P.MERGE_REVIEW):
        return Q()
    seen = apps.get_model("records", "Person").objects.seen_by(principal)
    return Q(first__in=seen, second__in=seen)
