"""The oracle on cases worked by hand: the service's own quality (m08–m13)."""

import pytest

from tests.oracle.small import ask, at, day, picked, referral, row


def invitations(survey, agency, answered, unanswered=0, sent="2024-01-05 10:00"):
    """Invitations of one agency, answered a day later or not at all."""
    return [
        {
            "invitation_id": f"{survey}{agency}{n}",
            "survey_id": survey,
            "agency_id": agency,
            "sent_at": at(sent),
            "answered_at": at("2024-01-06 10:00") if n < answered else None,
        }
        for n in range(answered + unanswered)
    ]


def rates(*sent):
    tables = {"surveys": [{"survey_id": "s"}], "invitations": [i for some in sent for i in some]}
    rows = ask(tables)["m08_satisfaction/response_rate"]
    return picked(rows, "agency_id", "invited", "answered")


def test_agencies_below_five_answers_become_other_and_take_the_smallest_with_them():
    # b has 2: other has 2, so the fewest of the rest joins: A and C tie at 5, A comes first
    assert rates(invitations("s", "A", 5), invitations("s", "b", 2, 3), invitations("s", "C", 5)) == [
        ("*", 15, 12), ("C", 5, 5), ("other", 10, 7),
    ]  # fmt: skip
    # an agency unknown is other, too; five of its own are enough
    assert rates(invitations("s", "A", 5), invitations("s", None, 5)) == [
        ("*", 10, 10), ("A", 5, 5), ("other", 5, 5),
    ]  # fmt: skip
    # nobody is merged: no other
    assert rates(invitations("s", "A", 5, 1)) == [("*", 6, 5), ("A", 6, 5)]


def test_scores_and_summary_below_five_answers_say_only_how_many():
    tables = {
        "surveys": [{"survey_id": "s"}],
        "survey_questions": [{"question_id": q, "survey_id": "s", "scale_max": 3} for q in ("q", "r", "z")],
        "invitations": invitations("s", "A", 5),
        "answers": [
            {"answer_id": f"{q}{n}", "invitation_id": f"sA{n}", "question_id": q, "score": score}
            for q, scores in (("q", [1, 3, 3, 2, 3]), ("r", [1, 1, 1, 1]))
            for n, score in enumerate(scores)
        ],
    }
    found = ask(tables)
    assert picked(found["m08_satisfaction/scores"], "question_id", "score", "answers") == [
        ("q", "1", 1), ("q", "2", 1), ("q", "3", 3),
    ]  # fmt: skip
    assert picked(found["m08_satisfaction/summary"], "question_id", "answers", "mean", "top_two_share") == [
        ("q", 5, 2.4, 0.8),
        ("r", 4, None, None),
        ("z", 0, None, None),
    ]
    # answered a day after being sent; at an as-at between, the answers have not been given
    assert ask(tables, as_at="2024-01-06 09:59:59")["m08_satisfaction/scores"] == []


def test_a_joint_complaint_counts_under_each_agency_and_once_in_the_total():
    base = {"received_at": at("2024-01-05 10:00"), "source": "external", "stage": 1}
    tables = {
        "referrals": [referral(str(n), "2024-01-05 10:00") for n in range(4)],
        "complaints": [
            base | {"complaint_id": "joint", "closed_at": at("2024-01-06 10:00"), "finding": "upheld"},
            base | {"complaint_id": "hub", "finding": "upheld", "theme": "delay"},  # not closed: no finding
        ],
        "complaint_agencies": [{"complaint_id": "joint", "agency_id": a} for a in ("A", "b")],
    }
    found = ask(tables)
    columns = ("agency_id", "complaints", "upheld", "per_1000_referrals")
    external = [r for r in found["m09_complaints/by_agency"] if r["source"] == "external"]
    assert picked(external, *columns) == [
        ("*", 2, 1, 500.0), ("A", 1, 1, 250.0), ("b", 1, 1, None), ("hub", 1, 0, 250.0),
    ]  # fmt: skip
    assert picked(found["m09_complaints/by_theme"], "theme", "complaints") == [
        ("*", 2), ("delay", 1), ("unknown", 1),
    ]  # fmt: skip


def test_complaints_closed_at_the_due_instant_are_in_time():
    base = {"received_at": at("2024-01-05 10:00"), "source": "internal", "due_at": at("2024-01-08 10:00")}
    tables = {
        "complaints": [
            base | {"complaint_id": "1", "stage": 2, "closed_at": at("2024-01-08 10:00")},
            base | {"complaint_id": "2", "stage": 2, "closed_at": at("2024-01-08 10:00:00.000001")},
            base | {"complaint_id": "3", "stage": 2, "due_at": None, "closed_at": at("2024-01-06 10:00")},
            base | {"complaint_id": "4", "stage": 2, "due_at": at("2024-03-01 00:00")},  # = as-at
        ]
    }
    found = row(ask(tables)["m09_complaints/timeliness"], stage="2")
    assert found == {
        "stage": "2", "closed_in_time": 1, "closed_late": 1, "open_in_time": 1, "open_overdue": 0,
        "no_due": 1, "due": 2, "met": 1, "on_time_rate": 0.5,
    }  # fmt: skip


AUDIT = {"round_id": "r", "referral_id": "1", "sampled_on": day("2024-01-05")}


def grade(audit_id, value, moderated=True, agency=None):
    grade_id = f"{audit_id}{value}{moderated}{agency}"
    return {"grade_id": grade_id, "audit_id": audit_id, "agency_id": agency, "criterion": "voice",
            "auditor": "x", "grade": value, "moderated": moderated}  # fmt: skip


def test_audits_are_weighted_by_their_chance_of_being_drawn():
    done = AUDIT | {"completed_on": day("2024-02-01")}
    tables = {
        "audits": [
            done | {"audit_id": "1", "selection_probability": 0.5},  # weight 2, good
            done | {"audit_id": "2", "selection_probability": 0.25},  # weight 4, half good
            done | {"audit_id": "3"},  # no probability: left out
            AUDIT | {"audit_id": "4", "selection_probability": 0.5, "completed_on": day("2024-03-02")},
        ],
        "audit_grades": [grade("1", 3), grade("2", 4), grade("2", 2), grade("3", 1), grade("4", 1),
                         grade("1", 1, agency="A"), grade("1", 1, moderated=False)],
    }  # fmt: skip
    found = ask(tables)
    # (2 × 1 + 4 × ½) ÷ 6 = ⅔
    assert picked(found["m10_audit/weighted"], "round_id", "audits", "good_or_better") == [
        ("r", 2, pytest.approx(2 / 3))
    ]
    assert picked(found["m10_audit/coverage"], "round_id", "sampled", "completed") == [
        ("*", 4, 3),
        ("r", 4, 3),
    ]
    case = [r for r in found["m10_audit/grades"] if r["agency_id"] == "case"]
    assert picked(case, "grade", "audits") == [("*", 3), ("1", 1), ("2", 1), ("3", 1), ("4", 1)]
    # one unmoderated grade of the case: a row without a pair
    assert found["m10_audit/agreement"] == [
        {"round_id": "r", "criterion": "voice", "alpha": None, "pairs": 0}
    ]


def test_audit_actions_are_in_one_of_four_states_and_a_stock():
    def action(n, due, completed=None):
        done = day(completed) if completed else None
        return {"action_id": n, "audit_id": "1", "agency_id": "A", "due_on": day(due), "completed_on": done}

    tables = {
        "audits": [AUDIT | {"audit_id": "1", "sampled_on": day("2023-06-01")}],  # before the window
        "audit_actions": [
            action("1", "2024-03-01"),  # due on the day of as-at: open
            action("2", "2024-02-29"),  # overdue
            action("3", "2024-01-05", "2024-01-05"),
            action("4", "2024-01-05", "2024-01-06"),
            action("5", "2024-01-05", "2024-03-02"),  # completed after as-at: overdue
        ],
    }
    found = row(ask(tables)["m10_audit/actions"], agency_id="A")
    assert found == {"agency_id": "A", "open": 1, "overdue": 2, "completed": 1, "completed_late": 1}


def test_the_library_is_a_stock_and_uses_are_of_the_window():
    item = {"kind": "learning", "evidence_id": "1", "published_on": day("2020-01-01")}
    tables = {
        "evidence": [item, item | {"evidence_id": "2", "cohort_id": "c", "published_on": day("2024-03-01")}],
        "evidence_uses": [
            {"use_id": "1", "evidence_id": "1", "agency_id": "A", "requested_on": day("2024-02-01"),
             "supplied_on": day("2024-02-04")},
            {"use_id": "2", "evidence_id": "1", "agency_id": "b", "requested_on": day("2024-02-01"),
             "supplied_on": day("2024-03-02")},
        ],
    }  # fmt: skip
    found = ask(tables)
    learning = [r for r in found["m11_evidence/library"] if r["kind"] == "learning"]
    assert picked(learning, "cohort_id", "items") == [("*", 1), ("c", 0), ("unknown", 1)]
    # A's supplied after 3 days, b's still waiting after 29: S(3) = ½
    assert picked(found["m11_evidence/uses"], "agency_id", "requested", "supplied", "median_days") == [
        ("*", 2, 1, 3.0), ("A", 1, 1, 3.0), ("b", 1, 0, None),
    ]  # fmt: skip
    assert found["m11_evidence/unserved"] == [{"agency_id": "b"}]
    # published on the day after the window, though before as-at
    assert ask(tables, as_at="2024-06-01 00:00")["m11_evidence/library"][0]["items"] == 1


def test_recommendations_stand_as_they_stood_at_as_at():
    base = {"lesson_id": "1", "policy_changed": True, "agency_id": "A"}
    tables = {
        "lessons": [{"lesson_id": "1", "source": "inspection", "published_on": day("2023-01-01")}],
        "evidence": [{"evidence_id": "e", "kind": "learning", "published_on": day("2024-01-01")}],
        "recommendations": [
            base | {"recommendation_id": "1", "status": "implemented", "decided_on": day("2024-01-01"),
                    "implemented_on": day("2024-01-11"), "evidence_id": "e"},
            # accepted nobody knows when, and due on the day of as-at: not overdue yet
            base | {"recommendation_id": "5", "status": "accepted", "due_on": day("2024-03-01")},
            # implemented after as-at: accepted still, and overdue since 29 February
            base | {"recommendation_id": "2", "status": "implemented", "decided_on": day("2024-01-01"),
                    "implemented_on": day("2024-03-02"), "due_on": day("2024-02-29")},
            base | {"recommendation_id": "3", "status": "rejected", "decided_on": day("2024-03-02")},
            # when it was implemented nobody wrote down: it is implemented
            base | {"recommendation_id": "4", "status": "implemented", "agency_id": None},
        ],
    }  # fmt: skip
    found = ask(tables)
    total = row(found["m12_lessons/by_source"], source="*")
    assert tuple(total.values()) == ("*", 1, 5, 2, 2, 2)
    progress = found["m12_lessons/progress"]
    # event at 10 days, one censored at 60: S(10) = ½
    assert tuple(row(progress, agency_id="A").values()) == ("A", 1, 2, 0, 1, 1, 10.0)
    assert tuple(row(progress, agency_id="unknown").values()) == ("unknown", 0, 0, 0, 1, 0, None)
    assert row(found["m12_lessons/impact"], source="*")["share"] == 0.5


def test_activities_sum_what_is_known_and_divide_where_both_are():
    base = {"kind": "training", "held_on": day("2024-01-05")}
    tables = {
        "activities": [
            base | {"activity_id": "1", "attendees": 10, "cost": 100.0, "feedback": 4.0},
            base | {"activity_id": "2", "attendees": 5, "hours": 2.5},  # cost unknown: only in sums
            base | {"activity_id": "3", "cost": 50.0, "feedback": 5.0},
        ],
        "activity_agencies": [{"activity_id": "1", "agency_id": a} for a in ("A", "b")],
    }
    found = ask(tables)
    training = row(found["m13_leadership/by_kind"], kind="training")
    assert tuple(training.values()) == ("training", 3, 15, 2.5, 150.0, 10.0, 4.5)
    media = row(found["m13_leadership/by_kind"], kind="media")
    assert tuple(media.values()) == ("media", 0, 0, 0.0, 0.0, None, None)
    assert picked(found["m13_leadership/reach"], "agency_id", "activities") == [("*", 1), ("A", 1), ("b", 1)]
