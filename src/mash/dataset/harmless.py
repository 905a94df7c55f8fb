"""Text for files that people open in a spreadsheet: what would be run there as a formula is made text.

An apostrophe in front of a cell keeps Excel from running it; taking one off gives the cell back. Numbers
stay as they are.
"""

import re

import polars as pl

_RUN = r"^'*[=+\-@\t\r]"
_NUMBER = r"^[+-]?[0-9][0-9.,]*$"
_MADE_TEXT = r"^'('*[=+\-@\t\r])"


def harmless(text: pl.Expr) -> pl.Expr:
    """Cells with an apostrophe in front of those that a spreadsheet would run."""
    runs = text.str.contains(_RUN) & ~text.str.contains(_NUMBER)
    return pl.when(runs).then(pl.lit("'") + text).otherwise(text).name.keep()


def as_it_was(text: pl.Expr) -> pl.Expr:
    """Cells as they were before `harmless`."""
    return text.str.replace(_MADE_TEXT, "${1}")


def harmless_name(name: str) -> str:
    """The same for the name of a column."""
    return f"'{name}" if re.match(_RUN, name) and not re.match(_NUMBER, name) else name


def name_as_it_was(name: str) -> str:
    """A column's name as it was before `harmless_name`."""
    return re.sub(_MADE_TEXT, r"\1", name)
