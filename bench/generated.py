"""Generated requests over every page as everybody (trust.md, promise fourteen): none breaks one.

`python -m bench.generated` prints JSON. It is the test of tests/web/test_generated_forms.py with more
requests; a server error, or script that comes back, ends it with the request and what was raised.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from xml.etree import ElementTree

TEST = "tests/web/test_generated_forms.py::test_no_generated_request_breaks_a_page_or_comes_back_as_script"


def main() -> None:
    """Run the test, and print what it recorded."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=50_000)
    requests = parser.parse_args().requests
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        began = time.perf_counter()
        done = subprocess.run(
            [
                *(sys.executable, "-m", "pytest", "-n", "0", "-p", "no:logging", "--show-capture=no"),
                *(f"--junitxml={report}", TEST),
            ],
            env=os.environ | {"MASH_REQUESTS": str(requests)},
            stdout=subprocess.PIPE,
            text=True,
        )
        if done.returncode:
            sys.exit(done.stdout)
        (found,) = ElementTree.parse(report).iterfind(".//property[@name='generated']")
    print(json.dumps(json.loads(found.attrib["value"]) | {"seconds": round(time.perf_counter() - began)}))


if __name__ == "__main__":
    main()
