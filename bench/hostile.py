"""Every file made to hurt, handed in on the page of imports: the test takes some, this all of them.

`python -m bench.hostile` prints JSON; a file that does harm ends it with its name.
"""

import json

from bench.recorded import recorded


def main() -> None:
    """Run the test with every file, and print what it recorded."""
    print(json.dumps(recorded("tests/web/test_imports_hostile.py", "hostile", MASH_EVERY_CASE="1")))


if __name__ == "__main__":
    main()
