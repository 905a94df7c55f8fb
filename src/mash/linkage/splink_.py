"""Splink 5 on DuckDB, hidden whole: prepared records in, scored pairs out. Nothing leaves the machine."""

import logging
import tempfile

import duckdb
import polars as pl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.comparison_level_library import CustomLevel
from splink.comparison_library import CustomComparison

from mash.linkage.level import Comparison
from mash.linkage.model import BLOCKS, COMPARISONS, LARGEST_BLOCK, PAIRS_A_RECORD, PRIOR

#: Pairs with a lower match weight (log2 of the odds) are of no interest to anyone.
LOWEST_WEIGHT = -5.0


def scored_pairs(records: pl.DataFrame) -> pl.DataFrame:
    """Pairs of records that agree on a blocking key: l, r (uid, l < r), weight (log2 of the odds that
    they are one person) and, for each comparison of model.py, the number of the level that held.
    """
    keys = [f"block_{i}" for i in range(len(BLOCKS))]
    blocked = _with_blocks(records)
    logging.getLogger("splink").setLevel(logging.WARNING)
    with (
        tempfile.TemporaryDirectory(prefix="mash-linkage-") as spill,
        duckdb.connect(":memory:") as connection,
    ):
        connection.execute(f"SET temp_directory = '{spill}'")
        connection.execute("SET autoinstall_known_extensions = false")
        connection.execute("SET enable_progress_bar = false")
        settings = SettingsCreator(
            link_type="dedupe_only",
            probability_two_random_records_match=PRIOR,
            comparisons=[_comparison(c) for c in COMPARISONS],
            blocking_rules_to_generate_predictions=[block_on(key) for key in keys],
            unique_id_column_name="uid",
            retain_matching_columns=True,  # without them Splink does not give the levels either
            linker_uid="mash",
        )
        table = DuckDBAPI(connection).register(blocked.to_arrow())
        linker = Linker(table, settings, log_level=None, validate_settings=False)
        found = linker.inference.predict(threshold_match_weight=LOWEST_WEIGHT, warning_mode="never")
        levels = ", ".join(f"gamma_{c.name}::TINYINT AS {c.name}" for c in COMPARISONS)
        pairs = found.as_duckdbpyrelation().project(
            f"uid_l AS l, uid_r AS r, match_weight AS weight, {levels}"
        )
        return pl.DataFrame(pairs.to_arrow_table()).sort("l", "r")


def _comparison(comparison: Comparison) -> CustomComparison:
    unknown = CustomLevel(comparison.unknown, "unknown").configure(is_null_level=True)
    levels = [
        CustomLevel(level.holds, level.name).configure(m_probability=level.m, u_probability=level.u)
        for level in comparison.levels
    ]
    return CustomComparison([unknown, *levels], output_column_name=comparison.name)


def _with_blocks(records: pl.DataFrame) -> pl.DataFrame:
    """The records with their blocking keys; null where a part is unknown or the block is too large."""
    given, family = pl.col("called"), pl.col("family")
    either_order = pl.min_horizontal(given, family) + " " + pl.max_horizontal(given, family)
    first, last = given.str.slice(0, 1), family.str.slice(0, 1)
    initials = pl.min_horizontal(first, last) + pl.max_horizontal(first, last)
    named = given.is_not_null() & family.is_not_null()
    records = records.with_columns(
        pl.when(named).then(either_order).alias("pair"), pl.when(named).then(initials).alias("initials")
    )
    for i, columns in enumerate(BLOCKS):
        key = pl.struct(*columns).hash(seed=0)  # two keys with one hash only cost a comparison
        whole = pl.all_horizontal(pl.col(c).is_not_null() for c in columns)
        records = records.with_columns(pl.when(whole).then(key).alias(f"block_{i}"))
        few = pl.len().over(f"block_{i}") <= _largest_block(records[f"block_{i}"])
        records = records.with_columns(pl.when(few).then(pl.col(f"block_{i}")).alias(f"block_{i}"))
    return records


def _largest_block(values: pl.Series) -> int:
    """How large a block may be so that all that are not larger stay within the comparisons of a key."""
    sizes = values.drop_nulls().value_counts(name="size")["size"].value_counts(name="blocks").sort("size")
    pairs = (pl.col("blocks") * pl.col("size") * (pl.col("size") - 1) // 2).cum_sum()
    within = (pl.col("size") <= LARGEST_BLOCK) & (pairs <= PAIRS_A_RECORD * len(values))
    largest = sizes.cast(pl.Int64).filter(within)["size"].max()
    return largest if isinstance(largest, int) else 1
