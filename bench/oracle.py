"""Every statistic against the oracle, and `protect()` and its attack against an intruder and every table there
can be, on many more drawn datasets, and every worked case on Spark, than the tests have time for.

`python -m bench.oracle` prints JSON; a difference ends it with the question and both answers.
"""

import argparse
import json
import os
import subprocess
import sys
import time

TESTS = ("tests/measures/test_against_oracle.py", "tests/worked", "tests/release/disclosure")


def main() -> None:
    """Run the tests with more datasets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--datasets", type=int, default=200, help="of each kind and each seed")
    datasets = parser.parse_args().datasets
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *TESTS],
        env=os.environ | {"MASH_EXAMPLES": str(datasets), "MASH_EVERY_CASE": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    if done.returncode:
        sys.exit(done.stdout)
    print(json.dumps({"datasets": 4 * datasets, "seconds": round(time.perf_counter() - began)}))


if __name__ == "__main__":
    main()
