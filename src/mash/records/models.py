"""Every table of the records, for Django to find; each is written in its own room."""

from mash.records.activities.models import Activity, ActivityAgency, ActivityStep
from mash.records.agreements.models import Agreement, AgreementParty, AgreementStep
from mash.records.baselines.models import Baseline, BaselineStep
from mash.records.complaints.models import Complaint, ComplaintAgency, ComplaintStep
from mash.records.escalations.models import Escalation, EscalationStep
from mash.records.evidence.models import Evidence, EvidenceUse, EvidenceVersion, KeptWords
from mash.records.imports.models import Import, ImportedRow, KnownColumns
from mash.records.lessons.models import Lesson, LessonVersion, Recommendation, RecommendationStep
from mash.records.notices.models import MailChoice, Notice
from mash.records.people.models import (
    Address,
    FamilyLink,
    Identifier,
    KnownDifferent,
    Merge,
    Name,
    NameWord,
    Person,
)
from mash.records.referrals.models import (
    BrokenGlass,
    Change,
    Disposal,
    Draft,
    Feedback,
    Item,
    NamedPerson,
    Rating,
    Referral,
    ReferralCohort,
    Request,
    Restriction,
    Subject,
)

__all__ = [
    "Activity",
    "ActivityAgency",
    "ActivityStep",
    "Address",
    "Agreement",
    "AgreementParty",
    "AgreementStep",
    "Baseline",
    "BaselineStep",
    "BrokenGlass",
    "Change",
    "Complaint",
    "ComplaintAgency",
    "ComplaintStep",
    "Disposal",
    "Draft",
    "Escalation",
    "EscalationStep",
    "Evidence",
    "EvidenceUse",
    "EvidenceVersion",
    "FamilyLink",
    "Feedback",
    "Identifier",
    "Import",
    "ImportedRow",
    "Item",
    "KeptWords",
    "KnownColumns",
    "KnownDifferent",
    "Lesson",
    "LessonVersion",
    "MailChoice",
    "Merge",
    "Name",
    "NameWord",
    "NamedPerson",
    "Notice",
    "Person",
    "Rating",
    "Recommendation",
    "RecommendationStep",
    "Referral",
    "ReferralCohort",
    "Request",
    "Restriction",
    "Subject",
]
