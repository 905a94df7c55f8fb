"""One's notices, and where each leads."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Case, QuerySet, Value, When

from mash.partnership.principal import Principal
from mash.records.audits.models import AuditAction
from mash.records.lessons.models import Recommendation
from mash.records.notices.models import MailChoice, Notice
from mash.records.referrals.models import Referral, Request
from mash.records.referrals.reading import works_on


def notices(by: Principal) -> QuerySet[Any]:
    """One's notices, the unread first, then the latest."""
    unread_first = Case(When(read_at=None, then=Value(0)), default=Value(1))
    return Notice.objects.seen_by(by).order_by(unread_first, "-at")


def references(by: Principal, told: Iterable[Notice]) -> dict[UUID, str]:
    """The reference of each referral that notices are about and one sees."""
    seen = Referral.objects.seen_by(by).filter(pk__in=[one.referral_id for one in told if one.referral_id])
    return dict(seen.values_list("pk", "reference"))


def unread(by: Principal) -> int:
    """How many of one's notices one has not read.

    Every page asks, and a number of what one was told is all it tells: whose they are is asked here, and
    row-level security leaves out what one no longer sees.
    """
    return int(Notice._base_manager.filter(account=by.account_id, read_at=None).count())


def by_mail(by: Principal) -> bool:
    """Whether somebody gets their notices by e-mail too."""
    return not MailChoice.objects.seen_by(by).filter(wanted=False).exists()


def leads_to(by: Principal, notice: Notice) -> tuple[str, Any]:
    """The page that a notice is about, and the id it takes."""
    if notice.complaint_id:
        return "complaint", notice.complaint_id
    if notice.recommendation_id:
        return "lesson", Recommendation.objects.seen_by(by).get(pk=notice.recommendation_id).lesson_id
    if notice.action_id:
        return "audit", AuditAction.objects.seen_by(by).get(pk=notice.action_id).audit_id
    if notice.access_id:
        return "access_request", notice.access_id
    waits = Request.objects.seen_by(by).filter(pk=notice.request_id, agency=by.agency_id, responded_at=None)
    if notice.request_id and waits.exists():
        return "answer", notice.request_id
    if works_on(by, notice.referral_id):
        return "referral", notice.referral_id
    if notice.audit_id:
        return "audit", notice.audit_id
    if Referral.objects.seen_by(by).filter(pk=notice.referral_id).exists():
        return "sent", notice.referral_id
    return "escalation_next", notice.escalation_id
