"""The Standard Safeguarding Dataset's tables, by the field names that its field list gives."""

import csv

import polars as pl

from mash.intake.mapping_file import read_mapping
from tests.conftest import real_file

REFERRALS = """cine_referral_id,cine_person_id,cine_referral_date,cine_referral_source_code
S1,P1,2024-05-01,6
S2,P2,01/06/2024,1A
S3,P1,2024-07-01,ZZ
"""
PEOPLE = "pers_person_id,pers_forename,pers_surname,pers_dob\nP1,Basil,Testcase,2010-01-02\nP2,Sage,Testcase,2011-01-02\n"


def test_referrals_come_in_and_an_unknown_code_waits(run, tmp_path):
    folder = tmp_path / "ssd"
    folder.mkdir()
    (folder / "ssd_cin_episodes.csv").write_text(REFERRALS)
    (folder / "ssd_person.csv").write_text(PEOPLE)
    out, done = run(folder, mapping="ssd")
    rows = pl.read_parquet(out / "referrals.parquet").sort("referral_id")
    assert rows["agency_id"].to_list() == ["police", "individual"]
    assert rows["time_known"].to_list() == [False, False]
    assert done.queued == {("cine_referral_source_code", "ZZ", ""): 1}
    assert done.counts["referrals"].rejected == 1


def test_the_mapping_names_only_fields_that_the_dataset_has():
    with real_file("ssd-fields.csv").open(encoding="utf-8-sig", newline="") as stream:
        known = {row["field_name"] for row in csv.DictReader(stream)}
    for name in ("ssd", "ssd-contacts"):
        for feed in read_mapping(name).feeds:
            for column in feed.columns.values():
                assert set(column.headers) <= known
