"""Write a pack: PDF, page, CSV bundle and workbook from the same figures, laid out once."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mash.release.pack.bundle import bundle
from mash.release.pack.document import Document, document
from mash.release.pack.made_of import Pack
from mash.release.pack.page import page
from mash.release.pack.pdf import pdf
from mash.release.pack.workbook import workbook

_MAKERS: dict[str, Callable[[Document, Pack], bytes]] = {
    ".pdf": lambda laid_out, pack: pdf(laid_out, as_at=datetime.fromisoformat(pack.results.about["as_at"])),
    ".html": lambda laid_out, pack: page(laid_out).encode(),
    "-csv.zip": lambda laid_out, pack: bundle(laid_out, pack.results),
    ".xlsx": lambda laid_out, pack: workbook(laid_out, pack.results),
}
#: How the names of a pack's files end.
ENDINGS = tuple(_MAKERS)


@dataclass(frozen=True)
class Written:
    """A file that was written, and the SHA-256 of its bytes."""

    path: Path
    sha256: str


def write_pack(
    pack: Pack, out: Path, *, name: str = "pack", endings: Sequence[str] = ENDINGS
) -> list[Written]:
    """Write `pack.pdf`, `pack.html`, `pack-csv.zip` and `pack.xlsx` into `out` (made where it is missing).

    The same pack gives the same bytes. Published files are to be read back with `mash.release.scan` before
    they go out. `endings`: those files alone. Raises AssetsMissing where the page styles are not installed,
    PackError where the PDF could not be read by everybody (a sign that no font has).
    """
    laid_out = document(pack)
    made = {name + ending: _MAKERS[ending](laid_out, pack) for ending in endings}
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for file, content in made.items():
        (out / file).write_bytes(content)
        written.append(Written(out / file, hashlib.sha256(content).hexdigest()))
    return written
