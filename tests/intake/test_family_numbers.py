"""A system that has numbers for families and not for people: twins stay two, and the agency is told."""

import polars as pl

from tests.intake.conftest import sums_hold
from tests.intake.extract import extract, person, referral, subject


def test_twins_under_a_family_number_are_two_people_and_a_warning_says_why(run, tmp_path):
    names = ["Amy", "Ben", "Cleo", "Dan", "Eve", "Finn", "Gus", "Hal", "Ivy", "Jo", "Kit", "Lou"]
    people = [
        person(
            name, given_names=name, family_name=f"Testcase{'x' * (n // 2)}", social_care_id=f"S4821{n // 2}"
        )
        | {"date_of_birth": f"2012-05-0{n // 2 + 1}"}
        for n, name in enumerate(names)
    ]
    subjects = [subject("r1", name) for name in names]
    out, done = run(extract(tmp_path / "e", referrals=[referral()], people=people, subjects=subjects))
    assert pl.read_parquet(out / "subjects.parquet")["person_key"].n_unique() == 12
    (told,) = [fault for fault in done.faults.first if fault["column"] == "social_care_id"]
    assert told["rule"].startswith("a gives one such number to people of several names")
    assert told["severity"] == "warning"
    assert done.faults.faults == 0
    assert sums_hold(done)
