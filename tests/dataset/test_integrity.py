"""Rules across rows, one failing case each, and the words in which it is told."""

import pytest

from mash.dataset.faults import Faults
from mash.dataset.integrity import enforce
from mash.dataset.staging import Staging
from tests.dataset.hub import SOUND, enforced, rows, stage, told


def test_sound_hub_has_no_fault(tmp_path):
    staging = stage(tmp_path)
    counts = enforced(staging)
    assert staging.faults.first == []
    assert counts["referrals"].rows_in == counts["referrals"].accepted == 2
    assert {table: c.rows_in for table, c in counts.items()} == dict(staging.rows_in)


CASES = {
    "an agency that nobody knows": (
        "ratings",
        "rating_id referral_id rated_at risk agency_id rationale_recorded\n"
        "T1 R1 2026-01-05T09:30:00Z blue nobody true",
        [("ratings", 2, "agency_id", "nobody")],
        "must exist in agencies",
    ),
    "a rating before receipt": (
        "ratings",
        "rating_id referral_id rated_at risk agency_id rationale_recorded\n"
        "T1 R1 2026-01-05T08:59:59Z blue police true",
        [("ratings", 2, "rated_at", "2026-01-05T08:59:59Z (received_at 2026-01-05T09:00:00Z)")],
        "rated_at must be at or after the referral's received_at",
    ),
    "a request before receipt": (
        "requests",
        "request_id referral_id agency_id requested_at\nQ1 R1 schools 2026-01-05T08:59:59Z",
        [("requests", 2, "requested_at", "2026-01-05T08:59:59Z (received_at 2026-01-05T09:00:00Z)")],
        "requested_at must be at or after the referral's received_at",
    ),
    "a disposal before receipt": (
        "disposals",
        "disposal_id referral_id outcome_id decided_at role\nD1 R1 nfa 2026-01-05T08:59:59Z lead",
        [("disposals", 2, "decided_at", "2026-01-05T08:59:59Z (received_at 2026-01-05T09:00:00Z)")],
        "decided_at must be at or after the referral's received_at",
    ),
    "two lead disposals of one outcome": (
        "disposals",
        "disposal_id referral_id outcome_id decided_at role\n"
        "D1 R1 nfa 2026-01-05T12:00:00Z lead\nD2 R1 nfa 2026-01-05T12:00:00Z lead",
        [("disposals", 2, "role", "lead"), ("disposals", 3, "role", "lead")],
        "exactly one disposal of a referral and outcome must be the lead; referral R1, outcome nfa has 2",
    ),
    "no lead disposal": (
        "disposals",
        "disposal_id referral_id outcome_id decided_at role\nD1 R1 nfa 2026-01-05T12:00:00Z support",
        [("disposals", 2, "role", "support")],
        "referral R1, outcome nfa has none",
    ),
    "a score beyond the scale": (
        "answers",
        "answer_id invitation_id question_id score\nA1 I1 S1Q1 6",
        [("answers", 2, "score", "6")],
        "score must be at most the question's scale_max, 5",
    ),
    "baselines that overlap": (
        "baselines",
        "agency_id cohort_id start end volume\n"
        "police neglect 2026-03-31 2026-06-30 9\npolice neglect 2026-01-01 2026-03-31 9",
        [("baselines", 2, "start", "2026-03-31 to 2026-06-30")],
        "periods of one agency_id and cohort_id must not overlap; an earlier one lasts until 2026-03-31",
    ),
    "risk periods that overlap": (
        "risks",
        "risk name rank target_hours clock valid_from valid_to\n"
        "blue Blue 1 72 elapsed 2020-01-01 -\nblue Blue 1 48 elapsed 2024-01-01 -",
        [("risks", 3, "valid_from", "2024-01-01 to (no end)")],
        "periods of one risk must not overlap; an earlier one has no end",
    ),
    "successors in a loop": (
        "agencies",
        SOUND["agencies"].rstrip()
        + "\nold Old other true - 2021-01-01 new\nnew New other true 2021-01-02 - old"
        + "\nown Own other true - - own",
        [
            ("agencies", 4, "successor_id", "new"),
            ("agencies", 5, "successor_id", "old"),
            ("agencies", 6, "successor_id", "own"),
        ],
        "successors must not lead back: old → new → old",
    ),
    "a main cohort that is not among the referral's cohorts": (
        "referral_cohorts",
        "referral_id cohort_id\nR1 domestic",
        [("referral_cohorts", 2, "cohort_id", "domestic")],
        "the main cohort of referral R1 (neglect) must stand here too: add a row for it",
    ),
    "an id twice in one file": (
        "hubs",
        "hub_id name\nH1 Hub\nH1 Hub",
        [("hubs", 3, "hub_id", "H1")],
        "the same row again (H1): it stands in hubs.csv, row 2 already",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_rule_across_rows_is_told_in_words(case, tmp_path):
    table, text, expected, words = CASES[case]
    staging = stage(tmp_path, **{table: text})
    counts = enforced(staging)
    assert told(staging) == expected
    assert words in staging.faults.first[0]["rule"]
    assert counts[table].rejected == len(expected)
    assert counts[table].rows_in == counts[table].accepted + counts[table].rejected == staging.rows_in[table]


def test_row_whose_parent_was_rejected_is_rejected_with_that_reason(tmp_path):
    spoilt = SOUND["referrals"].replace("police    neglect", "police    -      ")
    staging = stage(tmp_path, referrals=spoilt)
    counts = enforced(staging)
    reason = "the row of referrals that it belongs to was rejected: mend that row first"
    children = {f["table"]: f["rule"] for f in staging.faults.first if f["table"] != "referrals"}
    assert children["ratings"] == children["subjects"] == children["disposals"] == reason
    assert (counts["referrals"].accepted, counts["subjects"].accepted) == (1, 1)
    assert counts["disposals"].rejected == 2


def test_fault_in_one_table_leaves_the_others_alone(tmp_path):
    staging = stage(tmp_path, surveys="survey_id title opened_on\nS1 Spring yesterday")
    counts = enforced(staging)
    assert counts["referrals"].rejected == counts["baselines"].rejected == 0
    assert counts["answers"].accepted == 0


def test_two_extracts_that_contradict_each_other_are_told_with_both_values(tmp_path):
    second = SOUND["referrals"].replace("schools   domestic", "police    neglect")
    staging = stage(tmp_path, ("referrals", second), extract=True)
    counts = enforced(staging)
    conflicts = [f for f in staging.faults.first if f["severity"] == "fault"]
    assert [(f["file"], f["row"], f["column"], f["value"]) for f in conflicts] == [
        ("referrals-2.csv", 3, "agency_id", "police"),
        ("referrals-2.csv", 3, "cohort_id", "neglect"),
    ]
    assert "(R2) says schools here (referrals.csv, row 3)" in conflicts[0]["rule"]
    assert [f["severity"] for f in staging.faults.first].count("repeat") == 1  # R1, the same in both
    assert (counts["referrals"].rows_in, counts["referrals"].accepted) == (4, 2)


def test_same_file_twice_adds_nothing_and_is_no_fault(tmp_path):
    staging = stage(tmp_path, *SOUND.items(), extract=True)
    counts = enforced(staging)
    assert staging.faults.faults == 0
    assert all(c.accepted == c.rejected for c in counts.values())


def test_table_that_is_elsewhere_is_not_looked_up_where_the_extract_is_not_complete(tmp_path):
    staging = Staging(tmp_path, Faults(), extract=True)
    staging.add("complaint_agencies", rows("complaint_id agency_id\nC1 police", "complaint_agencies.csv"))
    counts = enforce(tmp_path, extract=True, faults=staging.faults, complete=False)
    assert counts["complaint_agencies"].accepted == 1
    assert staging.faults.warnings == 2
    assert "there is no table agencies here" in staging.faults.first[1]["rule"]
