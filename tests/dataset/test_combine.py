"""`mash combine`: what fits stands side by side as it was handed in; of what clashes nothing is written."""

import json
from datetime import UTC, datetime

import duckdb
import polars as pl
import pytest

from mash.dataset import combine as combining
from mash.dataset.by_hub import COMMON, place
from mash.dataset.check import check
from mash.dataset.combine import combine
from mash.dataset.contract import TABLES
from mash.dataset.faults import line
from mash.dataset.rules import foreign_keys
from mash.dataset.store import DatasetError, open_dataset, write
from tests.dataset.test_check import extract, mash
from tests.dataset.test_store import AS_AT, frames, read


def other(**changed):
    """The sound hub's tables as another hub's: ids of records of its own, the same codes, no demand."""
    tables = {"baselines": frames()["baselines"].clear()} | changed
    return {name: _of_another_hub(name, tables.get(name, frame)) for name, frame in frames().items()}


def _of_another_hub(table, frame):
    points_to = own_id(table) | foreign_keys(TABLES[table])
    ids = [column for column, parent in points_to.items() if parent not in (*COMMON, "hubs")]
    frame = frame.with_columns((pl.lit("x") + pl.col(column)).alias(column) for column in ids)
    return frame.with_columns(hub_id=pl.lit("H2")) if "hub_id" in frame.columns else frame


def own_id(table):
    key = TABLES[table].primary_key()
    return {key[0]: table} if len(key) == 1 else {}


def hub(folder, tables, as_at=AS_AT):
    write(folder, tables, as_at=as_at, source="a test")
    return folder


@pytest.fixture
def one(tmp_path):
    return hub(tmp_path / "one", frames())


def told(found):
    """Each fault and warning in its line."""
    return [line(fault) for fault in found.faults.first]


def test_each_hub_stands_beside_the_other_as_it_was_handed_in(one, tmp_path):
    two = hub(tmp_path / "two", other())
    found = combine([two, one], tmp_path / "all")
    assert (found.faults.total, found.hubs) == (0, {"H1": "Hub", "H2": "Hub"})
    for folder, code in ((one, "H1"), (two, "H2")):
        for table in TABLES:
            written = tmp_path / "all" / place(table, code)
            assert written.read_bytes() == (folder / f"{table}.parquet").read_bytes()
    about = json.loads((tmp_path / "all" / "dataset.json").read_text())
    assert about["hubs"] == ["H1", "H2"]
    assert about["as_at"] == "2026-03-31T22:59:59+00:00"
    assert about["tables"]["referrals"]["rows"] == 4
    known = [f"{code} ({open_dataset(folder).sha256[:12]})" for folder, code in ((one, "H1"), (two, "H2"))]
    assert about["source"] == f"combined of {', '.join(known)}"


def test_the_whole_has_every_row_and_what_hubs_say_alike_once(one, tmp_path):
    two = hub(tmp_path / "two", other())
    combine([one, two], tmp_path / "all")
    whole = open_dataset(tmp_path / "all")
    assert len(read(whole, "referrals")) == 4
    assert read(whole, "agencies") == read(open_dataset(one), "agencies")
    assert whole.warnings == []
    checked = check(tmp_path / "all")
    assert (checked.faults.total, checked.counts["agencies"].rows_in) == (0, 2)


def test_a_part_is_the_hubs_own_dataset_under_its_own_hash(one, tmp_path):
    combine([one, hub(tmp_path / "two", other())], tmp_path / "all")
    part = open_dataset(tmp_path / "all").hubs["H1"]
    alone = open_dataset(one)
    assert part.sha256 == alone.sha256
    for table in TABLES:
        assert read(part, table) == read(alone, table)


def test_the_same_hubs_in_another_order_give_the_same_bytes(one, tmp_path):
    two = hub(tmp_path / "two", other())
    first, second = combine([one, two], tmp_path / "a"), combine([two, one], tmp_path / "b")
    assert first.manifest == second.manifest


@pytest.mark.parametrize(
    ("table", "change", "words"),
    [
        (
            "agencies",
            {"name": pl.lit("Force")},
            "agency_id: 'police' is not one thing in all hubs: name ‘Police’ in H1 but ‘Force’ in H2",
        ),
        (
            "outcomes",
            {"severity": pl.lit(5, pl.Int64)},
            "outcome_id: 's47' is not one thing in all hubs: severity ‘4’ in H1 but ‘5’ in H2",
        ),
        (
            "risks",
            {"target_hours": pl.lit(None, pl.Float64)},
            "risk: 'blue' is not one thing in all hubs: target_hours ‘72.0’ in H1 but empty in H2",
        ),
        (
            "cohorts",
            {"age_group": pl.lit("adult")},
            "cohort_id: 'neglect' is not one thing in all hubs: age_group ‘child’ in H1 but ‘adult’ in H2",
        ),
    ],
)
def test_a_code_that_means_something_else_in_another_hub_is_told_and_nothing_written(
    table, change, words, one, tmp_path
):
    two = hub(tmp_path / "two", other(**{table: frames()[table].with_columns(**change)}))
    found = combine([one, two], tmp_path / "all")
    assert found.manifest is None
    mend = f"Agree on what the code means, or keep each hub's codes apart with --own {table}"
    assert f"{table}, {words}. {mend}" in told(found)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]


def test_a_risk_in_force_from_another_day_is_another_risk(one, tmp_path):
    risks = frames()["risks"].with_columns(valid_from=pl.date(2021, 4, 1))
    found = combine([one, hub(tmp_path / "two", other(risks=risks))], tmp_path / "all")
    assert any("valid_from ‘2020-01-01’ in H1 but ‘2021-04-01’ in H2" in words for words in told(found))


def test_own_keeps_codes_apart_wherever_they_stand(one, tmp_path):
    agencies = frames()["agencies"].with_columns(name=pl.lit("Other ") + pl.col("name"))
    two = hub(tmp_path / "two", other(agencies=agencies, baselines=frames()["baselines"]))
    found = combine([one, two], tmp_path / "all", own=["agencies"])
    assert found.faults.total == 0
    whole = open_dataset(tmp_path / "all")
    codes = {row[0] for row in read(whole, "agencies")}
    assert codes == {"H1:police", "H1:schools", "H2:police", "H2:schools"}
    for table, schema in TABLES.items():
        for column, parent in foreign_keys(schema).items():
            if parent == "agencies":
                values = {row[column] for row in rows_of(whole, table)}
                assert values <= codes | {None}
    assert check(tmp_path / "all").faults.total == 0


def rows_of(dataset, table):
    return [row for file in dataset.files.get(table, []) for row in pl.read_parquet(file).to_dicts()]


def test_one_id_in_two_hubs_is_told_once_a_table(one, tmp_path):
    tables = other() | {
        "referrals": other()["referrals"].with_columns(pl.col("referral_id").str.strip_chars("x"))
    }
    for table in ("referral_cohorts", "subjects", "ratings", "requests", "disposals", "escalations"):
        tables[table] = tables[table].with_columns(pl.col("referral_id").str.strip_chars("x"))
    found = combine([one, hub(tmp_path / "two", tables)], tmp_path / "all")
    assert found.manifest is None
    [words] = told(found)
    assert words == (
        "referrals, referral_id: 'R1' 2 ids stand in more than one hub, this one in H1 and H2: one id must "
        "be one record. Put each hub's code before its ids with --own referrals (of all records: --own "
        "records), or, if it is one record, take it out of one of the datasets"
    )


def test_own_records_keeps_all_ids_apart_and_their_children_with_them(one, tmp_path):
    tables = frames() | {
        name: frames()[name].with_columns(hub_id=pl.lit("H2")) for name in ("hubs", "referrals")
    }
    tables["baselines"] = tables["baselines"].clear()
    two = hub(tmp_path / "two", tables)
    assert len(told(combine([one, two], tmp_path / "all"))) > 8
    found = combine([one, two], tmp_path / "all", own=["records"])
    assert found.faults.total == 0
    assert check(tmp_path / "all").faults.total == 0
    ids = {row["referral_id"] for row in rows_of(open_dataset(tmp_path / "all"), "ratings")}
    assert ids == {"H1:R1", "H2:R1"}
    assert found.people_in_several == 1  # ids are kept apart, people are not


def test_an_agencys_own_demand_handed_in_by_two_hubs_would_count_twice(one, tmp_path):
    two = hub(tmp_path / "two", other(baselines=frames()["baselines"].head(1)))
    found = combine([one, two], tmp_path / "all")
    [words] = told(found)
    assert words.startswith(
        "baselines, agency_id: 'police' H1 and H2 both hold this agency's own demand for the same days "
        "(cohort neglect, from 2026-01-01): it would be counted twice"
    )


def test_pseudonyms_of_another_key_are_other_people(one, tmp_path):
    subjects = frames()["subjects"].with_columns(person_key=pl.lit("q9"))
    found = combine([one, hub(tmp_path / "two", other(subjects=subjects))], tmp_path / "all")
    assert (found.faults.total, found.people_in_several) == (0, 0)


def test_closed_days_of_one_hub_only_are_a_warning_where_a_clock_counts_working_hours(one, tmp_path):
    more = pl.concat(
        [frames()["closed_days"], frames()["closed_days"].with_columns(date=pl.date(2026, 1, 2))]
    )
    two = hub(tmp_path / "two", other(closed_days=more))
    assert combine([one, two], tmp_path / "elapsed").faults.total == 0
    working = frames()["risks"].with_columns(clock=pl.lit("working"))
    found = combine(
        [
            hub(tmp_path / "w1", frames() | {"risks": working}),
            hub(tmp_path / "w2", other(risks=working, closed_days=more)),
        ],
        tmp_path / "all",
    )
    assert found.manifest
    [words] = told(found)
    assert words.startswith(
        "closed_days, date: warning: 1 days, such as 2026-01-02, are closed in some hubs only"
    )


def test_a_closed_day_is_one_whatever_the_hubs_call_it(one, tmp_path):
    two = hub(
        tmp_path / "two", other(closed_days=frames()["closed_days"].with_columns(reason=pl.lit("Xmas")))
    )
    assert combine([one, two], tmp_path / "all").faults.total == 0
    assert [str(day) for day, _ in read(open_dataset(tmp_path / "all"), "closed_days")] == ["2026-12-25"]
    assert check(tmp_path / "all").faults.total == 0


def test_different_scales_of_risk_and_different_moments_are_warnings(one, tmp_path):
    risks = frames()["risks"].with_columns(rank=pl.col("rank") + 1)
    two = hub(tmp_path / "two", other(risks=risks), as_at=datetime(2026, 2, 1, tzinfo=UTC))
    found = combine([one, two], tmp_path / "all", own=["risks"])
    assert found.faults.faults == 0
    scales, moments = told(found)
    assert "hubs rate on different scales: ranks 1-2 in H1 but 2-3 in H2" in scales
    assert "the datasets are of different moments, from 2026-02-01T00:00:00+00:00 (H2)" in moments
    assert found.manifest.as_at == "2026-02-01T00:00:00+00:00"


def test_a_dataset_that_breaks_the_contract_is_told_with_its_file_and_row(one, tmp_path):
    tables = other()
    tables["ratings"] = tables["ratings"].with_columns(risk=pl.lit("green"))
    two = hub(tmp_path / "two", tables)
    found = combine([one, two], tmp_path / "all")
    first, summary = told(found)
    assert first == f"{two}/ratings.parquet, row 1, risk: 'green' must exist in risks"
    assert summary == f"{two}: 1 faults in all: `mash check {two}` tells each; mend this dataset"
    assert not (tmp_path / "all").exists()


def test_a_dataset_is_of_one_hub_and_no_hub_comes_twice(one, tmp_path):
    again = hub(tmp_path / "again", frames() | {"escalations": frames()["escalations"].clear()})
    found = combine([one, again], tmp_path / "all")
    assert f"hubs, hub_id: 'H1' {one} and {again} are both of this hub; name one of them" in told(found)
    both = frames() | {
        "hubs": pl.concat([frames()["hubs"], frames()["hubs"].with_columns(hub_id=pl.lit("H9"))])
    }
    [words] = told(combine([one, hub(tmp_path / "both", both)], tmp_path / "all"))
    assert "holds 2 hubs: name a dataset of one hub each" in words


def test_what_is_no_dataset_of_a_hub_is_refused(one, tmp_path):
    with pytest.raises(DatasetError, match="is an extract; make a dataset of it first with `mash import`"):
        combine([one, extract(tmp_path / "extract")], tmp_path / "all")
    combine([one, hub(tmp_path / "two", other())], tmp_path / "all")
    with pytest.raises(DatasetError, match="all is combined already"):
        combine([tmp_path / "all", one], tmp_path / "more")
    with pytest.raises(DatasetError, match="exists already and a dataset is never changed"):
        combine([one, tmp_path / "two"], tmp_path / "all")
    with pytest.raises(DatasetError, match="at least two hubs"):
        combine([one], tmp_path / "more")
    with pytest.raises(DatasetError, match="subjects: no codes or ids to keep apart"):
        combine([one, tmp_path / "two"], tmp_path / "more", own=["subjects"])


def test_a_failure_midway_leaves_nothing(one, tmp_path, monkeypatch):
    def full(*_):
        raise OSError("no space left")

    two = hub(tmp_path / "two", other())
    monkeypatch.setattr(combining, "write_manifest", full)
    with pytest.raises(OSError, match="no space left"):
        combine([one, two], tmp_path / "all")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]


def test_a_part_changed_afterwards_is_refused(one, tmp_path):
    combine([one, hub(tmp_path / "two", other())], tmp_path / "all")
    file = tmp_path / "all" / place("ratings", "H2")
    pl.read_parquet(file).clear().write_parquet(file)
    with pytest.raises(DatasetError, match="ratings was changed after the dataset was written"):
        open_dataset(tmp_path / "all")


def test_a_dataset_laid_out_by_hub_by_others_has_its_parts(tmp_path):
    """As Spark or DuckDB writes it: the hub stands in the folder's name only."""
    for code, tables in (("H1", frames()), ("H 2/ä", frames())):
        for table, frame in tables.items():
            if table in TABLES and frame.height:
                source = frame.select(set(TABLES[table].columns()) - {"hub_id"}).with_columns(
                    hub_id=pl.lit(code)
                )
                with duckdb.connect() as sql:
                    sql.register("source", source.to_arrow())
                    to = tmp_path / "d" / table
                    to.parent.mkdir(exist_ok=True)
                    sql.execute(
                        f"COPY source TO '{to}' (FORMAT parquet, PARTITION_BY (hub_id), OVERWRITE_OR_IGNORE)"
                    )
    dataset = open_dataset(tmp_path / "d")
    assert list(dataset.hubs) == ["H 2/ä", "H1"]
    assert dataset.warnings == []
    assert {row[1] for row in read(dataset.hubs["H 2/ä"], "referrals")} == {"H 2/ä"}
    assert len(read(dataset, "agencies")) == 2
    assert len(read(dataset, "referrals")) == 4
    whole = read(dataset.hubs["H1"], "referrals")
    part = dataset.hubs["H1"]
    del dataset
    assert read(part, "referrals") == whole  # a part holds its files as long as it is held


def test_hubs_that_clash_in_a_dataset_of_others_are_refused(tmp_path):
    for code in ("H1", "H2"):
        for table in ("hubs", "agencies"):
            file = tmp_path / place(table, code)
            file.parent.mkdir(parents=True)
            name = pl.lit(code) if table == "agencies" else pl.col("name")
            frames()[table].with_columns(name.alias("name")).write_parquet(file)
    with pytest.raises(DatasetError, match="its hubs mean different things by 'police' in agencies"):
        open_dataset(tmp_path)


def test_the_command_says_what_it_wrote_or_what_is_wrong(one, tmp_path):
    two = hub(tmp_path / "two", other())
    code, out, err = mash("combine", one, two, "--out", tmp_path / "all", "--json")
    assert (code, err) == (0, "")
    about = json.loads(out)
    assert about["hubs"] == {"H1": "Hub", "H2": "Hub"}
    assert about["rows"]["referrals"] == 4
    assert about["sha256"] == open_dataset(tmp_path / "all").sha256
    code, out, err = mash("combine", one, two, "--out", tmp_path / "all")
    assert (code, out) == (1, "")
    assert "exists already" in err
    three = hub(tmp_path / "three", frames())
    code, out, err = mash("combine", one, three, "--out", tmp_path / "more")
    assert code == 1
    assert err.endswith("faults; nothing was written.\n")
    assert mash("combine", one, two, "--own", "people", "--out", tmp_path / "more")[0] == 2
