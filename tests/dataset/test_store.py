"""Datasets on disk: written once, the same rows the same bytes, opened only unchanged, in any dress."""

import json
import subprocess
import sys
from datetime import UTC, datetime

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mash.dataset.contract import CONTRACT_VERSION, TABLES
from mash.dataset.reading import typed
from mash.dataset.store import DatasetError, open_dataset, write
from tests.dataset.hub import SOUND, rows

AS_AT = datetime(2026, 3, 31, 22, 59, 59, tzinfo=UTC)


def frames():
    """The sound hub's tables in the contract's types."""
    return {table: typed(table, rows(text, table), extract=False)[0] for table, text in SOUND.items()}


@pytest.fixture
def written(tmp_path):
    folder = tmp_path / "dataset"
    write(folder, frames(), as_at=AS_AT, source="a test")
    return folder


def read(dataset, table):
    """Rows of a table of an open dataset, in the order of its key."""
    names = list(TABLES[table].columns())
    return pl.concat([pl.read_parquet(f, columns=names) for f in dataset.files[table]]).sort(names[0]).rows()


def plain(table):
    """The rows that were written."""
    names = list(TABLES[table].columns())
    return frames()[table].select(names).sort(names[0]).rows()


def test_dataset_json_says_what_the_dataset_is(written):
    told = json.loads((written / "dataset.json").read_text(encoding="utf-8"))
    assert told["contract_version"] == CONTRACT_VERSION
    assert told["as_at"] == "2026-03-31T22:59:59+00:00"
    assert told["hubs"] == ["H1"]
    assert told["source"] == "a test"
    assert list(told["tables"]) == list(TABLES)
    assert told["tables"]["referrals"]["rows"] == 2


def test_every_table_is_written_without_provenance(written):
    dataset = open_dataset(written)
    for table, schema in TABLES.items():
        assert pq.read_schema(written / f"{table}.parquet").names == list(schema.columns())
    assert read(dataset, "referrals") == plain("referrals")


def test_same_rows_in_another_order_give_the_same_bytes(tmp_path, written):
    shuffled = {table: frame.sample(fraction=1, shuffle=True, seed=3) for table, frame in frames().items()}
    manifest = write(
        tmp_path / "again", {k: v.lazy() for k, v in shuffled.items()}, as_at=AS_AT, source="a test"
    )
    assert manifest.sha256 == open_dataset(written).sha256
    assert (tmp_path / "again" / "dataset.json").read_bytes() == (written / "dataset.json").read_bytes()


def test_many_rows_in_parts_give_the_same_bytes_as_one_frame(tmp_path):
    days = pl.date_range(pl.date(1900, 1, 1), pl.date(2299, 12, 31), eager=True)
    closed = pl.DataFrame({"date": days, "reason": [f"because {n % 7}" for n in range(len(days))]})
    parts = tmp_path / "parts"
    parts.mkdir()
    for number, part in enumerate(closed.reverse().iter_slices(10_000)):
        part.write_parquet(parts / f"{number}.parquet")
    one = write(tmp_path / "one", {"closed_days": closed}, as_at=None, source="")
    many = write(tmp_path / "many", {"closed_days": parts}, as_at=None, source="")
    assert one.tables["closed_days"].rows == len(days)
    assert one.sha256 == many.sha256


def test_dataset_that_is_there_is_never_written_over(written):
    with pytest.raises(
        DatasetError, match="exists already and a dataset is never changed; name a new folder"
    ):
        write(written, frames(), as_at=AS_AT, source="")


def test_table_without_a_column_is_refused_and_nothing_is_left(tmp_path):
    with pytest.raises(DatasetError, match="hubs cannot be written as the contract has it"):
        write(tmp_path / "d", {"hubs": frames()["hubs"].drop("name")}, as_at=None, source="")
    assert list(tmp_path.iterdir()) == []


def test_table_that_the_contract_does_not_have_is_refused(tmp_path):
    with pytest.raises(DatasetError, match="the contract has no table people"):
        write(tmp_path / "d", {"people": frames()["hubs"]}, as_at=None, source="")


def test_writer_killed_midway_leaves_no_dataset(tmp_path):
    program = f"""
import os
from pathlib import Path
import polars as pl
from mash.dataset import store
real = store.write_sorted
def killed(table, rows, file):
    if table == "risks":
        os._exit(9)
    return real(table, rows, file)
store.write_sorted = killed
store.write(Path({str(tmp_path / "d")!r}), {{}}, as_at=None, source="")
"""
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 9
    assert not (tmp_path / "d").exists()
    assert all(path.name.startswith(".") for path in tmp_path.iterdir())


def test_file_changed_after_writing_is_refused(written):
    pl.read_parquet(written / "referrals.parquet").head(1).write_parquet(written / "referrals.parquet")
    with pytest.raises(DatasetError, match=r"referrals.parquet was changed after the dataset was written"):
        open_dataset(written)


def test_file_taken_away_or_added_is_refused(written):
    moved = (written / "baselines.parquet").rename(written.parent / "baselines.parquet")
    with pytest.raises(DatasetError, match=r"baselines.parquet is missing"):
        open_dataset(written)
    moved.rename(written / "baselines.parquet")
    (written / "hubs.csv").write_text("hub_id,name\nH9,More\n")
    with pytest.raises(DatasetError, match="the table hubs is there more than once"):
        open_dataset(written)


def test_dataset_of_another_version_of_the_contract_is_refused(written):
    told = json.loads((written / "dataset.json").read_text())
    (written / "dataset.json").write_text(json.dumps(told | {"contract_version": "2.0"}))
    with pytest.raises(DatasetError, match=r"follows version 2.0 of the contract"):
        open_dataset(written)


def test_description_that_makes_no_sense_is_refused(written):
    (written / "dataset.json").write_text("{")
    with pytest.raises(DatasetError, match="is not a dataset's description"):
        open_dataset(written)


def test_folder_without_tables_is_refused(tmp_path):
    with pytest.raises(DatasetError, match=r"there is no file like referrals.parquet or referrals.csv"):
        open_dataset(tmp_path)
    with pytest.raises(DatasetError, match="is not a folder"):
        open_dataset(tmp_path / "nowhere")


def test_file_that_is_no_parquet_is_refused(tmp_path):
    (tmp_path / "hubs.parquet").write_bytes(b"PAR1 not really")
    with pytest.raises(DatasetError, match="is not a Parquet file that can be read"):
        open_dataset(tmp_path)


def test_parquet_of_others_is_read_whatever_its_types_and_order(tmp_path):
    frame = frames()["referrals"].select(sorted(TABLES["referrals"].columns())).with_columns(more=pl.lit("x"))
    table = frame.to_arrow()
    for name, kind in {"received_at": ("ns", "Europe/London"), "decided_at": ("ms", "UTC")}.items():
        at = table.schema.get_field_index(name)
        table = table.set_column(at, name, table.column(name).cast(pa.timestamp(*kind)))
    at = table.schema.get_field_index("agency_id")
    agencies = table.column("agency_id").cast(pa.string()).dictionary_encode()
    pq.write_table(table.set_column(at, "agency_id", agencies), tmp_path / "referrals.parquet")
    numbers = frames()["survey_questions"].with_columns(pl.col("scale_max").cast(pl.Int32)).to_arrow()
    at = numbers.schema.get_field_index("scale_max")
    numbers = numbers.set_column(at, "scale_max", numbers.column(at).cast(pa.decimal128(12, 2)))
    pq.write_table(numbers, tmp_path / "survey_questions.parquet")
    dataset = open_dataset(tmp_path)
    assert read(dataset, "referrals") == plain("referrals")
    assert read(dataset, "survey_questions") == plain("survey_questions")
    assert any("more: warning: the contract has no such column" in line for line in dataset.warnings)


def test_instants_without_a_zone_in_parquet_are_utc_with_a_warning(tmp_path):
    frame = frames()["ratings"].with_columns(pl.col("rated_at").dt.replace_time_zone(None))
    frame.write_parquet(tmp_path / "ratings.parquet")
    dataset = open_dataset(tmp_path)
    assert read(dataset, "ratings") == plain("ratings")
    assert any(
        "rated_at: warning: its instants have no time zone: read as UTC" in line for line in dataset.warnings
    )


def test_parquet_value_that_cannot_be_cast_is_told(tmp_path):
    frame = frames()["ratings"].with_columns(rated_at=pl.lit("soon"))
    frame.write_parquet(tmp_path / "ratings.parquet")
    with pytest.raises(DatasetError, match="rated_at: 'soon' must be a date and time with an offset"):
        open_dataset(tmp_path)


def test_table_partitioned_by_hub_is_read_whole(tmp_path):
    two = pl.concat(
        [
            frames()["referrals"],
            frames()["referrals"].with_columns(hub_id=pl.lit("H 2"), referral_id=pl.lit("X")),
        ]
    ).unique("referral_id", maintain_order=True)
    source = two.select(TABLES["referrals"].columns().keys())
    with duckdb.connect() as sql:
        sql.register("source", source.to_arrow())
        sql.execute(f"COPY source TO '{tmp_path / 'referrals'}' (FORMAT parquet, PARTITION_BY (hub_id))")
    dataset = open_dataset(tmp_path)
    assert read(dataset, "referrals") == source.sort("referral_id").rows()


def test_same_tables_as_csv_open_as_the_same_dataset(tmp_path):
    for table, frame in frames().items():
        frame.select(list(TABLES[table].columns())).write_csv(
            tmp_path / f"{table}.csv", datetime_format="%Y-%m-%dT%H:%M:%S%:z"
        )
    dataset = open_dataset(tmp_path)
    assert dataset.manifest is None
    assert read(dataset, "referrals") == plain("referrals")
    assert read(dataset, "agencies") == plain("agencies")


def test_csv_with_a_fault_is_refused_and_the_fault_told(tmp_path):
    (tmp_path / "hubs.csv").write_text("hub_id,name\nH1,One\n,Two\n")
    with pytest.raises(DatasetError, match=r"hubs.csv, row 3, hub_id: must not be empty"):
        open_dataset(tmp_path)


def test_table_that_is_absent_is_empty(tmp_path):
    frames()["hubs"].write_parquet(tmp_path / "hubs.parquet")
    assert open_dataset(tmp_path).files.get("referrals", []) == []


@pytest.mark.parametrize("text", ["hub_id,name\n,Two\n", "hub_id,name\n\0\xff", "hub_id\nH1\n"])
def test_a_dataset_that_cannot_be_opened_leaves_no_working_folder(tmp_path, monkeypatch, text):
    working = tmp_path / "working"
    working.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(working))
    (tmp_path / "hubs.csv").write_text(text)
    with pytest.raises(DatasetError):
        open_dataset(tmp_path)
    assert not list(working.glob("mash-dataset-*"))
