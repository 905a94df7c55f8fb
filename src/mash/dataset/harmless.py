"""Whole columns made harmless for files that people open in a spreadsheet (framework/harmless.py)."""

import polars as pl

from mash.framework.harmless import MADE_TEXT, NUMBER, RUN


def harmless(text: pl.Expr) -> pl.Expr:
    """Cells with an apostrophe in front of those that a spreadsheet would run."""
    runs = text.str.contains(RUN) & ~text.str.contains(NUMBER)
    return pl.when(runs).then(pl.lit("'") + text).otherwise(text).name.keep()


def as_it_was(text: pl.Expr) -> pl.Expr:
    """Cells as they were before `harmless`."""
    return text.str.replace(MADE_TEXT, "${1}")
