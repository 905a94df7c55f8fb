"""Every benchmark in turn, as one JSON document: `python -m bench` (`--quick` for small sizes)."""

import argparse
import json
import subprocess
import sys

FULL = {
    "measures": [],
    "check": [],
    "linkage": ["--records", "1000000"],
    "hub": [],
    "killed": [],
    "tampering": [],
    "generated": [],
    "oracle": [],
    "hostile": [],
    "pack": [],
    "releases": [],
    "pages": [],
    "whatif": [],
    "hubs": [],
}
QUICK = {
    "measures": ["--referrals", "200000", "--middle", "100000", "--small", "50000"],
    "check": ["--rows", "200000", "--small", "100000"],
    "linkage": ["--records", "20000"],
    "hub": ["--referrals", "5000", "--seconds", "60", "--closed-seconds", "10"],
    "killed": ["--kills", "20"],
    "tampering": ["--times", "1000"],
    "generated": ["--requests", "1000"],
    "oracle": ["--datasets", "10"],
    "hostile": [],
    "pack": ["--referrals", "2000"],
    "releases": ["--releases", "6", "--reference", "1"],
    "pages": ["--referrals", "5000", "--times", "5"],
    "whatif": ["--referrals", "6000", "--hubs", "1", "--lives", "2", "--replications", "10"],
    "hubs": ["--hubs", "10", "--referrals", "1000", "--on-spark", "1"],
}


def main() -> None:
    """Run them; a benchmark that fails ends the run with its own words."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    chosen = QUICK if parser.parse_args().quick else FULL
    found = {}
    for name, arguments in chosen.items():
        print(f"bench {name} …", file=sys.stderr, flush=True)
        done = subprocess.run(
            [sys.executable, "-m", f"bench.{name}", *arguments], check=True, stdout=subprocess.PIPE, text=True
        )
        found[name] = json.loads(done.stdout)
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
