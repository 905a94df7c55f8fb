"""The figures as a bundle of CSVs: the results folder itself, with a dictionary and words that explain it.

Unpacked, it is a folder of results that `mash report` reads. A text that a spreadsheet would run gets an
apostrophe in front; the hashes in results.json are those of what is in the bundle.
"""

import copy
import csv
import hashlib
import io
import json
import zipfile
from typing import Any

from mash.engine.results import RESULTS_JSON, Results
from mash.framework.harmless import harmless_text
from mash.release.figures import HIDDEN_TEXT
from mash.release.pack.columns import meaning
from mash.release.pack.document import Document
from mash.release.pack.sources import SHORT

#: The earliest date that a ZIP can hold: the same figures give the same bytes.
_DATE = (1980, 1, 1, 0, 0, 0)


def bundle(document: Document, results: Results) -> bytes:
    """The ZIP: README.txt, dictionary.csv, results.json and one CSV a statistic, sorted, without a date."""
    about = copy.deepcopy(results.about)
    members: dict[str, bytes] = {}
    for entry in [*about["statistics"].values(), *about.get("curves", {}).values()]:
        content = harmless((results.folder / entry["file"]).read_text(encoding="utf-8")).encode()
        members[entry["file"]] = content
        entry["sha256"] = hashlib.sha256(content).hexdigest()
    members[RESULTS_JSON] = (json.dumps(about, indent=2, ensure_ascii=False) + "\n").encode()
    members["dictionary.csv"] = dictionary(results).encode()
    members["README.txt"] = readme(document, about).encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for name in sorted(members):
            member = zipfile.ZipInfo(name, _DATE)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            member.create_system = 3
            file.writestr(member, members[name])
    return stream.getvalue()


def harmless(text: str) -> str:
    """A CSV in which no cell runs in a spreadsheet. One without such a cell stays as it is, to the byte."""
    rows = list(csv.reader(io.StringIO(text, newline="")))
    made = [[cell if is_number(cell) else harmless_text(cell) for cell in row] for row in rows]
    return text if made == rows else written(made)


def is_number(text: str) -> bool:
    """Whether a cell is a number, however written: `-1.2e-05` is no formula."""
    try:
        float(text)
    except ValueError:
        return False
    return True


def written(rows: list[list[str]]) -> str:
    """Rows as CSV with the line ends of results."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def dictionary(results: Results) -> str:
    """The data dictionary: every column of every statistic."""
    rows = [["statistic", "column", "kind", "meaning"]]
    for key, entry in results.about["statistics"].items():
        with (results.folder / entry["file"]).open(encoding="utf-8", newline="") as stream:
            columns = next(csv.reader(stream))
        rows += [[key, column, *meaning(column)] for column in columns]
    return written(rows)


def readme(document: Document, about: dict[str, Any]) -> str:
    """What is what, as plain text."""
    lines = [
        f"{document.title} – {document.hub}",
        f"{document.period}. {document.label}.",
        "",
        *(f"{name}: {value}" for name, value in document.facts),
        "",
        *(
            [f"This release corrects {document.corrects}.", *document.correction, ""]
            if document.corrects
            else []
        ),
        "results.json     what was asked, of which dataset, names of codes, and for every statistic its",
        "                 file, SHA-256 and definition",
        "m…/….csv         one statistic each; UTF-8, comma, first row the columns",
        "dictionary.csv   what each column holds",
        "",
        "In the CSVs an empty cell is not defined, 0 is zero, a row * is a total, rates are fractions of 1,",
        f"and “{HIDDEN_TEXT}” stands where protection hides a count or what would give it away.",
        "A text that begins like a formula has an apostrophe in front, so that no spreadsheet runs it.",
        "",
        *document.protection,
        "",
        "Every figure is told by its statistic, the codes of its row, and dataset "
        f"{about['dataset_sha256'][:SHORT]}.",
        "How to make them again:",
        *(f"  {line}" for line in document.commands),
        "",
    ]
    return "\n".join(lines)
