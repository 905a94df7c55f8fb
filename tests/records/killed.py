"""Kill -9 of the app and the database in the middle of work, and what is there afterwards."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass

from tests.homes import copied, made

#: What must be true of the database whatever was cut off; each gives the rows that break it.
WHOLE = {
    "a referral without anybody in it": """SELECT r.reference FROM records_referral r
        WHERE NOT EXISTS (SELECT FROM records_subject s JOIN records_name n ON n.person_id = s.person_id
                          WHERE s.referral_id = r.id)""",
    "a rating that the referral does not have": """SELECT r.reference FROM records_referral r
        WHERE (r.risk <> '') <> EXISTS (SELECT FROM records_rating x WHERE x.referral_id = r.id)""",
    "half of the agencies asked": """SELECT r.reference FROM records_referral r JOIN records_request q
        ON q.referral_id = r.id GROUP BY 1 HAVING count(*) <> 2""",
    "half of an answer": """SELECT q.id FROM records_request q WHERE q.response = 'shared'
        AND (SELECT count(*) FROM records_item i WHERE i.request_id = q.id) <> 2""",
    "a referral that is not on the trail": """SELECT reference FROM records_referral r WHERE NOT EXISTS
        (SELECT FROM trail_entry e WHERE e.verb = 'submitted' AND e.record = r.reference)""",
    "a rating that is not on the trail": """SELECT r.reference FROM records_rating x
        JOIN records_referral r ON r.id = x.referral_id WHERE NOT EXISTS
        (SELECT FROM trail_entry e WHERE e.verb = 'rated' AND e.record = r.reference)""",
    "an answer that is not on the trail": """SELECT r.reference FROM records_request q
        JOIN records_referral r ON r.id = q.referral_id WHERE q.response = 'shared' AND NOT EXISTS
        (SELECT FROM trail_entry e WHERE e.verb = 'answered' AND e.record = r.reference)""",
    "something on the trail that did not happen": """SELECT e.record FROM trail_entry e
        WHERE e.verb IN ('submitted', 'rated', 'asked', 'answered') AND NOT EXISTS
        (SELECT FROM records_referral r WHERE r.reference = e.record)""",
}


def own(home):
    return {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {
        "MASH_HOME": str(home)
    }


def run(home, *words):
    return subprocess.run(
        [sys.executable, *words], env=own(home), check=True, capture_output=True, text=True
    ).stdout


def killed_while_working(home, seed, target):
    """What a writer told before it, or the database under it, was killed: (what was done, reference)."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.records.writer", str(seed)],
        env=own(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as writer:
        told = [writer.stdout.readline()]
        assert told[0].startswith("ready"), "the writer did not begin"
        time.sleep(random.Random(seed).uniform(0.02, 0.5))
        if target == "database":
            postmaster = int((home / "postgres" / "postmaster.pid").read_text().split()[0])
            os.kill(postmaster, signal.SIGKILL)
        else:
            writer.send_signal(signal.SIGKILL)
        told += writer.stdout.readlines()
        writer.kill()
    return [tuple(line.split()) for line in told[1:] if line.endswith("\n") and len(line.split()) == 2]


@dataclass
class Survived:
    """What was told as done, what of it is not on the trail, rows half made, and what `mash verify` says."""

    told: list
    lost: set
    half_made: dict
    trail: str


def survived(home, kills):
    """Kill the app and the database in turn, so many times, on a system of its own in `home`."""
    copied(made(), home)
    run(home, "-m", "tests.records.writer", "--people")
    told = []
    for kill in range(kills):
        told += killed_while_working(home, kill, "database" if kill % 2 else "app")
    questions = dict(WHOLE)
    questions["trail"] = "SELECT DISTINCT verb, record FROM trail_entry WHERE kind = 'referral'"
    program = (
        "import json, psycopg\n"
        "from psycopg.conninfo import make_conninfo\n"
        "from mash.config.postgres import _started\n"
        "with psycopg.connect(make_conninfo(_started(), dbname='mash')) as all:\n"
        f"    found = {{what: all.execute(one).fetchall() for what, one in {questions!r}.items()}}\n"
        "print(json.dumps(found, default=str))"
    )
    found = json.loads(run(home, "-c", program))
    on_the_trail = {(verb, record) for verb, record in found.pop("trail")}
    return Survived(
        told=told,
        lost=set(told) - on_the_trail,
        half_made={what: rows for what, rows in found.items() if rows},
        trail=run(home, "-m", "mash.cli", "verify"),
    )
