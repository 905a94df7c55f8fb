"""Generated requests over every page as everybody (trust.md, promise fourteen): none breaks one.

`python -m bench.generated` prints JSON. It is the test of tests/web/test_generated_forms.py with more
requests; a server error, or script that comes back, ends it with the request and what was raised.
"""

import argparse
import json

from bench.recorded import recorded

TEST = "tests/web/test_generated_forms.py::test_no_generated_request_breaks_a_page_or_comes_back_as_script"


def main() -> None:
    """Run the test, and print what it recorded."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=50_000)
    print(json.dumps(recorded(TEST, "generated", MASH_REQUESTS=str(parser.parse_args().requests))))


if __name__ == "__main__":
    main()
