"""The record shows tampering (trust.md, promise five); processes that write at once leave one chain."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

WRITER = """
import sys
from mash.config.postgres import Role
from mash.config.start import ready
ready(Role.APP)
from mash.trail.record import note, recorded
for number in range(50):
    with recorded(account=int(sys.argv[1]), agency="council"):
        note("viewed", "referral", number)
        note("changed", "referral", number)
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """A system of one's own, brought up to date; the environment to run it in."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment["MASH_HOME"] = str(tmp_path_factory.mktemp("h") / "h")
    environment["PYTHONPATH"] = str(Path(__file__).resolve().parents[2])
    run(environment, "-m", "mash.cli", "migrate")
    return environment


def run(environment, *arguments, check=True):
    return subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, check=check
    )


def superuser(environment):
    """The same environment with a superuser's connection; the server runs as long as somebody holds it."""
    return environment | {
        "DATABASE_URL": f"host={environment['MASH_HOME']}/postgres dbname=mash user=postgres"
    }


def test_processes_that_write_at_once_leave_one_unbroken_chain_which_the_command_verifies(own):
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(n)], env=own) for n in range(4)]
    assert [writer.wait(120) for writer in writers] == [0, 0, 0, 0]
    done = run(own, "-m", "mash.cli", "verify", "--json")
    assert json.loads(done.stdout) == {"entries": 400, "bad": None, "fault": "", "anchored": 400}


def test_the_command_names_the_first_bad_entry_and_exits_1(own):
    holder = (
        "from mash.config.postgres import Role, embedded\n"
        "import psycopg\n"
        "url = embedded(Role.OWNER).replace('mash_owner', 'postgres')\n"
        "with psycopg.connect(url) as c:\n"
        "    c.execute(\"UPDATE trail_entry SET record = 'x' WHERE number = 7\")\n"
    )
    run(own, "-c", holder)
    done = run(own, "-m", "mash.cli", "verify", check=False)
    assert done.returncode == 1
    assert done.stderr.strip() == "Entry 7 of the trail: it is not as it was written, or was put in."


def test_two_thousand_tamperings_by_a_superuser_are_all_found(own, tmp_path):
    fresh = own | {"MASH_HOME": str(tmp_path / "h")}
    script = str(Path(__file__).with_name("tampering.py"))
    keeper = (
        "import subprocess, sys\n"
        "from mash.config.postgres import Role, embedded\n"
        "embedded(Role.OWNER)\n"
        "sys.exit(subprocess.run([sys.executable, *sys.argv[1:]]).returncode)\n"
    )
    run(fresh, "-m", "mash.cli", "migrate")
    holding = superuser(fresh)
    done = subprocess.run(
        [sys.executable, "-c", keeper, script, "2000"],
        env=holding,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert (found["found"], found["first_bad_named"], found["false_alarms"]) == (2000, 2000, 0), found
    assert min(found["ways"].values()) > 100
