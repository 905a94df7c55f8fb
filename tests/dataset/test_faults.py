"""Faults gathered: counted, the first kept, all written, little held."""

import polars as pl

from mash.dataset import faults
from mash.dataset.faults import Faults, fault_frame, line


def some(count, **more):
    return fault_frame(
        [{"file": "f.csv", "row": n, "table": "hubs", "rule": "r"} | more for n in range(count)]
    )


def test_first_are_kept_and_all_are_written_in_order(tmp_path, monkeypatch):
    monkeypatch.setattr(faults, "_SPOOL_ROWS", 10)
    found = Faults(keep=3)
    for _ in range(5):
        found.append(some(7))
    found.write_csv(tmp_path / "faults.csv")
    written = pl.read_csv(tmp_path / "faults.csv")
    assert [fault["row"] for fault in found.first] == [0, 1, 2]
    assert written["row"].to_list() == [*range(7)] * 5
    assert (found.faults, found.warnings, found.by_table["hubs"]) == (35, 0, 35)


def test_fault_of_a_whole_file_is_taken_once():
    found = Faults()
    for _ in range(3):
        found.append(some(1, row=None))
    assert found.faults == 1


def test_no_fault_is_an_empty_file_with_a_header(tmp_path):
    Faults().write_csv(tmp_path / "faults.csv")
    assert (tmp_path / "faults.csv").read_text() == ",".join(faults.FAULT_COLUMNS) + "\n"


def test_line_says_where_what_and_why():
    told = {
        "file": "x.xlsx",
        "sheet": "hubs",
        "row": 3,
        "column": "name",
        "value": "?",
        "rule": "must be a name",
    }
    assert line(told | {"severity": "fault"}) == "x.xlsx, sheet hubs, row 3, name: '?' must be a name"
    assert line(told | {"severity": "warning"}).endswith("name: warning: '?' must be a name")
