"""The tables of a referral, each file a step of its life (casework.md, The life of a referral)."""

from mash.records.referrals.models.decided import Disposal, Feedback
from mash.records.referrals.models.received import Change, Draft, Referral, ReferralCohort, Subject
from mash.records.referrals.models.restricted import BrokenGlass, NamedPerson, Restriction
from mash.records.referrals.models.worked import Item, Rating, Request

__all__ = [
    "BrokenGlass",
    "Change",
    "Disposal",
    "Draft",
    "Feedback",
    "Item",
    "NamedPerson",
    "Rating",
    "Referral",
    "ReferralCohort",
    "Request",
    "Restriction",
    "Subject",
]
