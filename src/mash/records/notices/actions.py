"""What somebody does with their own notices. None of it is about a person, so none of it is on the trail."""

from mash.framework.london import now
from mash.partnership.principal import Principal
from mash.records.notices.models import MailChoice, Notice


def read(*, by: Principal, notice_id: object) -> Notice:
    """Note that a notice was read. Raises DoesNotExist where it is not one's own."""
    notice: Notice = Notice.objects.seen_by(by).get(pk=notice_id)
    if notice.read_at is None:
        notice.read_at = now()
        notice.save(update_fields=["read_at"])
    return notice


def read_all(*, by: Principal) -> int:
    """Note that all of one's notices were read; how many were not yet."""
    return int(Notice.objects.seen_by(by).filter(read_at=None).update(read_at=now()))


def choose_mail(*, by: Principal, wanted: bool) -> None:
    """Say whether one wants one's notices by e-mail too."""
    MailChoice._base_manager.update_or_create(account_id=by.account_id, defaults={"wanted": wanted})
