"""Every field of every record is said to leave or to stay, and the publisher reads what leaves only."""

import psycopg
import pytest

from mash.config.postgres import Role, embedded
from mash.dataset.contract import TABLES
from mash.records import models as records
from mash.records.columns import LEAVES, STAYS

RECORDS = [getattr(records, name) for name in records.__all__]


@pytest.mark.parametrize("record", RECORDS, ids=lambda one: one.__name__)
def test_every_field_leaves_or_stays(record):
    fields = {one.name for one in record._meta.concrete_fields}
    leaving = set().union(*(one.fields() for one in LEAVES if one.record is record), set())
    staying = set(STAYS.get(record, {}))
    assert leaving | staying == fields
    assert leaving & staying == set()


@pytest.mark.parametrize("one", LEAVES, ids=lambda one: f"{one.record.__name__}-{one.table}")
def test_what_leaves_is_what_the_contract_has(one):
    assert set(one.columns) == set(TABLES[one.table].columns())


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT given_names FROM records_name",
        "SELECT family_name FROM records_subject",
        "SELECT date_of_birth FROM records_person",
        "SELECT concern FROM records_referral",
        "SELECT words FROM records_item",
        "SELECT whose FROM records_complaint",
        "SELECT words FROM records_complaintstep",
        "SELECT * FROM records_address",
        "SELECT value FROM records_identifier",
        "SELECT text FROM records_evidence",
        "SELECT made_from FROM records_evidence",
        "SELECT text FROM records_evidenceversion",
        "SELECT words FROM records_keptwords",
        "SELECT summary FROM records_lesson",
        "SELECT words FROM records_recommendation",
        "SELECT words FROM records_recommendationstep",
        "SELECT title FROM records_activity",
        "SELECT cancelled_because FROM records_activity",
        "SELECT words FROM records_activitystep",
        "SELECT withdrawn_because FROM records_baseline",
        "SELECT words FROM records_baselinestep",
        "SELECT opening FROM records_survey",
        "SELECT words FROM records_surveywords",
        "SELECT sealed FROM records_surveyposted",
        "SELECT digest FROM records_surveytoken",
        "SELECT sealed FROM records_surveyletter",
        "SELECT words FROM records_auditreason",
        "SELECT reference FROM records_audit",
        "SELECT words FROM records_auditaction",
        "SELECT reason FROM records_retentionhold",
        "SELECT words FROM records_destructioncertificate",
        "SELECT asker FROM records_accessrequest",
        "SELECT words FROM records_accesspiece",
        "SELECT html FROM records_accesscopy",
        "SELECT email FROM partnership_account",
        "SELECT detail FROM trail_entry",
        "UPDATE records_referral SET locality = 'x'",
    ],
)
def test_the_publisher_reads_no_name_and_no_word(django_db_setup, statement):
    with (
        psycopg.connect(embedded(Role.PUBLISHER)) as own,
        pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction)),
    ):
        own.execute(statement)
