"""The record shows tampering (trust.md, promise five): by a superuser, in every way the test knows.

`python -m bench.tampering` prints JSON.
"""

import argparse
import json
import tempfile
import time
from pathlib import Path

from tests.trail.tampering import tampered


def main() -> None:
    """Tamper, and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=10_000)
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="mash-bench-") as folder:
        found = tampered(Path(folder) / "h", parser.parse_args().times)
    print(json.dumps(found | {"seconds": round(time.perf_counter() - began)}))


if __name__ == "__main__":
    main()
