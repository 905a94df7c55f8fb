"""Rows in, accepted and rejected, as a table on the terminal."""

import sys
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table

from mash.dataset.integrity import Counts
from mash.intake.sums import OfFile

#: Into a file or a pipe no line is wrapped.
_WIDE = 200


def print_counts(names: Sequence[str], rows: Iterable[tuple[Sequence[str], Counts | OfFile]]) -> None:
    """Print counts, each beside what it counts; `names` head those columns."""
    table = Table(*names, box=None, header_style="")
    for heading in ("rows in", "= accepted", "+ rejected"):
        table.add_column(heading, justify="right")
    for cells, count in rows:
        table.add_row(*cells, f"{count.rows_in:,}", f"{count.accepted:,}", f"{count.rejected:,}")
    Console(width=None if sys.stdout.isatty() else _WIDE).print(table)
