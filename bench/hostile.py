"""Every file made to hurt, handed in on the page of imports: the test takes some, this all of them.

`python -m bench.hostile` prints JSON; a file that does harm ends it with its name.
"""

import json
import os
import subprocess
import sys
import time

from tests.web.test_imports_hostile import files


def main() -> None:
    """Run the test with every file."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "0", "tests/web/test_imports_hostile.py"],
        env=os.environ | {"MASH_EVERY_CASE": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    if done.returncode:
        sys.exit(done.stdout)
    print(json.dumps({"files": len([*files()]), "seconds": round(time.perf_counter() - began)}))


if __name__ == "__main__":
    main()
