"""A figure is one figure: page, CSV, workbook, PDF and the records behind it say the same, for every
statistic and whatever is asked.
"""

import csv
import io
import re
import shlex
from urllib.parse import parse_qsl, urlsplit

import openpyxl
import pypdf
import pytest
from django.urls import reverse
from lxml import html
from typer.testing import CliRunner

from mash.cli import app
from mash.engine.results import read_results
from mash.figures import kept, listing
from mash.figures.answering import answered
from mash.figures.held import current
from mash.framework.measures import MEASURES
from mash.measures import all_statistics
from mash.partnership.models import Appointment
from mash.release.pack.annex import commands
from mash.release.pack.key_tables import KEY_TABLES
from tests.figures.made import held_in, small
from tests.web.casework import at_the_keyboard

pytestmark = pytest.mark.django_db
#: Together they use every filter and every parameter.
ASKED = {
    "as usual": {},
    "of an agency, everything so far": {"agency": "police", "window": "all", "policy": "initial"},
    "of a cohort, up to a day": {
        "cohort": "neglect", "known_open": "yes", "repeat_days": "90",
        "as_at_day": "31", "as_at_month": "12", "as_at_year": "2025",
    },
    "of a place and an age, rolled up": {
        "locality": None, "age_group": "child", "agencies": "today", "hub": "moorland",
        "window": "days", "policy": "current",
        "first_day": "1", "first_month": "6", "first_year": "2025",
        "last_day": "31", "last_month": "1", "last_year": "2026",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    made = tmp_path_factory.mktemp("figures")
    held_in(made, small(tmp_path_factory.mktemp("hub")))
    return made


@pytest.fixture
def tess(cast, root, settings):
    """Somebody who works with the measures, and with the referrals and registers that they count."""
    settings.FIGURES = root
    for role in ("analyst", "quality_officer"):
        Appointment.objects.create(account=cast.accounts["tess"], hub_id="moorland", role=role)
    return at_the_keyboard(cast, "tess")


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED.keys())
def test_page_csv_workbook_pdf_and_records_say_the_same(tess, root, asked):
    place = next(iter(current(root, "records").codes["locality"]))
    asked = {name: place if value is None else value for name, value in asked.items()}
    question = tess.get(reverse("performance"), asked).context
    assert not question["form"].errors
    held, question = question["held"], question["question"]
    key = answered(root, held, question)
    looked = in_pdf = 0
    for measure in MEASURES:
        to = reverse("performance_measure", kwargs={"measure": measure.name})
        page = html.fromstring(tess.get(to, asked).content)
        book = openpyxl.load_workbook(io.BytesIO(tess.get(f"{to}measure.xlsx", asked).content))
        pages = pypdf.PdfReader(io.BytesIO(tess.get(f"{to}measure.pdf", asked).content)).pages
        said = squeezed("".join(one.extract_text() for one in pages))
        for section in page.xpath("//details[.//code]"):
            (code,) = section.xpath(".//code/text()")[-1:]
            (link,) = section.xpath(".//a[starts-with(., 'CSV')]/@href")
            rows = list(csv.DictReader(io.StringIO(tess.get(link).content.decode())))
            shown = [[cell.text_content() for cell in row] for row in section.xpath(".//tbody/tr")]
            assert len(shown) == len(rows), code
            for row, cells in zip(rows, shown, strict=True):
                for (column, value), text in zip(row.items(), cells, strict=True):
                    assert same(value, text), (code, column, value, text)
            wanted = [[number(value) for value in row.values()] for row in rows]
            for row, cells in zip(in_workbook(book, code), wanted, strict=True):
                # a workbook holds sixteen digits
                assert row == [near(one) for one in cells], code
            for said_there in in_pack(measure, code, rows, shown):
                in_pdf += 1
                assert said_there in said, (code, said_there)
            links = section.xpath(".//tbody//td/a")
            for link in links[-1:]:
                looked += 1
                cell = listing.Cell(code, *of_link(link.get("href"), code))
                listing.make(root, held, question, key, cell)
                records = listing.found(root, key, cell)
                assert f"{records.count:,}" == link.text_content(), (code, cell)
    assert looked > 20
    assert in_pdf > 100
    made_again(held, kept.found(root, key).results)


def in_pack(measure, code, rows, shown):
    """What the rows of a statistic say in the PDF, where a table of the pack shows them."""
    for key in KEY_TABLES[measure.name]:
        if code == f"{measure.name}/{key.statistic}":
            for row, cells in zip(rows, shown, strict=True):
                if all(row[column] == one for column, one in key.where.items()):
                    columns = key.columns or [column for column in row if column not in key.where]
                    yield squeezed("".join(cells[list(row).index(column)] for column in columns))


def made_again(held, results):
    """The command that stands in every pack gives these very figures again."""
    out = held.path.parent / f"again-{len(list(held.path.parent.iterdir()))}"
    words = {"DATASET": str(held.path), "RESULTS": str(out)}
    command = [words.get(word, word) for word in shlex.split(commands(results)[0])]
    done = CliRunner().invoke(app, command[1:])
    assert done.exit_code == 0, done.output
    again = read_results(out)
    assert again.about["scope"] == results.about["scope"]
    for key, entry in results.about["statistics"].items():
        assert again.about["statistics"][key]["sha256"] == entry["sha256"], key


def of_link(link, code):
    """Column and codes of the count that a link is about."""
    statistic = next(one for one in all_statistics() if one.key == code)
    column = urlsplit(link).path.rstrip("/").split("/")[-2]
    codes = [value for name, value in parse_qsl(urlsplit(link).query) if name == "row"]
    return column, dict(zip((one.column for one in statistic.dimensions), codes, strict=True))


def same(value, text):
    """Whether a page shows a figure of the CSV, to as many digits as it shows. Names are not compared."""
    found = number(value)
    if value == "":
        return text == "–"
    if not isinstance(found, float):
        return True
    percent = text.endswith("%")
    shown = re.sub(r"[,%\s]", "", text)
    digits = len(shown.partition(".")[2]) + (2 if percent else 0)
    return abs(float(shown) / (100 if percent else 1) - found) <= 0.5001 * 10**-digits


def near(value):
    return pytest.approx(value, rel=1e-14) if isinstance(value, float) else value


def number(value):
    """A figure of a CSV as a number, where it is one."""
    try:
        return float(value)
    except ValueError:
        return value or None


def in_workbook(book, code):
    """The rows of a statistic's sheet, names of codes left out; numbers as numbers."""
    (sheet,) = [one for one in book if one["A1"].value == code]
    head, *rows = list(sheet.iter_rows(min_row=5, values_only=True))
    named = {str(name).removesuffix(" (code)") for name in head if str(name).endswith(" (code)")}
    kept = [place for place, name in enumerate(head) if name is not None and name not in named]
    return [[number(str(row[place])) if row[place] is not None else None for place in kept] for row in rows]


def squeezed(text):
    return "".join(text.split())
