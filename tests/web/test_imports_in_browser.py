"""A file of referrals in Chromium, with scripts and without: handed in, matched, checked, taken back."""

import subprocess
import sys

import pytest

from tests.homes import own_home
from tests.web.looked import looked_at
from tests.web.served import follow, heading, send, served
from tests.web.test_imports import GOOD, MATCHED, table

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("i") / "h"


@pytest.fixture(scope="module")
def address(home):
    with served(home) as found:
        yield found


def worker(home):
    """Have the worker do what waits, each import in a process of its own."""
    words = [sys.executable, "-m", "mash.cli", "worker", "--until-done"]
    subprocess.run(words, env=own_home(home), check=True, capture_output=True)


def test_a_file_becomes_referrals_and_can_be_taken_back(people, address, home, tmp_path):
    rita = people("rita")
    lines = [
        (*GOOD[:4], f"{rita.kind.title()}", "Zebrano", "27/03/2016", "No"),
        (*GOOD[:4], "Yan", f"Yew {rita.kind}", "31/02/2016", "No"),
    ]
    file = tmp_path / f"our list {rita.kind}.csv"
    file.write_text(table(*lines))
    rita.goto(address + "/imports/")
    looked_at(rita, "imports")
    follow(rita, "Referrals")
    send(rita)
    assert "Choose the file" in rita.locator(".govuk-error-summary").inner_text()
    looked_at(rita, "import-new")
    rita.set_input_files("[name=file]", file)
    send(rita)
    assert heading(rita) == file.name
    assert "Being read" in rita.locator("#import").inner_text()
    looked_at(rita, "import-reading")
    worker(home)
    rita.reload()
    follow(rita, "Match the columns")
    for field, header in MATCHED.items():
        rita.select_option(f"[name=column_{field}]", f"header:{header}")
    rita.fill("[name=always_sex]", "")  # remembered from the file before
    looked_at(rita, "import-match")
    send(rita)
    assert "Sex" in rita.locator(".govuk-error-summary").inner_text()
    looked_at(rita, "import-match-wrong")
    rita.fill("[name=always_sex]", "female")
    send(rita)
    worker(home)
    rita.reload()
    assert "1 of 2 rows are in order" in rita.locator("#import").inner_text()
    assert "must be a real date" in rita.locator("table").inner_text()
    looked_at(rita, "import-checked")
    with rita.expect_download() as download:
        rita.locator("a", has_text="The rows to be mended").click()
    assert "31/02/2016" in download.value.path().read_text()
    follow(rita, "Bring in the rows")
    looked_at(rita, "import-accept")
    send(rita)
    worker(home)
    rita.reload()
    assert "1 brought in, 1 to be mended" in rita.locator("#import").inner_text()
    looked_at(rita, "import-accepted")
    follow(rita, "Take this import back")
    looked_at(rita, "import-take-back")
    send(rita)
    assert "1 rows are taken back" in rita.locator("main").inner_text()
    looked_at(rita, "import-undone")
