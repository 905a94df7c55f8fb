"""The pack as PDF: tagged, PDF/UA-1 and PDF/A-2a, set by Typst. Words go to it as data, never as markup.

Typst refuses to write a PDF/UA file without a title, with a picture without words or with headings that
skip a level, so that what is written has passed its check. Its own fonts are used and no other, or the
same inputs would give other bytes on another machine.
"""

import json
import re
from dataclasses import asdict
from datetime import datetime
from importlib import resources
from typing import Any, cast

import typst

from mash.release.charts import Chart
from mash.release.pack.document import Document, Section
from mash.release.pack.made_of import PackError

#: Points for a pixel of a chart, so that its lettering has one size in all of them.
SCALE = 0.6
#: A chart stays this high at most, in points, so that it fits a page with its caption.
HIGHEST = 560
#: Two charts no wider than this, in points, stand beside each other, a little smaller where they must.
HALF = 260


def pdf(document: Document, *, as_at: datetime) -> bytes:
    """The PDF. `as_at` (aware) is its date. Raises PackError where it would not be accessible."""
    templates = resources.files("mash.release") / "templates"
    files: dict[str, bytes] = {
        "main.typ": (templates / "pack.typ").read_bytes(),
        "pack_parts.typ": (templates / "pack_parts.typ").read_bytes(),
    }
    said = asdict(document)
    for section, whole in zip(said["sections"], document.sections, strict=True):
        section["figures"] = rows_of_charts(whole, files)
    files["pack.json"] = json.dumps(said, ensure_ascii=False).encode()
    try:
        # typst's own types do not know that files may be given by name
        return typst.compile(
            cast(Any, files),
            ignore_system_fonts=True,
            pdf_standards=["ua-1", "a-2a"],
            timestamp=int(as_at.timestamp()),
        )
    except typst.TypstError as error:
        raise PackError(
            f"the PDF would not be accessible, so it was not written: {error.message}. A sign that "
            f"no font has, such as an emoji, must be taken out of the names and the commentary"
        ) from error


def rows_of_charts(section: Section, files: dict[str, bytes]) -> list[list[dict[str, Any]]]:
    """What the template needs of a section's charts, in rows of one or two; their drawings into `files`."""
    rows: list[list[dict[str, Any]]] = []
    for figure in section.figures:
        name = f"{section.name}-{figure.number.rpartition('.')[2]}.svg"
        files[name] = figure.chart.svg.encode()
        width, height = size(figure.chart)
        one: dict[str, Any] = {
            "number": figure.number,
            "title": figure.chart.title.removesuffix("."),
            "text": figure.chart.text,
            "alt": f"{figure.chart.title}. {figure.chart.text}",
            "source": figure.source,
            "file": name,
            "width": width * min(SCALE, HIGHEST / height),
        }
        if rows and len(rows[-1]) == 1 and one["width"] <= HALF and rows[-1][0]["width"] <= HALF:
            rows[-1].append(one)
        else:
            rows.append([one])
    return rows


def size(chart: Chart) -> tuple[float, float]:
    """Width and height of a drawing in pixels."""
    head = chart.svg.partition(">")[0]
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', head)
    if found is None:
        raise ValueError(f"the chart “{chart.title}” does not say its size (viewBox)")
    return float(found[1]), float(found[2])
