"""What all tests share: files of ../shared/real, Spark, a browser, and a database of their own.

Each test process has a data folder and an embedded PostgreSQL; what starts them is below, what a test
asks for is pytest-django's `db`. Tests connect as the app does, with no more rights than it has.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import django
import pytest

from tests.homes import copied, made

# Django reads these when pytest-django sets it up, which is before any fixture runs
_FOLDER = Path(tempfile.mkdtemp(prefix="mash-t-"))
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
HOME = _FOLDER / "h"
os.environ["MASH_HOME"] = str(HOME)
os.environ["DATABASE_URL"] = f"host={HOME / 'postgres'} dbname=mash user=mash_app"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps a loop running in the thread
os.environ["DJANGO_SETTINGS_MODULE"] = "mash.config.settings"

django.setup()  # before any conftest that imports a model
# xdist hands this process's environment to its workers, and pytest-django would read the settings there
# before this file gives the worker a folder of its own
del os.environ["DJANGO_SETTINGS_MODULE"]

REAL = Path(__file__).resolve().parents[2] / "shared" / "real"
REQUIRE_ALL = bool(os.environ.get("MASH_REQUIRE_ALL"))


def skip_or_fail(reason: str) -> None:
    """Skip for want of something this machine lacks; where all is required (CI), fail instead."""
    if REQUIRE_ALL:
        pytest.fail(reason)
    pytest.skip(reason)


def real_file(name: str) -> Path:
    """A file of ../shared/real; the test is skipped, saying so, where the folder is absent."""
    path = REAL / name
    if not path.exists():
        skip_or_fail(f"{path} is not here: inputs made by others stay outside the project")
    return path


@pytest.fixture(scope="session")
def spark():
    """Spark, tuned for tables of a few rows; one for the whole session."""
    if shutil.which("java") is None:
        skip_or_fail("Spark needs Java 17 or 21 (on Debian: openjdk-17-jre-headless)")
    from mash.engine.spark import Spark

    return Spark(
        "local[1]",
        **{
            "spark.sql.shuffle.partitions": "1",
            "spark.sql.adaptive.enabled": "false",
            "spark.sql.codegen.wholeStage": "false",
            "spark.sql.codegen.factoryMode": "NO_CODEGEN",
            "spark.driver.memory": "1g",
        },
    )


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker):
    """An embedded server with all tables, made by the command that makes them anywhere else."""
    from django.core.management import call_command

    from mash.config.postgres import Role, embedded

    copied(made() / "postgres", HOME / "postgres")  # the keys are there already
    embedded(Role.APP)
    call_command("collectstatic", verbosity=0)


@pytest.fixture(scope="module")
def once(django_db_setup, django_db_blocker):
    """A transaction around all tests of a file: what its fixtures make in it is made once (once.py)."""
    from tests.once import undone

    with django_db_blocker.unblock(), undone():
        yield


@pytest.fixture(scope="module")
def made_cast(once):
    """The cast of a file; one that needs more than everybody in it has a fixture of this name."""
    from tests.cast import make_cast

    return make_cast()


@pytest.fixture
def cast(made_cast, db):
    """The cast as it was made, whatever the tests before did."""
    from tests.once import as_made

    return as_made(made_cast)


@pytest.fixture(scope="session")
def browser():
    """Real Chromium, headless."""
    from playwright.sync_api import sync_playwright

    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        skip_or_fail("The browser tests need Chromium (on Debian: chromium)")
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()
