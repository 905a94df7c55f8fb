"""Write a pack: PDF, page, CSV bundle and workbook from the same figures, laid out once."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mash.release.pack.bundle import bundle
from mash.release.pack.document import document
from mash.release.pack.made_of import Pack
from mash.release.pack.page import page
from mash.release.pack.pdf import pdf
from mash.release.pack.workbook import workbook


@dataclass(frozen=True)
class Written:
    """A file that was written, and the SHA-256 of its bytes."""

    path: Path
    sha256: str


def write_pack(pack: Pack, out: Path, name: str = "pack") -> list[Written]:
    """Write `pack.pdf`, `pack.html`, `pack-csv.zip` and `pack.xlsx` into `out` (made where it is missing).

    The same pack gives the same bytes. Raises AssetsMissing where the page styles are not installed.
    """
    laid_out = document(pack)
    made = {
        f"{name}.pdf": pdf(laid_out, as_at=datetime.fromisoformat(pack.results.about["as_at"])),
        f"{name}.html": page(laid_out).encode(),
        f"{name}-csv.zip": bundle(laid_out, pack.results),
        f"{name}.xlsx": workbook(laid_out, pack.results),
    }
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for file, content in made.items():
        (out / file).write_bytes(content)
        written.append(Written(out / file, hashlib.sha256(content).hexdigest()))
    return written
