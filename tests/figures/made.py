"""A small dataset of a simulated hub, with the ids of the tests' hub, and a store that holds it."""

from datetime import UTC, datetime

import polars as pl

from mash.dataset.contract import TABLES
from mash.dataset.store import write
from mash.demo.simulate import simulate
from mash.figures.answering import answered
from mash.figures.held import RECORDS, hold
from mash.figures.windows import usual

AS_AT = datetime(2026, 2, 15, 10, 0, tzinfo=UTC)


def small(folder, hub="moorland", referrals=300):
    """The tables of a simulated hub, as frames."""
    simulate(referrals, 3, folder / "hub")
    tables = {name: pl.read_parquet(folder / "hub" / "dataset" / f"{name}.parquet") for name in TABLES}
    for name in ("hubs", "referrals"):
        tables[name] = tables[name].with_columns(hub_id=pl.lit(hub))
    return tables


def held_in(root, tables, name=RECORDS, as_at=AS_AT):
    """The dataset of `tables`, held in the store."""
    return hold(root, name, "The hub's records", lambda at: write(at, tables, as_at=as_at, source="test"))


def store_in(root, tables):
    """A store that has answered what is usually asked; the dataset that it holds."""
    held = held_in(root, tables)
    answered(root, held, usual(held))
    return held
