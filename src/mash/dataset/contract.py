"""The contract: every table of a dataset and of an extract, parents before children (spec: dataset.md)."""

import dataframely as dy

from mash.dataset import quality, reference, sharing
from mash.dataset.people import ExtractSubjects, People

CONTRACT_VERSION = "1.0"

#: Tables of a dataset. A table stands after every table it points to.
TABLES: dict[str, type[dy.Schema]] = {
    "hubs": reference.Hubs,
    "agencies": reference.Agencies,
    "cohorts": reference.Cohorts,
    "risks": reference.Risks,
    "outcomes": reference.Outcomes,
    "closed_days": reference.ClosedDays,
    "referrals": sharing.Referrals,
    "referral_cohorts": sharing.ReferralCohorts,
    "subjects": sharing.Subjects,
    "ratings": sharing.Ratings,
    "requests": sharing.Requests,
    "disposals": sharing.Disposals,
    "escalations": sharing.Escalations,
    "surveys": quality.Surveys,
    "survey_questions": quality.SurveyQuestions,
    "invitations": quality.Invitations,
    "answers": quality.Answers,
    "complaints": quality.Complaints,
    "complaint_agencies": quality.ComplaintAgencies,
    "audits": quality.Audits,
    "audit_grades": quality.AuditGrades,
    "audit_actions": quality.AuditActions,
    "evidence": quality.Evidence,
    "evidence_uses": quality.EvidenceUses,
    "lessons": quality.Lessons,
    "recommendations": quality.Recommendations,
    "activities": quality.Activities,
    "activity_agencies": quality.ActivityAgencies,
    "baselines": quality.Baselines,
}

#: Tables of an extract: the same, but people stand in it with identities, and `subjects` names them
#: by the agency's own `person_id`.
EXTRACT_TABLES: dict[str, type[dy.Schema]] = {"people": People, **TABLES, "subjects": ExtractSubjects}

REFERENCE_TABLES = ("hubs", "agencies", "cohorts", "risks", "outcomes", "closed_days")
