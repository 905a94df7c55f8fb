"""Records gathered into Parquet files of text, a few thousand at a time, so that memory stays flat."""

from pathlib import Path

import polars as pl

from mash.dataset.faults import PROVENANCE

_ROWS = 20_000


class Pieces:
    """Takes rows of one sheet as they are read; `files` are the Parquet files written so far."""

    def __init__(self, folder: Path, stem: str, columns: list[str]) -> None:
        self._schema = dict.fromkeys(columns, pl.String()) | PROVENANCE
        self._stem = folder / stem
        self._rows: list[tuple[str | int | None, ...]] = []
        self.files: list[Path] = []

    def add(self, row: tuple[str | int | None, ...]) -> None:
        """A row: the columns, then _file, _sheet, _row."""
        self._rows.append(row)
        if len(self._rows) >= _ROWS:
            self.close()

    def close(self) -> None:
        """Write what is left; a sheet without rows leaves one file that names its columns."""
        if self._rows or not self.files:
            self.files.append(Path(f"{self._stem}-{len(self.files):06d}.parquet"))
            frame = pl.DataFrame(self._rows, schema=self._schema, orient="row")
            frame.write_parquet(self.files[-1], compression="lz4")
            self._rows = []
