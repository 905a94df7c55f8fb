"""What the worker does for pages: imports, and the figures of performance. Found by being here."""

import subprocess
import sys
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection
from procrastinate.contrib.django import app

from mash.figures import drafts, kept
from mash.framework.london import now, today
from mash.partnership.acting import act_as
from mash.partnership.models import Account
from mash.partnership.principal import principal_of
from mash.records.imports.actions import MOST_TRIES, take_up
from mash.release.register import release
from mash.trail.record import note, recorded
from mash.web.imports.apart import apart

#: What one run for the figures may take, in seconds.
MOST_SECONDS = 3600
#: Under which the pages see that the dataset is being made.
REFRESH = "refresh"
#: How long an import may not get on before it is taken up again.
_LOST = timedelta(minutes=5)


@app.task(name="bring_in")
def bring_in(import_id: str, account: int) -> None:
    """Do the next step of an import, as who asked for it; where its process ends before it, once more."""
    for _ in range(MOST_TRIES):
        if apart(import_id, account):
            return


@app.periodic(cron="* * * * *")
@app.task(name="take_up_imports", queueing_lock="take_up_imports")
def take_up_imports(timestamp: int) -> None:
    """Every minute: go on with imports whose step ended with the machine, or with its process."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT import, account FROM mash_lost_imports(%s)", [now() - _LOST])
        lost = cursor.fetchall()
    for import_id, account in lost:
        with recorded():
            by = principal_of(Account.objects.get(pk=account), today())
            act_as(by)
            take_up(by=by, import_id=import_id)


@app.task(name="answer_question", queue="figures")
def answer_question(asked: str) -> None:
    """Answer a question that somebody asked on a page of performance, in a process of its own."""
    subprocess.run([sys.executable, "-m", "mash.cli", "answer_step", asked], check=True, timeout=MOST_SECONDS)


@app.periodic(cron="41 4 * * *")
@app.task(name="refresh_figures", queueing_lock="refresh_figures", queue="figures")
def refresh_figures(timestamp: int) -> None:
    """Every night, and when somebody asks: measure the records as they stand now."""
    kept.say_working(settings.FIGURES, REFRESH, 0, 1)
    try:
        subprocess.run(
            [sys.executable, "-m", "mash.cli", "refresh"],
            check=True,
            timeout=MOST_SECONDS,
        )
    finally:
        kept.settle(settings.FIGURES, REFRESH)


@app.task(name="check_draft", queue="figures")
def check_draft(draft: str) -> None:
    """Protect, attack and write a draft of a release, in a process of its own."""
    _step(draft)


@app.task(name="publish_draft", queue="figures")
def publish_draft(draft: str, account: int) -> None:
    """Put a draft into the register. Who keeps the trail, and no other, then notes it there."""
    app.configure_task("note_release").defer(number=_step(draft, "--publish"), account=account)


@app.task(name="note_release")
def note_release(number: str, account: int) -> None:
    """Put a release on the trail, as who published it."""
    made = release(drafts.register(settings.FIGURES), number)
    if made is not None:
        with recorded():
            act_as(principal_of(Account.objects.get(pk=account), today()))
            note("published", "release", made.number, sha256=made.sha256)


def _step(draft: str, *options: str) -> str:
    command = [sys.executable, "-m", "mash.cli", "release_step", draft, *options]
    try:
        done = subprocess.run(command, check=True, timeout=MOST_SECONDS, stdout=subprocess.PIPE, text=True)
    finally:
        kept.settle(drafts.home(settings.FIGURES), drafts.key_of(UUID(draft)))
    return done.stdout.strip()
