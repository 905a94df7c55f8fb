"""What counts as somebody's identity: all that was handed in of people, in one way of writing.

A text may equal a part of a person by coincidence: a place is called like somebody, a case has the number
that somebody has elsewhere. So a word alone is no identity, nor what the hub's own things are called, nor
what was typed to get past a form; and a number that has no shape of its own (`own`) is one in an id
only where the row is about that person.
"""

from pathlib import Path

from mash.dataset.parquet import scan
from mash.dataset.people import People
from mash.dataset.staged import Staged, quoted
from mash.intake.looking import runs
from mash.intake.names import plain
from mash.linkage.identifiers import MADE_UP
from mash.linkage.names import NOT_A_NAME

#: Kinds of identity in the words of a fault.
KINDS = {
    "nhs_number": "an NHS number",
    "upn": "a pupil number",
    "telephone": "a telephone number",
    "postcode": "a postcode",
    "address": "an address",
    "police_id": "a police id",
    "social_care_id": "a social care id",
    "name": "the given and family name",
    "birth": "the date of birth",
}

#: A locality of so many referrals is a place, though somebody's address or name is written like it.
REFERRALS_OF_A_PLACE = 20

_POSTCODE = "^[a-z]{1,2}[0-9][a-z0-9]?[0-9][a-z]{2}$"
_NOBODYS_POSTCODE = "zz99"  # no fixed abode
_TELEPHONE = r"[+(]?[0-9][0-9 ().\-]{7,}[0-9]"
_NUMBER_AND_ROAD = r"^[0-9]+[a-z]?[^\p{L}\p{N}]+[a-z]{4}"
_DAYS = ["%Y-%m-%d", "%d/%m/%Y", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%d-%b-%Y"]

#: A number that is recognised by its shape; any other id by letters beside four figures or more.
_SHAPES = {
    "nhs_number": "^[0-9]{10}$",
    "upn": "^[a-z][0-9]{11}[a-z0-9]$",
    "police_id": "$^",
    "social_care_id": "$^",
}
_NUMBERS = (*_SHAPES, "telephone")
_LETTERED = "[a-z].*[0-9]{4}|[0-9]{4}.*[a-z]"


def gather(staged: Staged, folder: Path) -> bool:
    """Write the identities of all people handed in, rejected ones too; False where there are none.

    `identities.parquet` in `folder`: k (as `looking.runs` has it), kind, several (whether it must be more
    than one word), own, person_id (only of what is `own`). `births.parquet`: born, person_id.
    """
    people = _people(staged)
    if people is None:
        return False
    staged.sql.execute(f"CREATE OR REPLACE TEMP VIEW everybody AS {people}")
    ours = f"SELECT k FROM ({runs(_ours())})"
    found = " UNION ".join([*_numbers(), _telephones(), _postcodes(), _addresses(), _names()])
    query = (
        f"SELECT * FROM ({found}) WHERE length(k) >= 4 "
        f"AND NOT (kind IN {_NUMBERS} AND regexp_matches(upper(k), '{MADE_UP}')) "
        f"AND NOT (several AND k IN ({ours}))"
    )
    _copy(staged, query, folder / "identities.parquet")
    born = " UNION ".join(
        f"SELECT CAST(try_strptime({name}, {_DAYS}) AS DATE) AS born, person_id FROM everybody "
        "WHERE year(born) > 1901"
        for name in ("date_of_birth", "expected_date_of_birth")
    )
    _copy(staged, born, folder / "births.parquet")
    return True


def _copy(staged: Staged, query: str, file: Path) -> None:
    staged.sql.execute(f"COPY ({query}) TO {quoted(str(file))} (FORMAT parquet)")


def _people(staged: Staged) -> str | None:
    """All rows of people as text. A row that was rejected may still bear its file's own headers."""
    parts = []
    for folder in ("people", "people.rejected"):
        if files := sorted((staged.folder / folder).glob("*.parquet")):
            source = scan(files)
            there: dict[str, list[str]] = {name: [] for name in People.column_names()}
            for header, *_ in staged.sql.sql(f"DESCRIBE SELECT * FROM {source}").fetchall():
                if plain(header) in there:
                    named = header.replace('"', '""')
                    there[plain(header)].append(f"nullif(trim(CAST(\"{named}\" AS VARCHAR)), '')")
            columns = ", ".join(
                f"coalesce({', '.join([*found, 'NULL'])}) AS {name}" for name, found in there.items()
            )
            parts.append(f"SELECT {columns} FROM {source}")
    return " UNION ALL ".join(parts) or None


def _numbers() -> list[str]:
    return [
        f"SELECT k, '{name}' AS kind, false AS several, own, CASE WHEN own THEN person_id END AS person_id "
        f"FROM (SELECT squeeze({name}) AS k, NOT regexp_matches(k, '{shape}|{_LETTERED}') AS own, person_id "
        "FROM everybody) WHERE length(k) >= 5 AND regexp_matches(k, '[0-9]{3}')"
        for name, shape in _SHAPES.items()
    ]


def _telephones() -> str:
    """As it is dialled at home and from abroad; a spreadsheet may have taken its nought away."""
    numbers = f"regexp_extract_all(telephone, '{_TELEPHONE}')"
    return (
        "SELECT unnest(['0' || n, '44' || n, '440' || n, '0044' || n]) AS k, 'telephone', false, false, NULL "
        "FROM (SELECT regexp_replace(squeeze(t), '^(?:(?:00)?44)?0?', '') AS n "
        f"FROM (SELECT unnest({numbers}) AS t FROM everybody)) WHERE length(n) BETWEEN 9 AND 10"
    )


def _postcodes() -> str:
    return (
        "SELECT squeeze(postcode) AS k, 'postcode', false, false, NULL FROM everybody "
        f"WHERE regexp_matches(k, '{_POSTCODE}') AND NOT starts_with(k, '{_NOBODYS_POSTCODE}')"
    )


def _addresses() -> str:
    """The whole address, and each part of it that is a house with its road; no lone place or ward."""
    parts = r"trim(unnest(regexp_split_to_array(address, '[,;\n]+')))"
    return (
        "SELECT squeeze(a), 'address', true, false, NULL FROM (SELECT a, whole, "
        r"len(regexp_extract_all(a, '[\p{L}\p{N}]+')) AS n FROM (SELECT address AS a, true AS whole "
        f"FROM everybody UNION ALL SELECT {parts}, false FROM everybody)) "
        f"WHERE regexp_matches(fold(a), '{_NUMBER_AND_ROAD}') OR (n >= 3 AND regexp_matches(a, '[0-9]')) "
        "OR (whole AND (n >= 4 OR (n = 3 AND contains(a, ','))))"
    )


def _names() -> str:
    """Every given name, and all of them, with the family name or a former one, in either order.

    Where an agency has the whole name in one column, that is one. Child and Boy are family names too.
    """
    no_name = ", ".join(quoted(word) for word in sorted(NOT_A_NAME))
    columns = {"given": "given_names", "family": "family_name", "other": "other_names"}
    kept = {
        c: f"list_filter(coalesce(words({c}), []), lambda w: w NOT IN ({no_name}))" for c in columns.values()
    }
    kept["family_name"] = (
        f"CASE WHEN {kept['family_name']} = [] THEN words(family_name) ELSE {kept['family_name']} END"
    )
    named = ", ".join(f"{kept[column]} AS {name}" for name, column in columns.items())
    given, family, other = (f"array_to_string({name}, '')" for name in columns)
    pairs = (
        f"SELECT a, unnest(CASE WHEN len(other) = 1 THEN [{family}, other[1]] ELSE [{family}] END) AS b "
        f"FROM (SELECT unnest(list_distinct(list_append(given, {given}))) AS a, family, other FROM named)"
    )
    alone = {
        given: "len(given) > 1 AND family_name IS NULL",
        family: "len(family) > 1 AND given_names IS NULL",
    }
    alone[other] = "len(other) > 1"
    wholes = " UNION ALL ".join(f"SELECT {k} AS k FROM named WHERE {when}" for k, when in alone.items())
    return (
        f"SELECT k, 'name', true, false, NULL FROM (WITH named AS (SELECT *, {named} FROM everybody) "
        f"SELECT unnest([a || b, b || a]) AS k FROM ({pairs}) WHERE length(a) > 1 AND length(b) > 1 "
        f"UNION ALL {wholes})"
    )


def _ours() -> str:
    """What the hub's own things are called, and the places in which referrals are counted."""
    names = " UNION ALL ".join(
        f"SELECT name FROM {table}" for table in ("hubs", "agencies", "cohorts", "risks", "outcomes")
    )
    places = f"GROUP BY locality HAVING count(*) >= {REFERRALS_OF_A_PLACE}"
    names += f" UNION ALL SELECT locality FROM referrals {places}"
    return f"SELECT name AS of, words(name) AS w FROM ({names})"
