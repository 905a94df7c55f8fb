"""Releases attacked (trust.md, promise ten): no count of 1 to 4 is found, or pinned to under 3 wide.

`python -m bench.releases` prints JSON. Hubs of several sizes are simulated (mash demo's hub, 3 years), their
figures computed by the tests' oracle, and published quarter by quarter, each beside all that came before, and
then the half year around the last two; every fifth hub publishes a single year instead. Each release is then attacked
together with the earlier ones by an intruder that is written apart from ours (tests/release/disclosure/
intruder.py): one unknown for every count, nothing narrowed or merged, every question put to HiGHS.

`plain_rule` is the same for the plain national rule: counts of 1 to 4 hidden, others rounded to 5, rates from
raw counts.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from mash.engine.question import Question
from mash.engine.results import Results
from mash.release.disclosure import ReleaseRefused, protect
from mash.release.disclosure.release import read
from tests.release.disclosure import made
from tests.release.disclosure.intruder import Undecided, worked_out

#: Referrals in three years.
SIZES = (150, 300, 600, 1_200, 2_500, 5_000)
QUARTERS = ("2024-04-01", "2024-07-01", "2024-10-01", "2025-01-01", "2025-04-01")


def windows(number: int) -> list[Question]:
    """What a hub publishes, one after the other, each a week after its window."""
    if number % 5 == 4:
        return [_asked(QUARTERS[0], QUARTERS[4])]
    quarters = [_asked(start, end) for start, end in pairwise(QUARTERS)]
    return [*quarters, _asked(QUARTERS[2], QUARTERS[4])]


def _asked(start: str, end: str) -> Question:
    return made.question(start, end, datetime.fromisoformat(f"{end[:8]}08T09:00:00+00:00"))


def raw_results(releases: int, folder: Path) -> Iterator[tuple[int, Results]]:
    """So many raw results, with the number of their hub; those of a hub follow each other."""
    number = done = 0
    while done < releases:
        size = SIZES[number % len(SIZES)]
        tables = made.hub(random.Random(number).randint(size * 3 // 4, size * 5 // 4), number)
        for question in windows(number)[: releases - done]:
            yield number, made.results(tables, question, folder / f"raw{done}")
            done += 1
        number += 1


def published(raw: Results, out: Path, earlier: list[Results], count: Counter[str]) -> Results | None:
    """As protect() has it, or as the remedy of a refusal has it; None where there is none."""
    try:
        return protect(raw, out, earlier=earlier)
    except ReleaseRefused as refused:
        count["refused"] += 1
        if not refused.remedied:
            count["without_remedy"] += 1
            return None
        return protect(raw, out, earlier=earlier, without=refused.without, quarterly=refused.quarterly)


def attacked(raw: list, shown: list, count: Counter[str]) -> None:
    """Count what an intruder finds of the last release, and because of it of those before."""
    try:
        found = worked_out(shown)
    except Undecided:
        count["undecided"] += 1
        return
    numbers = {cell: int(text) for release in raw for cell, text in release.cells()}
    count["hidden_small_cells"] += sum(
        text == "c" and 0 < numbers.get(cell, 0) <= 4 for cell, text in shown[0].cells()
    )
    # of months that were merged to quarters a raw count is not at hand: they are counted as small
    count["found_or_pinned"] += sum(numbers.get(cell, 1) <= 4 for cell in found)
    count["found"] += sum(low == high and numbers.get(cell, 1) <= 4 for cell, (low, high) in found.items())


def measure(releases: int, reference: int) -> dict:
    """Publish and attack; the first `reference` releases by the plain rule as well."""
    ours: Counter[str] = Counter()
    plain: Counter[str] = Counter()
    seconds: Counter[str] = Counter()
    hub, raws, out = -1, [], []
    with tempfile.TemporaryDirectory(prefix="mash-bench-") as folder:
        began = time.process_time()
        for done, (number, raw) in enumerate(raw_results(releases, Path(folder))):
            if number != hub:
                hub, raws, out = number, [], []
            raws.insert(0, raw)
            before, began = began, time.process_time()
            seconds["figures"] += began - before
            made_public = published(raw, Path(folder) / f"out{done}", out, ours)
            before, began = began, time.process_time()
            seconds["protect"] += began - before
            ours["releases"] += 1
            if made_public is None:
                raws.pop(0)
                continue
            out = [made_public, *out]
            read_raw = [read(one, place) for place, one in enumerate(raws)]
            shown = [read(one, place) for place, one in enumerate(out)]
            texts = dict(shown[0].cells())
            safe = [texts[cell] for cell, text in read_raw[0].cells() if int(text) > 4 and cell in texts]
            ours["safe_cells"] += len(safe)
            ours["suppressed"] += safe.count("c")
            attacked(read_raw, shown, ours)
            before, began = began, time.process_time()
            seconds["attack"] += began - before
            if done < reference:
                plain["releases"] += 1
                attacked(read_raw, [made.plainly(one) for one in read_raw], plain)
            before, began = began, time.process_time()
            seconds["plain_rule"] += began - before
            print(f"{done + 1}: hub {number}, {dict(ours)}", file=sys.stderr, flush=True)
    names = ("releases", "hidden_small_cells", "found_or_pinned", "found", "undecided")
    return {
        **{name: ours[name] for name in (*names, "refused", "without_remedy")},
        "share_of_safe_cells_suppressed": round(ours["suppressed"] / max(1, ours["safe_cells"]), 4),
        "cpu_seconds": {name: round(value) for name, value in seconds.items()},
        "plain_rule": {name: plain[name] for name in names},
    }


def main() -> None:
    """Print what was found; that anything was ends it with an error."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--releases", type=int, default=1_000)
    parser.add_argument("--reference", type=int, default=100, help="releases by the plain rule as well")
    chosen = parser.parse_args()
    report = measure(chosen.releases, chosen.reference)
    print(json.dumps(report, indent=2))
    if report["found_or_pinned"] or report["undecided"]:
        sys.exit(1)


if __name__ == "__main__":
    main()
