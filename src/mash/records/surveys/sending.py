"""Letters with links to a survey, and one reminder to who has not answered. They name nobody and no case."""

from contextlib import suppress
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection

from mash.framework.london import today
from mash.records.surveys.sealing import opened
from mash.trail.record import recorded


def send_letters() -> int:
    """Send the letters that are due, each in a transaction of its own; how many were.

    One that cannot be sent raises OSError or SMTPException, and stays to be sent; an address that is refused
    is given up.
    """
    sent = 0
    while _next():
        sent += 1
    return sent


def _next() -> bool:
    with recorded(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM mash_survey_letter(%s)", [today()])
        row = cursor.fetchone()
        if row is None:
            return False
        digest, sealed, first, until, title = row
        cursor.execute("SELECT mash_survey_letter_sent(%s, %s)", [digest, today()])
        said = opened(sealed)
        if said is None:  # sealed with a key that is lost: nobody can send it
            return True
        subject = "MASH: a few questions" if first else "MASH: a few questions, once more"
        link = f"{settings.ADDRESS}/answer/{said['secret']}/"
        words = (
            f"{title}\n\nThe Multi-Agency Safeguarding Hub asks you a few questions. They take about two "
            f"minutes, without signing in:\n\n{link}\n\nThe link is yours alone, works once, and ends on "
            f"{until.day} {until:%B %Y}. Nobody is told what you answered: your answer is kept apart from "
            "your address and mixed with others.\n\nIf you would rather not, there is nothing to do."
            + (" You get one reminder at most.\n" if first else " This is the only reminder.\n")
        )
        with suppress(SMTPRecipientsRefused):
            EmailMessage(subject, words, to=[said["address"]]).send()
    return True
