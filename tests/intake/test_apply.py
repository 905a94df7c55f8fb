"""What a mapping does to cells on their way: dates, zones, ids, failed formulas, labels in several lists."""

import csv

import polars as pl

REFERENCE = """
[reference]
hubs = [{ hub_id = "h", name = "Hub" }]
agencies = [{ agency_id = "police", name = "Police", kind = "police", in_baseline = true }]
cohorts = [{ cohort_id = "c", name = "C", age_group = "any" }]

[[feed]]
table = "referrals"
[feed.columns]
hub_id = { value = "h" }
agency_id = { value = "police" }
cohort_id = { value = "c" }
known_open = { value = "false" }
"""


def imported(run, tmp_path, text, columns, name="file.csv"):
    (tmp_path / "m.toml").write_text(REFERENCE + columns)
    (tmp_path / name).write_text(text)
    out, done = run(tmp_path / name, mapping=str(tmp_path / "m.toml"))
    return pl.read_parquet(out / "referrals.parquet").sort("referral_id"), done


def received(rows):
    return [moment.isoformat() for moment in rows["received_at"]]


def test_dates_in_the_formats_of_the_mapping_and_excels_numbers(run, tmp_path):
    text = "id,when\n1,16/09/2020\n2,16/09/2020 10:30\n3,44090\n4,44090.4375\n5,2020-09-16T10:30:00+02:00\n"
    columns = 'referral_id = "id"\nreceived_at = { from = "when", dates = ["%d/%m/%Y", "%d/%m/%Y %H:%M", "excel"] }\n'
    rows, done = imported(run, tmp_path, text, columns)
    midnight, half_past_ten = "2020-09-15T23:00:00+00:00", "2020-09-16T09:30:00+00:00"
    assert received(rows) == [midnight, half_past_ten, midnight, half_past_ten, "2020-09-16T08:30:00+00:00"]
    assert rows["time_known"].to_list() == [False, True, False, True, True]
    assert done.faults.total == 0


def test_a_text_that_is_no_date_is_told_with_the_ways_that_are_known(run, tmp_path):
    columns = (
        'referral_id = "id"\nreceived_at = { from = "Date of referral", dates = ["%d/%m/%Y", "excel"] }\n'
    )
    rows, done = imported(run, tmp_path, "id,Date of referral\n1,31/02/2020\n2,soon\n3,01/02/2020\n", columns)
    assert rows["referral_id"].to_list() == ["3"]
    assert {(f["row"], f["column"], f["value"]) for f in done.faults.first} == {
        (2, "Date of referral", "31/02/2020"),
        (3, "Date of referral", "soon"),
    }
    assert done.faults.first[0]["rule"].endswith("like 29/03/2026 or an Excel serial number")


def test_where_only_the_day_counts_a_time_is_cut_off(run, tmp_path):
    columns = 'referral_id = "id"\nreceived_at = { from = "when", day = true, dates = ["%d/%m/%Y %H:%M"] }\n'
    rows, _ = imported(run, tmp_path, "id,when\n1,16/09/2020 10:30\n2,2020-09-16 00:00:00\n", columns)
    assert received(rows) == ["2020-09-15T23:00:00+00:00"] * 2
    assert rows["time_known"].to_list() == [False, False]


def test_a_time_of_another_zone_is_that_zones_and_a_date_stays_a_date(run, tmp_path):
    form = '["%Y/%m/%d %H:%M", "%Y/%m/%d"]'
    columns = (
        f'referral_id = "id"\nreceived_at = {{ from = "when", dates = {form}, zone = "America/New_York" }}\n'
    )
    rows, _ = imported(run, tmp_path, "id,when\n1,2022/01/21 13:47\n2,2022/01/21\n", columns)
    assert received(rows) == ["2022-01-21T18:47:00+00:00", "2022-01-21T00:00:00+00:00"]
    assert rows["time_known"].to_list() == [True, False]


MADE = 'referral_id = { make = [["Child", "Child ID"], "When"] }\nreceived_at = "When"\n'


def test_the_same_row_has_the_same_id_however_the_column_is_spelled(run, tmp_path):
    first, _ = imported(run, tmp_path, "Child,When,Note\n7,2024-01-01,a\n", MADE)
    second, _ = imported(run, tmp_path, "When,child_id\n2024-01-01,7\n", MADE, name="other.csv")
    assert first["referral_id"].to_list() == second["referral_id"].to_list()
    assert "7" not in first["referral_id"].to_list()


def test_two_rows_without_what_tells_them_apart_are_not_taken_for_one(run, tmp_path):
    rows, done = imported(run, tmp_path, "Child,When\n,2024-01-01\n,2024-01-01\n7,2024-01-01\n", MADE)
    assert len(rows) == 1
    assert {(f["row"], f["rule"]) for f in done.faults.first} == {
        (2, "must not be empty"),
        (3, "must not be empty"),
    }


def test_a_column_that_ids_are_made_of_and_that_is_not_there_is_told_once(run, tmp_path):
    rows, done = imported(run, tmp_path, "Kid,When\n7,2024-01-01\n8,2024-01-02\n", MADE)
    assert rows.is_empty()
    (fault,) = done.faults.first
    assert fault["rule"] == "ids are made of its columns, and it has none called Child"
    assert done.counts["referrals"].rejected == 2


def test_a_failed_formula_is_empty_and_told(run, tmp_path):
    columns = 'referral_id = "id"\nreceived_at = "when"\nlocality = "where"\n'
    rows, done = imported(run, tmp_path, "id,when,where\n1,2024-01-01,#N/A\n2,#REF!,North\n", columns)
    assert rows.select("referral_id", "locality").rows() == [("1", None)]
    told = {(f["row"], f["column"], f["severity"]) for f in done.faults.first}
    assert {(2, "where", "warning"), (3, "when", "warning"), (3, "when", "fault")} <= told


def test_two_headers_that_are_one_by_the_mapping_are_told(run, tmp_path):
    _, done = imported(
        run, tmp_path, "id,ID,when\n1,2,2024-01-01\n", 'referral_id = "id"\nreceived_at = "when"\n'
    )
    assert (
        done.faults.first[0]["rule"] == "the columns 'id' and 'ID' are one by the mapping: keep one of them"
    )
    assert done.counts["referrals"].rejected == 1


def test_a_file_without_any_known_column_is_told_once(run, tmp_path):
    _, done = imported(run, tmp_path, "colour\n", 'referral_id = "id"\nreceived_at = "when"\n')
    assert done.faults.first[0]["rule"].startswith(
        "none of its columns is one that the mapping knows; it knows 'id'"
    )


LIST = '[groups.police]\nnames = ["bobbies", "cafcass"]\n'


def test_a_list_of_ones_own_decides_before_the_one_that_is_shipped(run, tmp_path):
    (tmp_path / "ours.toml").write_text(LIST)
    columns = 'referral_id = "id"\nreceived_at = "when"\nlocality = { from = "who", labels = ["ours.toml", "referral-sources"] }\n'
    text = "id,when,who\n1,2024-01-01,Bobbies\n2,2024-01-01,CAFCASS\n3,2024-01-01, 3A: GP \n4,2024-01-01, Martians \n"
    rows, done = imported(run, tmp_path, text, columns)
    assert rows["locality"].to_list() == ["police", "police", "health_services"]
    assert done.queued == {("who", "Martians", ""): 1}
    assert [(f["row"], f["column"], f["value"]) for f in done.faults.first] == [(5, "who", "Martians")]


def test_what_hangs_on_a_row_whose_label_waits_is_rejected_with_that_reason(run, tmp_path):
    sheet = tmp_path / "List 3.csv"
    sheet.write_text("Child Unique ID,Date of Referral,Referral Source\n1,2024-01-01,CAFCASS\n")
    _, done = run(sheet, mapping="annex-a")
    (told,) = [fault for fault in done.faults.first if fault["table"] == "subjects"]
    assert told["rule"] == "the row of referrals that it belongs to was rejected: mend that row first"
    rejects = done.rejects / "rows" / "List 3.csv"
    (row,) = csv.DictReader(rejects.read_text(encoding="utf-8").splitlines())
    assert row["Referral Source"] == "CAFCASS"
    assert "no list knows for certain" in row["reject_reason"]


def test_mended_rejects_of_a_workbook_can_be_handed_in_again(run, tmp_path):
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as book:
        sheet = book.add_worksheet("List 3")
        for number, row in enumerate(
            [
                ("Child Unique ID", "Date of Referral", "Referral Source", "Note"),
                (1, "16/09/2020", "CAFCASS", "x"),
                (2, "17/09/2020", "Police", "y"),
            ]
        ):
            sheet.write_row(number, 0, row)
    _, done = run(tmp_path / "book.xlsx", mapping="annex-a")
    assert done.counts["referrals"].rejected == 1
    mended = done.rejects / "rows" / "book" / "List 3.csv"
    mended.write_text(mended.read_text().replace("CAFCASS", "School"))
    again, done = run(tmp_path / "book.xlsx", mended, mapping="annex-a")
    assert sorted(pl.read_parquet(again / "referrals.parquet")["agency_id"]) == ["police", "schools"]


def test_defaults_come_in_where_rows_need_them_and_a_warning_says_so(run, tmp_path):
    for table, text in {
        "hubs": "hub_id,name\nh,Hub\n",
        "agencies": "agency_id,name,kind,in_baseline\na,A,other,true\n",
        "referrals": "referral_id,hub_id,agency_id,cohort_id,received_at,known_open\nr,h,a,neglect,2024-01-01T10:00:00Z,false\n",
        "ratings": "rating_id,referral_id,rated_at,risk,rationale_recorded\nx,r,2024-01-01T11:00:00Z,red,true\n",
    }.items():
        (tmp_path / f"{table}.csv").write_text(text)
    out, done = run(*tmp_path.glob("*.csv"))
    assert pl.read_parquet(out / "ratings.parquet")["risk"].to_list() == ["red"]
    assert pl.read_parquet(out / "outcomes.parquet").is_empty(), "no disposal needs one"
    assert {f["table"] for f in done.faults.first if "come with the software" in f["rule"]} == {
        "cohorts",
        "risks",
    }


def test_only_the_owner_may_look_into_the_rejects(run, tmp_path):
    (tmp_path / "hubs.csv").write_text("hub_id,name\n,x\n")
    _, done = run(tmp_path / "hubs.csv")
    assert done.rejects.stat().st_mode & 0o077 == 0


def test_what_was_not_read_is_named(run, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "hubs.csv").write_text("hub_id,name\nh,Hub\n")
    (folder / "notes.docx").write_bytes(b"x")
    (folder / ".hidden").write_bytes(b"x")
    _, done = run(folder)
    assert done.passed_over == ["in/notes.docx"]
