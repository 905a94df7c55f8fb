"""Faults told by the headers of the file they are about, not by the contract's column names."""

import polars as pl

from mash.dataset.faults import Faults
from mash.intake.mapping import Feed

_Where = tuple[str, str | None, str]


class ToldByHeader(Faults):
    """Faults whose column is named as in the file that a row came from."""

    def __init__(self) -> None:
        super().__init__()
        self._headers: dict[_Where, dict[str, str]] = {}

    def know(self, file: str, sheet: str | None, feed: Feed, columns: list[str]) -> None:
        """Learn under which of its `columns` the file says what `feed` reads."""
        named = {name: feed.header(name, columns) for name in feed.columns}
        differ = {name: header for name, header in named.items() if header != name}
        if differ:
            self._headers[file, sheet, feed.table] = differ

    def append(self, found: pl.DataFrame) -> None:
        """Add faults, their columns by the file's own headers."""
        for where in found.select("file", "sheet", "table").unique().iter_rows():
            headers = self._headers.get(where)
            if headers:
                here = pl.all_horizontal(
                    pl.col(name).eq_missing(pl.lit(value))
                    for name, value in zip(("file", "sheet", "table"), where, strict=True)
                )
                column = pl.col("column").replace(headers)
                found = found.with_columns(pl.when(here).then(column).otherwise("column").alias("column"))
        super().append(found)
