"""Linkage as JSON: accuracy on FEBRL 1-3 and on namesakes; time, pairs, memory and accuracy on a million
records, once of a simulated hub, against its truth, and once of made-up households, which are harder.

python -m bench.linkage --records 1000000
"""

import argparse
import json
import resource
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

from bench import febrl, identities
from mash.demo.simulate import simulate
from mash.linkage import Links, explain

KEY = b"bench" * 8
#: Referrals of a simulated hub for each record of a person that its agencies hand in.
REFERRALS_A_RECORD = 0.51


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000, help="made-up records of the large run")
    parser.add_argument(
        "--pairs", type=int, default=10_000, help="pairs of different people, one name and birth date"
    )
    options = parser.parse_args()
    print(json.dumps(run(options.records, options.pairs), indent=2))


def run(records: int, pairs: int) -> dict[str, object]:
    return {
        **{name: febrl.accuracy(name) for name in febrl.SETS},
        "namesakes": {"pairs": pairs, "merged": merged_namesakes(pairs)},
        # in this order: simulating takes memory of its own, and the peak is that of all so far
        "households": linked(*identities.people(records)),
        "simulated": linked(*simulated(records)),
    }


def merged_namesakes(pairs: int) -> int:
    """How many of the pairs of different people with one name and birth date were merged: none may be."""
    people = identities.namesakes(pairs)
    return len(people) - explain(people, key=KEY).persons["person_key"].n_unique()


def simulated(records: int) -> tuple[pl.DataFrame, np.ndarray]:
    """About so many records of people, as the agencies of a simulated hub hand them in, and who each is."""
    with tempfile.TemporaryDirectory(prefix="mash-bench-") as folder:
        hub = Path(folder) / "hub"
        simulate(round(records * REFERRALS_A_RECORD), 1, hub)
        handed_in = [
            pl.read_csv(file, infer_schema=False) for file in sorted(hub.glob("extracts/*/people.csv"))
        ]
        truth = pl.read_csv(hub / "truth" / "people_truth.csv", infer_schema=False)
    dates = pl.col("date_of_birth", "expected_date_of_birth").str.to_date(strict=False)
    people = pl.concat(handed_in).with_columns(dates).join(truth, on=["agency_id", "person_id"])
    return people.drop("true_person"), people["true_person"].to_numpy()


def linked(people: pl.DataFrame, truth: np.ndarray) -> dict[str, float | int]:
    """Time, memory and accuracy of linking all of them."""
    begin = time.perf_counter()
    links = explain(people, key=KEY)
    minutes = (time.perf_counter() - begin) / 60
    return {
        "records": len(people),
        "persons": int(np.unique(truth).size),
        "minutes": round(minutes, 3),
        "pairs_compared": links.compared,
        "pairs_linked": len(links.pairs),
        "doubtful": len(links.doubtful),
        "peak_rss_gb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2),
        **pairwise(links, people, truth),
    }


def pairwise(links: Links, people: pl.DataFrame, truth: np.ndarray) -> dict[str, float]:
    """Pairwise precision and recall, counted from group sizes."""
    rows = people.select("agency_id", "person_id", pl.Series("person", truth)).join(
        links.persons, on=["agency_id", "person_id"]
    )

    def pairs_within(*columns: str) -> int:
        size = rows.group_by(columns).len()["len"].cast(pl.Int64)
        return int((size * (size - 1) // 2).sum())

    right = pairs_within("person", "person_key")
    return {"precision": right / pairs_within("person_key"), "recall": right / pairs_within("person")}


if __name__ == "__main__":
    main()
