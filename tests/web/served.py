"""A system that is served as somebody who installs it gets it, and what a browser does with its pages."""

import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

from tests.homes import copied, made, own_home

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


def commanded(home, *words):
    """Run a command of ours in the folder of a system that is served."""
    command = [sys.executable, "-m", "mash.cli", *words]
    subprocess.run(command, env=own_home(home), check=True, timeout=300, capture_output=True)


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


def said(page):
    """What stands on a page below the menu."""
    return page.locator("main").inner_text()
