"""A hub's database with years of referrals behind it, filled by SQL in a minute or two; seeded.

`python -m bench.filled REFERRALS FILE` fills the database of MASH_HOME, which stands and is migrated, and
writes to FILE the role, agency and session of each of fifty users, and of an analyst. Ids follow from the row's number.
"""

import json
import random
import subprocess
import sys
import time
from importlib import resources
from pathlib import Path

from mash.config.postgres import DATABASE, Role, embedded
from mash.config.start import ready
from tests.homes import own_home

#: How many users of each role are at work, and of which agencies in turn.
USERS = {
    "triage": (16, ("council",)),
    "decision_maker": (10, ("council", "police")),
    "referrer": (12, ("school", "police", "health")),
    "researcher": (12, ("police", "health", "probation")),
    "analyst": (1, ("council",)),
}
#: Years of referrals leave lines on the trail: so many each, beside what the load adds.
NOTES = 3


def filled_in(home: Path, referrals: int) -> int:
    """Fill the database of a data folder that is served; in how many seconds."""
    began = time.perf_counter()
    program = (
        f"import runpy, sys; sys.argv[1:] = ['{referrals}', {str(home / 'users')!r}];"
        "runpy.run_module('bench.filled', run_name='__main__')"
    )
    subprocess.run([sys.executable, "-c", program], env=own_home(home), check=True)
    return round(time.perf_counter() - began)


def users() -> list[dict]:
    """Open an account for each user, with a second factor, and sign it in."""
    from allauth.mfa.totp.internal.auth import TOTP
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from mash.partnership.actions import open_account
    from mash.partnership.actions.defaults import start_from_defaults
    from mash.partnership.models import Agency, Hub
    from mash.trail.record import recorded
    from tests.cast import AGENCIES
    from tests.web.served import SECRET

    found = []
    with recorded():
        start_from_defaults()
        hub = Hub.objects.create(hub_id="moorland", name="Moorland hub")
        agencies = {
            code: Agency.objects.create(agency_id=code, name=name, kind=kind)
            for code, (name, kind) in AGENCIES.items()
        }
        for role, (count, of) in USERS.items():
            for number in range(count):
                agency = of[number % len(of)]
                account = open_account(
                    email=f"{role}.{number}@moorland.example",
                    name=f"{role.replace('_', ' ').title()} {number}",
                    agency=agencies[agency],
                    roles=((hub, role),),
                )
                TOTP.activate(account, SECRET)
                session = SessionStore()
                session[SESSION_KEY] = str(account.pk)
                session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
                session[HASH_SESSION_KEY] = account.get_session_auth_hash()
                session.set_expiry(24 * 3600)
                session.create()
                found.append({"role": role, "agency": agency, "session": session.session_key})
    return found


def fill(referrals: int) -> None:
    """The records, past row-level security, as a superuser; then what they leave on the trail."""
    import psycopg
    from psycopg.conninfo import make_conninfo

    from mash.demo.names import GIVEN_NAMES, invented_word
    from mash.records.people.names import words

    rng = random.Random(18)
    family = [invented_word(rng) for _ in range(4_000)]
    superuser = make_conninfo(embedded(Role.OWNER), user="postgres", dbname=DATABASE)
    with psycopg.connect(superuser) as connection:
        connection.execute("CREATE TEMP TABLE word (kind text, place int, shown text, folded text)")
        with connection.cursor().copy("COPY word FROM STDIN") as rows:
            for kind, all_words in (("given", GIVEN_NAMES), ("family", family)):
                for place, word in enumerate(all_words):
                    rows.write_row((kind, place, word, words(word)[0]))
        script = resources.files("bench").joinpath("filled.sql").read_text("utf-8")
        connection.execute("SELECT set_config('bench.referrals', %s, true)", [str(referrals)])
        connection.execute(script.encode())
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE")
        _trail(connection, superuser)


def _trail(connection, superuser) -> None:
    """The lines of those years, numbered and sealed as the app seals them, and the last one anchored."""
    import psycopg

    from mash.trail import anchor
    from mash.trail.models import Entry
    from mash.trail.seal import sealed

    last = Entry.objects.order_by("number").last()
    number, seal = last.number, bytes(last.seal)
    sql = """SELECT r.reference, x.verb, x.at, x.account, a.agency_id FROM records_referral r
        CROSS JOIN LATERAL (VALUES ('submitted', r.received_at, r.submitted_by_id),
            ('viewed', r.received_at + interval '20 minutes', r.worker_id),
            ('decided', r.decided_at, r.decided_by_id)) AS x (verb, at, account)
        JOIN partnership_account a ON a.id = x.account WHERE x.at IS NOT NULL ORDER BY x.at LIMIT %s"""
    with psycopg.connect(superuser) as reading, reading.cursor("lines") as lines:
        count = reading.execute("SELECT count(*) FROM records_referral").fetchone()[0]
        lines.execute(sql, [count * NOTES])
        with connection.cursor().copy(
            "COPY trail_entry (number, at, account, agency, verb, kind, record, detail, seal) FROM STDIN"
        ) as rows:
            for reference, verb, at, account, agency in lines:
                number += 1
                entry = Entry(
                    number=number,
                    at=at,
                    account=account,
                    agency=agency,
                    verb=verb,
                    kind="referral",
                    record=reference,
                )
                seal = sealed(entry, seal)
                rows.write_row((number, at, account, agency, verb, "referral", reference, "{}", seal))
    connection.execute("ANALYZE trail_entry")
    anchor.drop(number, seal)


if __name__ == "__main__":
    ready(Role.OWNER)
    at_work = users()
    fill(int(sys.argv[1]))
    Path(sys.argv[2]).write_text(json.dumps(at_work))
