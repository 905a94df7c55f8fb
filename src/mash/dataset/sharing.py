"""The contract's tables of referrals and information sharing (spec: dataset.md)."""

import dataframely as dy
import polars as pl

from mash.dataset.columns import code, flag, instant, text, whole
from mash.framework import codes


class Referrals(dy.Schema):
    """A concern about one or more people, submitted by an agency."""

    referral_id = text("the referral's id", required=True, key=True)
    hub_id = text("the hub that received it", required=True, fk="hubs")
    agency_id = text("the agency that submitted it", required=True, fk="agencies")
    cohort_id = text("main cohort", required=True, fk="cohorts")
    locality = text("area, never an address or a postcode")
    received_at = instant(
        "when the hub received it; local midnight where only the date is known", required=True
    )
    time_known = flag("false where the extract gave only dates: hours are then not defined")
    decided_at = instant("when the MASH decision was made; stops the clock")
    feedback_at = instant("when the referrer was told")
    known_open = flag("true where it concerns a case already open to an agency")
    consent = code("consent to share", codes.CONSENTS)
    lawful_basis = text("lawful basis for sharing")

    @dy.rule()
    def decided_after_received(cls) -> pl.Expr:
        """decided_at must be at or after received_at"""
        return pl.col("decided_at") >= pl.col("received_at")

    @dy.rule()
    def feedback_after_decided(cls) -> pl.Expr:
        """feedback_at must be at or after decided_at"""
        return pl.col("feedback_at") >= pl.col("decided_at")


class ReferralCohorts(dy.Schema):
    """Every cohort that applies to a referral, the main one included."""

    referral_id = text("the referral", required=True, key=True, fk="referrals")
    cohort_id = text("a cohort that applies", required=True, key=True, fk="cohorts")


class Subjects(dy.Schema):
    """People named in a referral, by pseudonym; a person stands at most once in a referral."""

    referral_id = text("the referral", required=True, key=True, fk="referrals")
    person_key = text("keyed pseudonym of the person", required=True, key=True)
    role = code("the person's part in it", codes.SUBJECT_ROLES, required=True)
    age = whole("whole years on receipt", low=0)
    sex = text("sex as recorded")


class Ratings(dy.Schema):
    """Risk ratings given to a referral, in order of time."""

    rating_id = text("the rating's id", required=True, key=True)
    referral_id = text("the referral", required=True, fk="referrals")
    rated_at = instant("when it was rated", required=True)
    risk = text("the rating", required=True, fk="risks")
    agency_id = text("who rated", fk="agencies")
    rationale_recorded = flag("true where the reasons were written down")


class Requests(dy.Schema):
    """Requests for information to an agency, with its answer."""

    request_id = text("the request's id", required=True, key=True)
    referral_id = text("the referral", required=True, fk="referrals")
    agency_id = text("who is asked", required=True, fk="agencies")
    requested_at = instant("when it was asked", required=True)
    due_at = instant("when the answer is due")
    responded_at = instant("when it answered")
    response = code("how it answered", codes.RESPONSES)

    @dy.rule()
    def responded_after_requested(cls) -> pl.Expr:
        """responded_at must be at or after requested_at"""
        return pl.col("responded_at") >= pl.col("requested_at")


class Disposals(dy.Schema):
    """What the hub decided to do; a referral may have several."""

    disposal_id = text("the disposal's id", required=True, key=True)
    referral_id = text("the referral", required=True, fk="referrals")
    outcome_id = text("the outcome", required=True, fk="outcomes")
    decided_at = instant("when it was decided", required=True)
    agency_id = text("who takes it", fk="agencies")
    role = code("lead or support", codes.DISPOSAL_ROLES, required=True)


class Escalations(dy.Schema):
    """Disagreements between agencies (not rising risk: that is measure six)."""

    escalation_id = text("the escalation's id", required=True, key=True)
    referral_id = text("the referral it concerns, if one", fk="referrals")
    raised_at = instant("when it was raised", required=True)
    raised_by = text("the agency that raised it", required=True, fk="agencies")
    about = text("the agency it is about", required=True, fk="agencies")
    reason = code("why", codes.ESCALATION_REASONS, required=True)
    stage = whole("highest stage reached", low=1, high=5, required=True)
    resolved_at = instant("when it was resolved")
    resolution = code("how it was resolved", codes.RESOLUTIONS)

    @dy.rule()
    def resolved_after_raised(cls) -> pl.Expr:
        """resolved_at must be at or after raised_at"""
        return pl.col("resolved_at") >= pl.col("raised_at")

    @dy.rule()
    def between_two_agencies(cls) -> pl.Expr:
        """raised_by and about must be two different agencies"""
        return pl.col("raised_by") != pl.col("about")
