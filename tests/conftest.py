"""What all tests share: files of ../shared/real, Spark."""

import os
import shutil
from pathlib import Path

import pytest

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
