"""`mash build` on a served hub: figures equal counts taken straight from the database, and nobody is in it.

The records are made by the actions, with a clock that the test controls, in a data folder of its own.
"""

import polars as pl
import pytest

from tests.homes import copied, made, run
from tests.publish.straight import COMPLAINTS, COUNTED, ROWS, asked, shown


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The data folder, and a dataset built from it twice."""
    home = copied(made(), tmp_path_factory.mktemp("p") / "h")
    run(home, program="from tests.publish.work import fill; fill()")
    for name in ("one", "two"):
        run(home, "build", "--out", home / name)
    results = home / "results"
    run(
        home,
        "measures",
        home / "one",
        *("--as-at", "2026-03-01T12:00:00+00:00", "--start", "2026-01-01", "--end", "2026-03-01"),
        *("--out", results),
    )
    return home


def test_the_same_records_give_the_same_bytes(built):
    for file in sorted((built / "one").glob("*.parquet")):
        assert file.read_bytes() == (built / "two" / file.name).read_bytes(), file.name


def test_a_built_dataset_is_in_order(built):
    assert "0 faults" in run(built, "check", built / "one")


def test_nobody_and_no_word_of_anybody_is_in_it(built):
    for file in (built / "one").iterdir():
        held = file.read_bytes()
        assert b"anary" not in held, file.name
        if file.suffix == ".parquet":
            assert "anary" not in str(pl.read_parquet(file).to_dict(as_series=False)), file.name
            assert "01632" not in str(pl.read_parquet(file).to_dict(as_series=False)), file.name


def test_one_person_has_one_pseudonym_and_another_key_gives_others(built):
    keys = pl.read_parquet(built / "one" / "subjects.parquet")["person_key"]
    assert keys.n_unique() == 60 - 3
    run(built, "build", "--out", built / "three", "--key-file", built / "other.key")
    others = pl.read_parquet(built / "three" / "subjects.parquet")["person_key"]
    assert not set(keys) & set(others)


@pytest.fixture(scope="module")
def straight(built):
    """What the database answers."""
    return asked(built, "2026-03-01T12:00Z", "2026-01-01")


@pytest.mark.parametrize("statistic", COUNTED)
def test_the_figures_equal_counts_straight_from_the_database(built, straight, statistic):
    assert shown(built / "results", statistic) == sorted(straight[COUNTED[statistic][-1]])


@pytest.mark.parametrize("table", ROWS)
def test_every_row_is_there(built, straight, table):
    rows = pl.read_parquet(built / "one" / f"{table}.parquet").height
    assert rows == straight[f"SELECT count(*) FROM {ROWS[table]}"][0][0] > 0


def test_a_joint_complaint_is_counted_once_in_total_and_a_compliment_never(built, straight):
    found = pl.read_csv(built / "results" / "m09_complaints" / "by_agency.csv")
    total = found.filter((pl.col("agency_id") == "*") & (pl.col("source") == "*"))["complaints"].item()
    by_agency = found.filter((pl.col("agency_id") != "*") & (pl.col("source") == "*"))["complaints"].sum()
    assert total == straight[COMPLAINTS][0][0] == pl.read_parquet(built / "one" / "complaints.parquet").height
    assert (total, by_agency) == (21, 33)


def test_an_auditor_has_one_pseudonym_and_no_account_is_in_it(built):
    grades = pl.read_parquet(built / "one" / "audit_grades.parquet")
    own = grades.filter(~pl.col("moderated"))["auditor"].unique().to_list()
    assert len(own) == 3
    assert {len(one) for one in own} == {32}
    assert grades.filter(pl.col("moderated"))["auditor"].unique().to_list() == ["panel"]
