"""CSV files as people save them."""

import io

import pytest

from mash.dataset import csv_
from mash.dataset.csv_ import CsvError, csv_pieces


def read(data):
    """All rows as (cells, row number), and faults as (row, words)."""
    pieces = list(csv_pieces(io.BytesIO(data), "f.csv", "hubs"))
    good = [(*row[:-3], row[-1]) for piece in pieces for row in piece.rows.rows()]
    return good, [(row, rule) for piece in pieces for row, rule in piece.faults.select("row", "rule").rows()]


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_byte_order_mark_and_line_ends_make_no_difference(mark, line_end):
    good, faults = read(mark + line_end.join([b"hub_id,name", b"H1,One", b'H2,"Two, too"']))
    assert good == [("H1", "One", 2), ("H2", "Two, too", 3)]
    assert faults == []


def test_row_is_the_line_on_which_it_begins_whatever_its_cells_hold():
    good, _ = read(b'hub_id,name\n\nH1,"two\nlines"\n,\nH2,"say ""hi"""\n')
    assert good == [("H1", "two\nlines", 3), ("H2", 'say "hi"', 6)]


def test_ragged_row_is_a_fault_and_the_others_are_read():
    good, faults = read(b'hub_id,name\nH1,One\nH2\n"H\n3",Three,more\nH4,Four\n')
    assert good == [("H1", "One", 2), ("H4", "Four", 6)]
    assert [row for row, _ in faults] == [3, 4]
    assert faults[0][1].startswith("the row has 1 cells, the header 2")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "the file is empty; its first line must name the columns"),
        (b"\n\n", "the file is empty"),
        (b"hub_id,name,name\n", "the column 'name' stands 2 times in the header"),
        (b"hub_id;name\nH1;One\n", "its columns are separated by ';'; save it with commas"),
        (b"hub_id,name\nH1,\xe9\n", "the file is not UTF-8"),
        ("hub_id,name\n".encode("utf-16"), "the file is not UTF-8"),
        (b'hub_id,name\nH1,One\nH2,"Two\nH3,Three\n', "on or after line 3 is never closed"),
    ],
)
def test_file_that_cannot_be_read_is_told_in_words(data, words):
    with pytest.raises(CsvError, match=r"^f\.csv: ") as told:
        read(data)
    assert words in str(told.value)


def test_pieces_of_any_size_give_the_same_rows(monkeypatch):
    data = b"hub_id,name\n" + b"".join(
        b'H%d,"a\n%d"\n' % (n, n) if n % 3 else b"H%d,b\n" % n for n in range(200)
    )
    whole = read(data)
    for size in (7, 64, 1000):
        monkeypatch.setattr(csv_, "BLOCK_BYTES", size)
        assert read(data) == whole
    assert len(whole[0]) == 200
