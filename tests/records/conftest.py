"""Referrals at each step of their life."""

from collections import defaultdict

import psycopg
import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from mash.config.postgres import DATABASE, _started
from tests.cast import make_cast, submitted
from tests.once import as_made
from tests.records.accessed import told_and_gathered


@pytest.fixture
def referral(cast):
    return submitted(cast)


@pytest.fixture(scope="module")
def made_told(once):
    return told_and_gathered(make_cast())


@pytest.fixture
def told(made_told, db):
    """The cast, after everything was said of Wendy and gathered for her (accessed.py). Not beside `cast`."""
    return as_made(made_told)


#: Reads all there is past every policy, from inside a test's own transaction.
EVERYTHING = """
CREATE OR REPLACE FUNCTION test_everything() RETURNS TABLE (place text, line text)
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE one text;
BEGIN
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        RETURN QUERY EXECUTE
            format('SELECT %L::text, t.xmin::text || chr(9) || t::text FROM public.%I t', one, one);
    END LOOP;
END $$
"""


@pytest.fixture
def superuser(db):
    """All rows of all tables as a superuser reads them: what wrote each row, and the row, as they lie."""
    with psycopg.connect(make_conninfo(_started(), dbname=DATABASE), autocommit=True) as own:
        own.execute(EVERYTHING)

        def look():
            found = defaultdict(list)
            with connection.cursor() as cursor:
                cursor.execute("SELECT * FROM test_everything()")
                for place, line in cursor.fetchall():
                    found[place].append(line)
            return found

        yield look
        own.execute("DROP FUNCTION test_everything()")
