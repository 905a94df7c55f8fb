"""The register of releases: numbers, what must never change, and what is told where it has."""

import hashlib
import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from mash.release.register import RELEASE, broken, publish, release, releases

AT = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
NEW_YEAR = datetime(2027, 1, 1, 0, 0, tzinfo=UTC)


def written(number, folder):
    (folder / "results").mkdir()
    (folder / "results" / "results.json").write_text("{}")
    (folder / "pack.html").write_text(f"Release {number}")


@pytest.fixture
def root(tmp_path):
    """Two releases of 2026 and one of 2027, by London's clock."""
    for at in (AT, AT, NEW_YEAR):
        publish(tmp_path / "releases", {"title": "Report"}, written, at)
    return tmp_path / "releases"


def test_numbers_count_within_the_year_of_publication(root):
    found = releases(root)
    assert [one.number for one in found] == ["2026-1", "2026-2", "2027-1"]
    assert found[1].told["before"] == found[0].sha256
    assert release(root, "2026-2").files.keys() == {"pack.html"}
    assert release(root, "2026-3") is None
    assert broken(root) == []


def test_in_summer_a_year_ends_by_londons_clock(tmp_path):
    made = publish(tmp_path, {}, written, datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    assert made.number == "2026-1"
    assert made.published_at == datetime(2026, 6, 30, 23, 30, tzinfo=UTC)


def test_what_fails_midway_leaves_nothing_and_takes_no_number(root):
    def fails(number, folder):
        written(number, folder)
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        publish(root, {}, fails, NEW_YEAR)
    assert len(releases(root)) == 3
    assert publish(root, {}, written, NEW_YEAR).number == "2027-2"


def test_two_at_once_get_two_numbers(tmp_path):
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda _: publish(tmp_path, {}, written, AT), range(6)))
    assert [one.number for one in releases(tmp_path)] == [f"2026-{n}" for n in range(1, 7)]
    assert broken(tmp_path) == []


def opened(root, name):
    path = root / "2026-2" / name
    path.chmod(0o644)
    return path


def test_nobody_can_write_into_a_file_by_mistake(root):
    assert all(path.stat().st_mode & 0o222 == 0 for path in (root / "2026-1").rglob("*") if path.is_file())


def test_a_changed_file_is_told(root):
    opened(root, "pack.html").write_text("Release 2026-2, much better")
    assert broken(root) == ["release 2026-2: pack.html is not what was published"]


def test_a_missing_and_an_added_file_are_told(root):
    opened(root, "results/results.json").unlink()
    (root / "2026-2" / "more.csv").write_text("1")
    assert broken(root) == [
        "release 2026-2: results/results.json is missing",
        "release 2026-2: more.csv was not published",
    ]


def test_a_file_changed_with_its_hash_breaks_the_chain(root):
    opened(root, "pack.html").write_text("Better")
    told = json.loads(opened(root, RELEASE).read_text())
    told["files"]["pack.html"] = hashlib.sha256(b"Better").hexdigest()
    (root / "2026-2" / RELEASE).write_text(json.dumps(told))
    assert broken(root) == ["release 2027-1 does not follow the one before it: one is missing or changed"]


def test_a_release_taken_away_is_missed(root):
    shutil.rmtree(root / "2026-2")
    assert broken(root) == ["release 2027-1 does not follow the one before it: one is missing or changed"]
