"""Published statistics are read as printed, symbols and wrong totals included."""

import pytest

from tests.conftest import real_file
from tests.intake.published import pooled_rate, read_published

SOURCES = [
    "Individual", "Schools", "Education_Services", "Health_Services", "Housing", "LA_Services", "Police",
    "Other_legal_agency", "Other", "Anonymous", "Unknown",
]  # fmt: skip
HUB = {"Staffordshire", "Stoke-on-Trent"}


def of_the_hub(rows):
    return {
        row.labels["la_name"]: row
        for row in rows
        if row.labels["la_name"] in HUB and row.labels["time_period"] == "2024"
    }


def test_staffordshire_and_stoke_on_trent():
    path = real_file("c1_children_in_need_referrals_and_rereferrals_2013_to_2024.csv")
    rows = of_the_hub(read_published(path, ["Referrals", "Re_referrals"]))
    counts = {
        name: (row.cells["Referrals"].number, row.cells["Re_referrals"].number) for name, row in rows.items()
    }
    assert counts == {"Staffordshire": (5045, 710), "Stoke-on-Trent": (4798, 1226)}
    assert round(100 * pooled_rate(list(rows.values()), "Re_referrals", "Referrals"), 2) == 19.67


def test_a_table_whose_parts_do_not_add_up_is_accepted_and_says_so():
    path = real_file("c5_children_in_need_referrals_by_source_2014_to_2024.csv")
    rows = read_published(path, ["Referrals", *SOURCES])
    authorities = [row for row in rows if row.labels["geographic_level"] == "Local authority"]
    found = [row.adds_up(SOURCES, "Referrals") for row in authorities]
    assert (found.count(True), found.count(False)) == (1144, 7)


def test_a_symbol_is_no_number(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text('area,count\nA,c\nB,"1,234"\n')
    hidden, printed = read_published(path, ["count"])
    assert (hidden.cells["count"].number, hidden.cells["count"].symbol) == (None, "c")
    assert printed.cells["count"].number == 1234
    assert hidden.adds_up([], "count") is None
    assert pooled_rate([hidden, printed], "count", "count") is None


def test_what_is_neither_number_nor_symbol_is_named(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("area,count\nA,few\n")
    with pytest.raises(ValueError, match=r"t\.csv, row 2, count: 'few'"):
        read_published(path, ["count"])
