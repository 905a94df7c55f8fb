"""Letters with links to a survey, and one reminder to who has not answered. They name nobody and no case."""

from datetime import date
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection

from mash.framework.london import spelt, today
from mash.records.surveys.sealing import opened
from mash.trail.record import recorded

Refused = SMTPRecipientsRefused | SMTPDataError


def send_letters() -> int:
    """Send the letters that are due, each in a transaction of its own; how many were.

    One that cannot be sent raises OSError or SMTPException, and stays to be sent; one that its receiver's
    server refuses for good is given up, and none waits for another that was refused.
    """
    sent, after, put_off = 0, "", None
    while found := _next(after):
        after, refused = found
        put_off = refused or put_off
        sent += refused is None
    if put_off:
        raise put_off
    return sent


def _next(after: str) -> tuple[str, Refused | None] | None:
    """Send the next letter; which, and why it stays to be sent. None where none is left."""
    with recorded(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM mash_survey_letter(%s, %s)", [today(), after])
        row = cursor.fetchone()
        if row is None:
            return None
        digest, sealed, first, until, title = row
        said = opened(sealed)
        if said is not None:  # otherwise sealed with a key that is lost: nobody can send it
            try:
                _letter(title, said, first, until).send()
            except (SMTPRecipientsRefused, SMTPDataError) as refused:
                if not _for_good(refused):
                    return digest, refused
        cursor.execute("SELECT mash_survey_letter_sent(%s, %s)", [digest, today()])
    return digest, None


def _letter(title: str, said: dict[str, str], first: bool, until: date) -> EmailMessage:
    subject = "MASH: a few questions" if first else "MASH: a few questions, once more"
    link = f"{settings.ADDRESS}/answer/{said['secret']}/"
    words = (
        f"{title}\n\nThe Multi-Agency Safeguarding Hub asks you a few questions. They take about two "
        f"minutes, without signing in:\n\n{link}\n\nThe link is yours alone, works once, and ends on "
        f"{spelt(until)}. Nobody is told what you answered: your answer is kept apart from "
        "your address and mixed with others.\n\nIf you would rather not, there is nothing to do."
        + (" You get one reminder at most.\n" if first else " This is the only reminder.\n")
    )
    return EmailMessage(subject, words, to=[said["address"]])


def _for_good(refused: Refused) -> bool:
    """Whether a server says never (5xx, RFC 5321), and not only later, as one does that greylists."""
    if isinstance(refused, SMTPDataError):
        return refused.smtp_code >= 500
    return all(code >= 500 for code, _ in refused.recipients.values())
