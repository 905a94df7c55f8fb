"""Whatever of anybody is put into whichever text, nothing of it stands in the dataset, and no other row goes."""

import re
import tempfile
from calendar import month_abbr, month_name
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mash.intake.importing import import_extracts
from mash.intake.mapping_file import read_mapping
from mash.linkage.identifiers import MADE_UP
from tests.intake.conftest import KEY, sums_hold
from tests.intake.extract import complaint, extract, ids, person, referral, subject, texts_of

ROWS = 4
GIVEN = ["Zoë Ann", "Amara", "Tomos", "Ó"]
FAMILY = ["Featherstonehaugh-Wu", "de la Cruz", "O'Neil", "Łukasik"]
#: (table, column) → whether it is an id; there, a number without letters counts only in a row about its person.
COLUMNS = {
    ("referrals", "referral_id"): True,
    ("referrals", "locality"): False,
    ("referrals", "lawful_basis"): False,
    ("subjects", "sex"): False,
    ("complaints", "complaint_id"): True,
    ("complaints", "theme"): False,
    ("audits", "audit_id"): True,
    ("audits", "stratum"): False,
    ("surveys", "title"): False,
    ("evidence", "theme"): False,
}
ANYWHERE = ["nhs_number", "upn", "telephone", "postcode", "address", "police_id", "name"]


def given_to_somebody(digits):
    """Not what is typed to get past a form: such numbers are nobody's."""
    numbers = [f"9{digits}", f"H{digits}{digits[:3]}", f"PX{digits[:6]}"]
    numbers += [f"{n + 1}{digits[:6]}" for n in range(ROWS)]
    return not any(re.match(MADE_UP, number) for number in numbers)


@st.composite
def people(draw):
    """Four people of whom everything is known; some rows of them are rejected."""
    found = []
    for n in range(ROWS):
        digits = draw(st.integers(10**8, 10**9 - 1).map(str).filter(given_to_somebody))
        year, month, day = draw(st.integers(1950, 2019)), draw(st.integers(1, 12)), draw(st.integers(1, 28))
        found.append(
            person(
                f"p{n}",
                given_names=GIVEN[n],
                family_name=FAMILY[n],
                date_of_birth=f"{year}-{month:02}-{day:02}",
                nhs_number=f"9{digits}",
                upn=f"H{digits}{digits[:3]}",
                police_id=f"PX{digits[:6]}",
                social_care_id=f"{n + 1}{digits[:6]}",
                address=f"{digits[:2]} {draw(st.sampled_from(['High Street', 'Mill Lane']))}, Anytown",
                postcode=f"ZZ{digits[0]} {digits[1]}AB",
                telephone=f"01632 96{n}{digits[:3]}",
                agency_id=draw(st.sampled_from(["a", "a", "nobody"])),
            )
        )
    return found


@st.composite
def written(draw, who, kind):
    """An identity in one of the ways in which people write it, with something around it or nothing."""
    if kind == "date_of_birth":
        year, month, day = (int(part) for part in who[kind].split("-"))
        ways = [
            who[kind],
            f"{day:02}/{month:02}/{year}",
            f"{day} {month_name[month]} {year}",
            f"{day}-{month_abbr[month]}-{year}",
        ]
    elif kind == "name":
        given_name, family = who["given_names"].split()[-1], who["family_name"]
        ways = [f"{given_name} {family}", f"{family}, {given_name}", f"{family.upper()} {given_name.lower()}"]
    elif kind == "nhs_number":
        number = who[kind]
        ways = [
            number,
            f"{number[:3]} {number[3:6]} {number[6:]}",
            f"{number[:3]}-{number[3:6]}-{number[6:]}",
            f"NHS{number}",
        ]
    elif kind == "telephone":
        ways = [who[kind], who[kind].replace(" ", ""), who[kind].replace("0", "+44 ", 1)]
    else:
        ways = [who[kind], who[kind].lower(), who[kind].replace(" ", "-")]
    before, after = draw(
        st.sampled_from([("", ""), ("see ", ""), ("REF/", "/x"), ("(", ")"), ("told; ", " again")])
    )
    return before + draw(st.sampled_from(ways)) + after


@st.composite
def plantings(draw):
    """People, and {(table, row, column): text that holds something of one of them}."""
    everybody = draw(people())
    planted = {}
    for _ in range(draw(st.integers(1, 8))):
        table, column = draw(st.sampled_from(sorted(COLUMNS)))
        kinds = ANYWHERE if COLUMNS[table, column] else [*ANYWHERE, "date_of_birth", "social_care_id"]
        who = draw(st.sampled_from([one for one in everybody if one["given_names"] != "Ó"]))
        text = draw(written(who, draw(st.sampled_from(kinds))))
        planted[table, draw(st.integers(0, ROWS - 1)), column] = text
    return everybody, planted


def tables(planted):
    """Four plain rows of each table with what is planted; a referral's audit and subject follow its id."""

    def cell(table, n, column, plain):
        return planted.get((table, n, column), plain)

    referral_ids = [f"{cell('referrals', n, 'referral_id', f'r{n}')}" for n in range(ROWS)]
    for n, own in enumerate(referral_ids):  # ids stay unique, however often one text was planted
        referral_ids[n] = own if referral_ids.count(own) == 1 else f"{own} {'abcd'[n]}"
    every = range(ROWS)
    return {
        "referrals": [
            referral(
                referral_ids[n],
                locality=cell("referrals", n, "locality", "North"),
                lawful_basis=cell("referrals", n, "lawful_basis", "public task"),
            )
            for n in every
        ],
        "subjects": [subject(referral_ids[n], f"p{n}", sex=cell("subjects", n, "sex", "F")) for n in every],
        "complaints": [
            complaint(
                cell("complaints", n, "complaint_id", f"k{n}") + ("" if ("complaints", n, "complaint_id") not in planted else f" {'abcd'[n]}"),
                theme=cell("complaints", n, "theme", "delay"),
            )
            for n in every
        ],
        "audits": [
            {
                "audit_id": cell("audits", n, "audit_id", "u") + f" {'abcd'[n]}",
                "round_id": "first",
                "referral_id": referral_ids[n],
                "sampled_on": "2024-02-01",
                "stratum": cell("audits", n, "stratum", "amber"),
            }
            for n in every
        ],
        "surveys": [
            {"survey_id": f"s{n}", "title": cell("surveys", n, "title", "Professionals"), "opened_on": "2024-02-01"}
            for n in every
        ],
        "evidence": [
            {"evidence_id": f"e{n}", "kind": "learning", "theme": cell("evidence", n, "theme", "neglect"), "published_on": "2024-02-01"}
            for n in every
        ],
    }  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(plantings())
def test_nothing_planted_of_anybody_stands_in_the_dataset_and_every_other_row_does(drawn):
    everybody, planted = drawn
    with tempfile.TemporaryDirectory() as folder:
        source = extract(Path(folder) / "in", people=everybody, **tables(planted))
        out = Path(folder) / "dataset"
        done = import_extracts([source], read_mapping("templates"), out, KEY)
        assert sums_hold(done)
        texts = texts_of(out)
        bytes_of = b"".join(file.read_bytes() for file in out.rglob("*") if file.is_file())
        for text in planted.values():
            assert not [held for held in texts if text in held], text
            assert text.encode() not in bytes_of
        plain = [re.sub(r"\W", "", text).casefold() for text in texts]
        for who in everybody:
            for kind in ("nhs_number", "upn", "police_id", "address", "postcode", "telephone"):
                value = re.sub(r"\W", "", who[kind]).casefold()
                assert not [text for text in plain if value in text], kind
        gone = {(table, row) for table, row, _ in planted}
        gone |= {(table, row) for of, row in gone if of == "referrals" for table in ("subjects", "audits")}
        lost = Counter(table for table, _ in gone)
        for table in ("referrals", "subjects", "complaints", "audits", "surveys", "evidence"):
            assert len(ids(out, table)) == ROWS - lost[table], table
