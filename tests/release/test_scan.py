"""What must not go out is found, kind by kind, in files that are bad on purpose."""

import base64
import io
import zipfile

import openpyxl
import pytest
import typst
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Text
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

from mash.release.scan import Finding, scan
from mash.release.scan.names import Names

NAMES = ["Jane Example-Person", "CANARY-7f3a-91"]


@pytest.fixture
def found(tmp_path):
    """What a scan finds in a file, in one text."""

    def scanned(name, content, names=()):
        (tmp_path / name).write_bytes(content)
        return "\n".join(map(str, scan(tmp_path / name, names)))

    return scanned


# workbooks


def good_book():
    book = openpyxl.Workbook()
    book.properties.creator = ""
    book.active.append(["agency", "referrals"])
    book.active.append(["Police", 5])
    return book


def saved(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_part(name, content="<x/>"):
    stream = io.BytesIO(saved(good_book()))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(name, content)
    return stream.getvalue()


def test_a_plain_workbook_is_fit(found):
    assert found("good.xlsx", saved(good_book()), NAMES) == ""


def hidden(book):
    book.create_sheet("Records").sheet_state = "hidden"


def very_hidden(book):
    book.create_sheet("Records").sheet_state = "veryHidden"


def commented(book):
    book.active["A1"].comment = Comment("who?", "")


def live(book):
    book.active["C1"] = "=1+1"


def named(book):
    book.defined_names["secret"] = DefinedName("secret", attr_text="Sheet!$A$1")


def authored(book):
    book.properties.creator = "Jane"


def linked(book):
    book.active["A1"].hyperlink = "https://example.org/"


def hidden_row(book):
    book.active.row_dimensions[2].hidden = True


def hidden_column(book):
    book.active.column_dimensions["B"].hidden = True


def checked(book):
    check = DataValidation(type="list", formula1='"a,b"')
    book.active.add_data_validation(check)
    check.add("A1")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (hidden, "'Records' is hidden"),
        (very_hidden, "'Records' is veryHidden"),
        (commented, "comments"),
        (live, "a formula"),
        (named, "a defined name: 'secret'"),
        (authored, "it says whose it is (creator): Jane"),
        (linked, "a link to outside: https://example.org/"),
        (hidden_row, "a hidden row"),
        (hidden_column, "a hidden column"),
        (checked, "a formula of a check"),
    ],
)
def test_a_bad_workbook_is_told(found, spoil, said):
    book = good_book()
    spoil(book)
    assert said in found("bad.xlsx", saved(book))


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("xl/pivotCache/pivotCacheRecords1.xml", "the cache of a pivot table"),
        ("xl/externalLinks/externalLink1.xml", "a link to another workbook"),
        ("customXml/item1.xml", "custom XML"),
        ("xl/vbaProject.bin", "a macro"),
        ("xl/threadedComments/threadedComment1.xml", "comments"),
        ("xl/persons/person.xml", "names of commenting people"),
        ("docProps/custom.xml", "custom properties"),
        ("xl/embeddings/oleObject1.bin", "an embedded file"),
        ("xl/connections.xml", "a connection to a source of data"),
        ("xl/media/image1.png", "a part of a kind that is not known"),
    ],
)
def test_a_part_that_a_workbook_of_figures_does_not_need_is_told(found, part, said):
    assert said in found("bad.xlsx", with_part(part))


def test_a_print_area_is_no_secret(found):
    book = good_book()
    book.active.print_area = "A1:B2"
    assert found("good.xlsx", saved(book)) == ""


def test_company_and_manager_are_people_too(found):
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(good_book()))) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/app.xml":
                content = content.replace(b"</Properties>", b"<Manager>Jane</Manager></Properties>")
            new.writestr(name, content)
    assert "it says whose it is (Manager): Jane" in found("bad.xlsx", stream.getvalue())


def test_xml_that_pulls_in_other_files_is_not_read(found):
    bomb = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    assert "not plain XML" in found("bad.xlsx", with_part("xl/tables/table1.xml", bomb))


def test_a_name_in_a_cell_or_a_sheet_s_name_is_found(found):
    book = good_book()
    book.active["A3"] = "seen by jane  EXAMPLE-person"
    book.create_sheet("canary 7F3A 91")
    said = found("bad.xlsx", saved(book), NAMES)
    assert "a word that must not be published: 'Jane Example-Person'" in said
    assert "'CANARY-7f3a-91'" in said


# CSV


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-cmd|x", "@SUM(A1)", '"\t=1"'])
def test_a_cell_that_a_spreadsheet_runs_is_told_with_its_line(found, cell):
    assert "line 2: a spreadsheet would run" in found("bad.csv", f"a,b\n1,{cell}\n".encode())


def test_numbers_and_harmless_texts_are_fit(found):
    assert found("good.csv", b"a,b\n-1.5,'=1\n-2e-05,+3\nc,\n", NAMES) == ""


def test_a_csv_that_is_not_text_is_told(found):
    assert "not UTF-8" in found("bad.csv", b"a\n\xff\xfe\n")


def test_a_name_in_a_csv_is_found(found):
    assert "'CANARY-7f3a-91'" in found("bad.csv", b"a\nCANARY-7f3a-91\n", NAMES)


# pages

PAGE = (
    "<!DOCTYPE html><html lang='en-GB'><head><title>T</title><style>{}</style></head><body>{}</body></html>"
)


def picture(svg):
    return f"<img alt='x' src='data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}'>"


def test_a_plain_page_is_fit(found):
    body = (
        picture("<svg><text>Police 5</text></svg>") + "<a href='#x'>x</a> <a href='https://example.org'>y</a>"
    )
    assert found("good.html", PAGE.format("p { color: red }", body).encode(), NAMES) == ""


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<script>1</script>", "an element <script>"),
        ("<p onclick='x()'>", "a script in onclick"),
        ("<a href=' javascript:x()'>", "a script in href"),
        ("<img src='https://example.org/x.png'>", "something to fetch: https://example.org/x.png"),
        ("<img src='x.png'>", "something to fetch: x.png"),
        ("<img srcset='x.png 2x'>", "something to fetch"),
        ("<link rel='stylesheet' href='x.css'>", "an element <link>"),
        ("<iframe src='x'></iframe>", "an element <iframe>"),
        ("<form action='x'></form>", "an element <form>"),
        ("<meta http-equiv='refresh' content='0'>", "an element <meta http-equiv>"),
        ("<p style='background: url(x.png)'>", "something to fetch: x.png"),
        ("<!-- Jane -->", "a comment"),
        ("<p hidden>x</p>", "a hidden element <p>"),
        ("<p style='display:none'>x</p>", "a hidden element <p>"),
        (picture("<svg><script>1</script></svg>"), "picture 1, line 1: an element <script>"),
        (picture("<svg><image href='https://example.org/x'/></svg>"), "something to fetch"),
        (picture("<svg><foreignObject/></svg>"), "an element <foreignobject>"),
    ],
)
def test_a_bad_page_is_told(found, body, said):
    assert said in found("bad.html", PAGE.format("", body).encode())


@pytest.mark.parametrize("style", ["p { background: url('x.png') }", "@import 'x.css';"])
def test_a_style_that_fetches_is_told(found, style):
    assert "fetch" in found("bad.html", PAGE.format(style, "").encode())


def test_a_name_on_a_page_in_an_attribute_or_in_a_drawing_is_found(found):
    for body in (
        "<p>Jane<br>Example-Person</p>",
        "<p title='Jane Example-Person'>",
        picture("<svg><text>Jane Example-Person</text></svg>"),
    ):
        assert "Jane Example-Person" in found("bad.html", PAGE.format("", body).encode(), NAMES), body


# PDF


def good_pdf(text="Police 5"):
    return typst.compile(
        {"main.typ": f'#set document(title: "T")\n= H\n#"{text}"'.encode()},
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        timestamp=0,
    )


def spoiled(spoil):
    writer = PdfWriter(clone_from=io.BytesIO(good_pdf()))
    writer.metadata = {"/Creator": "Typst 0.15.1", "/Producer": "Typst 0.15.1"}
    spoil(writer)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_a_plain_pdf_is_fit(found):
    assert found("good.pdf", good_pdf(), NAMES) == ""
    assert found("good.pdf", spoiled(lambda writer: None), NAMES) == ""


def root_entry(name):
    def spoil(writer):
        writer.root_object[NameObject(name)] = DictionaryObject()

    return spoil


def scripted(writer):
    script = {
        NameObject("/S"): NameObject("/JavaScript"),
        NameObject("/JS"): TextStringObject("app.alert(1)"),
    }
    writer.root_object[NameObject("/Names")] = DictionaryObject(
        {NameObject("/X"): DictionaryObject(script)}  # wherever it hangs
    )


def noted(writer):
    writer.add_annotation(0, Text(rect=(0, 0, 9, 9), text="x"))


def undrawn(writer):
    page = writer.pages[0]
    stream = DecodedStreamObject()
    stream.set_data(b"BT 3 Tr (Jane) Tj ET")
    page[NameObject("/Contents")] = ArrayObject([writer._add_object(stream)])


def bookmark_that_runs(writer):
    item = writer.add_outline_item(title="x", page_number=0)
    item.get_object()[NameObject("/A")] = DictionaryObject(
        {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd")}
    )


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (scripted, "a script"),
        (lambda writer: writer.add_attachment("records.csv", b"x"), "an embedded file"),
        (root_entry("/AcroForm"), "a form"),
        (root_entry("/OCProperties"), "layers that can be hidden"),
        (root_entry("/OpenAction"), "an action when it is opened"),
        (lambda writer: writer.add_metadata({"/Author": "Jane"}), "it says whose it is (/Author): Jane"),
        (lambda writer: writer.add_metadata({"/Producer": "Jane's PC"}), "(/Producer): Jane's PC"),
        (noted, "a note on the page (/Text)"),
        (lambda writer: writer.add_uri(0, "https://example.org", [0, 0, 9, 9]), "leads out (/URI)"),
        (bookmark_that_runs, "an action that runs something or leads out (/Launch)"),
        (undrawn, "page 1: text that is written but not drawn"),
        (lambda writer: writer.encrypt("x"), "encrypted"),
    ],
)  # fmt: skip
def test_a_bad_pdf_is_told(found, spoil, said):
    assert said in found("bad.pdf", spoiled(spoil))


def test_an_author_in_the_other_metadata_is_told_too(found):
    authored = typst.compile(
        {"main.typ": b'#set document(title: "T", author: "Jane")\n= H'}, ignore_system_fonts=True, timestamp=0
    )
    said = found("bad.pdf", authored)
    assert "(/Author): Jane" in said
    assert "(dc:creator)" in said


def test_an_earlier_version_kept_in_the_file_is_told(found):
    stream = io.BytesIO(good_pdf())
    writer = PdfWriter(stream, incremental=True)
    writer.add_blank_page(100, 100)
    again = io.BytesIO()
    writer.write(again)
    assert "an earlier version of itself" in found("bad.pdf", again.getvalue())


def test_what_is_no_pdf_is_told(found):
    assert "cannot be read" in found("bad.pdf", b"hello")


def test_a_name_in_a_pdf_is_found_where_a_line_ends_within_it_and_behind_the_page(found):
    narrow = typst.compile(
        {"main.typ": b'#set document(title: "T")\n#set page(width: 3cm)\n= H\nJane Example-Person'},
        ignore_system_fonts=True,
        timestamp=0,
    )
    assert PdfReader(io.BytesIO(narrow)).pages[0].extract_text().count("\n") >= 2
    assert "page 1: a word that must not be published: 'Jane Example-Person'" in found(
        "bad.pdf", narrow, NAMES
    )
    marked = spoiled(lambda writer: writer.add_outline_item(title="CANARY-7f3a-91", page_number=0))
    assert "words behind the page" in found("bad.pdf", marked, NAMES)


# bundles


def zipped(**members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return stream.getvalue()


def test_the_members_of_a_bundle_are_scanned_as_what_they_are(found):
    assert found("good.zip", zipped(a__csv="a\n1\n", README__txt="hello"), NAMES) == ""
    assert "bad.zip/a.csv, line 2: a spreadsheet would run" in found("bad.zip", zipped(a__csv="a\n=1\n"))
    assert "bad.zip/x.txt, text: a word" in found("bad.zip", zipped(x__txt="CANARY-7f3a-91"), NAMES)
    assert "bad.zip, names of members: a word" in found(
        "bad.zip", zipped(**{"CANARY-7f3a-91__txt": ""}), NAMES
    )
    assert "'sheet' is hidden" not in found("good.zip", zipped(good__xlsx=saved(good_book())))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../x.csv", "leads out of the folder"),
        ("/x.csv", "leads out of the folder"),
        ("x.zip", "an archive inside an archive"),
        ("x.parquet", "of a kind that is not known (.parquet)"),
    ],
)
def test_a_member_that_does_not_belong_is_told(found, name, said):
    assert said in found("bad.zip", zipped(**{name: "x"}))


def test_words_beside_the_content_are_told(found):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.comment = b"by Jane"
        member = zipfile.ZipInfo("a.csv")
        member.comment = b"by Jane"
        archive.writestr(member, "a\n1\n")
    said = found("bad.zip", stream.getvalue())
    assert "a comment on the archive" in said
    assert "a.csv, member: a comment or extra field" in said


def test_what_is_no_archive_is_told(found):
    assert "not a ZIP" in found("bad.zip", b"hello")
    assert "not a workbook" in found("bad.xlsx", b"hello")


def test_a_kind_that_nobody_can_read_is_told(found):
    assert "of a kind that is not known (.docx)" in found("bad.docx", b"hello")


# names


def test_a_name_is_found_as_words_and_not_inside_them():
    names = Names(["Ann", "O'Brien", "Zoë Lee"])
    assert names.within("annual report of Anna") == []
    assert names.within("ANN, with O’Brien") == ["Ann", "O'Brien"]
    assert names.within("zoe\u0301 LEE") == []
    assert names.within("zoe\u0308\n lee") == ["Zoë Lee"]


def test_a_long_name_is_found_where_a_layout_broke_inside_a_word():
    names = Names(["Featherstonehaugh", "Ann Lee"])
    assert names.within("Feather stone\nhaugh", broken=True) == ["Featherstonehaugh"]
    assert names.within("Feather stone\nhaugh") == []
    # short ones would be found by chance: "Joann leeward"
    assert names.within("Joann leeward", broken=True) == []


def test_a_finding_says_file_place_and_what():
    assert str(Finding("a.csv", "line 2", "x")) == "a.csv, line 2: x"
