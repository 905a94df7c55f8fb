"""Where datasets of several hubs do not fit together: what clashes, in which hubs, and how to mend it."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from mash.dataset.by_hub import COMMON
from mash.dataset.contract import REFERENCE_TABLES, TABLES
from mash.dataset.faults import FAULT, WARNING
from mash.dataset.parquet import connect, scan
from mash.dataset.rules import foreign_keys
from mash.dataset.staged import quoted

#: Tables whose rows are a hub's own: an id that two hubs have would be one record in both.
RECORDS = tuple(
    table
    for table, schema in TABLES.items()
    if table not in REFERENCE_TABLES and len(schema.primary_key()) == 1
)
#: Reference tables whose codes a hub may have for itself.
CODES = tuple(table for table in COMMON if table != "closed_days")
#: What `own` calls the pseudonyms of people.
PEOPLE = "people"
#: Hubs, or ways of saying a thing, that are named; of more it is said how many.
_FEW = 3
#: Rows of which the ids are compared at a time.
_AT_ONCE = 2_000_000

#: Hub → table → its files, in the contract's types.
Hubs = Mapping[str, Mapping[str, list[Path]]]
Fault = dict[str, Any]


def own_columns(table: str, own: Collection[str]) -> list[str]:
    """The columns of a table that hold codes or ids of the tables `own`, or pseudonyms of people."""
    keys = [TABLES[table].primary_key()[0]] if table in own else []
    keys += ["person_key"] if table == "subjects" and PEOPLE in own else []
    return [*keys, *(column for column, parent in foreign_keys(TABLES[table]).items() if parent in own)]


def clashes(hubs: Hubs, own: Collection[str], work: Path) -> Iterator[Fault]:
    """What keeps the datasets of these hubs apart, and warnings, as `fault_frame` takes them.

    `own`: tables whose codes or ids are to be each hub's own. `work` is a folder to work in.
    """
    reference = {table: _rows(hubs, table) for table in COMMON}
    several_agencies: list[str] = []
    for table in CODES:
        for fault in () if table in own else _meant_differently(table, reference[table]):
            several_agencies += [fault["value"]] if table == "agencies" else []
            yield fault
    yield from _closed(reference)
    yield from _scales(reference["risks"])
    with connect(work) as sql:
        for table in RECORDS:
            if table not in own:
                yield from _ids_twice(sql, hubs, table)
        if PEOPLE not in own:
            yield from _people_twice(sql, hubs)
    if not {"agencies", "cohorts"} & set(own):
        # of a code that hubs have for several agencies it was told already
        yield from _demand_twice(
            _rows(hubs, "baselines").filter(~pl.col("agency_id").is_in(several_agencies))
        )


def _rows(hubs: Hubs, table: str) -> pl.DataFrame:
    """A small table of every hub, with whose row it is as `hub`."""
    names = list(TABLES[table].columns())
    empty = TABLES[table].create_empty().with_columns(hub=pl.lit("", pl.String))
    its = [
        pl.read_parquet(file, columns=names).with_columns(hub=pl.lit(hub))
        for hub, tables in hubs.items()
        for file in tables.get(table, ())
    ]
    return pl.concat([empty, *its])


def _meant_differently(table: str, rows: pl.DataFrame) -> Iterator[Fault]:
    """A code that is one thing in one hub and another in another: one fault a code."""
    keys = TABLES[table].primary_key()
    told = [name for name in TABLES[table].columns() if name != keys[0]]
    for (code,), of_code in rows.sort(*keys, "hub").group_by(keys[0], maintain_order=True):
        by_hub = {hub: its for (hub,), its in of_code.group_by("hub", maintain_order=True)}
        said = {
            column: {hub: _listed(its[column].to_list()) for hub, its in by_hub.items()} for column in told
        }
        differ = [f"{name} {_who(values)}" for name, values in said.items() if len(set(values.values())) > 1]
        if differ:
            words = (
                f"is not one thing in all hubs: {'; '.join(differ)}. Agree on what the code means, or keep "
                f"each hub's codes apart with --own {table}"
            )
            yield _fault(table, keys[0], str(code), words)


def _listed(values: list[Any]) -> str:
    """A column's value; where a code has several rows, its values in their order."""
    return " then ".join("empty" if value is None else f"‘{value}’" for value in values)


def _who(values: Mapping[str, str]) -> str:
    """`‘a’ in north, east but ‘b’ in south`; of many the first few. `values`: what each hub says."""
    hubs: dict[str, list[str]] = {}
    for hub, value in sorted(values.items()):
        hubs.setdefault(value, []).append(hub)
    said = [f"{value} in {_few(names)}" for value, names in list(hubs.items())[:_FEW]]
    return " but ".join(said) + (f" and {len(hubs) - _FEW} more ways" if len(hubs) > _FEW else "")


def _few(names: list[str]) -> str:
    return ", ".join(names[:_FEW]) + (f" and {len(names) - _FEW} more" if len(names) > _FEW else "")


def _closed(reference: Mapping[str, pl.DataFrame]) -> Iterator[Fault]:
    """Working clocks of all hubs together know one list of closed days only."""
    if "working" not in reference["risks"]["clock"].to_list():
        return
    hubs = reference["risks"]["hub"].n_unique()
    held = reference["closed_days"].group_by("date").agg(pl.col("hub").n_unique())
    some = held.filter(pl.col("hub") < hubs)["date"].sort()
    if len(some):
        words = (
            f"{len(some)} days, such as {some[0]}, are closed in some hubs only: in figures of all hubs "
            "together a working clock stops on all of them; each hub's own figures know its own days"
        )
        yield _fault("closed_days", "date", None, words, WARNING)


def _scales(risks: pl.DataFrame) -> Iterator[Fault]:
    """Ranks compare only on one scale."""
    ranks = risks.group_by("hub").agg(pl.col("rank").unique().sort())
    scales = ranks.with_columns(scale=pl.col("rank").list.eval(pl.element().cast(pl.String)).list.join("-"))
    if scales["scale"].n_unique() > 1:
        said = dict(scales.select("hub", "scale").iter_rows())
        words = (
            f"hubs rate on different scales: ranks {_who(said)}; what compares ranks (m03, and risk_trend of "
            "m06) is sound for each hub, and of all hubs together only where a rank means the same in each"
        )
        yield _fault("risks", "rank", None, words, WARNING)


def _ids_twice(sql: duckdb.DuckDBPyConnection, hubs: Hubs, table: str) -> Iterator[Fault]:
    """Ids of records that several hubs have: one fault a table."""
    key = TABLES[table].primary_key()[0]
    found = _in_several(sql, hubs, table, key)
    first = found.order("id").limit(1).fetchone() if found is not None else None
    if found is not None and first:
        code, one, other = first
        many = f"{len(found):,} ids stand" if len(found) > 1 else "this id stands"
        words = (
            f"{many} in more than one hub, this one in {one} and {other}: one id must be one record. Put "
            f"each hub's code before its ids with --own {table} (of all records: --own records), or, if it "
            "is one record, take it out of one of the datasets"
        )
        yield _fault(table, key, str(code), words)


def _people_twice(sql: duckdb.DuckDBPyConnection, hubs: Hubs) -> Iterator[Fault]:
    """A pseudonym is made of an agency's code and number: hubs of one key need not mean one person by it."""
    found = _in_several(sql, hubs, "subjects", "person_key")
    if found is not None and len(found):
        words = (
            f"{len(found):,} pseudonyms stand in more than one hub, so these hubs share a linkage key; each "
            "is taken for one person, which is right only where an agency's code, and its numbers, mean the "
            "same in both. Else keep people apart with --own people"
        )
        yield _fault("subjects", "person_key", None, words, WARNING)


def _in_several(
    sql: duckdb.DuckDBPyConnection, hubs: Hubs, table: str, column: str
) -> duckdb.DuckDBPyRelation | None:
    """Values of a column that more than one hub has, as `id`, each with two of the hubs."""
    parts = [
        f'SELECT {quoted(hub)} AS hub, "{column}" AS id FROM {scan(files)}'
        for hub, tables in hubs.items()
        if (files := tables.get(table))
    ]
    if len(parts) < 2:
        return None
    every = " UNION ALL ".join(parts)
    sql.execute("CREATE OR REPLACE TEMP TABLE several (id VARCHAR, one VARCHAR, other VARCHAR)")
    # in memory that does not grow with the hubs: some of the ids at a time, by their hashes, which are a few
    # bytes a row to hold; where hubs do not clash that is all
    times = 1 + len(sql.sql(every)) // _AT_ONCE
    for time in range(times):
        sql.execute(
            f"CREATE OR REPLACE TEMP TABLE twice AS SELECT hash(id) AS h FROM ({every}) "
            f"WHERE hash(id) % {times} = {time} GROUP BY h HAVING min(hub) <> max(hub)"
        )
        if len(sql.table("twice")):
            sql.execute(
                f"INSERT INTO several SELECT id, min(hub), max(hub) FROM ({every}) "
                "WHERE hash(id) IN (SELECT h FROM twice) GROUP BY id HAVING min(hub) <> max(hub)"
            )
    return sql.table("several")


def _demand_twice(rows: pl.DataFrame) -> Iterator[Fault]:
    """Of an agency of several hubs the demand is counted once: its periods do not overlap."""
    # a hub's own do not overlap, so what begins before all earlier ones have ended is of another hub
    before = pl.col("end").cum_max().shift(1).over("agency_id", "cohort_id")
    rows = rows.sort("agency_id", "cohort_id", "start", "hub").with_columns(before=before)
    again = rows.filter(pl.col("start") <= pl.col("before"))
    for found in again.unique("agency_id", keep="first", maintain_order=True).iter_rows(named=True):
        same = (pl.col("agency_id") == found["agency_id"]) & (pl.col("cohort_id") == found["cohort_id"])
        until = (pl.col("start") <= found["start"]) & (pl.col("end") >= found["start"])
        first = rows.filter(same & until & (pl.col("hub") != found["hub"]))["hub"][0]
        words = (
            f"{first} and {found['hub']} both hold this agency's own demand for the same days (cohort "
            f"{found['cohort_id']}, from {found['start']}): it would be counted twice. Take it out of one of "
            "the datasets, or, if each holds its share, keep the agencies apart with --own agencies"
        )
        yield _fault("baselines", "agency_id", str(found["agency_id"]), words)


def _fault(table: str, column: str, value: str | None, rule: str, severity: str = FAULT) -> Fault:
    return {"table": table, "column": column, "value": value, "rule": rule, "severity": severity}
