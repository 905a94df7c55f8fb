"""Each rule across rows as a query that names the rows breaking it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from mash.dataset.faults import FAULT, REPEAT, WARNING, fault_frame
from mash.dataset.rules import foreign_keys
from mash.dataset.staged import Staged, as_text, quoted

_BAD = '_part, _n, "column", value, rule, severity'


def ids_once(work: Staged, table: str) -> None:
    """Ids are unique within their table; what two rows say differently of one id is told with both values."""
    keys = work.schemas[table].primary_key()
    by = ", ".join(f'"{key}"' for key in keys)
    # hashes first: eight bytes a row to hold, and in a clean table that is all
    work.sql.execute(
        f'CREATE OR REPLACE TEMP TABLE twice AS SELECT hash({by}) AS h FROM "{table}" '
        "GROUP BY h HAVING count(*) > 1"
    )
    if work.sql.sql("SELECT 1 FROM twice LIMIT 1").fetchone() is None:
        return
    work.sql.execute(
        "CREATE OR REPLACE TEMP TABLE again AS SELECT * FROM (SELECT *, row_number() OVER "
        f'(PARTITION BY {by} ORDER BY _part, _n) AS nth FROM "{table}" '
        f"WHERE hash({by}) IN (SELECT h FROM twice))"
    )
    named = " || ', ' || ".join(
        f'{quoted(key + " ")} || l."{key}"' if len(keys) > 1 else f'l."{key}"' for key in keys
    )
    first = "coalesce(f._file, '') || coalesce(', sheet ' || f._sheet, '') || ', row ' || f._row"
    pairs = f"FROM again l JOIN again f USING ({by}) WHERE f.nth = 1 AND l.nth > 1"
    others = [name for name in work.schemas[table].columns() if name not in keys]
    differ = [
        f'SELECT l._part, l._n, {quoted(name)} AS "column", {_cell("l", name)} AS value, '
        f"'another row with this id (' || {named} || ') says ' || coalesce({_cell('f', name)}, 'nothing') || "
        f"' here (' || {first} || '); that one was loaded first and stays: say which is right' AS rule, "
        f'{quoted(FAULT)} AS severity {pairs} AND l."{name}" IS DISTINCT FROM f."{name}"'
        for name in others
    ]
    same = " AND ".join(f'l."{name}" IS NOT DISTINCT FROM f."{name}"' for name in others) or "true"
    # from another source, or the same file once more, the row is no mistake of the one who handed it in
    elsewhere = "l._file IS DISTINCT FROM f._file OR l._row IS NOT DISTINCT FROM f._row"
    again = (
        f"CASE WHEN {elsewhere} THEN {quoted(REPEAT)} ELSE {quoted(FAULT)} END"
        if work.extract
        else quoted(FAULT)
    )
    repeat = (
        f'SELECT l._part, l._n, {quoted(keys[0])} AS "column", l."{keys[0]}" AS value, '
        f"'the same row again (' || {named} || '): it stands in ' || {first} || ' already' AS rule, "
        f"{again} AS severity {pairs} AND {same}"
    )
    work.take_out(table, " UNION ALL ".join([*differ, repeat]))


def _cell(row: str, name: str) -> str:
    return as_text(f'{row}."{name}"')


def parents_there(work: Staged, table: str, *, complete: bool) -> None:
    """A value that points to another table must exist there; where a table points to itself, until all do."""
    looks = [
        _orphans(work, table, column, parent)
        for column, parent in foreign_keys(work.schemas[table]).items()
        if complete or work.has(parent) or _not_looked_up(work, table, column, parent)
    ]
    while looks and work.take_out(table, " UNION ALL ".join(looks)):
        looks = [
            _orphans(work, table, column, parent)
            for column, parent in foreign_keys(work.schemas[table]).items()
            if parent == table
        ]


def _orphans(work: Staged, table: str, column: str, parent: str) -> str:
    key = work.schemas[parent].primary_key()[0]
    missing = quoted(f"must exist in {parent}")
    rejected = work.rejected_keys(parent, key)
    rule = missing
    if rejected:
        words = quoted(f"the row of {parent} that it belongs to was rejected: mend that row first")
        rule = f'CASE WHEN t."{column}" IN ({rejected}) THEN {words} ELSE {missing} END'
    return (
        f'SELECT t._part, t._n, {quoted(column)} AS "column", t."{column}" AS value, {rule} AS rule, '
        f'{quoted(FAULT)} AS severity FROM "{table}" t ANTI JOIN "{parent}" p ON t."{column}" = p."{key}" '
        f'WHERE t."{column}" IS NOT NULL'
    )


def _not_looked_up(work: Staged, table: str, column: str, parent: str) -> bool:
    words = f"there is no table {parent} here, so this column was not looked up in it"
    work.faults.append(fault_frame([{"table": table, "column": column, "rule": words, "severity": WARNING}]))
    return False


def not_before_receipt(table: str, column: str) -> Callable[[Staged], None]:
    """What happens to a referral happens at or after its receipt."""

    def rule(work: Staged) -> None:
        work.take_out(
            table,
            f"SELECT t._part, t._n, '{column}' AS \"column\", "
            f"{_moment(f't.{column}')} || ' (received_at ' || {_moment('r.received_at')} || ')' AS value, "
            f"'{column} must be at or after the referral''s received_at' AS rule, '{FAULT}' AS severity "
            f'FROM "{table}" t JOIN referrals r USING (referral_id) WHERE t.{column} < r.received_at',
        )

    return rule


def _moment(expression: str) -> str:
    return f"strftime({expression}, '%Y-%m-%dT%H:%M:%SZ')"


def within_scale(work: Staged) -> None:
    """A score lies within its question's scale."""
    work.take_out(
        "answers",
        "SELECT a._part, a._n, 'score' AS \"column\", CAST(a.score AS VARCHAR) AS value, "
        "'score must be at most the question''s scale_max, ' || q.scale_max AS rule, "
        f"'{FAULT}' AS severity FROM answers a JOIN survey_questions q USING (question_id) "
        "WHERE a.score > q.scale_max",
    )


def one_lead(work: Staged) -> None:
    """A referral has exactly one lead disposal of an outcome."""
    work.take_out(
        "disposals",
        "WITH counted AS (SELECT referral_id, outcome_id, count(*) FILTER (role = 'lead') AS leads "
        "FROM disposals GROUP BY ALL HAVING leads <> 1) "
        "SELECT d._part, d._n, 'role' AS \"column\", d.role AS value, "
        "'exactly one disposal of a referral and outcome must be the lead; referral ' || d.referral_id || ', "
        "outcome ' || d.outcome_id || ' has ' || CASE WHEN c.leads = 0 THEN 'none' "
        "ELSE CAST(c.leads AS VARCHAR) END AS rule, "
        f"'{FAULT}' AS severity FROM disposals d JOIN counted c USING (referral_id, outcome_id)",
    )


def main_cohort_among_them(work: Staged) -> None:
    """Where cohorts of a referral are listed, its main cohort is among them."""
    work.take_out(
        "referral_cohorts",
        "WITH lacking AS (SELECT c.referral_id, any_value(r.cohort_id) AS main FROM referral_cohorts c "
        "JOIN referrals r USING (referral_id) GROUP BY ALL HAVING NOT bool_or(c.cohort_id = r.cohort_id)) "
        "SELECT c._part, c._n, 'cohort_id' AS \"column\", c.cohort_id AS value, "
        "'the main cohort of referral ' || c.referral_id || ' (' || l.main || ') must stand here too: "
        f"add a row for it' AS rule, '{FAULT}' AS severity "
        "FROM referral_cohorts c JOIN lacking l USING (referral_id)",
    )


def periods_apart(table: str, codes: tuple[str, ...], start: str, end: str) -> Callable[[Staged], None]:
    """Periods of one code do not overlap, both ends included; of two the one that starts first stays."""

    def rule(work: Staged) -> None:
        names = ", ".join(f'"{name}"' for name in (*codes, start, end))
        stays: dict[tuple[Any, ...], date | None] = {}
        bad = []
        query = f'SELECT _part, _n, {names} FROM {table} ORDER BY "{start}", _part, _n'
        for part, n, *code, first, last in work.sql.sql(query).fetchall():
            until = stays.get(tuple(code), date.min)
            if until is None or first <= until:
                words = f"periods of one {' and '.join(codes)} must not overlap; an earlier one "
                words += "has no end" if until is None else f"lasts until {until}"
                bad.append((part, n, start, f"{first} to {last or '(no end)'}", words, FAULT))
            else:
                stays[tuple(code)] = last
        _take_out_rows(work, table, bad)

    return rule


def successors_end(work: Staged) -> None:
    """Whoever follows an agency's successors comes to an end."""
    rows = work.sql.sql("SELECT agency_id, successor_id, _part, _n FROM agencies").fetchall()
    successor = {agency: then for agency, then, _, _ in rows}
    bad = []
    for agency, then, part, n in rows:
        chain = [agency]
        while then is not None and then not in chain:
            chain.append(then)
            then = successor.get(then)
        if then == agency:
            words = "successors must not lead back: " + " → ".join([*chain, agency])
            bad.append((part, n, "successor_id", chain[1] if len(chain) > 1 else agency, words, FAULT))
    _take_out_rows(work, "agencies", bad)
    parents_there(work, "agencies", complete=True)


def _take_out_rows(work: Staged, table: str, bad: list[tuple[Any, ...]]) -> None:
    if bad:
        values = ", ".join("(" + ", ".join(map(_literal, row)) + ")" for row in bad)
        work.take_out(table, f"SELECT * FROM (VALUES {values}) AS found({_BAD})")


def _literal(value: object) -> str:
    return str(value) if isinstance(value, int) else quoted(str(value))


@dataclass(frozen=True)
class Across:
    """A rule across rows: its words, and what sets aside the rows that break it.

    `of_one_row`: whether it looks at a row and its parent only, whatever other rows of the table say.
    """

    words: str
    enforce: Callable[[Staged], None]
    of_one_row: bool = False


def _after_receipt(table: str, column: str) -> Across:
    return Across(
        f"{column} must be at or after the referral's received_at",
        not_before_receipt(table, column),
        of_one_row=True,
    )


#: Rules of a table beyond ids and parents, in the order in which they are looked at.
RULES: dict[str, tuple[Across, ...]] = {
    "agencies": (Across("the chain of successors must not lead back", successors_end),),
    "risks": (
        Across(
            "the periods of one risk must not overlap, both days included",
            periods_apart("risks", ("risk",), "valid_from", "valid_to"),
        ),
    ),
    "referral_cohorts": (
        Across(
            "where cohorts of a referral are listed, its main cohort must be among them; with none listed "
            "the main cohort alone is meant",
            main_cohort_among_them,
        ),
    ),
    "ratings": (_after_receipt("ratings", "rated_at"),),
    "requests": (_after_receipt("requests", "requested_at"),),
    "disposals": (
        _after_receipt("disposals", "decided_at"),
        Across("exactly one disposal of a referral and outcome must be the lead", one_lead),
    ),
    "answers": (Across("score must be at most the question's scale_max", within_scale, of_one_row=True),),
    "baselines": (
        Across(
            "the periods of one agency and cohort must not overlap, both days included",
            periods_apart("baselines", ("agency_id", "cohort_id"), "start", "end"),
        ),
    ),
}
