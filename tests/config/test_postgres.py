"""The embedded database: its roles can do their job and no more, and its data survive."""

import os
import stat
import subprocess
import sys

import psycopg
import pytest
from django.db import connection

from mash.config.home import key
from mash.config.postgres import Role, django_database, embedded
from tests.homes import copied, made, own_home

DENIED = psycopg.errors.InsufficientPrivilege


def test_no_role_of_ours_is_a_superuser_and_only_the_publisher_sees_past_row_level_security(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname LIKE 'mash%'"
        )
        found = {name: tuple(rights) for name, *rights in cursor.fetchall()}
    assert found == {
        "mash_owner": (False, False, False),
        "mash_app": (False, False, False),
        "mash_worker": (False, False, False),
        "mash_publisher": (False, False, True),
    }


#: What would take row-level security away, alter what is on the trail, or take another role's rights.
NOBODYS = [
    "CREATE TABLE mine (a int)",
    "TRUNCATE partnership_account CASCADE",
    "DROP TABLE partnership_account",
    "ALTER TABLE records_referral DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE records_referral OWNER TO CURRENT_USER",
    "DROP POLICY seen_referral ON records_referral",
    "CREATE POLICY mine ON records_referral USING (true)",
    "DROP TRIGGER keep_restricted ON records_restriction",
    "SET session_replication_role = replica",
    "CREATE OR REPLACE FUNCTION mash_account() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
    "DROP FUNCTION mash_open_to",
    "UPDATE trail_entry SET verb = 'viewed'",
    "DELETE FROM trail_entry",
    "DELETE FROM django_migrations",
    "SET ROLE mash_owner",
    "SET SESSION AUTHORIZATION mash_owner",
    "GRANT mash_owner TO CURRENT_USER",
    "ALTER ROLE CURRENT_USER BYPASSRLS",
    "ALTER ROLE mash_owner PASSWORD 'mine'",
    "ALTER SYSTEM SET log_statement = 'all'",
    "COPY (SELECT 1) TO PROGRAM 'cat'",
    "SELECT pg_read_file('postgresql.conf')",
    "SELECT rolpassword FROM pg_authid",
]


@pytest.mark.parametrize("statement", NOBODYS)
@pytest.mark.parametrize("role", [Role.APP, Role.WORKER, Role.PUBLISHER])
def test_no_role_but_the_owner_changes_tables_policies_the_trail_or_its_rights(
    django_db_setup, role, statement
):
    with psycopg.connect(embedded(role), autocommit=True) as own:
        own.execute("SET default_transaction_read_only = off")  # a role may do so; it is no right to write
        with pytest.raises(DENIED):
            own.execute(statement)


@pytest.mark.parametrize("role", [Role.APP, Role.WORKER])
def test_a_role_that_switches_row_level_security_off_is_refused_instead_of_shown_all(django_db_setup, role):
    with psycopg.connect(embedded(role)) as own:
        own.execute("SET row_security = off")
        with pytest.raises(DENIED):
            own.execute("SELECT * FROM records_referral")


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        (Role.APP, "SELECT * FROM mash_falls_due(now())"),
        (Role.APP, "SELECT mash_settle_notices(now())"),
        (Role.PUBLISHER, "SELECT password FROM partnership_account"),
        (Role.PUBLISHER, "SELECT * FROM records_name"),
        (Role.PUBLISHER, "SELECT concern FROM records_referral"),
        (Role.PUBLISHER, "SELECT * FROM trail_entry"),
        (Role.PUBLISHER, "SELECT * FROM mash_falls_due(now())"),
        (Role.PUBLISHER, "SELECT * FROM django_session"),
    ],
)
def test_a_role_cannot_do_what_is_not_its_job(django_db_setup, role, statement):
    with psycopg.connect(embedded(role)) as own, pytest.raises(DENIED):
        own.execute(statement)


def test_the_publisher_writes_nothing(django_db_setup):
    writing = "INSERT INTO partnership_hub VALUES ('x', 'X')"
    with psycopg.connect(embedded(Role.PUBLISHER), autocommit=True) as own:
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            own.execute(writing)
        own.execute("SET default_transaction_read_only = off")
        with pytest.raises(DENIED):
            own.execute(writing)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("postgresql://mash_app:secret@db.example:5433/mash?sslmode=require", "db.example"),
        ("host=/var/run/postgresql dbname=mash user=mash_app", "/var/run/postgresql"),
    ],
)
def test_a_database_url_is_understood_in_any_form_that_postgresql_knows(url, host):
    found = django_database(url)
    assert (found["HOST"], found["NAME"], found["USER"]) == (host, "mash", "mash_app")
    assert found["OPTIONS"].get("sslmode") == ("require" if "?" in url else None)


def test_a_key_is_made_once_and_for_its_owner_only(tmp_path, monkeypatch):
    monkeypatch.setenv("MASH_HOME", str(tmp_path / "home"))
    made = key("trial")
    assert key("trial") == made
    assert len(bytes.fromhex(made)) == 32
    assert stat.S_IMODE((tmp_path / "home" / "keys" / "trial").stat().st_mode) == 0o600


def test_a_key_may_be_handed_over_in_a_file(tmp_path, monkeypatch):
    (tmp_path / "credential").write_text("ab" * 32 + "\n")
    monkeypatch.setenv("MASH_TRIAL_KEY_FILE", str(tmp_path / "credential"))
    assert key("trial") == "ab" * 32


def test_what_was_written_is_there_after_the_server_stopped_and_started(tmp_path):
    own = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    own["MASH_HOME"] = str(tmp_path / "h")

    def run(*statements):
        program = (
            "import psycopg; from mash.config.postgres import Role, embedded\n"
            "with psycopg.connect(embedded(Role.OWNER)) as own:\n"
            f"    print([own.execute(one) for one in {statements!r}][-1].fetchone()[0])"
        )
        done = subprocess.run(
            [sys.executable, "-c", program], env=own, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    first = run("CREATE TABLE kept AS SELECT 7 AS a", "SELECT pg_postmaster_start_time()")
    assert run("SELECT a FROM kept") == "7"
    assert run("SELECT pg_postmaster_start_time()") != first


@pytest.mark.parametrize("command", ["serve", "worker", "migrate"])
def test_a_database_that_cannot_be_reached_is_told_in_words(command, tmp_path):
    own = os.environ | {"MASH_HOME": str(tmp_path), "DATABASE_URL": "host=/nowhere dbname=mash user=mash_app"}
    done = subprocess.run(
        [sys.executable, "-m", "mash.cli", command], env=own, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 1
    assert "/nowhere" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_without_tables_is_not_served(django_db_setup, tmp_path):
    with psycopg.connect(embedded(Role.OWNER).replace("mash_owner", "postgres"), autocommit=True) as own:
        own.execute("CREATE DATABASE bare")
    bare = os.environ["DATABASE_URL"].replace("dbname=mash", "dbname=bare")
    done = subprocess.run(
        [sys.executable, "-m", "mash.cli", "serve"],
        env=os.environ | {"DATABASE_URL": bare},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert "run mash migrate" in done.stderr


def test_the_first_account_is_an_administrators_and_is_opened_once(tmp_path):
    home = copied(made(), tmp_path / "h")

    def mash(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "mash.cli", *arguments],
            env=own_home(home),
            capture_output=True,
            text=True,
            timeout=120,
        )

    account = (
        *("administrator", "ada@moorland.example", "--name", "Ada Administrator", "--hub", "Moorland hub"),
        *("--hub-id", "moorland", "--agency", "Moorland Council", "--agency-id", "council"),
    )
    assert "with the password" in mash(*account).stdout
    again = mash(*account)
    assert again.returncode == 1
    assert again.stderr.strip() == "There is an account with this e-mail address."
    wrong = mash(*account[:1], "bea@moorland.example", *account[2:], "--kind", "circus")
    assert wrong.returncode == 0, "the agency is there already, so its kind is not looked at"
    unknown = mash(*account[:1], "cy@moorland.example", *account[2:-1], "circus", "--kind", "circus")
    assert unknown.returncode == 1
    assert "Traceback" not in unknown.stderr
