"""`mash combine`: what fits stands side by side as it was handed in; of what clashes nothing is written."""

import json
import shutil
from datetime import UTC, datetime

import duckdb
import polars as pl
import pytest

from mash.dataset import clashes as clashing_ids
from mash.dataset import combine as combining
from mash.dataset.by_hub import COMMON, place
from mash.dataset.check import check
from mash.dataset.clashes import clashes
from mash.dataset.combine import combine
from mash.dataset.contract import TABLES
from mash.dataset.faults import fault_frame, line
from mash.dataset.rules import foreign_keys
from mash.dataset.store import DatasetError, open_dataset, write
from tests.dataset.test_check import extract, mash
from tests.dataset.test_store import AS_AT, frames, read

SOUND = frames()


def other(**changed):
    """The sound hub's tables as another hub's: its own ids and people, the same codes, no demand."""
    tables = {"baselines": SOUND["baselines"].clear()} | changed
    return {name: of_another_hub(name, tables.get(name, frame)) for name, frame in SOUND.items()}


def of_another_hub(table, frame):
    """A table as another hub's, H2: its own ids and people, the same codes."""
    points_to = own_id(table) | foreign_keys(TABLES[table])
    ids = [column for column, parent in points_to.items() if parent not in (*COMMON, "hubs")]
    ids += ["person_key"] if table == "subjects" else []
    frame = frame.with_columns((pl.lit("x") + pl.col(column)).alias(column) for column in ids)
    return frame.with_columns(hub_id=pl.lit("H2")) if "hub_id" in frame.columns else frame


def own_id(table):
    key = TABLES[table].primary_key()
    return {key[0]: table} if len(key) == 1 else {}


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    """A folder with the datasets of two hubs that fit, `one` and `two`, and what they are together, `all`."""
    folder = tmp_path_factory.mktemp("hubs")
    for name, tables in (("one", SOUND), ("two", other())):
        write(folder / name, tables, as_at=AS_AT, source="a test")
    combine([folder / "two", folder / "one"], folder / "all")
    return folder


def changed(folder, to, **tables):
    """A dataset that somebody changed: some tables anew, and no `dataset.json`."""
    shutil.copytree(folder, to, ignore=shutil.ignore_patterns("dataset.json"))
    for table, frame in tables.items():
        frame.write_parquet(to / f"{table}.parquet")
    return to


def hubs_of(folder, **tables):
    """Hub → table → files, of tables by hub."""
    found = {}
    for hub, its in tables.items():
        found[hub] = {}
        for table, frame in its.items():
            file = folder / f"{hub}-{table}.parquet"
            frame.select(list(TABLES[table].columns())).write_parquet(file)
            found[hub][table] = [file]
    return found


def clashing(folder, own=(), **tables):
    """What is told of the sound hub beside another with these tables."""
    hubs = hubs_of(folder, H1=SOUND, H2=other(**tables))
    return [line(fault) for fault in fault_frame(list(clashes(hubs, own, folder))).to_dicts()]


def told(found):
    """Each fault and warning in its line."""
    return [line(fault) for fault in found.faults.first]


def rows_of(dataset, table):
    return [row for file in dataset.files.get(table, []) for row in pl.read_parquet(file).to_dicts()]


def test_each_hub_stands_beside_the_other_as_it_was_handed_in(handed_in):
    for name, code in (("one", "H1"), ("two", "H2")):
        for table in TABLES:
            written = handed_in / "all" / place(table, code)
            assert written.read_bytes() == (handed_in / name / f"{table}.parquet").read_bytes()
    about = json.loads((handed_in / "all" / "dataset.json").read_text())
    assert about["hubs"] == ["H1", "H2"]
    assert about["as_at"] == "2026-03-31T22:59:59+00:00"
    assert about["tables"]["referrals"]["rows"] == 4
    known = [
        f"{code} ({open_dataset(handed_in / n).sha256[:12]})" for n, code in (("one", "H1"), ("two", "H2"))
    ]
    assert about["source"] == f"combined of {', '.join(known)}"


def test_the_whole_has_every_row_and_what_hubs_say_alike_once(handed_in):
    whole = open_dataset(handed_in / "all")
    assert len(read(whole, "referrals")) == 4
    assert read(whole, "agencies") == read(open_dataset(handed_in / "one"), "agencies")
    assert whole.warnings == []
    checked = check(handed_in / "all")
    assert (checked.faults.total, checked.counts["agencies"].rows_in) == (0, 2)


def test_a_part_is_the_hubs_own_dataset_under_its_own_hash(handed_in):
    part = open_dataset(handed_in / "all").hubs["H1"]
    alone = open_dataset(handed_in / "one")
    assert part.sha256 == alone.sha256
    for table in TABLES:
        assert read(part, table) == read(alone, table)


@pytest.mark.parametrize(
    ("table", "change", "words"),
    [
        (
            "agencies",
            {"name": pl.lit("Force")},
            "agency_id: 'police' {} name ‘Police’ in H1 but ‘Force’ in H2",
        ),
        (
            "outcomes",
            {"severity": pl.lit(5, pl.Int64)},
            "outcome_id: 's47' {} severity ‘4’ in H1 but ‘5’ in H2",
        ),
        (
            "risks",
            {"target_hours": pl.lit(None, pl.Float64)},
            "risk: 'blue' {} target_hours ‘72.0’ in H1 but empty in H2",
        ),
        (
            "risks",
            {"valid_from": pl.date(2021, 4, 1)},
            "risk: 'red' {} valid_from ‘2020-01-01’ in H1 but ‘2021-04-01’ in H2",
        ),
        (
            "cohorts",
            {"age_group": pl.lit("adult")},
            "cohort_id: 'neglect' {} age_group ‘child’ in H1 but ‘adult’ in H2",
        ),
    ],
)
def test_a_code_that_means_something_else_in_another_hub_is_told(table, change, words, tmp_path):
    found = clashing(tmp_path, **{table: SOUND[table].with_columns(**change)})
    mend = f"Agree on what the code means, or keep each hub's codes apart with --own {table}"
    assert f"{table}, {words.format('is not one thing in all hubs:')}. {mend}" in found
    assert clashing(tmp_path, [table], **{table: SOUND[table].with_columns(**change)}) == []


def test_of_many_hubs_the_first_are_named_and_the_others_counted(tmp_path):
    hubs = {
        f"h{number}": {"agencies": SOUND["agencies"].with_columns(name=pl.lit(f"name {number % 5}"))}
        for number in range(20)
    }
    found = [fault["rule"] for fault in clashes(hubs_of(tmp_path, **hubs), (), tmp_path)]
    assert "name ‘name 0’ in h0, h10, h15 and 1 more but ‘name 1’ in" in found[0]
    assert " and 2 more ways. Agree" in found[0]


@pytest.mark.parametrize("at_once", [1, 3, 1_000])
def test_one_id_in_two_hubs_is_told_once_a_table(at_once, tmp_path, monkeypatch):
    """However many ids are compared at a time."""
    monkeypatch.setattr(clashing_ids, "_AT_ONCE", at_once)
    tables = other() | {"ratings": SOUND["ratings"], "referrals": SOUND["referrals"]}
    hubs = hubs_of(tmp_path, H1=SOUND, H2=tables)
    first, second = [line(fault) for fault in fault_frame(list(clashes(hubs, (), tmp_path))).to_dicts()]
    assert first == (
        "referrals, referral_id: 'R1' 2 ids stand in more than one hub, this one in H1 and H2: one id must "
        "be one record. Put each hub's code before its ids with --own referrals (of all records: --own "
        "records), or, if it is one record, take it out of one of the datasets"
    )
    assert second.startswith("ratings, rating_id: 'T1' this id stands in more than one hub")


def test_an_agencys_own_demand_handed_in_by_two_hubs_would_count_twice(tmp_path):
    [words] = clashing(tmp_path, baselines=SOUND["baselines"].head(1))
    assert words.startswith(
        "baselines, agency_id: 'police' H1 and H2 both hold this agency's own demand for the same days "
        "(cohort neglect, from 2026-01-01): it would be counted twice"
    )
    later = SOUND["baselines"].head(1).with_columns(start=pl.date(2027, 1, 1), end=pl.date(2027, 3, 31))
    assert clashing(tmp_path, baselines=later) == []


def test_a_pseudonym_in_two_hubs_is_one_person_or_kept_apart(tmp_path):
    """With one key for both, number 17 of the one hub's police is number 17 of the other's."""
    shared = other() | {"subjects": other()["subjects"].with_columns(person_key=pl.lit("p1"))}
    hubs = hubs_of(tmp_path, H1=SOUND, H2=shared)
    [fault] = clashes(hubs, (), tmp_path)
    assert line(fault_frame([fault]).row(0, named=True)).startswith(
        "subjects, person_key: warning: 1 pseudonyms stand in more than one hub, so these hubs share a "
    )
    assert list(clashes(hubs, ("people",), tmp_path)) == []


def test_closed_days_of_one_hub_only_are_a_warning_where_a_clock_counts_working_hours(tmp_path):
    days = SOUND["closed_days"]
    more = pl.concat([days, days.with_columns(date=pl.date(2026, 1, 2))])
    assert clashing(tmp_path, closed_days=more) == []
    working = SOUND["risks"].with_columns(clock=pl.lit("working"))
    [words] = clashing(tmp_path, ["risks"], risks=working, closed_days=more)
    assert words.startswith("closed_days, date: warning: 1 days, such as 2026-01-02, are closed in some hubs")


def test_different_scales_of_risk_are_a_warning(tmp_path):
    [words] = clashing(tmp_path, ["risks"], risks=SOUND["risks"].with_columns(rank=pl.col("rank") + 1))
    assert "warning: hubs rate on different scales: ranks 1-2 in H1 but 2-3 in H2" in words


def test_own_keeps_codes_and_ids_apart_wherever_they_stand(handed_in, tmp_path):
    agencies = SOUND["agencies"].with_columns(name=pl.lit("Other ") + pl.col("name"))
    ids_again = {name: SOUND[name] for name in SOUND if name not in ("hubs", "referrals", "closed_days")}
    two = changed(
        handed_in / "two",
        tmp_path / "two",
        **ids_again | {"agencies": agencies},
        closed_days=SOUND["closed_days"].with_columns(reason=pl.lit("Xmas")),
        referrals=SOUND["referrals"].with_columns(hub_id=pl.lit("H2")),
    )
    found = combine([handed_in / "one", two], tmp_path / "all", own=["agencies", "records", "people"])
    assert told(found) == []
    whole = open_dataset(tmp_path / "all")
    codes = {row[0] for row in read(whole, "agencies")}
    assert codes == {"H1:police", "H1:schools", "H2:police", "H2:schools"}
    for table, schema in TABLES.items():
        for column, parent in foreign_keys(schema).items():
            if parent == "agencies":
                assert {row[column] for row in rows_of(whole, table)} <= codes | {None}
    assert {row["referral_id"] for row in rows_of(whole, "ratings")} == {"H1:R1", "H2:R1"}
    assert {row["cohort_id"] for row in rows_of(whole, "referrals")} == {"neglect", "domestic"}
    assert [str(day) for day, _ in read(whole, "closed_days")] == ["2026-12-25"]  # whatever they call it
    assert {row["person_key"] for row in rows_of(whole, "subjects")} == {"H1:p1", "H2:p1"}
    assert check(tmp_path / "all").faults.total == 0


def test_datasets_of_different_moments_are_a_warning_and_the_first_is_the_wholes(handed_in, tmp_path):
    write(tmp_path / "two", other(), as_at=datetime(2026, 2, 1, tzinfo=UTC), source="a test")
    found = combine([handed_in / "one", tmp_path / "two"], tmp_path / "all")
    [words] = told(found)
    assert "warning: the datasets are of different moments, from 2026-02-01T00:00:00+00:00 (H2)" in words
    assert found.manifest.as_at == "2026-02-01T00:00:00+00:00"


def test_a_dataset_that_breaks_the_contract_is_told_with_its_file_and_row(handed_in, tmp_path):
    two = changed(
        handed_in / "two", tmp_path / "two", ratings=SOUND["ratings"].with_columns(risk=pl.lit("green"))
    )
    first, second, summary = told(combine([handed_in / "one", two], tmp_path / "all"))
    assert first == f"{two}/ratings.parquet, row 1, referral_id: 'R1' must exist in referrals"
    assert second == f"{two}/ratings.parquet, row 1, risk: 'green' must exist in risks"
    assert summary == f"{two}: faults in all: 2; `mash check {two}` tells each, mend them first"
    assert [path.name for path in tmp_path.iterdir()] == ["two"]


def test_a_dataset_is_of_one_hub_and_no_hub_comes_twice(handed_in, tmp_path):
    one = handed_in / "one"
    again = changed(one, tmp_path / "again")
    hubs = pl.concat([SOUND["hubs"], SOUND["hubs"].with_columns(hub_id=pl.lit("H9"))])
    both = changed(one, tmp_path / "both", hubs=hubs)
    found = told(combine([one, again, both], tmp_path / "all"))
    assert f"hubs, hub_id: 'H1' {one} and {again} are both of this hub; name one of them" in found
    assert any(f"{both} holds 2 hubs: name a dataset of one hub each" in words for words in found)


def test_what_is_no_dataset_of_a_hub_is_refused(handed_in, tmp_path):
    one, two = handed_in / "one", handed_in / "two"
    with pytest.raises(DatasetError, match="is an extract; make a dataset of it first with `mash import`"):
        combine([extract(tmp_path / "extract"), one], tmp_path / "all")
    with pytest.raises(DatasetError, match="all is combined already"):
        combine([handed_in / "all", one], tmp_path / "more")
    with pytest.raises(DatasetError, match="exists already and a dataset is never changed"):
        combine([one, two], handed_in / "all")
    with pytest.raises(DatasetError, match="at least two hubs"):
        combine([one], tmp_path / "more")
    with pytest.raises(DatasetError, match="subjects: no codes or ids to keep apart"):
        combine([one, two], tmp_path / "more", own=["subjects"])


def test_a_failure_midway_leaves_nothing(handed_in, tmp_path, monkeypatch):
    def full(*_):
        raise OSError("no space left")

    monkeypatch.setattr(combining, "write_manifest", full)
    with pytest.raises(OSError, match="no space left"):
        combine([handed_in / "one", handed_in / "two"], tmp_path / "all")
    assert list(tmp_path.iterdir()) == []


def test_a_part_changed_afterwards_is_refused(handed_in, tmp_path):
    shutil.copytree(handed_in / "all", tmp_path / "all")
    file = tmp_path / "all" / place("ratings", "H2")
    pl.read_parquet(file).clear().write_parquet(file)
    with pytest.raises(DatasetError, match="ratings was changed after the dataset was written"):
        open_dataset(tmp_path / "all")


def test_a_dataset_laid_out_by_hub_by_others_has_its_parts(tmp_path):
    """As Spark or DuckDB writes it: the hub stands in the folder's name only."""
    for table, frame in SOUND.items():
        source = pl.concat(
            [
                frame.select(list(TABLES[table].columns())).with_columns(hub_id=pl.lit(code))
                for code in ("H1", "H 2/ä")
            ]
        )
        with duckdb.connect() as sql:
            sql.register("source", source.to_arrow())
            sql.execute(f"COPY source TO '{tmp_path / table}' (FORMAT parquet, PARTITION_BY (hub_id))")
    dataset = open_dataset(tmp_path)
    assert list(dataset.hubs) == ["H 2/ä", "H1"]
    assert dataset.warnings == []
    assert {row[1] for row in read(dataset.hubs["H 2/ä"], "referrals")} == {"H 2/ä"}
    assert len(read(dataset, "agencies")) == 2
    assert len(read(dataset, "referrals")) == 4
    part = dataset.hubs["H1"]
    whole = read(part, "referrals")
    del dataset
    assert read(part, "referrals") == whole  # a part holds its files as long as it is held


def test_hubs_that_clash_in_a_dataset_of_others_are_refused(tmp_path):
    for code in ("H1", "H2"):
        for table in ("hubs", "agencies"):
            file = tmp_path / place(table, code)
            file.parent.mkdir(parents=True)
            name = pl.lit(code) if table == "agencies" else pl.col("name")
            SOUND[table].with_columns(name.alias("name")).write_parquet(file)
    with pytest.raises(DatasetError, match="its hubs mean different things by 'police' in agencies"):
        open_dataset(tmp_path)


def test_the_command_says_what_it_wrote_or_what_is_wrong(handed_in, tmp_path):
    one, two = handed_in / "one", handed_in / "two"
    code, out, err = mash("combine", one, two, "--out", tmp_path / "all", "--json")
    assert (code, err) == (0, "")
    about = json.loads(out)
    assert about["hubs"] == {"H1": "Hub", "H2": "Hub"}
    assert about["rows"]["referrals"] == 4
    # in whatever order hubs are named
    assert about["sha256"] == open_dataset(handed_in / "all").sha256 == open_dataset(tmp_path / "all").sha256
    code, out, err = mash("combine", one, two, "--out", tmp_path / "all")
    assert (code, out) == (1, "")
    assert "exists already" in err
    code, out, err = mash("combine", one, changed(one, tmp_path / "again"), "--out", tmp_path / "more")
    assert code == 1
    assert err.endswith("faults; nothing was written.\n")
    assert mash("combine", one, two, "--own", "subjects", "--out", tmp_path / "more")[0] == 2
