"""The policy: who may do what. This table is the whole of it; a governance officer can read it and sign it.

A permission is a NOUN and what is done with it. A role is a name, a sentence for people and its
permissions (casework.md, Roles). Pages and actions ask for a permission, never for a role. What a role
may do, it may do in the hub it is held in, and only with records that its holder needs to know.
"""

from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """What can be allowed. The words say what it lets somebody do."""

    REFERRAL_SUBMIT = "submit a referral for one's own agency"
    REFERRAL_FOLLOW = "see the state and the feedback of what one's own agency submitted"
    REFERRAL_READ = "read the referrals of the hub"
    REFERRAL_RATE = "rate a referral's risk"
    REFERRAL_SHARE = "ask agencies for information"
    REFERRAL_DECIDE = "decide on a referral, and tell the referrer"
    REQUEST_ANSWER = "read a referral on which one's own agency is asked, and answer"
    ESCALATION_RAISE = "disagree on behalf of one's own agency"
    PERSON_MATCH = "say that two records are of one person, or of two"
    AUDIT_GRADE = "read the referrals sampled for one, and grade them"
    REGISTER_KEEP = "keep surveys, complaints, audits, evidence, lessons and leadership activities"
    MEASURE_READ = "read the measures as they are published; never a name"
    MEASURE_WORK = "work with the measures, small counts among them; never a name"
    MEASURE_PUBLISH = "prepare figures for publication and publish them"
    ACCESS_REVIEW = "see who saw and changed what"
    RECORD_RESTRICT = "restrict a record to named people, and lift that"
    MERGE_REVIEW = "review merged records, and take a merge apart"
    RETENTION_KEEP = "decide how long records are kept"
    SUBJECT_ACCESS = "answer somebody who asks what is held about them"
    AGREEMENT_KEEP = "keep the agreements under which agencies share what they know"
    ACCOUNT_KEEP = "open, change and suspend accounts, agencies and teams"
    REFERENCE_KEEP = "change ratings, targets, cohorts, outcomes and closed days"


@dataclass(frozen=True)
class Role:
    """A role: its name, what it is in a sentence, and its permissions."""

    name: str
    sentence: str
    permissions: frozenset[Permission]


def _role(name: str, sentence: str, *permissions: Permission) -> Role:
    return Role(name, sentence, frozenset(permissions))


P = Permission
_CASEWORK = (
    P.REFERRAL_SUBMIT,
    P.REFERRAL_FOLLOW,
    P.REFERRAL_READ,
    P.REFERRAL_RATE,
    P.REFERRAL_SHARE,
    P.ESCALATION_RAISE,
    P.PERSON_MATCH,
)

ROLES: dict[str, Role] = {
    "referrer": _role(
        "Referrer",
        "Submits referrals for their own agency and sees what became of them, nothing else.",
        P.REFERRAL_SUBMIT,
        P.REFERRAL_FOLLOW,
        P.ESCALATION_RAISE,
    ),
    "researcher": _role(
        "Researcher",
        "Looks up what their agency knows about a referral on which it is asked, and answers.",
        P.REQUEST_ANSWER,
        P.ESCALATION_RAISE,
    ),
    "triage": _role("Triage", "Works the hub's queue: rates referrals and asks agencies.", *_CASEWORK),
    "decision_maker": _role(
        "Decision maker",
        "Works the hub's queue, decides what happens next and tells the referrer.",
        *_CASEWORK,
        P.REFERRAL_DECIDE,
    ),
    "panel_member": _role("Panel member", "Audits the referrals sampled for them.", P.AUDIT_GRADE),
    "quality_officer": _role(
        "Quality officer",
        "Keeps the registers of the service's own quality: surveys, complaints, audits, evidence, lessons "
        "and leadership.",
        P.REGISTER_KEEP,
        P.MEASURE_READ,
        P.MEASURE_WORK,
        P.MEASURE_PUBLISH,
    ),
    "analyst": _role(
        "Analyst",
        "Works with the measures and publishes them; never sees a name.",
        P.MEASURE_READ,
        P.MEASURE_WORK,
        P.MEASURE_PUBLISH,
    ),
    # small counts can give somebody away to those who know the families: the board reads protected figures
    "board_member": _role(
        "Board member", "Reads the measures as they are published; never sees a name.", P.MEASURE_READ
    ),
    "information_governance": _role(
        "Information governance",
        "Watches who sees what: access log, restricted records, merges, sharing agreements and retention; "
        "answers people who ask for their own record; does no casework.",
        P.ACCESS_REVIEW,
        P.RECORD_RESTRICT,
        P.MERGE_REVIEW,
        P.RETENTION_KEEP,
        P.AGREEMENT_KEEP,
        P.SUBJECT_ACCESS,
    ),
    "administrator": _role(
        "Administrator",
        "Keeps agencies, accounts and reference data; does no casework.",
        P.ACCOUNT_KEEP,
        P.REFERENCE_KEEP,
    ),
}


def permissions_of(roles: "frozenset[str] | set[str]") -> frozenset[Permission]:
    """What somebody with these roles may do. A role that is not in the policy allows nothing."""
    return frozenset().union(*(ROLES[role].permissions for role in roles if role in ROLES))
