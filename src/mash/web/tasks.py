"""What the worker does with imports. Found by being here."""

from datetime import timedelta

from django.db import connection
from procrastinate.contrib.django import app

from mash.framework.london import now, today
from mash.partnership.acting import act_as
from mash.partnership.models import Account
from mash.partnership.principal import principal_of
from mash.records.imports.actions import MOST_TRIES, take_up
from mash.trail.record import recorded
from mash.web.imports.apart import apart

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
