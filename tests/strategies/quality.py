"""The service's own quality. A function draws what one seed stands for."""

from datetime import date

from mash.framework import codes

from .fences import DAY, Dice, identifier

THEMES = [None, "delay", "Delay", "!tone"]
LATER_DAYS = [0, 0, 1, 28, 365]


def agency(d: Dice, tables: dict) -> str:
    return d.one_of(tables["agencies"])["agency_id"]


def later(d: Dice, day: date) -> date | None:
    """The same day, the next, four weeks or a year on; or never."""
    return d.maybe(day + d.one_of(LATER_DAYS) * DAY)


def surveys(d: Dice, tables: dict) -> None:
    """Answers counted around the five below which nobody is shown apart."""
    survey_id = f"{d.one_of('Bb!9')}{len(tables['surveys'])}"
    tables["surveys"].append({"survey_id": survey_id, "title": "t", "opened_on": d.day()})
    asked = [
        {
            "question_id": f"{code}{len(tables['surveys'])}",
            "survey_id": survey_id,
            "text": "t",
            "scale_max": d.randint(2, 5),
        }
        for code in d.codes(1, 2)
    ]
    tables["survey_questions"] += asked
    for invited in [*(a["agency_id"] for a in tables["agencies"]), None]:
        sent = d.instant()
        answered = d.not_before(sent)
        for replies in [True] * d.one_of([0, 1, 2, 4, 5, 5, 6]) + [False] * d.one_of([0, 0, 1, 3]):
            late = d.one_of([0, 0, 0, 0, 0, 365]) * DAY
            invitation = {
                "invitation_id": identifier(len(tables["invitations"])),
                "survey_id": survey_id,
                "agency_id": invited,
                "sent_at": sent,
                "answered_at": answered + late if replies else None,
            }
            tables["invitations"].append(invitation)
            for question in asked if replies else []:
                if d.random() < 0.8:
                    answer = {
                        "answer_id": identifier(len(tables["answers"])),
                        "invitation_id": invitation["invitation_id"],
                        "question_id": question["question_id"],
                        "score": d.randint(1, question["scale_max"]),
                    }
                    tables["answers"].append(answer)


def complaints(d: Dice, tables: dict) -> None:
    """About nobody (the hub), one agency, or several; closed at the due instant or a hair to either side."""
    complaint_id, received = identifier(len(tables["complaints"])), d.instant()
    due = d.maybe(d.not_before(received))
    tables["complaints"].append(
        {
            "complaint_id": complaint_id,
            "received_at": received,
            "source": d.one_of(codes.COMPLAINT_SOURCES),
            "stage": d.randint(1, 4),
            "due_at": due,
            "closed_at": d.maybe(d.not_before(received, [due])),
            "finding": d.one_of([None, "upheld", "partly_upheld", "not_upheld"]),
            "theme": d.one_of(THEMES),
        }
    )
    for about in d.some(tables["agencies"], [0, 1, 1, 2]):
        row = {"complaint_id": complaint_id, "agency_id": about["agency_id"]}
        tables["complaint_agencies"].append(row)


def audits(d: Dice, tables: dict) -> None:
    """Several graders, moderated or not, of the case and of agencies; with and without a probability."""
    audit_id, sampled = identifier(len(tables["audits"])), d.day()
    tables["audits"].append(
        {
            "audit_id": audit_id,
            "round_id": d.one_of(["2", "2", "10"]),
            "referral_id": d.one_of(tables["referrals"])["referral_id"],
            "sampled_on": sampled,
            "completed_on": later(d, sampled),
            "selection_probability": d.one_of([None, 0.1, 0.25, 1.0]),
        }
    )
    for _ in range(d.randint(1, 8)):
        grade = {
            "grade_id": identifier(len(tables["audit_grades"])),
            "audit_id": audit_id,
            "agency_id": d.one_of([None, None, None, None, agency(d, tables)]),
            "criterion": d.one_of(["voice", "voice", "voice", "Voice"]),
            "auditor": d.one_of(["x", "y", "z"]),
            "grade": d.randint(1, 4),
            "moderated": d.random() < 0.3,
        }
        tables["audit_grades"].append(grade)
    for _ in range(d.randint(0, 2)):
        due = sampled + d.one_of(LATER_DAYS) * DAY
        action = {
            "action_id": identifier(len(tables["audit_actions"])),
            "audit_id": audit_id,
            "agency_id": agency(d, tables),
            "due_on": due,
            "completed_on": d.one_of([None, due, due + DAY, max(sampled, due - DAY)]),
        }
        tables["audit_actions"].append(action)


def evidence(d: Dice, tables: dict) -> None:
    """Some items are published, some uses supplied, only after as-at."""
    evidence_id, published = identifier(len(tables["evidence"])), d.day()
    tables["evidence"].append(
        {
            "evidence_id": evidence_id,
            "kind": d.one_of(codes.EVIDENCE_KINDS),
            "cohort_id": d.maybe(d.one_of(tables["cohorts"])["cohort_id"]),
            "published_on": published,
        }
    )
    for _ in range(d.randint(0, 3)):
        asked = published + d.one_of(LATER_DAYS) * DAY
        use = {
            "use_id": identifier(len(tables["evidence_uses"])),
            "evidence_id": evidence_id,
            "agency_id": agency(d, tables),
            "requested_on": asked,
            "supplied_on": later(d, asked),
        }
        tables["evidence_uses"].append(use)


def lessons(d: Dice, tables: dict) -> None:
    """Recommendations in every state, with dates unknown and dates to come."""
    lesson_id, published = identifier(len(tables["lessons"])), d.day()
    tables["lessons"].append(
        {"lesson_id": lesson_id, "source": d.one_of(codes.LESSON_SOURCES), "published_on": published}
    )
    for _ in range(d.randint(0, 4)):
        status = d.one_of([*codes.RECOMMENDATION_STATUSES, "accepted", "implemented"])
        decided = later(d, published) if status != "proposed" else None
        row = {
            "recommendation_id": identifier(len(tables["recommendations"])),
            "lesson_id": lesson_id,
            "agency_id": d.maybe(agency(d, tables), often=4),
            "status": status,
            "decided_on": decided,
            "due_on": later(d, published),
            "implemented_on": later(d, decided or published) if status == "implemented" else None,
            "policy_changed": d.random() < 0.5,
            "evidence_id": d.one_of([None, *(e["evidence_id"] for e in tables["evidence"])]),
        }
        tables["recommendations"].append(row)


def activities(d: Dice, tables: dict) -> None:
    """Counts, hours, costs and feedback known in part; with nobody, one agency or several."""
    activity_id = identifier(len(tables["activities"]))
    tables["activities"].append(
        {
            "activity_id": activity_id,
            "held_on": d.day(),
            "kind": d.one_of(codes.ACTIVITY_KINDS[:3]),
            "attendees": d.one_of([None, 0, 1, 12]),
            "hours": d.one_of([None, 0.0, 1.5, 7.25]),
            "cost": d.one_of([None, 0.0, 99.99, 1250.0]),
            "feedback": d.one_of([None, 1.0, 4.3, 5.0]),
        }
    )
    for reached in d.some(tables["agencies"], [0, 1, 2]):
        row = {"activity_id": activity_id, "agency_id": reached["agency_id"]}
        tables["activity_agencies"].append(row)
