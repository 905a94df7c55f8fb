"""Imports: a file handed in, its columns matched, its rows checked, brought in, mended and taken back."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from mash.framework.london import today
from mash.partnership.models import Appointment
from mash.records.activities.models import Activity
from mash.records.baselines.models import Baseline
from mash.records.complaints.models import Complaint
from mash.records.evidence.models import Evidence
from mash.records.imports.models import Import, ImportedRow
from mash.records.lessons.models import Lesson
from mash.records.referrals import actions as referrals
from mash.records.referrals.models import Referral, Subject
from mash.web.imports import stages
from tests.web.casework import at_the_keyboard

pytestmark = pytest.mark.django_db
HEADERS = ("Type", "Concern", "Agreed?", "Part", "First name", "Surname", "Born", "Secret address")
MATCHED = {
    "cohort": "Type",
    "concern": "Concern",
    "consent": "Agreed?",
    "role": "Part",
    "given_names": "First name",
    "family_name": "Surname",
    "date_of_birth": "Born",
    "protected": "Secret address",
}
GOOD = ("Neglect of a child", "Bruises", "given", "subject", "Zoe", "Zebrano", "27/03/2016", "No")
LESSONS = "source,title,published_on\ninspection,Share sooner,2026-03-02\n"
#: A row of each register by question, the record that it becomes, and what that says.
REGISTERS = {
    "lessons": (
        {"source": "Inspection", "title": "Share sooner", "published_on": "2 March 2026"},
        Lesson,
        {"source": "inspection", "title": "Share sooner", "published_on": "2026-03-02"},
    ),
    "complaints": (
        {
            "kind": "A complaint",
            "received_on": "1/2/2026",
            "source": "external",
            "agencies": "Moorland Police; council",
            "theme": "waiting",
            "title": "Too late",
            "words": "They waited",
        },
        Complaint,
        {"title": "Too late", "theme": "waiting", "stage": "1"},
    ),
    "evidence": (
        {"kind": "good_practice", "theme": "sharing", "title": "Calls", "text": "A worker rang back."},
        Evidence,
        {"kind": "good_practice", "title": "Calls", "published_on": "None"},
    ),
    "activities": (
        {"kind": "Training", "title": "Neglect", "held_on": "3.4.2026", "hours": "2.5", "attendees": "12"},
        Activity,
        {"kind": "training", "held_on": "2026-04-03", "attendees": "12"},
    ),
    "baselines": (
        {
            "agency": "Moorland Police",
            "cohort": "neglect",
            "start": "2026-01-01",
            "end": "31/03/2026",
            "volume": "9",
        },
        Baseline,
        {"agency_id": "police", "start": "2026-01-01", "end": "2026-03-31", "volume": "9"},
    ),
}


def handed_in(client, kind, text, name="list.csv"):
    """The answer to handing in a file."""
    content = text.encode() if isinstance(text, str) else text
    return client.post(
        f"/imports/new/{kind}/", {"hub": "moorland", "file": SimpleUploadedFile(name, content)}
    )


def worked(cast, name):
    """The latest import that somebody sees, after the worker did what it waits for."""
    found = cast.sees(name, lambda by: Import.objects.seen_by(by).order_by("-entered_at").first())
    stages.go_on(found.pk, cast.accounts[name].pk)
    return at(cast, name, found)


def at(cast, name, whole):
    return cast.sees(name, lambda by: Import.objects.seen_by(by).get(pk=whole.pk))


def rows(cast, name, whole):
    return cast.sees(name, lambda by: list(ImportedRow.objects.seen_by(by).filter(whole=whole)))


def matched(client, whole, columns, **always):
    """The answer to matching columns."""
    said = {f"column_{field}": f"header:{header}" for field, header in columns.items()}
    said |= {f"always_{field}": text for field, text in always.items()}
    return client.post(f"/imports/{whole.pk}/columns/", said | {"version": whole.version})


def table(*lines):
    out = io.StringIO()
    csv.writer(out).writerows((HEADERS, *lines))
    return out.getvalue()


def checked(cast, client, text, kind="referrals", columns=MATCHED, name="rita", **always):
    """An import whose rows are checked."""
    assert handed_in(client, kind, text).status_code == 302
    whole = worked(cast, name)
    assert whole.state == "to_match", whole.trouble
    assert matched(client, whole, columns, **(always or {"sex": "female"})).status_code == 302
    return worked(cast, name)


def brought_in(cast, client, text, name="rita", **words):
    """An import of which what is in order is brought in."""
    whole = checked(cast, client, text, name=name, **words)
    client.post(f"/imports/{whole.pk}/bring-in/", {"version": whole.version})
    return worked(cast, name)


def counted():
    """How many rows every table of the records has, whoever sees them."""
    tables = [name for name in connection.introspection.table_names() if name.startswith("records_")]
    left_out = ("records_import", "records_importedrow", "records_knowncolumns")
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        found = {}
        for name in sorted(set(tables) - set(left_out)):
            cursor.execute(f"SELECT count(*) FROM {name}")
            found[name] = cursor.fetchone()[0]
    return found


def test_a_list_of_referrals_becomes_referrals_and_what_is_wrong_is_told_in_the_files_own_words(cast):
    rita = at_the_keyboard(cast, "rita")
    wrong = ("Something else", "", "given", "subject", "Yan", "Yew", "31/02/2016", "No")
    whole = checked(cast, rita, table(GOOD, wrong))
    assert whole.state == "checked"
    assert not cast.sees("rita", lambda by: Referral.objects.seen_by(by).exists()), "nothing is in yet"
    page = rita.get(f"/imports/{whole.pk}/").content.decode()
    assert "1 of 2 rows are in order" in page
    for words in ("31/02/2016", "must be a real date", "Something else", "Type", "Concern"):
        assert words in page
    rita.post(f"/imports/{whole.pk}/bring-in/", {"version": whole.version})
    whole = worked(cast, "rita")
    assert (whole.state, [row.state for row in rows(cast, "rita", whole)]) == ("accepted", ["in", "wrong"])
    found = cast.sees("rita", lambda by: Referral.objects.seen_by(by).get())
    assert (found.agency_id, found.concern, found.cohort.name) == ("school", "Bruises", GOOD[0])
    subject = cast.sees("tess", lambda by: Subject.objects.seen_by(by).get())
    assert (subject.family_name, subject.date_of_birth.isoformat()) == ("Zebrano", "2016-03-27")
    assert rows(cast, "rita", whole)[0].cells == {}, "what is in the record is kept there alone"


def test_the_rows_to_be_mended_come_back_as_a_file_that_can_be_handed_in_again(cast):
    rita = at_the_keyboard(cast, "rita")
    wrong = ("Neglect of a child", "=cmd()", "given", "subject", "Yan", "Yew", "in spring", "No")
    whole = brought_in(cast, rita, table(GOOD, wrong))
    answer = rita.get(f"/imports/{whole.pk}/to-mend.csv").content.decode("utf-8-sig")
    [header, row] = csv.reader(io.StringIO(answer))
    assert header[:-1] == list(HEADERS)
    assert "must be a real date" in row[-1]
    assert row[1] == "'=cmd()", "no spreadsheet runs it"
    mended = answer.replace("in spring", "1 May 2016")
    assert handed_in(rita, "referrals", mended).status_code == 302
    again = worked(cast, "rita")
    page = rita.get(f"/imports/{again.pk}/columns/").content.decode()
    assert page.count("selected") >= len(MATCHED), "the agency's columns are remembered"
    matched(rita, again, MATCHED, sex="female")
    again = worked(cast, "rita")
    rita.post(f"/imports/{again.pk}/bring-in/", {"version": again.version})
    assert [row.state for row in rows(cast, "rita", worked(cast, "rita"))] == ["in"]
    seen = cast.sees("rita", lambda by: list(Referral.objects.seen_by(by)))
    assert {one.concern for one in seen} == {"Bruises", "=cmd()"}


def test_nothing_is_brought_in_twice(cast):
    rita = at_the_keyboard(cast, "rita")
    whole = brought_in(cast, rita, table(GOOD, GOOD))
    assert [row.state for row in rows(cast, "rita", whole)] == ["in", "wrong"]
    assert "says the same as row 2" in str(rows(cast, "rita", whole)[1].faults)
    assert "This very file was handed in" in handed_in(rita, "referrals", table(GOOD, GOOD)).content.decode()
    other = checked(cast, rita, table(GOOD) + "\n\n")
    assert [row.state for row in rows(cast, "rita", other)] == ["wrong"]
    assert "brought in with" in str(rows(cast, "rita", other)[0].faults)


def test_an_import_is_taken_back_as_if_it_had_never_been(cast):
    rita, before = at_the_keyboard(cast, "rita"), counted()
    whole = brought_in(cast, rita, table(GOOD, (*GOOD[:4], "Yan", "Yew", "1/2/2015", "No")))
    assert counted() != before
    rita.post(f"/imports/{whole.pk}/take-back/", {"version": whole.version})
    assert at(cast, "rita", whole).state == "undone"
    assert counted() == before
    assert {row.state for row in rows(cast, "rita", whole)} == {"back"}
    assert handed_in(rita, "referrals", table(GOOD)).status_code == 302, "it can be handed in anew"


def test_a_row_can_name_a_second_person_and_is_taken_back_with_both(cast):
    rita, before = at_the_keyboard(cast, "rita"), counted()
    headers = (*HEADERS, "Mother", "Her part", "Her number")
    out = io.StringIO()
    rest = ("Yan", "Yew", "1/2/2015", "No")
    csv.writer(out).writerows(
        (
            headers,
            (*GOOD, "Maud", "carer", "943 476 5919"),
            (*GOOD[:4], *rest, "", "", ""),
            (*GOOD[:4], *rest, "Mia", "", ""),
            (*GOOD[:4], *rest, "Mia", "carer", "943 476 5918"),
        )
    )
    columns = MATCHED | {
        "second_given_names": "Mother",
        "second_role": "Her part",
        "second_nhs_number": "Her number",
    }
    whole = brought_in(cast, rita, out.getvalue(), columns=columns)
    found = rows(cast, "rita", whole)
    assert [row.state for row in found] == ["in", "in", "wrong", "wrong"]
    assert "Say what the second person’s part in it is." in str(found[2].faults)
    assert "last digit does not fit" in str(found[3].faults)
    named = cast.sees("tess", lambda by: Subject.objects.seen_by(by).values_list("given_names", "role"))
    assert sorted(named) == [("Maud", "carer"), ("Yan", "subject"), ("Zoe", "subject")]
    rita.post(f"/imports/{whole.pk}/take-back/", {"version": whole.version})
    assert counted() == before


def test_what_somebody_has_worked_on_since_stays(cast):
    rita = at_the_keyboard(cast, "rita")
    whole = brought_in(cast, rita, table(GOOD, (*GOOD[:4], "Yan", "Yew", "1/2/2015", "No")))
    first = cast.sees("tess", lambda by: Referral.objects.seen_by(by).order_by("reference").first())
    cast.does("tess", referrals.take, referral_id=first.pk, version=first.version)
    answer = rita.post(f"/imports/{whole.pk}/take-back/", {"version": whole.version}, follow=True)
    assert "1 rows are taken back. 1 stay" in answer.content.decode()
    assert cast.sees("tess", lambda by: [one.pk for one in Referral.objects.seen_by(by)]) == [first.pk]


@pytest.mark.parametrize("left_after", [0, 1, 2, 3])
def test_killed_midway_it_goes_on_where_it_was(cast, monkeypatch, left_after):
    rita = at_the_keyboard(cast, "rita")
    lines = [(*GOOD[:4], f"Nr{n}", "Zebrano", "1/2/2015", "No") for n in range(5)]
    whole = checked(cast, rita, table(*lines))
    rita.post(f"/imports/{whole.pk}/bring-in/", {"version": whole.version})
    real, done = stages._bring_in, []

    def dies(one, row):
        if len(done) == left_after:
            raise MemoryError
        done.append(row)
        real(one, row)

    monkeypatch.setattr(stages, "A_PIECE", 2)
    monkeypatch.setattr(stages, "_bring_in", dies)
    with pytest.raises(MemoryError):
        stages.go_on(whole.pk, cast.accounts["rita"].pk)
    states = [row.state for row in rows(cast, "rita", whole)]
    made = cast.sees("rita", lambda by: Referral.objects.seen_by(by).count())
    assert states.count("in") == made == left_after // 2 * 2
    monkeypatch.setattr(stages, "_bring_in", real)
    stages.go_on(whole.pk, cast.accounts["rita"].pk)
    assert at(cast, "rita", whole).state == "accepted"
    assert cast.sees("rita", lambda by: Referral.objects.seen_by(by).count()) == 5


def test_a_step_that_never_ends_says_so_and_is_tried_again_when_somebody_asks(cast, monkeypatch):
    rita = at_the_keyboard(cast, "rita")
    handed_in(rita, "referrals", table(GOOD))
    whole = cast.sees("rita", lambda by: Import.objects.seen_by(by).get())

    def dies(*_, **__):
        raise MemoryError

    with monkeypatch.context() as broken:
        broken.setattr(stages, "one_table", dies)
        for _ in range(3):
            with pytest.raises(MemoryError):
                stages.go_on(whole.pk, cast.accounts["rita"].pk)
        stages.go_on(whole.pk, cast.accounts["rita"].pk)  # it is left alone now
    page = rita.get(f"/imports/{whole.pk}/").content.decode()
    assert "three times" in page
    assert "Try again" in page
    rita.post(f"/imports/{whole.pk}/try-again/")
    assert worked(cast, "rita").state == "to_match"


@pytest.mark.parametrize("kind", sorted(REGISTERS))
def test_a_register_is_brought_in_by_who_keeps_it_and_taken_back(cast, kind):
    said, record, what = REGISTERS[kind]
    quinn, before = at_the_keyboard(cast, "quinn"), counted()
    text = "\n".join([",".join(said), ",".join(said.values()), ",".join(said.values()).replace("2026", "x")])
    handed_in(quinn, kind, text + "\n")
    whole = worked(cast, "quinn")
    matched(quinn, whole, {name: name for name in said})
    whole = worked(cast, "quinn")
    first = rows(cast, "quinn", whole)[0]
    assert first.state == "ready", first.faults
    quinn.post(f"/imports/{whole.pk}/bring-in/", {"version": whole.version})
    whole = worked(cast, "quinn")
    found = cast.sees("quinn", lambda by: record.objects.seen_by(by).first())
    assert {name: str(getattr(found, name)) for name in what} == what
    quinn.post(f"/imports/{whole.pk}/take-back/", {"version": whole.version})
    assert at(cast, "quinn", whole).state == "undone"
    assert counted() == before


def test_who_may_not_do_it_by_hand_does_not_import_it(cast):
    rita, quinn, ralf = (at_the_keyboard(cast, name) for name in ("rita", "quinn", "ralf"))
    assert handed_in(rita, "lessons", LESSONS).status_code == 403
    assert handed_in(quinn, "referrals", table(GOOD)).status_code == 403
    whole = checked(cast, rita, table(GOOD))
    for client in (quinn, ralf, at_the_keyboard(cast, "tess")):
        assert client.get(f"/imports/{whole.pk}/").status_code == 404
    assert at_the_keyboard(cast, "iris").get("/imports/").status_code == 403


def test_whoever_loses_their_role_meanwhile_brings_in_nothing(cast):
    rita = at_the_keyboard(cast, "rita")
    whole = checked(cast, rita, table(GOOD))
    rita.post(f"/imports/{whole.pk}/bring-in/", {"version": whole.version})
    held = Appointment.objects.filter(account=cast.accounts["rita"])
    held.update(valid_to=today() - timedelta(days=1))
    stages.go_on(whole.pk, cast.accounts["rita"].pk)
    held.update(valid_to=None)
    assert not cast.sees("rita", lambda by: Referral.objects.seen_by(by).exists())


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("list.pdf", b"%PDF", "Hand in a CSV file or an Excel workbook"),
        ("list.csv", b"", "The file is empty"),
    ],
)
def test_what_is_no_table_is_refused_at_once(cast, name, content, words):
    assert words in handed_in(at_the_keyboard(cast, "rita"), "referrals", content, name).content.decode()


def test_what_must_be_answered_needs_a_column(cast):
    rita = at_the_keyboard(cast, "rita")
    handed_in(rita, "referrals", table(GOOD))
    answer = matched(rita, worked(cast, "rita"), MATCHED | {"concern": "nowhere"}, cohort="x")
    page = answer.content.decode()
    assert "has a column and an answer for every row" in page
    assert "Choose one of those that are offered" in page or "Choose the column that answers" in page
