"""Acting as somebody: from here to the end of the transaction the trail and the database know who it is."""

from django.db import connection

from mash.partnership.principal import Principal
from mash.trail.record import acting


def act_as(principal: Principal) -> None:
    """Have the trail name this account, and row-level security show what it may see (row_level_security.sql).

    Runs inside `recorded()`; the database forgets it when the transaction ends.
    """
    acting(account=principal.account_id, agency=principal.agency_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('mash.account', %s, true)", [str(principal.account_id)])
