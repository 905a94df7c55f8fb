"""Extracts as the agencies hand them in: text in the contract's columns, each agency with its own habits."""

from pathlib import Path

import polars as pl

from mash.dataset.contract import EXTRACT_TABLES
from mash.demo import hidden
from mash.demo.dirt import HUB_EXTRACT, Extracts
from mash.demo.reference import AGENCIES
from mash.demo.tables import frame
from mash.demo.world import World
from mash.framework.london import ZONE

#: Tables that each agency hands in about its own referrals; the hub hands in all others.
_OWN = ("people", "referrals", "referral_cohorts", "subjects", "baselines")
#: Agencies that write instants in London time without an offset, and with Z; the others with the offset.
_NO_OFFSET, _UTC = ("ambulance",), ("police",)
_TO_THE_SECOND = "%Y-%m-%dT%H:%M:%S"


def extracts(world: World) -> Extracts:
    """extract → table → rows as text."""
    rows = world.rows | {"subjects": world.subjects}
    submitted_by = frame("referrals", world.rows["referrals"]).select("referral_id", submitter="agency_id")
    tables = {
        table: frame(table, rows.get(table, []), extract=True)
        for table in EXTRACT_TABLES
        if table != "people"
    }
    found: Extracts = {
        HUB_EXTRACT: {name: _told(HUB_EXTRACT, table) for name, table in tables.items() if name not in _OWN}
    }
    for table in ("referral_cohorts", "subjects"):
        tables[table] = tables[table].join(submitted_by, on="referral_id", maintain_order="left")
    for agency in AGENCIES:
        mine = agency.agency_id
        people = frame("people", world.records.rows.get(mine, []), extract=True)
        own = {"people": people}
        for name in _OWN[1:]:
            whose = "submitter" if "submitter" in tables[name].columns else "agency_id"
            own[name] = tables[name].filter(pl.col(whose) == mine).drop("submitter", strict=False)
        found[mine] = {name: _told(mine, table) for name, table in own.items() if table.height}
    return found


def write_extracts(found: Extracts, folder: Path) -> None:
    """One folder an agency, one CSV a table."""
    for extract, tables in found.items():
        (folder / extract).mkdir(parents=True)
        for name, table in tables.items():
            table.write_csv(folder / extract / f"{name}.csv")


def _told(extract: str, table: pl.DataFrame) -> pl.DataFrame:
    """All columns as the agency would type them."""
    return table.select(
        _instant(extract, name) if isinstance(dtype, pl.Datetime) else pl.col(name).cast(pl.String)
        for name, dtype in table.schema.items()
    )


def _instant(extract: str, name: str) -> pl.Expr:
    utc = pl.col(name)
    if extract in hidden.DATES_ONLY_AGENCIES and name == "received_at":
        return utc.dt.convert_time_zone(ZONE).dt.to_string("%Y-%m-%d")
    if extract in _UTC:
        return utc.dt.to_string(_TO_THE_SECOND + "Z")
    local = utc.dt.convert_time_zone(ZONE)
    with_offset = local.dt.to_string(_TO_THE_SECOND + "%:z")
    if extract not in _NO_OFFSET:
        return with_offset
    # In the hour that comes twice a time without an offset would be another instant.
    naive = local.dt.replace_time_zone(None)
    twice = naive.dt.replace_time_zone(ZONE, ambiguous="null").is_null() & utc.is_not_null()
    return pl.when(twice).then(with_offset).otherwise(local.dt.to_string("%Y-%m-%d %H:%M:%S")).alias(name)
