"""Every statistic against the oracle on many more drawn datasets, and every worked case on Spark, than the
tests have time for.

`python -m bench.oracle` prints JSON; a difference ends it with the question and both answers.
"""

import argparse
import json
import os
import subprocess
import sys
import time


def main() -> None:
    """Run the test with more datasets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--datasets", type=int, default=200, help="of each kind and each seed")
    datasets = parser.parse_args().datasets
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "tests/measures/test_against_oracle.py", "tests/worked"],
        env=os.environ | {"MASH_EXAMPLES": str(datasets), "MASH_EVERY_CASE": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    if done.returncode:
        sys.exit(done.stdout)
    print(json.dumps({"datasets": 4 * datasets, "seconds": round(time.perf_counter() - began)}))


if __name__ == "__main__":
    main()
