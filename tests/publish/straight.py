"""What the figures of a dataset must be: the same counted straight from the database by its superuser."""

import json

import polars as pl

from tests.homes import run

STATES = """
    SELECT coalesce(nullif(risk, ''), 'unrated'),
        count(*) FILTER (WHERE decided_at <= due_at),
        count(*) FILTER (WHERE decided_at > due_at),
        count(*) FILTER (WHERE decided_at IS NULL AND due_at >= '{as_at}'),
        count(*) FILTER (WHERE decided_at IS NULL AND due_at < '{as_at}'),
        count(*) FILTER (WHERE due_at IS NULL)
    FROM records_referral GROUP BY 1
"""
#: statistic → its key, the columns compared, and the same counted by the database from the records.
COUNTED = {
    "m01_referrals_by_agency/by_agency": (
        "agency_id",
        ["referrals"],
        "SELECT agency_id, count(*) FROM records_referral GROUP BY 1",
    ),
    "m04_timeliness/by_risk": (
        "risk",
        ["in_time", "late", "open_in_time", "open_overdue", "no_target"],
        STATES,
    ),
    "m04_timeliness/responses": (
        "agency_id",
        ["requests", "in_time", "late", "open_overdue", "cancelled"],
        """SELECT agency_id, count(*) FILTER (WHERE response <> 'cancelled'),
            count(*) FILTER (WHERE response <> 'cancelled' AND responded_at <= due_at),
            count(*) FILTER (WHERE response <> 'cancelled' AND responded_at > due_at),
            count(*) FILTER (WHERE responded_at IS NULL AND due_at < '{as_at}'),
            count(*) FILTER (WHERE response = 'cancelled')
        FROM records_request GROUP BY 1""",
    ),
    "m05_outcomes/by_outcome": (
        "outcome_id",
        ["disposals", "referrals"],
        "SELECT outcome_id, count(*), count(DISTINCT referral_id) FROM records_disposal GROUP BY 1",
    ),
    "m11_evidence/library": (
        ["kind", "cohort_id"],
        ["items"],
        """SELECT kind, coalesce(cohort_id, 'unknown'), count(*) FROM records_evidence
        WHERE published_on IS NOT NULL GROUP BY 1, 2""",
    ),
    "m11_evidence/uses": (
        "agency_id",
        ["requested", "supplied"],
        "SELECT agency_id, count(*), count(supplied_on) FROM records_evidenceuse GROUP BY 1",
    ),
    "m12_lessons/by_source": (
        "source",
        ["lessons", "recommendations", "accepted", "implemented", "policies_changed"],
        """SELECT l.source, count(DISTINCT l.id), count(r.id), count(*) FILTER (WHERE r.status = 'accepted'),
            count(*) FILTER (WHERE r.status = 'implemented'), count(*) FILTER (WHERE r.policy_changed)
        FROM records_lesson l LEFT JOIN records_recommendation r ON r.lesson_id = l.id GROUP BY 1""",
    ),
    "m12_lessons/progress": (
        "agency_id",
        ["proposed", "accepted", "rejected", "implemented", "overdue"],
        """SELECT coalesce(agency_id, 'unknown'), count(*) FILTER (WHERE status = 'proposed'),
            count(*) FILTER (WHERE status = 'accepted'), count(*) FILTER (WHERE status = 'rejected'),
            count(*) FILTER (WHERE status = 'implemented'),
            count(*) FILTER (WHERE status = 'accepted' AND due_on < '{day}')
        FROM records_recommendation GROUP BY 1""",
    ),
    "m12_lessons/impact": (
        "source",
        ["implemented", "with_evidence"],
        """SELECT l.source, count(*), count(r.evidence_id) FROM records_recommendation r
        JOIN records_lesson l ON l.id = r.lesson_id WHERE r.status = 'implemented' GROUP BY 1""",
    ),
    "m13_leadership/by_kind": (
        "kind",
        ["activities", "attendees", "hours", "cost", "cost_per_attendee", "mean_feedback"],
        """SELECT kind, count(*), coalesce(sum(attendees), 0), coalesce(sum(hours), 0)::float8,
            coalesce(sum(cost), 0)::float8,
            (sum(cost) FILTER (WHERE attendees IS NOT NULL)
                / nullif(sum(attendees) FILTER (WHERE cost IS NOT NULL), 0))::float8, avg(feedback)::float8
        FROM records_activity WHERE cancelled_on IS NULL GROUP BY 1""",
    ),
    "m13_leadership/reach": (
        "agency_id",
        ["activities"],
        """SELECT agency_id, count(*) FROM records_activityagency a
        JOIN records_activity p ON p.id = a.activity_id WHERE cancelled_on IS NULL GROUP BY 1""",
    ),
    "m13_leadership/by_month": (
        "month",
        ["activities", "attendees", "cost"],
        """SELECT to_char(held_on, 'YYYY-MM'), count(*), coalesce(sum(attendees), 0),
            coalesce(sum(cost), 0)::float8
        FROM records_activity WHERE cancelled_on IS NULL GROUP BY 1""",
    ),
    "m00_baseline/share": (
        ["agency_id", "cohort_id"],
        ["referrals", "baseline_volume"],
        """SELECT agency_id, cohort_id, coalesce(referrals, 0), volume FROM
            (SELECT agency_id, cohort_id, sum(volume)::float8 AS volume FROM records_baseline
             WHERE withdrawn_on IS NULL AND start = '{start}' GROUP BY 1, 2) b
            FULL JOIN (SELECT agency_id, cohort_id, count(*) AS referrals
             FROM records_referral GROUP BY 1, 2) r
            USING (agency_id, cohort_id)""",
    ),
    "m08_satisfaction/scores": (
        ["question_id", "score"],
        ["answers"],
        """SELECT a.question_id::text, a.score, count(*) FROM records_surveyanswer a
        JOIN records_surveyquestion q ON q.id = a.question_id WHERE q.kind = 'scale' GROUP BY 1, 2""",
    ),
    "m08_satisfaction/response_rate": (
        "agency_id",
        ["invited", "answered"],
        """WITH by_agency AS (SELECT agency_id, count(*) AS invited, count(answered_at) AS answered
            FROM records_surveyinvitation GROUP BY 1),
        least AS (SELECT agency_id FROM by_agency WHERE answered >= 5 ORDER BY answered, agency_id LIMIT 1),
        named AS (SELECT *, answered < 5 OR agency_id IN (SELECT agency_id FROM least) AS small
            FROM by_agency)
        SELECT CASE WHEN small THEN 'other' ELSE agency_id END, sum(invited)::int, sum(answered)::int
        FROM named GROUP BY 1""",
    ),
    "m07_escalations/by_reason": (
        "reason",
        ["escalations", "resolved"],
        "SELECT reason, count(*), count(resolved_at) FROM records_escalation GROUP BY 1",
    ),
    "m10_audit/coverage": (
        "round_id",
        ["sampled", "completed"],
        "SELECT round_id::text, count(*), count(completed_on) FROM records_audit GROUP BY 1",
    ),
    "m10_audit/grades": (
        ["round_id", "agency_id", "criterion", "grade"],
        ["audits"],
        """SELECT a.round_id::text, coalesce(g.agency_id, 'case'), c.name, g.grade::text, count(*)
        FROM records_auditgrade g JOIN records_audit a ON a.id = g.audit_id
        JOIN records_auditcriterion c ON c.id = g.criterion_id
        WHERE g.grading_id IS NULL GROUP BY 1, 2, 3, 4""",
    ),
    "m10_audit/actions": (
        "agency_id",
        ["open", "overdue", "completed", "completed_late"],
        """SELECT agency_id, count(*) FILTER (WHERE completed_on IS NULL AND due_on >= '{day}'),
            count(*) FILTER (WHERE completed_on IS NULL AND due_on < '{day}'),
            count(*) FILTER (WHERE completed_on <= due_on), count(*) FILTER (WHERE completed_on > due_on)
        FROM records_auditaction GROUP BY 1""",
    ),
    "m09_complaints/by_agency": (
        "agency_id",
        ["complaints", "upheld", "partly_upheld"],
        """SELECT coalesce(a.agency_id, 'hub'), count(*), count(*) FILTER (WHERE finding = 'upheld'),
            count(*) FILTER (WHERE finding = 'partly_upheld')
        FROM records_complaint c LEFT JOIN records_complaintagency a ON a.complaint_id = c.id
        WHERE NOT compliment GROUP BY 1""",
    ),
    "m09_complaints/timeliness": (
        "stage",
        ["closed_in_time", "closed_late", "open_in_time", "open_overdue", "no_due"],
        """SELECT stage::text, count(*) FILTER (WHERE closed_at <= due_at),
            count(*) FILTER (WHERE closed_at > due_at),
            count(*) FILTER (WHERE closed_at IS NULL AND due_at >= '{as_at}'),
            count(*) FILTER (WHERE closed_at IS NULL AND due_at < '{as_at}'), 0
        FROM records_complaint WHERE NOT compliment GROUP BY 1""",
    ),
    "m09_complaints/by_theme": (
        "theme",
        ["complaints"],
        "SELECT theme, count(*) FROM records_complaint WHERE NOT compliment GROUP BY 1",
    ),
}


COMPLAINTS = "SELECT count(*) FROM records_complaint WHERE NOT compliment"
#: table → the rows that leave as it
ROWS = {f"{one}s": f"records_{one}" for one in ("referral", "rating", "request", "disposal", "escalation")}
ROWS |= {
    "subjects": "records_subject",
    "evidence": "records_evidence WHERE published_on IS NOT NULL",
    "evidence_uses": "records_evidenceuse",
    "lessons": "records_lesson",
    "audits": "records_audit",
    "audit_actions": "records_auditaction",
    "audit_grades": """records_auditgrade g LEFT JOIN records_auditgrading o ON o.id = g.grading_id
        WHERE g.grading_id IS NULL OR o.sent_at IS NOT NULL""",
    "complaints": "records_complaint WHERE NOT compliment",
    "recommendations": "records_recommendation",
    "baselines": "records_baseline WHERE withdrawn_on IS NULL",
    "activities": "records_activity WHERE cancelled_on IS NULL",
    "surveys": "records_survey",
    "survey_questions": "records_surveyquestion WHERE kind = 'scale'",
    "invitations": "records_surveyinvitation",
    "answers": """records_surveyanswer a JOIN records_surveyquestion q ON q.id = a.question_id
        WHERE q.kind = 'scale'""",
}


def asked(home, as_at, start):
    """Every question of COUNTED, ROWS and COMPLAINTS, and what the database of a data folder answers: past
    everything that the system says. `as_at`: an instant; `start`: the first day of the window.
    """
    questions = [question for *_, question in COUNTED.values()]
    questions += [f"SELECT count(*) FROM {rows}" for rows in ROWS.values()]
    questions.append(COMPLAINTS)
    put = [one.format(as_at=as_at, day=as_at[:10], start=start) for one in questions]
    program = (
        "import json, psycopg\n"
        "from psycopg.conninfo import make_conninfo\n"
        "from mash.config.postgres import _started\n"
        "with psycopg.connect(make_conninfo(_started(), dbname='mash')) as own:\n"
        f"    print(json.dumps([own.execute(one).fetchall() for one in {put!r}], default=str))"
    )
    return dict(zip(questions, json.loads(run(home, program=program)), strict=True))


def shown(results, statistic):
    """The rows of a statistic that are not totals and hold anything, as COUNTED has them."""
    key, columns, _ = COUNTED[statistic]
    found = pl.read_csv(results / f"{statistic}.csv", infer_schema_length=None)
    keys = [key] if isinstance(key, str) else key
    parts = pl.all_horizontal(pl.col(one).cast(pl.String) != "*" for one in keys)
    if "source" in found.columns and "source" not in keys:  # shown by source as well: the total of both
        found = found.filter(pl.col("source") == "*")
    found = found.filter(parts & (pl.sum_horizontal(columns) > 0)).select(*keys, *columns)
    return sorted(map(list, found.iter_rows()))
