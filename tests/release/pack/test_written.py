"""A pack written: four files, each fit to go out, the same again for the same pack."""

import hashlib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mash.cli import app, report
from mash.engine.results import read_results
from mash.release.disclosure import protect
from mash.release.pack.made_of import Pack
from mash.release.pack.write import Written, write_pack
from mash.release.scan import scan
from tests.release.pack.conftest import HUB


def test_the_files_are_told_with_their_hashes(written):
    assert list(written) == [".pdf", ".html", "-csv.zip", ".xlsx"]
    for file in written.values():
        assert file.sha256 == hashlib.sha256(file.path.read_bytes()).hexdigest()


def test_every_file_is_fit_to_go_out_and_was_read(written):
    for file in written.values():
        found = scan(file.path, ["Exampleshire Constabulary"])
        # the scan saw its words, and nothing is wrong but the word that it was told to look for
        assert found, file.path.name
        assert {one.what for one in found} == {
            "a word that must not be published: 'Exampleshire Constabulary'"
        }, file.path.name


@pytest.fixture
def command(tmp_path):
    def run(*arguments):
        done = CliRunner().invoke(app, ["report", *map(str, arguments), "--out", str(tmp_path / "out")])
        return done, sorted(path.name for path in (tmp_path / "out").glob("*"))

    return run


def test_the_report_of_plain_figures_is_a_page_a_pdf_and_a_workbook(command, empty_results):
    done, files = command(empty_results.folder)
    assert done.exit_code == 0
    assert files == ["report.html", "report.pdf", "report.xlsx"]


def test_plain_figures_are_protected_first_and_kept_for_the_next_release(command, now, tmp_path):
    done, files = command(now.folder, "--published")
    assert done.exit_code == 0, done.stderr
    assert files == ["pack-csv.zip", "pack.html", "pack.pdf", "pack.xlsx", "results"]
    assert read_results(tmp_path / "out" / "results").about["published"]


def test_the_pack_of_published_figures_says_what_changed(command, published_now, published_before):
    done, files = command(
        published_now.folder, "--published", "--earlier", published_before.folder, "--release", "2026-1"
    )
    assert done.exit_code == 0, done.stderr
    assert files == ["pack-csv.zip", "pack.html", "pack.pdf", "pack.xlsx"]
    page = next(line for line in done.stdout.splitlines() if line.endswith("pack.html"))
    assert "Since 1 April 2024 to 31 March 2025" in Path(page).read_text(encoding="utf-8")


def test_a_pack_that_is_not_fit_is_not_laid_out(command, published_now, monkeypatch):
    def spoiled(pack, out):
        (out / "pack.csv").write_text("a\n=1+1\n", encoding="utf-8")
        return [Written(out / "pack.csv", "")]

    monkeypatch.setattr(report, "write_pack", spoiled)
    done, files = command(published_now.folder, "--published")
    assert done.exit_code == 1
    assert "must not go out" in done.stderr
    assert "pack.csv, line 2: a spreadsheet would run this cell: '=1+1'" in done.stderr
    assert files == []


def test_figures_of_two_kinds_are_not_compared(command, published_now, before):
    done, files = command(published_now.folder, "--published", "--earlier", before.folder)
    assert done.exit_code == 1
    assert "published figures are compared with published ones only" in done.stderr
    assert files == []


def test_a_file_alone_can_be_written(empty_results, tmp_path):
    (file,) = write_pack(Pack(empty_results, "Report", HUB), tmp_path, endings=("-csv.zip",), name="x")
    assert [path.name for path in tmp_path.iterdir()] == ["x-csv.zip"] == [file.path.name]


def test_protected_figures_make_a_pack(now, before, tmp_path):
    for name, results in (("before", before), ("now", now)):
        protect(results, tmp_path / name)
    read, earlier = read_results(tmp_path / "now"), read_results(tmp_path / "before")
    files = write_pack(Pack(read, "Report", HUB, "2026-1", earlier), tmp_path / "pack")
    assert [str(found) for file in files for found in scan(file.path)] == []
