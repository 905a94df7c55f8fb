"""`mash simulate`: a synthetic hub, its extracts with fictional people and its true dataset."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from mash.cli.faults import stop_with_fault
from mash.cli.progress import progress
from mash.demo.reference import HUB
from mash.demo.simulate import SimulationError
from mash.demo.simulate import simulate as simulate_hub


def command(
    referrals: Annotated[int, typer.Option(min=1, help="How many referrals over the three years.")],
    out: Annotated[Path, typer.Option(help="New folder for extracts, dataset and truth.")],
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 1,
    hub: Annotated[str, typer.Option(help="Code of the hub, after which its agencies are named.")] = HUB,
    as_json: Annotated[bool, typer.Option("--json", help="Say what was written as JSON.")] = False,
) -> None:
    """Simulate a hub: extracts with fictional people, the true dataset, and what is hidden in them."""
    try:
        with progress("simulate") as tell:
            simulate_hub(referrals, seed, out, tell, hub)
    except SimulationError as error:
        stop_with_fault(error)
    if as_json:
        answers = json.loads((out / "truth" / "answers.json").read_text(encoding="utf-8"))
        json.dump({"out": str(out), "seed": seed, "rows": answers["rows"]}, sys.stdout)
        print()
    else:
        print(f"{referrals} referrals are in {out}: extracts/, dataset/, truth/")
