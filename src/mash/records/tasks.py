"""What the worker does with the records: it tells people what they are to know. Found by being here."""

from typing import Any

from django.conf import settings
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from mash.framework.london import now
from mash.records.notices import mailing, telling
from mash.records.surveys import inviting, mixing, sending

_AGAIN = RetryStrategy(max_attempts=10, exponential_wait=3)  # for about a day


@app.task(name="tell", retry=_AGAIN)
def tell(event: dict[str, Any]) -> None:
    """Tell those concerned what happened."""
    telling.tell(telling.Event.written(event))


@app.task(name="mail", retry=_AGAIN)
def mail(account: int) -> None:
    """Send somebody their notices by e-mail."""
    mailing.mail(account)


@app.periodic(cron="* * * * *")
@app.task(name="fall_due", queueing_lock="fall_due")
def fall_due(timestamp: int) -> None:
    """Every minute: tell of what falls due, and settle what needs nobody's attention any more."""
    telling.settle(now())
    for event in telling.fallen_due(now()):
        telling.tell(event)


@app.task(name="send_letters", retry=_AGAIN)
def send_letters() -> None:
    """Send what invites people to surveys."""
    sending.send_letters()


@app.task(name="mix_answers", retry=_AGAIN)
def mix_answers() -> None:
    """Mix the answers to surveys that can be mixed."""
    mixing.mix()


@app.periodic(cron="23 6 * * *")
@app.task(name="surveys", queueing_lock="surveys")
def surveys(timestamp: int) -> None:
    """Every morning: mix answers, invite whom hubs answered, send letters and reminders.

    By the day, so that no time tells whose an answer is.
    """
    mixing.mix()
    inviting.invite_after_feedback()
    if settings.SENDS_MAIL:
        sending.send_letters()


@app.periodic(cron="17 3 * * *")
@app.task(name="forget_jobs", pass_context=True)
async def forget_jobs(context: JobContext, timestamp: int) -> None:
    """Every night: forget what was done three days ago. What failed stays to be looked at."""
    await context.app.job_manager.delete_old_jobs(nb_hours=72)
