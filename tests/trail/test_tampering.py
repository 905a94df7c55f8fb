"""The record shows tampering (trust.md, promise five); processes that write at once leave one chain."""

import json
import subprocess
import sys

import pytest

from tests.homes import copied, made
from tests.trail.tampering import own, run, tampered

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
def system(tmp_path_factory):
    """A system of one's own, brought up to date; the environment to run it in."""
    return own(copied(made(), tmp_path_factory.mktemp("h") / "h"))


def test_processes_that_write_at_once_leave_one_unbroken_chain_which_the_command_verifies(system):
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(n)], env=system) for n in range(4)]
    assert [writer.wait(120) for writer in writers] == [0, 0, 0, 0]
    done = run(system, "-m", "mash.cli", "verify", "--json")
    told = {"entries": 400, "bad": None, "fault": "", "anchored": 400, "releases": []}
    assert json.loads(done.stdout) == told


def test_the_command_names_the_first_bad_entry_and_exits_1(system):
    holder = (
        "from mash.config.postgres import Role, embedded\n"
        "import psycopg\n"
        "url = embedded(Role.OWNER).replace('mash_owner', 'postgres')\n"
        "with psycopg.connect(url) as c:\n"
        "    c.execute(\"UPDATE trail_entry SET record = 'x' WHERE number = 7\")\n"
    )
    run(system, "-c", holder)
    done = run(system, "-m", "mash.cli", "verify", check=False)
    assert done.returncode == 1
    assert done.stderr.strip() == "Entry 7 of the trail: it is not as it was written, or was put in."


def test_two_thousand_tamperings_by_a_superuser_are_all_found(tmp_path):
    found = tampered(tmp_path / "h", 2000)
    assert (found["found"], found["first_bad_named"], found["false_alarms"]) == (2000, 2000, 0), found
    assert min(found["ways"].values()) > 100
