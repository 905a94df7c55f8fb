"""The bundle of CSVs: a folder of results again, with words that explain it."""

import csv
import io
import json
import zipfile

import pytest

from mash.engine.results import read_results
from mash.release.pack.bundle import bundle, harmless
from tests.release.pack.conftest import folder_of


@pytest.fixture(scope="module")
def archive(written):
    with zipfile.ZipFile(written["-csv.zip"].path) as archive:
        yield archive


def test_unpacked_it_is_the_folder_of_results(archive, published_now, tmp_path):
    archive.extractall(tmp_path)
    again = read_results(tmp_path)
    assert again.about == published_now.about
    for key in published_now.about["statistics"]:
        assert again.rows(key) == published_now.rows(key)


def test_it_holds_nothing_of_the_machine_that_made_it(archive):
    names = archive.namelist()
    assert names == sorted(names)
    for member in archive.infolist():
        assert member.date_time == (1980, 1, 1, 0, 0, 0)
        assert member.extra == b""
        assert member.external_attr == 0o644 << 16


def test_the_dictionary_tells_every_column_of_every_statistic(archive, published_now):
    with archive.open("dictionary.csv") as stream:
        told = list(csv.DictReader(io.TextIOWrapper(stream, encoding="utf-8")))
    expected = [
        (key, column) for key in published_now.about["statistics"] for column in published_now.rows(key)[0]
    ]
    assert [(row["statistic"], row["column"]) for row in told] == expected
    assert all(row["kind"] and row["meaning"] for row in told)


def test_the_readme_says_what_is_what(archive, laid_out, published_now):
    said = archive.read("README.txt").decode()
    for words in [laid_out.title, laid_out.hub, laid_out.label, *laid_out.protection, *laid_out.commands]:
        assert words in said
    assert published_now.about["dataset_sha256"][:16] in said
    assert "dictionary.csv" in said


def test_the_same_figures_give_the_same_bytes(laid_out, published_now, written):
    assert bundle(laid_out, published_now) == written["-csv.zip"].path.read_bytes()


def test_a_text_that_a_spreadsheet_would_run_is_made_harmless_and_a_number_is_left(laid_out, tmp_path):
    table = "theme,complaints,x\n=1+1,5,-1.2e-05\n@a,6,-3\nplain,7,0.5\n"
    results = folder_of(tmp_path, {"m09_complaints/by_theme": table})
    with zipfile.ZipFile(io.BytesIO(bundle(laid_out, results))) as archive:
        archive.extractall(tmp_path / "out")
    again = read_results(tmp_path / "out").rows("m09_complaints/by_theme")
    assert [row["theme"] for row in again] == ["'=1+1", "'@a", "plain"]
    assert [row["x"] for row in again] == ["-1.2e-05", "-3", "0.5"]
    assert (
        json.loads((tmp_path / "out" / "results.json").read_text())["statistics"]
        != (results.about["statistics"])
    )


def test_a_csv_without_such_a_text_stays_to_the_byte():
    text = 'a,b\n"x, y",-0.5\n'
    assert harmless(text) is text


def test_a_curve_beside_the_statistics_comes_along(laid_out, tmp_path):
    results = folder_of(tmp_path, {"m09_complaints/by_theme": "theme,complaints\n*,5\n"})
    (tmp_path / "curves").mkdir()
    (tmp_path / "curves" / "c.csv").write_text("x\n1\n")
    results.about["curves"] = {"c": {"file": "curves/c.csv", "sha256": "", "rows": 1}}
    with zipfile.ZipFile(io.BytesIO(bundle(laid_out, results))) as archive:
        assert archive.read("curves/c.csv") == b"x\n1\n"
