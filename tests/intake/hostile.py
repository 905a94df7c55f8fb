# ruff: noqa: E501  # markup in one line is easier to read
"""Files made to hurt, from a seed: broken, lying, enormous, or something else than their name says."""

import io
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

REFERRALS = "referral_id,hub_id,agency_id,cohort_id,received_at,time_known,known_open"
GOOD = f"{REFERRALS}\nr1,h,a,c,2024-01-01T10:00:00Z,true,false\nr2,h,a,c,2024-01-02,,no\n"
_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def texts() -> Iterator[tuple[str, bytes]]:
    """Name and bytes of what calls itself `referrals.csv`."""
    rng = random.Random(11)
    good = GOOD.encode()
    row = "r{n},h,a,c,2024-01-01T10:00:00Z,true,false\n"
    many = (REFERRALS + "\n" + "".join(row.format(n=n) for n in range(3000))).encode()
    yield "empty", b""
    yield "one-newline", b"\n"
    yield "blank-lines-only", b"\n\r\n\n   \n"
    yield "bom-only", b"\xef\xbb\xbf"
    yield "utf16-bom-only", b"\xff\xfe"
    yield "utf16-odd-length", GOOD.encode("utf-16") + b"\x00"
    yield "utf16-unpaired-surrogate", b"\xff\xfe" + GOOD.encode("utf-16-le") + b"\x00\xd8a\x00"
    yield "utf16-no-bom", GOOD.encode("utf-16-le")
    yield "utf32", GOOD.encode("utf-32")
    yield "cp1252-undefined-byte", good.replace(b"r1", b"r\x81")
    yield "utf8-cut-in-a-character", good + "é".encode()[:1]
    yield "zero-byte-late", many + b"r\x00,h,a,c,2024-01-01,,no\n"
    yield "random-bytes", rng.randbytes(5000)
    yield "random-ascii", bytes(rng.choices(range(32, 127), k=5000))
    yield "header-only", REFERRALS.encode()
    yield "commas-only", b",,,,,,\n,,,,,,\n"
    yield "header-repeats", good.replace(b"hub_id", b"agency_id", 1)
    yield "header-repeats-in-other-case", good.replace(b"hub_id", b"Agency ID", 1)
    yield (
        "header-of-provenance",
        good.replace(b"known_open\n", b"known_open,_row,_file\n").replace(b"se\n", b"se,x,y\n"),
    )
    yield "header-with-newline", good.replace(b"hub_id", b'"hub\n_id"', 1)
    yield "header-5000-columns", ",".join(f"c{n}" for n in range(5000)).encode() + b"\n" + b"x," * 4999 + b"x"
    yield "ragged", many + b"r9\nr10,h\nr11,h,a,c,2024-01-01,,no,more,and,more\n"
    yield "quote-open-first", good.replace(b"r1", b'"r1')
    yield "quote-open-late", many + b'"never closed,h,a,c,2024-01-01,,no\n' + many[len(REFERRALS) + 1 :]
    yield (
        "quote-open-semicolons",
        good.replace(b",", b";") + b'"open;h;a;c;2024-01-01;;no\nr9;h;a;c;2024-01-01;;no\n',
    )
    yield "quotes-in-the-middle", good.replace(b"r1", b'r"1"x')
    yield "quotes-doubled", good.replace(b"r1", b'"r""1"')
    yield "newlines-in-cells", good.replace(b"r1", b'"r\n\r\n1"')
    yield (
        "mixed-line-ends",
        good.replace(b"\n", b"\r\n", 1) + b"r3,h,a,c,2024-01-02,,no\rr4,h,a,c,2024-01-02,,no\n",
    )
    yield "cr-only", good.replace(b"\n", b"\r")
    yield "excel-sep-line", b"sep=;\n" + good.replace(b",", b";")
    yield "one-cell-of-two-megabytes", good.replace(b"r1", b"x" * (2 << 20))
    yield "one-cell-of-two-megabytes-semicolons", good.replace(b"r1", b"x" * (2 << 20)).replace(b",", b";")
    yield "formulas", good.replace(b"r1", b"=cmd|'/C calc'!A0").replace(b"r2", b"@SUM(1)")
    yield "failed-formulas", good.replace(b"2024-01-01T10:00:00Z", b"#N/A").replace(b"r2", b"#REF!")
    yield "control-characters", good.replace(b"r1", b"r\x07\x1b[31m\x08")
    yield "right-to-left", good.replace(b"r1", "r\u202e\u2066‏1".encode())
    yield "moments-beyond", good.replace(b"2024-01-01T10:00:00Z", b"9999-12-31T23:59:59-14:00")
    yield "moments-before", good.replace(b"2024-01-01T10:00:00Z", b"0001-01-01T00:00:00+14:00")
    yield "moments-absurd", good.replace(b"2024-01-01T10:00:00Z", b"2024-02-30T25:61:61+99:99")
    yield "html", b"<html><table><tr><td>referral_id</td></tr></table></html>"
    yield "json", b'[{"referral_id": "r1"}]'
    yield "gzip", b"\x1f\x8b\x08\x00" + rng.randbytes(500)
    yield "pdf", b"%PDF-1.7\n" + rng.randbytes(500)
    yield "workbook-by-another-name", workbook(sheet(cells("A1", "referral_id")))
    for number in range(12):
        yield f"flipped-{number:02d}", flipped(rng, many[:20_000], 40)


def workbooks() -> Iterator[tuple[str, bytes]]:
    """Name and bytes of what calls itself a workbook."""
    rng = random.Random(12)
    good = workbook(sheet(cells("A1", "hub_id", "name"), cells("A2", "h", "Hub"), cells("A3", "k", "Kub")))
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    yield "corner", workbook(sheet(cells("A1", "hub_id", "name"), far))
    yield (
        "beyond-the-corner",
        workbook(sheet(cells("A1", "hub_id"), far.replace("XFD1048576", "ZZZZ99999999"))),
    )
    yield (
        "rows-numbered-wrongly",
        workbook(sheet('<row r="-5">' + "<c/>" * 3 + "</row>", '<row r="x"><c r="1A"/></row>')),
    )
    yield "rows-backwards", workbook(sheet(cells("A9", "h", "Hub"), cells("A1", "hub_id", "name")))
    yield (
        "strings-out-of-range",
        workbook(sheet('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'), strings=""),
    )
    yield (
        "strings-that-grow",
        workbook(
            sheet(*(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 9000))),
            strings=f"<si><t>{'y' * 1_000_000}</t></si>",
        ),
    )
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    yield "laughs", workbook(f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>' + sheet(cells("A1", "&l9;", "b")))
    yield (
        "xxe",
        workbook('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + sheet(cells("A1", "&e;", "b"))),
    )
    yield "sheet-named-like-a-path", workbook(sheet(cells("A1", "hub_id")), names=["../../../hubs"])
    yield (
        "sheets-of-one-name",
        workbook(sheet(cells("A1", "hub_id", "name"), cells("A2", "h", "x")), names=["hubs", "hubs"]),
    )
    yield (
        "sheets-by-the-hundred",
        workbook(sheet(cells("A1", "hub_id", "name")), names=[f"s{n}" for n in range(300)]),
    )
    yield "no-sheet", workbook(sheet(), names=[])
    yield "sheet-empty", workbook(sheet())
    yield "sheet-missing", without(good, "xl/worksheets/sheet1.xml")
    yield "relations-missing", without(good, "xl/_rels/workbook.xml.rels")
    yield "header-twice", workbook(sheet(cells("A1", "hub_id", "HUB ID", "name"), cells("A2", "h", "k", "n")))
    yield (
        "failed-formula",
        workbook(sheet(cells("A1", "hub_id", "name"), '<row r="2"><c r="A2" t="e"><v>#REF!</v></c></row>')),
    )
    yield (
        "formula-with-cached-value",
        workbook(
            sheet(
                cells("A1", "hub_id", "name"),
                '<row r="2"><c r="A2" t="str"><f>1+1</f><v>h</v></c><c r="B2"><v>1e999</v></c></row>',
            )
        ),
    )
    yield "bomb", zipped({"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": bytes(120 << 20)})
    yield "many-parts", zipped({"xl/workbook.xml": b"<workbook/>"} | {f"x{n}": b"" for n in range(11_000)})
    yield "another-zip", zipped({"a.txt": b"hello"})
    yield "csv-by-another-name", b"hub_id,name\nh,Hub\n"
    yield "old", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + rng.randbytes(600)
    yield "nothing", b""
    for number in range(6):
        yield f"cut-{number}", good[: len(good) * (number + 1) // 7]
    for number in range(12):
        yield f"flipped-{number:02d}", flipped(rng, good, 2)


def censuses() -> Iterator[tuple[str, bytes]]:
    """Name and bytes of what calls itself a census."""
    rng = random.Random(13)
    record = "<CINdetails><CINreferralDate>2024-01-01</CINreferralDate><ReferralSource>6</ReferralSource></CINdetails>"
    good = f"<Message><Children><Child><LAchildID>C1</LAchildID>{record}</Child></Children></Message>"
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    yield "empty", b""
    yield "laughs", f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>{good.replace("C1", "&l9;")}'.encode()
    yield "xxe", f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>{good.replace("C1", "&e;")}'.encode()
    yield "xxe-parameter", f'<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x">%p;]>{good}'.encode()
    yield "dtd-elsewhere", f'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">{good}'.encode()
    yield "deep", b"<a>" * 200_000
    yield (
        "deep-record",
        good.replace(record, "<CINdetails>" + "<x>" * 250 + "</x>" * 250 + "</CINdetails>").encode(),
    )
    yield "record-in-record", good.replace(record, f"<CINdetails>{record}{record}</CINdetails>").encode()
    yield "wide-child", good.replace(record, record * 3000).encode()
    yield (
        "one-name-by-thousands",
        good.replace(record, f"<CINdetails>{'<x>1</x>' * 50_000}</CINdetails>").encode(),
    )
    yield "names-of-provenance", good.replace("CINreferralDate", "_row").encode()
    yield (
        "namespaces",
        good.replace("<Message>", '<m:Message xmlns:m="u" xmlns="v">')
        .replace("</Message>", "</m:Message>")
        .encode(),
    )
    yield "comments", good.replace("<Child>", "<!-- a --><?b c?><Child><!-- d -->").encode()
    yield "utf16", ('<?xml version="1.0" encoding="UTF-16"?>' + good).encode("utf-16")
    yield (
        "encoding-lies",
        b'<?xml version="1.0" encoding="UTF-8"?>' + good.replace("C1", "é").encode("latin-1"),
    )
    yield "encoding-unknown", b'<?xml version="1.0" encoding="klingon"?>' + good.encode()
    yield "zero-byte", good.replace("C1", "C\x001").encode()
    yield "no-record", b"<Message/>"
    yield "cut", good[: len(good) // 2].encode()
    yield "workbook", workbook(sheet(cells("A1", "hub_id")))
    for number in range(6):
        yield f"flipped-{number}", flipped(rng, good.encode(), 3)


def write(folder: Path) -> tuple[list[Path], list[Path]]:
    """Every hostile file, each in a folder of its own: those for the templates, and the censuses."""
    tables = [_put(folder / "text" / name / "referrals.csv", content) for name, content in texts()]
    tables += [_put(folder / "book" / name / "extract.xlsx", content) for name, content in workbooks()]
    return tables, [_put(folder / "xml" / name / "census.xml", content) for name, content in censuses()]


def _put(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    return path


def flipped(rng: random.Random, content: bytes, times: int) -> bytes:
    """The same bytes with some of them changed, left out or put in."""
    made = bytearray(content)
    for _ in range(times):
        at = rng.randrange(len(made))
        match rng.randrange(3):
            case 0:
                made[at] = rng.randrange(256)
            case 1:
                del made[at]
            case _:
                made.insert(at, rng.choice(b'",;\r\n\x00\xff<>&'))
    return bytes(made)


def cells(start: str, *values: str) -> str:
    """A row of text cells from the cell `start` on."""
    row = start[1:]
    inline = (
        f'<c r="{chr(ord(start[0]) + n)}{row}" t="inlineStr"><is><t>{v}</t></is></c>'
        for n, v in enumerate(values)
    )
    return f'<row r="{row}">{"".join(inline)}</row>'


def sheet(*rows: str) -> str:
    """A worksheet of rows."""
    return f"<worksheet {_NS}><sheetData>{''.join(rows)}</sheetData></worksheet>"


def workbook(worksheet: str, *, names: list[str] | None = None, strings: str | None = None) -> bytes:
    """A workbook whose sheets, called `names`, are all the same worksheet."""
    names = ["hubs"] if names is None else names
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="r1"/>' for n, name in enumerate(names, start=1)
    )
    relations = f'<Relationship Id="r1" Type="{_RELS}/worksheet" Target="worksheets/sheet1.xml"/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type="{_RELS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {_NS} xmlns:r="{_RELS}"><sheets>{listed}</sheets></workbook>',
        "xl/worksheets/sheet1.xml": worksheet,
    }
    if strings is not None:
        parts["xl/sharedStrings.xml"] = f"<sst {_NS}>{strings}</sst>"
        relations += f'<Relationship Id="r2" Type="{_RELS}/sharedStrings" Target="sharedStrings.xml"/>'
    parts["xl/_rels/workbook.xml.rels"] = (
        f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'
    )
    return zipped({name: part.encode() for name, part in parts.items()})


def without(content: bytes, name: str) -> bytes:
    """A zip file without one of its parts."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return zipped({part: archive.read(part) for part in archive.namelist() if part != name})


def zipped(parts: dict[str, bytes]) -> bytes:
    """Parts as a zip file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()
