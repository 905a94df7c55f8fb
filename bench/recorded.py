"""Running a test with more of what it takes, and giving back what it recorded of itself as a property."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree


def recorded(test: str, name: str, **env: str) -> dict[str, Any]:
    """What a test recorded as the property `name`, and the seconds that it took. One that fails ends it with
    its own words. `env`: what it is to find in its environment.
    """
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        began = time.perf_counter()
        done = subprocess.run(
            [
                *(sys.executable, "-m", "pytest", "-n", "0", "-p", "no:logging", "--show-capture=no"),
                *(f"--junitxml={report}", test),
            ],
            env=os.environ | env,
            stdout=subprocess.PIPE,
            text=True,
        )
        if done.returncode:
            sys.exit(done.stdout)
        (found,) = ElementTree.parse(report).iterfind(f".//property[@name='{name}']")
    said: dict[str, Any] = json.loads(found.attrib["value"])
    return said | {"seconds": round(time.perf_counter() - began)}
