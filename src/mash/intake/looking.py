"""Texts looked through for identities, so that a number, a name or a date is found however it is written.

Every run of neighbouring words of a text, its letters and figures alone (`943 476 5919` and `943-476-5919`
are `9434765919`), is compared with what is looked for. SQL for DuckDB, in which memory stays flat.
"""

import duckdb

#: `fold`: lower case without accents. `words`: runs of letters and runs of figures, in order.
#: `squeeze`: these without anything between.
MACROS = r"""
CREATE OR REPLACE TEMP MACRO fold(t) AS lower(strip_accents(nfc_normalize(t)));
CREATE OR REPLACE TEMP MACRO words(t) AS regexp_extract_all(fold(t), '\p{L}+|\p{N}+');
CREATE OR REPLACE TEMP MACRO squeeze(t) AS array_to_string(words(t), '');
CREATE OR REPLACE TEMP MACRO head(t) AS regexp_replace(t, '[0-9]+$', '');
"""

_MOST_WORDS = 14  # of an address; a number written figure by figure has fewer
_PIECE = 64  # words of a long text at a time, so that none fills memory
# made by a machine: nobody's name or number
_MADE = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|[0-9a-f]{32}"

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_GAP = r"[^0-9\p{L}]{1,2}"
_MAY_HOLD_A_DATE = "|".join(
    [
        f"[0-9]{{4}}{_GAP}[0-9]{{1,2}}{_GAP}[0-9]",
        f"[0-9]{_GAP}[0-9]{{1,2}}{_GAP}[0-9]{{2}}",
        "[0-9]{8}",
        f"(?i:{_MONTHS})",
    ]
)
_DATE = (
    "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}-(?:[0-9]{1,2}|[a-z]{3,9})-(?:[0-9]{2}|[0-9]{4})"
    "|[a-z]{3,9}-[0-9]{1,2}-[0-9]{4}|[0-9]{8}"
)
_MANNERS = "%d-%m-%y %d-%b-%y %d-%B-%y %Y-%m-%d %d-%m-%Y %d-%b-%Y %d-%B-%Y %b-%d-%Y %B-%d-%Y %Y%m%d %d%m%Y"


def keep_found(sql: duckdb.DuckDBPyConnection, texts: str, name: str) -> bool:
    """Keep as the table `name` which of `texts` (a query of t) hold which `identities`; whether any does.

    `identities` is a table as `identities.gather` leaves it; `name` has t, kind, own, person_id.
    An id is mostly a head that many share and a running number, and a million of them have few heads:
    these are taken apart, and of the ids only what a run of the head's last words makes with the number.
    """
    cells = f"SELECT t, head(t) AS head FROM ({texts}) WHERE NOT regexp_full_match(t, '{_MADE}')"
    _keep(sql, "heads", f"SELECT head, bool_or(head <> t) AS numbered FROM ({cells}) GROUP BY head")
    last = f"unnest(range(greatest(1, len(w) - {_MOST_WORDS - 2}), len(w) + 1))"
    begun = (
        "SELECT of, true AS several, array_to_string(w[i:], '') AS k FROM (SELECT of, w, "
        f"{last} AS i FROM (SELECT rowid AS of, words(head) AS w FROM heads WHERE numbered)) "
        "UNION ALL SELECT rowid, false, '' FROM heads WHERE numbered"
    )
    known = "SELECT head(k) FROM identities"
    same = "JOIN identities i ON i.k = r.k AND (r.several OR NOT i.several)"
    whose = "i.kind, i.own, i.person_id"
    found = []
    if _keep(sql, "begun", f"FROM ({begun}) WHERE head(k) IN ({known})"):
        ended = (
            "SELECT c.t, b.several, b.k || substr(c.t, length(c.head) + 1) AS k FROM "
            f"({cells}) c JOIN heads h USING (head) JOIN begun b ON b.of = h.rowid WHERE c.head <> c.t"
        )
        found.append(f"SELECT r.t, {whose} FROM ({ended}) r {same}")
    every = runs("SELECT rowid AS of, words(head) AS w FROM heads")
    if _keep(sql, "within", f"SELECT DISTINCT r.of, {whose} FROM ({every}) r {same}"):
        of_heads = "JOIN heads h USING (head) JOIN within i ON i.of = h.rowid"
        found.append(f"SELECT c.t, {whose} FROM ({cells}) c {of_heads}")
    return bool(found) and _keep(sql, name, f"SELECT DISTINCT * FROM ({' UNION ALL '.join(found)})")


def keep_dated(sql: duckdb.DuckDBPyConnection, texts: str, name: str) -> bool:
    """Keep as the table `name` which of `texts` (a query of t) hold which `births`; whether any does.

    Dates as they are usually written in England, and ISO 8601; `name` has t, day, person_id.
    """
    likely = f"regexp_matches(t, '{_MAY_HOLD_A_DATE}') AND NOT regexp_full_match(t, '{_MADE}')"
    if not _keep(sql, "likely", f"SELECT DISTINCT t FROM ({texts}) WHERE {likely}"):
        return False
    unsaid = "list_filter(words(t), lambda w: w NOT IN ('st', 'nd', 'rd', 'th', 'of'))"
    three = _neighbours(f"SELECT rowid AS of, {unsaid} AS w FROM likely", 3)
    written = f"SELECT of, replace(array_to_string(run, '-'), 'sept-', 'sep-') AS d FROM ({three})"
    day = f"CAST(try_strptime(d, {_MANNERS.split()}) AS DATE)"
    days = f"SELECT DISTINCT of, {day} AS day FROM ({written}) WHERE regexp_full_match(d, '{_DATE}')"
    found = (
        f"SELECT t, day, person_id FROM ({days}) d JOIN births ON born = day JOIN likely l ON l.rowid = d.of"
    )
    return _keep(sql, name, found)


def runs(lists: str) -> str:
    """SQL of of, k, several: the squeezed runs of words in the lists `w` that the query gives.

    `of` is the query's own: which list. `several`: of more than one word. A word that stands alone counts
    with five figures in a row.
    """
    found = f"SELECT of, array_to_string(run, '') AS k, several FROM ({_neighbours(lists, _MOST_WORDS)})"
    return f"SELECT * FROM ({found}) WHERE several OR regexp_matches(k, '[0-9]{{5}}')"


def _neighbours(lists: str, most: int) -> str:
    """of, run, several: up to `most` neighbours among the words `w` of each list."""
    pieces = f"unnest(list_transform(range(0, len(w), {_PIECE}), lambda n: w[n + 1 : n + {_PIECE + most}]))"
    starts = f"SELECT of, p, unnest(range(1, least({_PIECE}, len(p)) + 1)) AS i FROM "
    starts += f"(SELECT of, {pieces} AS p FROM ({lists}))"
    ends = f"SELECT of, p, i, unnest(range(i, least(i + {most}, len(p) + 1))) AS j FROM ({starts})"
    return f"SELECT of, p[i:j] AS run, j > i AS several FROM ({ends})"


def _keep(sql: duckdb.DuckDBPyConnection, name: str, found: str) -> bool:
    sql.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {found}")
    return sql.sql(f"SELECT 1 FROM {name} LIMIT 1").fetchone() is not None
