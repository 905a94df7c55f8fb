"""The kinds of record that are kept for so long: what counts, what must be finished, what goes with one.

Which rows go is said in row_level_security.sql. A test holds TABLES to it, and all tables to TABLES or STAYS.
"""

from dataclasses import dataclass

from django.db import models

from mash.records.activities.models import Activity, ActivityAgency, ActivityStep
from mash.records.agreements.models import Agreement, AgreementParty, AgreementStep
from mash.records.audits import models as audits
from mash.records.baselines.models import Baseline, BaselineStep
from mash.records.complaints.models import Complaint, ComplaintAgency, ComplaintStep
from mash.records.escalations.models import Escalation, EscalationStep
from mash.records.evidence.models import Evidence, EvidenceUse, EvidenceVersion, KeptWords
from mash.records.imports.models import Import, ImportedRow, KnownColumns
from mash.records.lessons.models import Lesson, LessonVersion, Recommendation, RecommendationStep
from mash.records.notices.models import MailChoice, Notice
from mash.records.people import models as people
from mash.records.referrals import models as referrals
from mash.records.retention import models as ours
from mash.records.subject_access import models as access
from mash.records.surveys import models as surveys


@dataclass(frozen=True)
class Kind:
    """What a kind is called, from which event it is kept, and what must be so before one can go."""

    plural: str
    event: str
    finished: str


KINDS = {
    "referral": Kind(
        "Referrals",
        "the last thing that happened to it",
        "It is decided, the referrer is told, no disagreement is open, and no round of audits that it was "
        "drawn for is open. People whom no other referral names go with it.",
    ),
    "complaint": Kind(
        "Complaints and compliments",
        "the last thing that was done with it",
        "A complaint is closed.",
    ),
    "survey": Kind("Surveys", "the day on which it was closed", "It is closed, and every answer is mixed."),
    "lesson": Kind(
        "Lessons",
        "the last thing that was done with it or with what it recommends",
        "Each recommendation is rejected or closed.",
    ),
    "evidence": Kind(
        "Evidence",
        "the last thing that was done with it",
        "It is withdrawn or was never published, nobody waits for it, and no recommendation rests on it.",
    ),
    "activity": Kind(
        "Leadership activities",
        "the day on which it was held, or the last thing that was done with its entry",
        "It lies in the past.",
    ),
    "baseline": Kind(
        "Baselines",
        "the last day of its period, or the last thing that was done with its entry",
        "Its period is over.",
    ),
    "import": Kind(
        "Imports",
        "the last time that it got on",
        "It is brought in, taken back, dropped, or cannot be read. What came of it has a rule of its own.",
    ),
    "agreement": Kind(
        "Data-sharing agreements",
        "its last day in force, or the last thing that was done with it",
        "It is ended or has expired.",
    ),
    "accessrequest": Kind(
        "Subject access requests",
        "the day on which it was answered or refused, or the last thing that was done with it",
        "It is answered or refused. What was gathered for it, and the copy, go with it.",
    ),
}

#: Why a record that is old enough does not go.
WHY = {
    "held": "It is held",
    "open": "It is not finished",
    "disagreement": "A disagreement is open",
    "audit": "It was drawn for a round of audits that is open",
    "asked": "Somebody named in it has asked for their record",
    "proof": "A recommendation rests on it",
    "young": "Somebody named in it is not old enough yet",
    "birth": "A birth date is not known",
    "changed": "It, or the rule, has changed since the list was drawn up",
}

#: Every table whose rows go with a record of each kind. A person and what is known of them go with the last
#: referral that names one of their records.
TABLES: dict[str, tuple[type[models.Model], ...]] = {
    "referral": (
        referrals.Referral,
        referrals.ReferralCohort,
        referrals.Subject,
        referrals.Change,
        referrals.Rating,
        referrals.Request,
        referrals.Item,
        referrals.Disposal,
        referrals.Feedback,
        referrals.Restriction,
        referrals.NamedPerson,
        referrals.BrokenGlass,
        Escalation,
        EscalationStep,
        audits.Audit,
        audits.AuditGrading,
        audits.AuditGrade,
        audits.AuditReason,
        audits.AuditAction,
        audits.AuditStep,
        people.Person,
        people.Name,
        people.NameWord,
        people.Identifier,
        people.Address,
        people.FamilyLink,
        people.KnownDifferent,
        people.Merge,
    ),
    "complaint": (Complaint, ComplaintAgency, ComplaintStep),
    "survey": (
        surveys.Survey,
        surveys.SurveyQuestion,
        surveys.SurveyStep,
        surveys.SurveyInvitation,
        surveys.SurveyAnswer,
        surveys.SurveyWords,
        surveys.SurveyReleased,
        surveys.SurveyToken,
        surveys.SurveyLetter,
        surveys.SurveyAsked,
        surveys.SurveyPosted,
    ),
    "lesson": (Lesson, LessonVersion, Recommendation, RecommendationStep),
    "evidence": (Evidence, EvidenceVersion, KeptWords, EvidenceUse),
    "activity": (Activity, ActivityAgency, ActivityStep),
    "baseline": (Baseline, BaselineStep),
    "import": (Import, ImportedRow),
    "agreement": (Agreement, AgreementParty, AgreementStep),
    "accessrequest": (access.AccessRequest, access.AccessPiece, access.AccessStep, access.AccessCopy),
}
#: Rows that point at a record of any kind, and go with it.
WITH_ALL: tuple[type[models.Model], ...] = (Notice, ImportedRow, ours.RetentionHold)

#: Tables that no rule empties, and why.
STAYS: dict[type[models.Model], str] = {
    referrals.Draft: "only its writer sees it, and it goes when it is sent or dropped",
    audits.AuditRound: "it says how cases were drawn and graded; nothing of a case is in it",
    audits.AuditCriterion: "it is a criterion of a round, with nothing of a case in it",
    KnownColumns: "it holds the headers of an agency’s files, and no row of one",
    MailChoice: "it is the choice of an account, and goes with it",
    ours.RetentionRule: "it says how long records are kept, and names none",
    ours.RetentionStep: "it says why a rule was changed",
    ours.RetentionHold: "it goes with the record that it held",
    ours.Destruction: "it says what was destroyed, by whom and under which rule",
    ours.DestructionRecord: "it is the reference or id of what was destroyed, and nothing of it",
    ours.DestructionCertificate: "it proves what was destroyed, with no personal data",
}


#: Where Django's plural of a table is no word.
_CALLED: dict[type[models.Model], str] = {
    Activity: "activities",
    ActivityAgency: "agencies of activities",
    ComplaintAgency: "agencies of complaints",
    AgreementParty: "agreement parties",
    access.AccessCopy: "copies given",
    Evidence: "items of evidence",
    KeptWords: "words kept in evidence",
    people.KnownDifferent: "pairs known to be different",
    referrals.NamedPerson: "people named to open a referral",
    surveys.SurveyWords: "answers in words",
    surveys.SurveyReleased: "released answers in words",
    surveys.SurveyAsked: "digests of who was asked",
    surveys.SurveyPosted: "posted answers",
}


def in_words(counts: dict[str, int]) -> list[tuple[str, int]]:
    """How many rows of each table, by what the table is called, the most first."""
    called = {one._meta.db_table: _CALLED.get(one, str(one._meta.verbose_name_plural)) for one in _every()}
    rows = [(called[table].capitalize(), count) for table, count in counts.items() if count]
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def _every() -> set[type[models.Model]]:
    return {one for tables in TABLES.values() for one in tables} | set(WITH_ALL)
