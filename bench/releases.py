"""Releases attacked (trust.md, promise ten): no count of 1 to 4 is found, or pinned to under 3 wide.

`python -m bench.releases` prints JSON. Hubs of several sizes are simulated (mash demo's hub, 3 years)
and their figures computed by the tests' oracle. Of twenty hubs one publishes four quarters, one after the other,
and then the half year around the last two; six publish two quarters; thirteen a year or a quarter. Each release
is protected beside all that the hub has out, and then attacked together with them by an intruder that is written
apart from ours (tests/release/disclosure/intruder.py): one unknown for every count, nothing narrowed or merged,
every question put to HiGHS.

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
from datetime import datetime
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path

from mash.engine.question import Question
from mash.engine.results import Results, ResultsError
from mash.release.disclosure import ReleaseRefused, protect
from mash.release.disclosure.release import read
from mash.release.disclosure.rule import SMALL
from tests.release.disclosure import made
from tests.release.disclosure.intruder import Undecided, worked_out

#: Referrals in three years.
SIZES = (150, 300, 600, 1_200, 2_500, 5_000)
QUARTERS = ("2024-04-01", "2024-07-01", "2024-10-01", "2025-01-01", "2025-04-01")


def windows(number: int) -> list[Question]:
    """What a hub publishes, one after the other, each a week after its window."""
    quarters = [_asked(start, end) for start, end in pairwise(QUARTERS)]
    if number % 20 == 0:
        return [*quarters, _asked(QUARTERS[2], QUARTERS[4])]
    if number % 3 == 0:
        return quarters[2:]
    return quarters[:1] if number % 2 else [_asked(QUARTERS[0], QUARTERS[4])]


def _asked(start: str, end: str) -> Question:
    return made.question(start, end, datetime.fromisoformat(f"{end[:8]}08T09:00:00+00:00"))


def hubs(releases: int) -> list[tuple[int, list[Question]]]:
    """Hubs that publish so many releases together, and what each does."""
    found: list[tuple[int, list[Question]]] = []
    left = releases
    while left:
        found.append((len(found), windows(len(found))[:left]))
        left -= len(found[-1][1])
    return found


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
        text == "c" and 0 < numbers.get(cell, 0) <= SMALL for cell, text in shown[0].cells()
    )
    # of months that were merged to quarters a raw count is not at hand: they are counted as small
    count["found_or_pinned"] += sum(numbers.get(cell, 1) <= SMALL for cell in found)
    count["found"] += sum(
        low == high and numbers.get(cell, 1) <= SMALL for cell, (low, high) in found.items()
    )


def of_hub(task: tuple[int, list[Question], bool]) -> dict[str, Counter[str]]:
    """What one hub publishes, protected and attacked; by the plain rule as well if it is to be."""
    number, asked, plainly = task
    ours: Counter[str] = Counter()
    plain: Counter[str] = Counter()
    seconds: Counter[str] = Counter()
    size = SIZES[number % len(SIZES)]
    tables = made.hub(random.Random(number).randint(size * 3 // 4, size * 5 // 4), number)
    raws: list[Results] = []
    out: list[Results] = []
    with tempfile.TemporaryDirectory(prefix="mash-bench-") as folder:
        for place, question in enumerate(asked):
            raw = made.results(tables, question, Path(folder) / f"raw{place}")
            began = time.process_time()
            try:
                one = published(raw, Path(folder) / f"out{place}", out, ours)
            except ResultsError as error:
                raise RuntimeError(f"hub {number}, release {place + 1}: {error}") from error
            seconds["protect"] += time.process_time() - began
            seconds["longest"] = max(seconds["longest"], time.process_time() - began)
            ours["releases"] += 1
            if one is None:
                continue
            raws, out = [raw, *raws], [one, *out]
            read_raw = [read(each, place) for place, each in enumerate(raws)]
            shown = [read(each, place) for place, each in enumerate(out)]
            texts = dict(shown[0].cells())
            safe = [texts[cell] for cell, text in read_raw[0].cells() if int(text) > SMALL and cell in texts]
            ours["safe_cells"] += len(safe)
            ours["suppressed"] += safe.count("c")
            began = time.process_time()
            attacked(read_raw, shown, ours)
            seconds["attack"] += time.process_time() - began
            if plainly:
                plain["releases"] += 1
                attacked(read_raw, [made.plainly(each) for each in read_raw], plain)
    return {"ours": ours, "plain": plain, "seconds": seconds}


def measure(releases: int, reference: int, jobs: int) -> dict:
    """Publish and attack; the releases of the first hubs by the plain rule as well."""
    total = {name: Counter() for name in ("ours", "plain", "seconds")}
    tasks, done = [], 0
    for number, asked in hubs(releases):
        tasks.append((number, asked, done < reference))
        done += len(asked)
    with get_context("spawn").Pool(jobs) as pool:
        for found in pool.imap_unordered(of_hub, tasks):
            longest = max(total["seconds"]["longest"], found["seconds"].pop("longest", 0))
            for name, counts in found.items():
                total[name].update(counts)
            total["seconds"]["longest"] = longest
            print({name: dict(counts) for name, counts in total.items()}, file=sys.stderr, flush=True)
    ours, plain, seconds = total["ours"], total["plain"], total["seconds"]
    names = ("releases", "hidden_small_cells", "found_or_pinned", "found", "undecided")
    return {
        **{name: ours[name] for name in (*names, "refused", "without_remedy")},
        "share_of_safe_cells_suppressed": round(ours["suppressed"] / max(1, ours["safe_cells"]), 4),
        "protect_seconds_each": round(seconds["protect"] / ours["releases"], 1),
        "protect_seconds_longest": round(seconds["longest"], 1),
        "attack_seconds_each": round(seconds["attack"] / ours["releases"], 1),
        "plain_rule": {name: plain[name] for name in names},
    }


def main() -> None:
    """Print what was found; that anything was ends it with an error."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--releases", type=int, default=1_000)
    parser.add_argument("--reference", type=int, default=15, help="releases by the plain rule as well")
    parser.add_argument("--jobs", type=int, default=2, help="hubs at once")
    chosen = parser.parse_args()
    report = measure(chosen.releases, chosen.reference, chosen.jobs)
    print(json.dumps(report, indent=2))
    if report["found_or_pinned"] or report["undecided"]:
        sys.exit(1)


if __name__ == "__main__":
    main()
