"""`mash serve`: the web application."""

import os
import subprocess
import sys
from typing import Annotated

import typer

from mash.cli.faults import stop_with_fault


def command(
    host: Annotated[str, typer.Option(help="Address to listen on.", envvar="MASH_BIND")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", envvar="PORT")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 2,
) -> None:
    """Serve the pages until Ctrl+C.

    Without DATABASE_URL the embedded database in the data folder is started and brought up to date; with
    it, `mash migrate` must have been run.
    """
    from mash.web.provider.file import FaultyProviders, providers

    try:
        providers()
    except FaultyProviders as error:
        stop_with_fault(error)
    if not os.environ.get("DATABASE_URL"):
        subprocess.run([sys.executable, "-m", "mash.cli", "migrate"], check=True, stdout=subprocess.DEVNULL)
    from mash.config.postgres import Role
    from mash.config.start import ready

    ready(Role.APP)
    from mash.config.serving import serve
    from mash.config.shape import NotReady

    try:
        serve(host, port, workers)
    except (NotReady, FaultyProviders) as error:
        stop_with_fault(error)
