"""The one table that only extracts have: identities. It never enters a dataset (spec: dataset.md)."""

import dataframely as dy

from mash.dataset.columns import code, date, text, whole
from mash.framework import codes


class People(dy.Schema):
    """A person as one agency knows them; every column but the first two may be empty."""

    agency_id = text("the agency whose record this is", required=True, key=True, fk="agencies")
    person_id = text("the agency's own id of the person", required=True, key=True)
    given_names = text("given names")
    family_name = text("family name")
    other_names = text("former names and aliases")
    date_of_birth = date("date of birth")
    expected_date_of_birth = date("expected date of birth of an unborn child; the same person after birth")
    sex = text("sex as recorded")
    nhs_number = text("NHS number; trusted only where its check digit is right")
    upn = text("unique pupil number")
    police_id = text("police id")
    social_care_id = text("social care id")
    address = text("address")
    postcode = text("postcode")
    telephone = text("telephone")


class ExtractSubjects(dy.Schema):
    """People named in a referral, by the submitting agency's own person_id."""

    referral_id = text("the referral", required=True, key=True, fk="referrals")
    person_id = text("the person's id in the agency that submitted the referral", required=True, key=True)
    role = code("the person's part in it", codes.SUBJECT_ROLES, required=True)
    age = whole("whole years on receipt", low=0)
    sex = text("sex as recorded")
