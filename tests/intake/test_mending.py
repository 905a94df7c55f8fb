"""What is rejected, mended and handed in beside the extract completes the dataset."""

import polars as pl

REFERRAL = "referral_id,hub_id,agency_id,cohort_id,received_at,known_open\n"
FILES = {
    "hubs.csv": "hub_id,name\nh,Hub\n",
    "agencies.csv": "agency_id,name,kind,in_baseline\npolice,Police,police,true\n",
    "cohorts.csv": "cohort_id,name,age_group\nc,Cohort,any\n",
    "risks.csv": "risk,name,rank,clock,valid_from\nred,Red,1,elapsed,2020-01-01\n",
    "referrals.csv": REFERRAL
    + "R1,h,police,c,2024-03-01T10:00:00Z,false\nR2,h,polcie,c,2024-03-02T10:00:00Z,false\n",
    "ratings.csv": "rating_id,referral_id,rated_at,risk,agency_id,rationale_recorded\n"
    "T1,R1,2024-02-01T10:00:00Z,red,police,true\nT2,R2,2024-03-02T11:00:00Z,red,police,true\n",
}


def test_rows_mended_in_the_rejects_file_complete_the_dataset(run, tmp_path):
    folder = tmp_path / "extract"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text)
    out, done = run(folder)
    assert len(pl.read_parquet(out / "referrals.parquet")) == 1
    mended = tmp_path / "mended"
    mended.mkdir()
    for file in done.rejects.glob("rows/**/*.csv"):
        text = file.read_text().replace("polcie", "police").replace("2024-02-01", "2024-03-01")
        (mended / file.name).write_text(text)
    assert {file.name for file in mended.iterdir()} == {"referrals.csv", "ratings.csv"}
    out, _ = run(folder, mended)
    assert pl.read_parquet(out / "referrals.parquet")["referral_id"].sort().to_list() == ["R1", "R2"]
    assert pl.read_parquet(out / "ratings.parquet")["rating_id"].sort().to_list() == ["T1", "T2"]
