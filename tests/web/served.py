"""A system served as somebody who installs it gets it, with the cast in it, for tests in a real browser."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

from tests.web.conftest import PASSWORD, SECRET

PEOPLED = f"""
from mash.config.postgres import Role
from mash.config.start import ready
ready(Role.OWNER)
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from tests.cast import make_cast
cast = make_cast()
for account in cast.accounts.values():
    account.set_password({PASSWORD!r})
    account.save()
    TOTP.activate(account, {SECRET!r})
    RecoveryCodes.activate(account)
"""


@contextmanager
def served(home, program=PEOPLED):
    """The address of `mash serve` with a data folder of its own, after `program` ran on its database."""
    own = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "PYTEST_XDIST_WORKER")
    }
    own["MASH_HOME"] = str(home)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own["PORT"] = str(port)
    process = subprocess.Popen(
        [sys.executable, "-m", "mash.cli", "serve"],
        env=own,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    found = f"http://127.0.0.1:{port}"
    try:
        for _ in range(120):
            try:
                if urllib.request.urlopen(found + "/healthz", timeout=1).status == 200:
                    break
            except OSError:
                assert process.poll() is None, "mash serve ended"
                time.sleep(0.5)
        else:
            raise AssertionError("mash serve did not answer within a minute")
        subprocess.run([sys.executable, "-c", program], env=own, check=True)
        yield found
    finally:
        process.terminate()
        process.wait(30)
