"""`mash template`: empty CSV and XLSX templates of the contract."""

from pathlib import Path
from typing import Annotated

import typer

from mash.dataset.templates import WORKBOOK, TemplateError, write_templates


def command(out: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")]) -> None:
    """Write templates for extracts: a CSV file a table, and one workbook with code lists as drop-downs."""
    try:
        written = write_templates(out)
    except TemplateError as error:
        raise typer.BadParameter(str(error)) from None
    print(f"{out}: {len(written) - 1} CSV files and {WORKBOOK}")
