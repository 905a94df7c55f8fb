"""A system that is served as somebody who installs it gets it, and what a browser does with its pages."""

import atexit
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

PASSWORD = "evidently fictional words"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

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


#: Data folders with what a cast makes, each made once: the systems served are copies of them.
_MADE: dict[str, Path] = {}


def own_home(home):
    """The environment of commands that have a data folder of their own."""
    own = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    own["MASH_HOME"] = str(home)
    own["MASH_EMAIL_BACKEND"] = "django.core.mail.backends.dummy.EmailBackend"
    return own


def made(cast):
    """A data folder with all tables, and who and what `cast` (Python) makes; without a cast, nobody."""
    if cast not in _MADE:
        folder = Path(tempfile.mkdtemp(prefix="mash-made-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        own = own_home(folder / "h")
        if cast:
            copied(made(""), folder / "h")
            subprocess.run([sys.executable, "-c", cast], env=own, check=True)
        else:
            subprocess.run(
                [sys.executable, "-m", "mash.cli", "migrate"], env=own, check=True, stdout=subprocess.DEVNULL
            )
        _MADE[cast] = folder / "h"
    return _MADE[cast]


def copied(folder, home):
    """A copy of a data folder that no process has open."""
    subprocess.run(["cp", "-a", folder, home], check=True)  # with who owns the database's files
    shutil.rmtree(home / "run", ignore_errors=True)  # locks of the one that made it


@contextmanager
def served(home, cast=PEOPLED):
    """The address of `mash serve` on a database of its own, with who and what `cast` (Python) makes; without
    a cast, on what is in the folder already.
    """
    if cast:
        copied(made(cast), home)
    own = own_home(home)
    port = free_port()
    own["PORT"] = str(port)
    log = home.with_suffix(".log")
    with log.open("w") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "mash.cli", "serve"], env=own, stdout=written, stderr=written
        )
    found = f"http://127.0.0.1:{port}"
    try:
        for _ in range(360):
            try:
                if urllib.request.urlopen(found + "/healthz", timeout=1).status == 200:
                    break
            except OSError:
                assert process.poll() is None, "mash serve ended:\n" + log.read_text()
                time.sleep(0.5)
        else:
            raise AssertionError("mash serve did not answer within three minutes")
        yield found
    finally:
        process.terminate()
        process.wait(30)


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def fill(page, **fields):
    """Fill a form and send it."""
    for name, value in fields.items():
        page.fill(f"[name={name}]", value)
    send(page)


def send(page):
    """Send the form of a page, and wait for the page that comes back."""
    with page.expect_navigation():
        page.locator("main form[method=post] .govuk-button").first.click()


def follow(page, words, role="link"):
    """Follow a link, or press a button, and wait for the page that comes."""
    with page.expect_navigation():
        links = page.locator("a", has_text=words)
        (links if role == "link" else page.get_by_role(role, name=words)).first.click()


def press(page, words):
    """Press a button, and wait for the page that comes."""
    follow(page, words, "button")


def heading(page):
    """What a page calls itself."""
    return page.locator("h1").inner_text()
