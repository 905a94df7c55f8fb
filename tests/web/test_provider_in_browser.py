"""Sign-in through an agency's provider in real Chromium: button, provider, back, second factor, in."""

import os
import subprocess
import sys

import pytest

from mash.web.provider.file import NAMED_BY
from tests.web.conftest import PASSWORD, SECRET
from tests.web.identity_provider import identity_provider, written
from tests.web.looked import looked_at
from tests.web.served import fill, follow, heading, press, served
from tests.web.test_sign_in import code

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

#: Made before the start, which refuses a provider of an agency that is not there.
AGENCY = f"""
from mash.config.postgres import Role
from mash.config.start import ready
ready(Role.OWNER)
from mash.config.shape import migrate
migrate(verbosity=0)
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from mash.partnership import actions, models
from mash.trail.record import recorded
hub = models.Hub.objects.create(hub_id="moorland", name="Moorland hub")
council = models.Agency.objects.create(agency_id="council", name="Moorland Council", kind="health")
with recorded():
    for word in ("scripts", "plain"):
        account = actions.open_account(
            email=f"{{word}}@moorland.example", name="Tess Triage", agency=council, roles=((hub, "triage"),)
        )
        if word == "scripts":
            account.set_password({PASSWORD!r})
            account.save()
        TOTP.activate(account, {SECRET!r})
        RecoveryCodes.activate(account)
"""


@pytest.fixture(scope="module")
def provider():
    """The council's provider. It is at another origin: by name, where the system is at a number."""
    with identity_provider("localhost") as one:
        yield one


@pytest.fixture(scope="module")
def address(tmp_path_factory, provider):
    """A served system that knows the provider."""
    home = tmp_path_factory.mktemp("h") / "h"
    own = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    subprocess.run([sys.executable, "-c", AGENCY], env=own | {"MASH_HOME": str(home)}, check=True)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(NAMED_BY, str(written(home.parent, provider.address)))
        with served(home, "") as found:
            yield found


def test_somebody_signs_in_through_their_agency_with_the_second_factor(address, provider, page):
    provider.says |= {"sub": page.kind, "email": f"{page.kind}@moorland.example"}
    page.goto(address + "/notices/")
    assert page.get_by_role("button", name="Sign in with the council").is_visible()
    looked_at(page, f"sign-in-providers-{page.kind}")
    page.get_by_role("button", name="Sign in with the council").click()
    page.wait_for_url(provider.address + "/**")
    follow(page, "Sign in here")
    assert page.url == address + "/account/second-factor/authenticate/"
    looked_at(page)
    fill(page, code=code())
    assert page.url == address + "/notices/", "they come to where they wanted to go"
    assert page.errors == []
    page.goto(address + "/account/second-factor/")
    assert ("you sign in through your agency" in page.locator("main").inner_text()) == (page.kind == "plain")
    looked_at(page)
    page.goto(address + "/account/logout/")
    press(page, "Sign out")
    page.goto(address + "/account/provider/council-id/callback/?state=made-up&code=made-up")
    assert heading(page) == "That sign-in did not work"
    looked_at(page, f"sign-in-failed-{page.kind}")
