"""What leaves the database as CSV comes into the dataset as it was written, whatever it is."""

from datetime import UTC, date, datetime
from itertools import product

import polars as pl
import pytest
from django.db import connection, transaction
from django.db.models import DateTimeField, FloatField, Q, Value
from django.db.models.functions import Cast
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mash.partnership.models import Agency
from mash.publish import copied as room
from mash.publish.copied import copied

pytestmark = pytest.mark.django_db
#: PostgreSQL holds no zero byte; a lone surrogate is no text.
TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)
AWKWARD = st.sampled_from(
    ["", " ", ",", '"', '""', "\n", "\r\n", "\\N", "\\.", "NULL", "a,b", "'", "%s", "é"]
)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.fixture
def agency(db):
    """The only one there is."""
    Agency.objects.all().delete()
    return Agency.objects.create(agency_id="a", name="A", kind="other")


def of_referrals(**columns):
    """What agencies have in columns of the table of referrals."""
    return copied("referrals", Agency, columns, Q())


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(TEXTS | AWKWARD, st.none() | DAYS), min_size=1, max_size=6))
def test_texts_and_days_come_as_they_are(rows):
    with transaction.atomic():
        Agency.objects.all().delete()
        for number, (name, day) in enumerate(rows):
            Agency.objects.create(agency_id=f"a{number}", name=name, kind="other", valid_from=day)
        columns = {name: name for name in ("agency_id", "name", "valid_from")}
        found = copied("agencies", Agency, columns, Q())
        transaction.set_rollback(True)
    assert sorted(found.rows()) == [(f"a{number}", *row) for number, row in enumerate(rows)]


INSTANTS = [
    datetime(1969, 12, 31, 23, 59, 59, 999_999, UTC),
    datetime(2026, 3, 29, 0, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 1, 30, 0, 1, UTC),
]


@pytest.mark.parametrize("instant", INSTANTS)
def test_instants_are_read_whatever_the_servers_settings(instant, agency):
    columns = {
        "received_at": Value(instant),
        "known_open": Value(True),
        "time_known": Value(False),
        "decided_at": Cast(Value(None), DateTimeField()),
    }
    for zone, style in product(("UTC", "Europe/London", "Pacific/Auckland"), ("ISO, MDY", "German, DMY")):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('TimeZone', %s, true)", [zone])
            cursor.execute("SELECT set_config('DateStyle', %s, true)", [style])
            found = of_referrals(**columns)
            transaction.set_rollback(True)
        assert found.rows() == [(instant, True, False, None)]
        assert found.schema["received_at"] == pl.Datetime("us", "UTC")


def test_numbers_are_read_to_the_last_digit(agency):
    columns = {
        "hours": Value(0.1 + 0.2),
        "cost": Cast(Value(None), FloatField()),
        "attendees": Value(2**53 + 1),
    }
    assert copied("activities", Agency, columns, Q()).rows() == [(0.1 + 0.2, None, 2**53 + 1)]


def test_nothing_is_a_table_without_rows_and_many_rows_come_in_pieces(monkeypatch, agency):
    agency.delete()
    assert of_referrals(referral_id="agency_id").rows() == []
    made = [f"a{number:02d}" for number in range(25)]
    for one in made:
        Agency.objects.create(agency_id=one, name="A", kind="other")
    monkeypatch.setattr(room, "_AT_ONCE", 10)
    assert sorted(of_referrals(referral_id="agency_id")["referral_id"]) == made
