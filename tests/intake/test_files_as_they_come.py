"""Files as people hand them in, and files made to hurt: right rows or a clear sentence, never a traceback."""

import io
import zipfile

import msoffcrypto
import openpyxl
import polars as pl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from tests.intake.conftest import sums_hold

HEADER = "hub_id,name"
ROWS = ["north,Château “North”", "south,South"]


def text(rows=ROWS, end="\n", header=HEADER):
    return end.join([header, *rows]) + end


GOOD = {
    "utf-8": text().encode(),
    "utf-8 with a byte-order mark": b"\xef\xbb\xbf" + text().encode(),
    "utf-16 little-endian": text().encode("utf-16"),
    "utf-16 big-endian": b"\xfe\xff" + text().encode("utf-16-be"),
    "utf-16 without a mark": text().encode("utf-16-le"),
    "utf-32": text().encode("utf-32"),
    "excel's own first line": (
        "sep=;\n" + text(["north;Château “North”", "south;South"], header="hub_id;name")
    ).encode(),
    "columns without a name": text(
        ["north,,Château “North”,", "south,,South,"], header="hub_id,,name,"
    ).encode(),
    "windows-1252": text().encode("cp1252"),
    "windows line ends": text(end="\r\n").encode(),
    "old mac line ends": text(end="\r").encode(),
    "no line end at the end": text().rstrip().encode(),
    "semicolons": text(["north;Château “North”", "south;South"], header="hub_id;name").encode(),
    "tabs": text(["north\tChâteau “North”", "south\tSouth"], header="hub_id\tname").encode(),
    "columns the other way round": text(
        ["Château “North”,north", "South,south"], header="name,hub_id"
    ).encode(),
    "headers in other case and with spaces": text(header="Hub ID , NAME").encode(),
    "quoted cells": text(['"north","Château “North”"', '"south","South"']).encode(),
    "blank lines between": text(["north,Château “North”", "", "south,South", ""]).encode(),
    "spaces and non-breaking spaces around": text(
        ["north , Château “North”\xa0", "\xa0south,South "]
    ).encode(),
    "a column nobody asked for": text(
        ["north,Château “North”,x", "south,South,y"], header="hub_id,name,mood"
    ).encode(),
    "an earlier rejects file": text(
        ["north,Château “North”,why", "south,South,"], header="hub_id,name,reject_reason"
    ).encode(),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_csv_however_it_was_saved(name, run, tmp_path):
    (tmp_path / "hubs.csv").write_bytes(GOOD[name])
    out, done = run(tmp_path / "hubs.csv")
    rows = pl.read_parquet(out / "hubs.parquet")
    assert rows.rows() == [("north", "Château “North”"), ("south", "South")], done.faults.first
    assert done.faults.faults == 0


def test_a_cell_with_a_line_break_keeps_it_and_the_row_numbers_stay_right(run, tmp_path):
    (tmp_path / "hubs.csv").write_text(text(['north,"two\nlines"', ",nameless"]))
    out, done = run(tmp_path / "hubs.csv")
    assert pl.read_parquet(out / "hubs.parquet")["name"].to_list() == ["two\nlines"]
    assert [(fault["row"], fault["column"]) for fault in done.faults.first] == [(4, "hub_id")]


def refused(done):
    assert sums_hold(done)
    assert done.faults.faults >= 1
    return " ".join(str(fault["rule"]) for fault in done.faults.first)


BAD_CSV = {
    "empty": (b"", "the file is empty"),
    "a header twice": (text(header="hub_id,hub_id").encode(), "name each column once"),
    "a quotation mark never closed": (text(['north,"North']).encode(), "never closed"),
    "zero bytes": (b"hub_id,name\nnorth,\x00\x01\x02\n", "no text has"),
    "an executable": (b"MZ\x90\x00" + bytes(range(256)), "no text has"),
    "rows too long": (text(["north,North,more,and more"]).encode(), "the row has 4 cells"),
    "rows too short": (text(["north"]).encode(), "the row has 1 cells"),
    "not one known column": (b"colour,shape\nred,round\n", "hub_id"),
}


@pytest.mark.parametrize("name", BAD_CSV)
def test_a_csv_that_cannot_be_read_is_told_in_words(name, run, tmp_path):
    content, words = BAD_CSV[name]
    (tmp_path / "hubs.csv").write_bytes(content)
    (tmp_path / "cohorts.csv").write_text("cohort_id,name,age_group\nc,C,any\n")
    _, done = run(tmp_path / "hubs.csv", tmp_path / "cohorts.csv")
    assert words in refused(done) + str([fault["column"] for fault in done.faults.first])
    assert done.counts["cohorts"].accepted == 1, "the other file is imported all the same"


def workbook(**sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def bomb():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for number in range(6):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", bytes(100 << 20))
    return stream.getvalue()


def locked():
    stream = io.BytesIO()
    OOXMLFile(io.BytesIO(workbook(hubs=[["hub_id", "name"], ["a", "A"]]))).encrypt("secret", stream)
    return stream.getvalue()


FINE = workbook(hubs=[["hub_id", "name"], ["north", "North"]])
BAD_XLSX = {
    "password": (locked, "has a password"),
    "cut off": (lambda: FINE[: len(FINE) // 2], "cut off"),
    "not a zip": (lambda: b"this is no workbook at all", "cut off"),
    "empty": (lambda: b"", "cut off"),
    "another zip": (lambda: _zip({"a.txt": b"hello"}), "no Excel workbook"),
    "zip bomb": (bomb, "would take"),
    "old format": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "before 2007"),
    "damaged inside": (
        lambda: _zip({"xl/workbook.xml": b"<workbook", "[Content_Types].xml": b"<a/>"}),
        "damaged",
    ),
    "a header twice": (lambda: workbook(hubs=[["hub_id", "hub_id"], ["a", "b"]]), "name each column once"),
    "no sheet that is known": (lambda: workbook(moods=[["a", "b"], [1, 2]]), "reads nothing of this file"),
}


def _zip(parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize("name", BAD_XLSX)
def test_a_workbook_that_cannot_be_read_is_told_in_words(name, run, tmp_path):
    make, words = BAD_XLSX[name]
    (tmp_path / "extract.xlsx").write_bytes(make())
    _, done = run(tmp_path / "extract.xlsx")
    assert words in refused(done)


def test_a_workbook_with_the_dirt_of_the_real_thing(run, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Hubs"
    sheet.append(["Our hubs", None])  # a title above the header
    sheet.append([None, None])
    sheet.append(["hub_id", "name"])
    sheet.append(["north\xa0", "=1+1"])  # a formula without a cached value: empty
    sheet.append(["south", "#N/A"])
    sheet.append([7, "Seven"])  # a number where text is meant
    sheet.merge_cells("A8:B8")
    book.save(tmp_path / "extract.xlsx")
    out, done = run(tmp_path / "extract.xlsx")
    assert pl.read_parquet(out / "hubs.parquet").rows() == [("7", "Seven")]
    assert {(fault["row"], fault["column"]) for fault in done.faults.first} == {(4, "name"), (5, "name")}


XML = "<Message><Children><Child><LAchildID>1</LAchildID><CINdetails>{}</CINdetails></Child></Children></Message>"
BAD_XML = {
    "not XML": ("hello", "not well-formed"),
    "cut off": (XML[:40], "not well-formed"),
    "entities that grow": (
        '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]>' + XML.format("&c;"),
        "document type",
    ),
    "a file of the machine": (
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>' + XML.format("&b;"),
        "document type",
    ),
    "another kind of file": ("<rss/>", "no element CINdetails"),
}


@pytest.mark.parametrize("name", BAD_XML)
def test_xml_that_cannot_be_read_is_told_in_words(name, run, tmp_path):
    content, words = BAD_XML[name]
    (tmp_path / "census.xml").write_text(content)
    _, done = run(tmp_path / "census.xml", mapping="cin")
    assert words in refused(done)


def test_the_library_that_detects_passwords_knows_ours(tmp_path):
    assert msoffcrypto.OfficeFile(io.BytesIO(locked())).is_encrypted()
