"""The contract's tables of the service's own quality: surveys to baselines (spec: dataset.md)."""

import dataframely as dy
import polars as pl

from mash.dataset.columns import code, date, flag, instant, number, text, whole
from mash.framework import codes


class Surveys(dy.Schema):
    """Satisfaction surveys with professionals."""

    survey_id = text("the survey's id", required=True, key=True)
    title = text("its title", required=True)
    opened_on = date("first day", required=True)
    closed_on = date("last day")


class SurveyQuestions(dy.Schema):
    """Questions of a survey, answered on a scale from 1."""

    question_id = text("the question's id", required=True, key=True)
    survey_id = text("its survey", required=True, fk="surveys")
    text = text("the question as asked", required=True)
    scale_max = whole("highest score", low=2, required=True)


class Invitations(dy.Schema):
    """Invitations to answer a survey."""

    invitation_id = text("the invitation's id", required=True, key=True)
    survey_id = text("its survey", required=True, fk="surveys")
    agency_id = text("the invited person's agency", fk="agencies")
    sent_at = instant("when it was sent", required=True)
    answered_at = instant("when it was answered")


class Answers(dy.Schema):
    """Scores given."""

    answer_id = text("the answer's id", required=True, key=True)
    invitation_id = text("its invitation", required=True, fk="invitations")
    question_id = text("its question", required=True, fk="survey_questions")
    score = whole("1 to the question's scale_max", low=1, required=True)


class Complaints(dy.Schema):
    """Complaints about an agency, several, or the hub as a whole."""

    complaint_id = text("the complaint's id", required=True, key=True)
    received_at = instant("when it was received", required=True)
    source = code("from inside or outside the partnership", codes.COMPLAINT_SOURCES, required=True)
    stage = whole("stage reached", low=1, high=4, required=True)
    due_at = instant("when the reply is due")
    closed_at = instant("when it was closed")
    finding = code("what was found", codes.COMPLAINT_FINDINGS)
    theme = text("what it was about")


class ComplaintAgencies(dy.Schema):
    """Agencies a complaint is about; no row = the hub as a whole, several = joint."""

    complaint_id = text("the complaint", required=True, key=True, fk="complaints")
    agency_id = text("an agency it is about", required=True, key=True, fk="agencies")


class Audits(dy.Schema):
    """Case files drawn for audit."""

    audit_id = text("the audit's id", required=True, key=True)
    round_id = text("the round it belongs to", required=True)
    referral_id = text("the referral audited", required=True, fk="referrals")
    sampled_on = date("when it was drawn", required=True)
    completed_on = date("when the audit was completed")
    stratum = text("the stratum it was drawn from")
    selection_probability = number("its chance of being drawn", above=0, high=1)


class AuditGrades(dy.Schema):
    """Grades given by auditors and by the panel."""

    grade_id = text("the grade's id", required=True, key=True)
    audit_id = text("its audit", required=True, fk="audits")
    agency_id = text("the agency graded; empty = the case as a whole", fk="agencies")
    criterion = text("what was graded", required=True)
    auditor = text("pseudonym of the auditor", required=True)
    grade = whole("1 inadequate, 2 requires improvement, 3 good, 4 outstanding", low=1, high=4, required=True)
    moderated = flag("true = the panel's agreed grade")


class AuditActions(dy.Schema):
    """Actions that follow from an audit."""

    action_id = text("the action's id", required=True, key=True)
    audit_id = text("its audit", required=True, fk="audits")
    agency_id = text("who owns it", required=True, fk="agencies")
    due_on = date("when it is due", required=True)
    completed_on = date("when it was done")


class Evidence(dy.Schema):
    """Items of the evidence library."""

    evidence_id = text("the item's id", required=True, key=True)
    kind = code("good practice or learning", codes.EVIDENCE_KINDS, required=True)
    cohort_id = text("its cohort", fk="cohorts")
    theme = text("its theme")
    published_on = date("when it entered the library", required=True)


class EvidenceUses(dy.Schema):
    """Requests for an item of evidence by an agency."""

    use_id = text("the use's id", required=True, key=True)
    evidence_id = text("the item", required=True, fk="evidence")
    agency_id = text("who asked", required=True, fk="agencies")
    requested_on = date("when it was asked for", required=True)
    supplied_on = date("when it was supplied")
    purpose = text("what for")


class Lessons(dy.Schema):
    """Reviews and other sources of learning."""

    lesson_id = text("the lesson's id", required=True, key=True)
    source = code("where it comes from", codes.LESSON_SOURCES, required=True)
    published_on = date("when it was published", required=True)


class Recommendations(dy.Schema):
    """What a lesson recommends, and what became of it."""

    recommendation_id = text("the recommendation's id", required=True, key=True)
    lesson_id = text("its lesson", required=True, fk="lessons")
    agency_id = text("its owner", fk="agencies")
    status = code("what became of it", codes.RECOMMENDATION_STATUSES, required=True)
    decided_on = date("when it was accepted or rejected")
    due_on = date("when it is due")
    implemented_on = date("when it was implemented")
    policy_changed = flag("true where a policy was changed by it")
    evidence_id = text("proof of its effect", fk="evidence")


class Activities(dy.Schema):
    """Leadership: training, conferences, media and the like."""

    activity_id = text("the activity's id", required=True, key=True)
    held_on = date("when it was held", required=True)
    kind = code("what it was", codes.ACTIVITY_KINDS, required=True)
    attendees = whole("people who attended", low=0)
    hours = number("hours given", low=0)
    cost = number("cost in pounds", low=0)
    feedback = number("mean feedback", low=1, high=5)


class ActivityAgencies(dy.Schema):
    """Agencies that took part in an activity."""

    activity_id = text("the activity", required=True, key=True, fk="activities")
    agency_id = text("an agency that took part", required=True, key=True, fk="agencies")


class Baselines(dy.Schema):
    """An agency's own recorded demand in a cohort over a period."""

    agency_id = text("the agency", required=True, key=True, fk="agencies")
    cohort_id = text("the cohort", required=True, key=True, fk="cohorts")
    start = date("first day of the period", required=True, key=True)
    end = date("last day of the period, included", required=True)
    volume = whole("the agency's own demand in the period", low=0, required=True)

    @dy.rule()
    def ends_after_start(cls) -> pl.Expr:
        """end must be on or after start"""
        return pl.col("end") >= pl.col("start")
