"""How a command says that its input has faults: on standard error, exit 1."""

import sys
from typing import NoReturn

import typer


def stop_with_fault(error: Exception) -> NoReturn:
    """Say the error in its own words and stop with exit code 1."""
    print(str(error), file=sys.stderr)
    raise typer.Exit(1)
