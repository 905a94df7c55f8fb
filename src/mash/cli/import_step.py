"""`mash import_step`: one step of an import on the web, in a process that may take no more than its share."""

from typing import Annotated
from uuid import UUID

import typer


def command(
    import_id: Annotated[UUID, typer.Argument(metavar="IMPORT", help="Which import.")],
    account: Annotated[int, typer.Argument(help="As whom: the number of an account.")],
) -> None:
    """Do the next step of an import that was handed in on a page. The worker runs this."""
    from mash.intake.readers.child import limit_this_process
    from mash.web.imports.apart import MOST_SECONDS

    limit_this_process(MOST_SECONDS)
    from mash.config.postgres import Role
    from mash.config.start import ready

    ready(Role.WORKER)
    from mash.web.imports.stages import go_on

    go_on(import_id, account)
