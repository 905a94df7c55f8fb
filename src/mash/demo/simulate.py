"""The simulated hub on disk: extracts to import, the true dataset to compare with, the truth itself."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from mash.dataset.aside import aside
from mash.dataset.store import write
from mash.demo.annex_a import write_annex_a
from mash.demo.dirt import add_dirt
from mash.demo.extracts import extracts, write_extracts
from mash.demo.london import AS_AT
from mash.demo.reference import HUB
from mash.demo.tables import frames
from mash.demo.truth import write_truth
from mash.demo.world import world

#: Referrals in the Annex A workbook for each one in the templates.
ANNEX_A_SHARE = 0.015


class SimulationError(ValueError):
    """The simulation cannot be made as asked; the message says why and how to mend it."""


def simulate(
    referrals: int,
    seed: int,
    out: Path,
    progress: Callable[[str, int, int], None] | None = None,
    hub_id: str = HUB,
) -> None:
    """Simulate a hub over three years, seen as at the last second of 31 March 2026 (London).

    Writes into the new folder `out`: `extracts/<agency>/<table>.csv` with fictional people and a few
    deliberate faults, `extracts/annex-a.xlsx`, `dataset/` (what an import that links everybody rightly
    would give, without the Annex A children) and `truth/`. The same number, seed and hub give the same bytes.
    `progress` is told (step, done, of). Raises SimulationError where `referrals` is below 1 or `out` exists.
    """
    if referrals < 1:
        raise SimulationError(f"the number of referrals must be 1 or more, not {referrals}")
    if out.exists():
        raise SimulationError(f"{out} exists already; name a new folder or remove it first")
    tell = progress or (lambda step, done, of: None)
    hub = world(referrals, seed, tell, hub_id)
    with aside(out) as folder:
        tell("extracts", 0, 3)
        handed_in = extracts(hub)
        dirt = add_dirt(handed_in)
        write_extracts(handed_in, folder / "extracts")
        annex_a = write_annex_a(
            Random(f"{seed}/annex-a"),
            folder / "extracts" / "annex-a.xlsx",
            max(10, round(referrals * ANNEX_A_SHARE)),
        )
        tell("dataset", 1, 3)
        tables = frames(hub.rows)
        as_at = datetime.fromtimestamp(AS_AT, UTC)
        write(
            folder / "dataset", tables, as_at=as_at, source=f"simulated: {referrals} referrals, seed {seed}"
        )
        tell("truth", 2, 3)
        write_truth(folder / "truth", hub, tables, dirt, annex_a, seed)
        tell("truth", 3, 3)
