"""The pages of casework do what the actions do, say what is wrong by field, and lose nothing typed."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.urls import reverse

from mash.framework.london import clock_at
from mash.records.escalations.actions import disagree, step_up
from mash.records.people.actions import merge
from mash.records.referrals.actions import Known, answer, ask, own, rate, take
from mash.records.referrals.models import Draft, Feedback, Item, Rating, Referral, Request, Subject
from mash.trail.models import Entry
from tests.cast import submitted
from tests.web.casework import at_the_keyboard

pytestmark = pytest.mark.django_db


@pytest.fixture
def referral(cast):
    return submitted(cast)


def words(response):
    """The text of a page without its tags."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return unescape(re.sub(r"\s+", " ", text))


def to(name, /, **parts):
    return reverse(name, kwargs=parts)


def test_a_new_referral_is_written_page_by_page_checked_and_sent(cast):
    rita = at_the_keyboard(cast, "rita")
    began = rita.post(to("submit"), {"hub": "moorland"})
    about = began.headers["Location"]
    draft = cast.sees("rita", lambda by: Draft.objects.seen_by(by).get())
    went = rita.post(about, {"cohort": "neglect", "more_cohorts": ["missing"], "locality": "North"})
    went = rita.post(
        went.headers["Location"], {"concern": "Hungry.\nEvery day.", "contact": "R., 01632 960001"}
    )
    assert went.headers["Location"] == to("submit_people", pk=draft.pk)
    person = {
        "role": "subject",
        "given_names": "Wendy",
        "family_name": "Fictional",
        "date_of_birth_day": "4",
        "date_of_birth_month": "5",
        "date_of_birth_year": "2016",
        "sex": "female",
        "nhs_number": "943 476 5919",
        "protected": "no",
    }
    went = rita.post(to("submit_person", pk=draft.pk, place=0), person)
    assert "Wendy Fictional" in words(rita.get(went.headers["Location"]))
    went = rita.post(to("submit_page", pk=draft.pk, name="consent"), {"consent": "given", "known_open": "no"})
    check = went.headers["Location"]
    shown = words(rita.get(check))
    for said in ("Neglect of a child", "Missing child", "Every day.", "4 May 2016", "Given"):
        assert said in shown
    sent = rita.post(check, follow=True)
    assert "The hub has received your referral" in words(sent)
    (found,) = cast.sees("tess", lambda by: list(Referral.objects.seen_by(by)))
    assert (found.agency_id, found.cohort_id, found.known_open) == ("school", "neglect", False)
    assert cast.sees("tess", lambda by: str(Subject.objects.seen_by(by).get())) == "Wendy Fictional"
    assert cast.sees("rita", lambda by: Draft.objects.seen_by(by).count()) == 0


def test_what_is_missing_is_told_on_the_check_page_and_nothing_is_sent(cast):
    rita = at_the_keyboard(cast, "rita")
    rita.post(to("submit"), {"hub": "moorland"})
    draft = cast.sees("rita", lambda by: Draft.objects.seen_by(by).get())
    wrong = rita.post(to("submit_page", pk=draft.pk, name="consent"), {"consent": "not_sought"})
    assert wrong.status_code == 302, "what is missing beside it is asked for when it is sent"
    shown = words(rita.post(to("submit_check", pk=draft.pk)))
    assert "Answer “What are you worried about?”" in shown
    assert "This field is required" not in shown
    assert "Name at least one person." in shown
    assert cast.sees("tess", lambda by: Referral.objects.seen_by(by).count()) == 0


def test_what_was_typed_wrongly_is_still_there_to_be_mended(cast):
    rita = at_the_keyboard(cast, "rita")
    rita.post(to("submit"), {"hub": "moorland"})
    draft = cast.sees("rita", lambda by: Draft.objects.seen_by(by).get())
    page = to("submit_person", pk=draft.pk, place=0)
    typed = {
        "role": "subject",
        "given_names": "Wen",
        "date_of_birth_day": "31",
        "date_of_birth_month": "February",
    }
    answered = rita.post(page, typed | {"date_of_birth_year": "16", "protected": "no", "sex": "unknown"})
    assert answered.status_code == 200
    assert "Date of birth must be a real date" in words(answered)
    for shown in (answered, rita.get(page)):
        assert b'value="February"' in shown.content
        assert b'value="Wen"' in shown.content


def test_what_no_database_holds_is_said_to_be_wrong_and_the_rest_kept(cast):
    rita = at_the_keyboard(cast, "rita")
    assert rita.post(to("submit"), {"hub": "moor\0land"}).status_code == 200
    rita.post(to("submit"), {"hub": "moorland"})
    draft = cast.sees("rita", lambda by: Draft.objects.seen_by(by).get())
    page = to("submit_person", pk=draft.pk, place=0)
    assert "holds a character that no text can hold" in words(rita.post(page, {"given_names": "Wen\0dy"}))
    assert b'value="Wendy"' in rita.get(page).content


def test_nobody_else_sees_what_somebody_has_begun(cast):
    rita = at_the_keyboard(cast, "rita")
    rita.post(to("submit"), {"hub": "moorland"})
    draft = cast.sees("rita", lambda by: Draft.objects.seen_by(by).get())
    for other in ("ralf", "tess", "dan", "fay"):
        page = at_the_keyboard(cast, other).get(to("submit_page", pk=draft.pk, name="about"))
        assert page.status_code == 404, other


def test_the_queue_is_ordered_by_urgency_and_can_be_narrowed(cast):
    blue, red, unrated, amber = (submitted(cast, cohort="neglect") for _ in range(4))
    for one, risk in ((blue, "blue"), (red, "red"), (amber, "amber")):
        cast.does("tess", rate, referral_id=one.pk, version=1, risk=risk, rationale="So.")
    page = words(at_the_keyboard(cast, "tess").get(to("queue")))
    places = [page.index(one.reference) for one in (unrated, red, amber, blue)]
    assert places == sorted(places)
    narrowed = words(at_the_keyboard(cast, "tess").get(to("queue") + "?risk=red"))
    assert red.reference in narrowed
    assert blue.reference not in narrowed


def test_the_queue_names_nobody(cast, referral):
    page = at_the_keyboard(cast, "tess").get(to("queue"))
    assert "Wendy" not in words(page)
    assert "Fictional" not in words(page)


def test_the_steps_from_rating_to_feedback(cast, referral):
    tess, dan, paul = (at_the_keyboard(cast, name) for name in ("tess", "dan", "paul"))
    home = to("referral", pk=referral.pk)
    assert "Next: rate it" in words(tess.get(home))
    tess.post(to("referral_rate", pk=referral.pk), {"version": 1, "risk": "red", "rationale": "Weeks."})
    assert "Next: say which agency decides" in words(tess.get(home))
    tess.post(to("referral_own", pk=referral.pk), {"version": 2, "agency": "council"})
    tess.post(to("referral_ask", pk=referral.pk), {"agencies": ["police"], "question": "Call-outs?"})
    assert "Moorland Police" in words(tess.get(home))
    one = cast.sees("paul", lambda by: Request.objects.seen_by(by).get())
    asked = words(paul.get(to("answer", pk=one.pk)))
    for said in ("Call-outs?", "She comes to school hungry.", "NHS number 9434765919"):
        assert said in asked
    filled = {
        "version": 1,
        "slots": 1,
        "response": "shared",
        "words_1": "Two call-outs.",
        "sharing_1": "disclose",
        "lawful_basis_1": "public_task",
        "owner_1": "police",
    }
    more = paul.post(to("answer", pk=one.pk), filled | {"more": "1"})
    assert b'name="words_2"' in more.content
    assert "Two call-outs." in words(more)
    sent = paul.post(to("answer", pk=one.pk), filled, follow=True)
    assert "Your agency’s answer is with the hub." in words(sent)
    decided = {
        "version": 3,
        "outcome_1": "section_47",
        "lead_1": "council",
        "support_1": ["police"],
        "rationale": "It is met.",
    }
    dan.post(to("referral_decide", pk=referral.pk), decided)
    item = cast.sees("dan", lambda by: Item.objects.seen_by(by).get())
    told = {"version": 4, "words": "An enquiry begins.", "way": "here", "quoted": [str(item.pk)]}
    dan.post(to("referral_tell", pk=referral.pk), told)
    seen = words(at_the_keyboard(cast, "rita").get(to("sent", pk=referral.pk)))
    assert "Answered" in seen
    assert "An enquiry begins." in seen
    assert "Two call-outs." in seen
    for hidden in ("Weeks.", "Red", "It is met.", "Call-outs?"):
        assert hidden not in seen


def test_who_was_overtaken_sees_both_and_loses_no_word(cast, referral):
    tess, dan = at_the_keyboard(cast, "tess"), at_the_keyboard(cast, "dan")
    page = to("referral_rate", pk=referral.pk)
    tess.post(page, {"version": 1, "risk": "blue", "rationale": "Not urgent."})
    mine = {"version": 1, "risk": "red", "rationale": "I have seen her."}
    answered = dan.post(page, mine)
    shown = words(answered)
    assert "Somebody changed this while you were writing" in shown
    assert "How it stands now" in shown
    assert "Blue Not urgent. Tess Triage" in shown
    assert "I have seen her." in shown
    assert cast.sees("dan", lambda by: Rating.objects.seen_by(by).count()) == 1
    assert b'name="version" value="2"' in answered.content
    dan.post(page, mine | {"version": 2})
    assert cast.sees("dan", lambda by: [one.risk for one in Rating.objects.seen_by(by)]) == ["blue", "red"]


def test_two_corrections_are_shown_field_by_field(cast, referral):
    tess = at_the_keyboard(cast, "tess")
    page = to("referral_correct", pk=referral.pk)
    said = {
        "version": 1,
        "cohort": "neglect",
        "concern": "Hungry and tired.",
        "consent": "given",
        "locality": "South",
    }
    tess.post(page, said)
    shown = words(tess.post(page, said | {"locality": "East"}))
    assert "Area South East" in shown
    assert cast.sees("tess", lambda by: Referral.objects.seen_by(by).get().locality) == "South"


def test_who_was_overtaken_in_a_disagreement_sees_how_it_stands_and_loses_no_word(cast, referral):
    raised = cast.does("tess", disagree, referral_id=referral.pk, about="police", reason="other", words="Hm.")
    cast.does("dora", step_up, escalation_id=raised.pk, version=1, words="Our managers look at it.")
    shown = words(
        at_the_keyboard(cast, "tess").post(
            to("escalation_next", pk=raised.pk), {"version": 1, "words": "Ours, too."}
        )
    )
    for said in ("How it stands now", "2 of 5 Our managers look at it.", "Ours, too."):
        assert said in shown


def test_taking_a_referral_with_a_version_that_is_no_number_takes_nothing(cast, referral):
    tess = at_the_keyboard(cast, "tess")
    for version in ("²", "9" * 5000, ""):
        assert tess.post(to("referral_take", pk=referral.pk), {"version": version}).status_code == 302
    assert cast.sees("tess", lambda by: Referral.objects.seen_by(by).get().worker) is None


def test_an_action_that_finds_something_wrong_leaves_nothing_behind(cast, referral):
    tess = at_the_keyboard(cast, "tess")
    before = Entry.objects.count()
    page = to("referral_ask", pk=referral.pk)
    shown = words(tess.post(page, {"agencies": ["police", "health"]}))
    assert "Rate the referral first" in shown
    assert cast.sees("tess", lambda by: Request.objects.seen_by(by).count()) == 0
    assert list(Entry.objects.order_by("number")[before:].values_list("verb", flat=True)) == ["viewed"]


def test_every_opening_of_a_referral_and_a_person_is_on_the_trail(cast, referral):
    person = cast.sees("tess", lambda by: Subject.objects.seen_by(by).get().person_id)
    tess = at_the_keyboard(cast, "tess")
    tess.get(to("referral", pk=referral.pk))
    tess.get(to("person", pk=person))
    tess.get(to("search") + "?q=wend")
    seen = list(Entry.objects.filter(account=cast.accounts["tess"].pk).values_list("verb", "kind", "record"))
    assert seen == [
        ("viewed", "referral", referral.reference),
        ("viewed", "person", str(person)),
        ("found by search", "person", str(person)),
    ]


def test_a_protected_address_shows_on_request_only_and_that_is_noted(cast):
    from mash.records.people.actions import Particulars
    from mash.records.people.models import Address
    from mash.records.referrals.actions import Person

    said = Particulars(given_names="Wendy", address="1 Secret Street", postcode="ZZ99 1AA", protected=True)
    submitted(cast, people=(Person("subject", said),))
    address = cast.sees("tess", lambda by: Address.objects.seen_by(by).get())
    tess, page = at_the_keyboard(cast, "tess"), to("person", pk=address.person_id)
    assert "Secret Street" not in words(tess.get(page))
    assert "1 Secret Street" in words(tess.post(page, {"address": str(address.pk)}))
    assert Entry.objects.filter(verb="viewed the protected address of").count() == 1


def test_two_records_are_merged_and_taken_apart_by_hand(cast):
    from tests.cast import CHILD  # noqa: F401  (both referrals name her)

    submitted(cast), submitted(cast)
    one, two = cast.sees(
        "tess", lambda by: [row.person for row in Subject.objects.seen_by(by).select_related("person")]
    )
    tess = at_the_keyboard(cast, "tess")
    page = words(tess.get(to("person", pk=one.pk)))
    assert "Same NHS number, Same name, Same date of birth, Same postcode" in page
    match = to("match", pk=one.pk, other=two.pk)
    assert "Alike:" in words(tess.get(match))
    tess.post(match, {"verdict": "same", "reason": "One NHS number."})
    merged = tess.get(to("person", pk=one.pk))
    assert "One NHS number." in words(merged)
    take_apart = re.search(r'href="(/merge/[^"]+)"', merged.content.decode()).group(1)
    tess.post(take_apart, {"reason": "Twins."})
    assert "One NHS number." not in words(tess.get(to("person", pk=one.pk)))


def test_information_governance_reads_the_log_restricts_and_learns_of_broken_glass(cast, referral):
    iris, tess = at_the_keyboard(cast, "iris"), at_the_keyboard(cast, "tess")
    tess.get(to("referral", pk=referral.pk))
    log = words(iris.get(to("access_log") + f"?record={referral.reference}"))
    assert "Tess Triage Moorland Council Viewed" in log
    assert "People: 1" in log, "a number is no yes"
    cast.does("tess", own, referral_id=referral.pk, version=referral.version, agency="council")
    cast.does("tess", take, referral_id=referral.pk, version=referral.version + 1)
    log = words(iris.get(to("access_log") + f"?record={referral.reference}"))
    assert "Owner: from nothing to Moorland Council" in log
    assert "Worker: from nothing to Tess Triage" in log
    made = iris.post(to("restricted"), {"reference": referral.reference, "reason": "She works here."})
    assert tess.get(to("referral", pk=referral.pk)).status_code == 404
    assert referral.reference not in words(tess.get(to("queue")))
    iris.post(made.headers["Location"], {"account": cast.accounts["dan"].pk})
    assert at_the_keyboard(cast, "dan").get(to("referral", pk=referral.pk)).status_code == 200
    opened = tess.post(
        to("break_glass"), {"reference": referral.reference, "reason": "At the door."}, follow=True
    )
    assert "It is reported." in words(opened)
    assert "At the door." in words(iris.get(to("restricted")))


def test_a_page_that_refreshes_itself_keeps_nobody_signed_in(cast):
    tess = at_the_keyboard(cast, "tess")
    tess.get(to("queue"))
    ends = tess.session.get_expiry_date
    from django.contrib.sessions.models import Session

    before = Session.objects.get(pk=tess.session.session_key).expire_date
    tess.get(to("queue"), headers={"X-By-Itself": "1"})
    assert Session.objects.get(pk=tess.session.session_key).expire_date == before
    tess.get(to("queue"))
    assert Session.objects.get(pk=tess.session.session_key).expire_date > before
    assert ends


def test_the_known_answer_of_another_agency_is_not_on_the_page_of_one_that_is_asked(cast, referral):
    cast.does("tess", rate, referral_id=referral.pk, version=1, risk="red", rationale="Weeks.")
    cast.does("tess", own, referral_id=referral.pk, version=2, agency="council")
    police, _ = cast.does("tess", ask, referral_id=referral.pk, agencies=("police", "health"))
    known = (Known("Two call-outs.", "reveal", "public_task"),)
    cast.does("paul", answer, request_id=police.pk, version=1, response="shared", known=known)
    page = words(at_the_keyboard(cast, "hanna").get(to("referral", pk=referral.pk)))
    assert "She comes to school hungry." in page
    assert "Two call-outs." not in page
    assert "Moorland Police" not in page
    assert cast.sees("hanna", lambda by: Feedback.objects.seen_by(by).count()) == 0


def test_casework_adds_a_name_a_number_an_address_and_family_to_a_person(cast):
    from mash.records.people.actions import Particulars
    from mash.records.referrals.actions import Person

    mother = Person("carer", Particulars(given_names="Mona", family_name="Fictional"))
    submitted(cast, people=(Person("subject", Particulars(given_names="Wendy")), mother))
    wendy, mona = (
        cast.sees("tess", lambda by, name=name: Subject.objects.seen_by(by).get(given_names=name).person_id)
        for name in ("Wendy", "Mona")
    )
    tess = at_the_keyboard(cast, "tess")

    def add(what, **said):
        return words(tess.post(to("person_add", pk=wendy, what=what), said, follow=True))

    assert "It is added" in add("name", kind="alias", given_names="Wen", family_name="")
    assert "last digit does not fit" in add("number", nhs_number="943 476 5918")
    assert "It is added" in add("number", nhs_number="943 476 5919", police_id="P 77")
    assert "recorded this number already" in add("number", nhs_number="9434765919")
    assert "It is added" in add("address", lines="1 Nowhere Lane", protected="no")
    shown = add("family", relative=str(mona), relation="parent")
    for said in ("Wen (also known as)", "NHS number 9434765919", "Police id P77", "1 Nowhere Lane"):
        assert said in shown
    assert "Parent: Mona Fictional" in shown
    assert "recorded already" in add("family", relative=str(mona), relation="parent")
    assert "It is added" not in add(
        "family", relative="00000000-0000-4000-8000-000000000000", relation="parent"
    )


def test_a_passed_due_time_is_told_in_the_queue_on_the_referral_and_to_the_agency(cast):
    with clock_at(datetime(2026, 3, 10, 12, tzinfo=UTC)):
        referral = submitted(cast)
        cast.does("tess", rate, referral_id=referral.pk, version=1, risk="red", rationale="Weeks.")
        cast.does("tess", ask, referral_id=referral.pk, agencies=("police",))
    tess, paul = at_the_keyboard(cast, "tess"), at_the_keyboard(cast, "paul")
    for minutes, said in ((59, "1 minute left"), (61, "Overdue by 1 minute")):
        with clock_at(datetime(2026, 3, 10, 12, tzinfo=UTC) + timedelta(minutes=minutes)):
            assert said in words(paul.get(to("agency")))
            assert f"Moorland Police: {said.lower()}" in words(tess.get(to("queue")))
    with clock_at(datetime(2026, 3, 10, 14, 5, tzinfo=UTC)):
        assert "Overdue by 5 minutes" in words(tess.get(to("queue")))
        assert "Overdue by 5 minutes" in words(tess.get(to("referral", pk=referral.pk)))


def test_a_referral_that_nobody_rates_is_an_alarm(cast):
    with clock_at(datetime(2026, 3, 10, 12, tzinfo=UTC)):
        referral = submitted(cast)
    tess = at_the_keyboard(cast, "tess")
    for minutes, alarmed in ((30, False), (31, True)):
        with clock_at(datetime(2026, 3, 10, 12, tzinfo=UTC) + timedelta(minutes=minutes)):
            assert ("Unrated for too long" in words(tess.get(to("queue")))) is alarmed
            assert ("Rate it now." in words(tess.get(to("referral", pk=referral.pk)))) is alarmed


def test_on_opening_a_referral_one_sees_who_was_named_before_and_who_may_be_the_same(cast, referral):
    again = submitted(cast)
    other = cast.sees("tess", lambda by: Subject.objects.seen_by(by).get(referral=again).person)
    mine = cast.sees("tess", lambda by: Subject.objects.seen_by(by).get(referral=referral).person)
    tess = at_the_keyboard(cast, "tess")
    shown = words(tess.get(to("referral", pk=referral.pk)))
    assert "1 possible match" in shown
    assert "other referral" not in shown
    cast.does("tess", merge, first=mine, second=other, reason="Same NHS number.")
    shown = words(tess.get(to("referral", pk=referral.pk)))
    assert "Named in 1 other referral" in shown
    assert "possible match" not in shown
    # an agency that is asked about one of the two learns nothing of the other
    cast.does("tess", rate, referral_id=referral.pk, version=1, risk="red", rationale="So.")
    cast.does("tess", ask, referral_id=referral.pk, agencies=("police",))
    assert "other referral" not in words(at_the_keyboard(cast, "paul").get(to("referral", pk=referral.pk)))


def test_what_is_missing_or_too_long_is_told_with_the_words_of_the_question(cast, referral):
    tess = at_the_keyboard(cast, "tess")
    page = to("referral_rate", pk=referral.pk)
    shown = words(tess.post(page, {"version": 1, "risk": "purple", "rationale": "x" * 5001}))
    assert "Choose one of those that are offered for “How urgent is it?”" in shown
    assert "“Why?” can have 5000 characters at most, and this has 5001" in shown
    shown = words(tess.post(page, {"version": 1, "risk": "red", "rationale": "\x00"}))
    assert "“Why?” holds a character that no text can hold" in shown
    assert "Answer “Why?”" in words(tess.post(page, {"version": 1, "risk": "red"}))
