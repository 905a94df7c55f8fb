"""Notices by e-mail: what happened and when something is due, in words that name nobody and no case."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from mash.framework.london import LONDON, now, spelt, today
from mash.partnership.acting import act_as
from mash.partnership.models import Account
from mash.partnership.principal import principal_of
from mash.records.notices.models import KINDS, MailChoice, Notice
from mash.trail.record import recorded

#: In the order in which they stand in an e-mail: what is late first.
_ORDER = (*(kind for kind in KINDS if kind.endswith("late")), "unrated", *KINDS)


def mail_soon(account: Account) -> None:
    """Have the account's unread notices sent to it, once for all that come together."""
    if not settings.SENDS_MAIL:
        return
    try:
        with transaction.atomic():  # an e-mail that waits already takes this one with it
            app.configure_task("mail", queueing_lock=f"mail {account.pk}").defer(account=account.pk)
    except AlreadyEnqueued:
        pass


def mail(account_id: int) -> bool:
    """Send an account the notices that it has neither read nor been sent; whether there were any.

    What cannot be sent raises OSError or SMTPException, and stays to be sent.
    """
    account = Account.objects.select_related("agency").get(pk=account_id)
    principal = principal_of(account, today())
    with recorded():
        act_as(principal)
        if MailChoice.objects.seen_by(principal).filter(wanted=False).exists() or not account.is_active:
            return False
        mine = Notice.objects.seen_by(principal).filter(read_at=None, mailed_at=None)
        notices = list(mine.select_for_update(of=("self",)).order_by("due_at", "at"))
        if not notices:
            return False
        mine.filter(pk__in=[one.pk for one in notices]).update(mailed_at=now())
        EmailMessage(_subject(notices), _words(notices), to=[account.email]).send()
    return True


def _subject(notices: list[Notice]) -> str:
    if len(notices) == 1:
        return f"MASH: {KINDS[notices[0].kind]}"
    return f"MASH: {len(notices)} new notices"


def _words(notices: list[Notice]) -> str:
    notices = sorted(notices, key=lambda one: _ORDER.index(one.kind))
    lines = "\n".join(f"- {KINDS[one.kind]}{_due(one)}" for one in notices)
    return (
        f"New for you in the Multi-Agency Safeguarding Hub:\n\n{lines}\n\n"
        f"Sign in to see what it is about: {settings.ADDRESS}/notices/\n\n"
        "This e-mail names nobody, on purpose. Please send nothing about a case by e-mail.\n"
        "You can choose there not to get these e-mails.\n"
    )


def _due(notice: Notice) -> str:
    if notice.due_at is None or notice.kind == "unrated":
        return ""
    due = notice.due_at.astimezone(LONDON)
    return f": {'it was due' if notice.kind.endswith('late') else 'due'} {spelt(due)} at {due:%H:%M}"
