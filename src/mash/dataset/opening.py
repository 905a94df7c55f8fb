"""Tables that others wrote, in whatever types and layout, laid out as the contract has them."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from mash.dataset.contract import TABLES
from mash.dataset.faults import Faults
from mash.dataset.files import FolderError, TableFiles, pieces
from mash.dataset.parquet import arrow_schema
from mash.dataset.reading import typed


def as_contract(tables: TableFiles, folder: Path, work: Path, faults: Faults) -> list[Path]:
    """Parquet files of a table in the contract's types: its own where they are, else copies in `work`.

    Rows that cannot be read so are told to `faults`. Raises FolderError or CsvError where a file cannot
    be read at all.
    """
    if not tables.is_csv and all(_is_contract(tables.table, file) for file in tables.files):
        return tables.files
    names = list(TABLES[tables.table].columns())
    made: list[Path] = []
    for file in tables.files:
        place = work / file.relative_to(folder).parent  # under which hub a file lies stays with its copy
        place.mkdir(parents=True, exist_ok=True)
        for number, piece in enumerate(pieces(TableFiles(tables.table, [file]), folder)):
            good, found = typed(tables.table, piece.rows, extract=False)
            faults.append(piece.faults)
            faults.append(found)
            made.append(place / f"{file.stem}-{number:06d}.parquet")
            good.select(names).write_parquet(made[-1], compression="lz4")
    return made


def _is_contract(table: str, file: Path) -> bool:
    """True where the file has every column of the contract in its type already."""
    try:
        schema = pq.read_schema(file)
    except pa.ArrowException as error:
        raise FolderError(f"{file} is not a Parquet file that can be read ({error}); write it anew") from None
    return all(
        field.name in schema.names and _same(schema.field(field.name).type, field.type)
        for field in arrow_schema(table)
    )


def _same(given: pa.DataType, wanted: pa.DataType) -> bool:
    if pa.types.is_string(wanted):
        return bool(
            pa.types.is_string(given) or pa.types.is_large_string(given) or pa.types.is_string_view(given)
        )
    return bool(given == wanted)
