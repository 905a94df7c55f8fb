"""What the worker does with the partnership. Found by being here."""

from procrastinate.contrib.django import app

from mash.partnership.actions import forget_writes


@app.periodic(cron="41 3 * * *")
@app.task(name="forget_writes")
def forget_old_writes(timestamp: int) -> None:
    """Every night: forget the keys of writes that no system will send again."""
    forget_writes()
