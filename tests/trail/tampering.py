"""Run as a database superuser: tamper with a trail in every way there is, and count what verify() finds.

`tampered(home, N)` does it on a system of its own; each tampering is undone before the next.
"""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

from django.db import connection, transaction

from tests.homes import copied, made

ENTRIES = 40
COLUMNS = ("at", "account", "agency", "verb", "kind", "record", "detail", "seal")


def write_trail():
    """A trail of views and changes."""
    from mash.trail.record import note, recorded

    for number in range(1, ENTRIES + 1):
        with recorded(account=number % 5, agency="council"):
            note("viewed" if number % 3 else "changed", "referral", number % 7, risk=["blue", "red"])


def other(column, chance):
    """SQL for a value of a column that is another than the one that stands there."""
    return {
        "at": f"at + interval '{chance.choice((1, 3600_000_000))} microseconds'",
        "account": chance.choice(("account + 1", "NULL")),
        "agency": "agency || 'x'",
        "verb": "upper(verb)",
        "kind": "kind || ' '",
        "record": "record || '0'",
        "detail": chance.choice(("'{}'::jsonb", "jsonb_set(detail, '{risk,0}', '\"amber\"')")),
        "seal": "set_byte(seal, 5, (get_byte(seal, 5) + 1) %% 256)",
    }[column]


def tamper(cursor, chance):
    """Tamper once; the number of the first entry that is then not as it was."""
    first = chance.randint(1, ENTRIES - 1)
    last = chance.randint(first + 1, ENTRIES)
    way = chance.choice(("edit", "delete", "truncate", "insert", "append", "swap", "renumber", "replay"))
    if way == "edit":
        column = chance.choice(COLUMNS)
        value = other(column, chance)
        cursor.execute(f"UPDATE trail_entry SET {column} = {value} WHERE number = %s", [first])
    elif way == "delete":
        cursor.execute("DELETE FROM trail_entry WHERE number = %s", [first])
    elif way == "truncate":
        cursor.execute("DELETE FROM trail_entry WHERE number >= %s", [first])
    elif way == "append":
        first = ENTRIES + 1
        _copy(cursor, last, first)
    else:
        if way == "insert":  # make room, and put a copy of another entry there
            _shift(cursor, first, 1)
            _copy(cursor, first - 1 or last + 1, first)
        elif way == "swap":
            cursor.execute("UPDATE trail_entry SET number = 1000000 WHERE number = %s", [first])
            cursor.execute("UPDATE trail_entry SET number = %s WHERE number = %s", [first, last])
            cursor.execute("UPDATE trail_entry SET number = %s WHERE number = 1000000", [last])
        elif way == "renumber":  # take one out and close the gap
            cursor.execute("DELETE FROM trail_entry WHERE number = %s", [first])
            _shift(cursor, first + 1, -1)
        else:  # put an older entry's words and seal in another's place
            cursor.execute(
                "UPDATE trail_entry a SET at = b.at, account = b.account, verb = b.verb, record = b.record, "
                "detail = b.detail, seal = b.seal FROM trail_entry b WHERE a.number = %s AND b.number = %s",
                [first, last],
            )
    return way, first


def _copy(cursor, source, to):
    cursor.execute(
        "INSERT INTO trail_entry (number, at, account, agency, verb, kind, record, detail, seal) "
        "SELECT %s, at, account, agency, verb, kind, record, detail, seal FROM trail_entry WHERE number = %s",
        [to, source],
    )


def _shift(cursor, start, by):
    cursor.execute("UPDATE trail_entry SET number = number + 1000000 WHERE number >= %s", [start])
    cursor.execute("UPDATE trail_entry SET number = number - 1000000 + %s WHERE number >= 1000000", [by])


def own(home):
    """The environment of a system of its own in `home`."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    source = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, (source, environment.get("PYTHONPATH", ""))))
    return environment | {"MASH_HOME": str(home), "PYTHONPATH": path}


def run(environment, *arguments, check=True):
    """Run Python to its end."""
    return subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, check=check
    )


def tampered(home, times):
    """How many of so many tamperings were found, and with the first bad entry named, by way."""
    environment = own(home)
    copied(made(), Path(environment["MASH_HOME"]))
    keeper = (  # the server runs as long as somebody holds it
        "import subprocess, sys\n"
        "from mash.config.postgres import Role, embedded\n"
        "embedded(Role.OWNER)\n"
        "sys.exit(subprocess.run([sys.executable, *sys.argv[1:]]).returncode)\n"
    )
    superuser = f"host={environment['MASH_HOME']}/postgres dbname=mash user=postgres"
    done = run(environment | {"DATABASE_URL": superuser}, "-c", keeper, __file__, str(times), check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def main(times):
    """Tamper, and print what was found as JSON."""
    from mash.trail.anchor import read
    from mash.trail.verify import verify

    write_trail()
    anchor = read()
    assert anchor.number == ENTRIES
    untouched = verify(anchor)
    chance, found, named, ways = random.Random(20130513), 0, 0, {}
    for _ in range(times):
        with transaction.atomic(), connection.cursor() as cursor:
            way, first = tamper(cursor, chance)
            verdict = verify(anchor)
            found += verdict.bad is not None
            named += verdict.bad == first
            ways[way] = ways.get(way, 0) + 1
            transaction.set_rollback(True)
    after = verify(anchor)
    print(
        json.dumps(
            {
                "tamperings": times,
                "found": found,
                "first_bad_named": named,
                "false_alarms": (untouched.bad is not None) + (after.bad is not None),
                "ways": ways,
            }
        )
    )


if __name__ == "__main__":
    from mash.config.postgres import Role
    from mash.config.start import ready

    ready(Role.OWNER)  # DATABASE_URL is the superuser's, which stands
    main(int(sys.argv[1]))
