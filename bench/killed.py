"""Acknowledged = kept (trust.md, promise six): kill -9 of the app and the database in turn, as the test does it.

`python -m bench.killed` prints JSON.
"""

import argparse
import json
import tempfile
import time
from pathlib import Path

from tests.records.killed import survived


def main() -> None:
    """Kill, and say what was there afterwards."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    kills = parser.parse_args().kills
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="mash-bench-") as folder:
        found = survived(Path(folder) / "h", kills)
    viewed = {one for one in found.lost if one[0] == "viewed"}
    print(
        json.dumps(
            {
                "kills": kills,
                "acknowledged": len(found.told),
                "lost": len(found.lost - viewed),
                "half_made": {what: len(rows) for what, rows in found.half_made.items()},
                "views_without_a_trail_row": len(viewed),
                "trail": found.trail.strip(),
                "seconds": round(time.perf_counter() - began),
            }
        )
    )


if __name__ == "__main__":
    main()
