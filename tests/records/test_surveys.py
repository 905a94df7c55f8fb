"""Surveys: each rule refused in words, letters that name nobody, answers tied to nobody."""

from collections import Counter
from contextlib import nullcontext
from datetime import time, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import connection

from mash.framework.london import LONDON, clock_at, now, today
from mash.records.referrals.actions import tell
from mash.records.surveys import actions, answering, inviting, reading, sending
from mash.records.surveys.models import Survey, SurveyAnswer, SurveyInvitation, SurveyReleased, SurveyWords
from mash.records.writing import Overtaken
from mash.trail.models import Entry
from tests.records.surveys import (
    QUESTIONS,
    STANDING,
    answered,
    drafted,
    invited,
    mixed,
    opened,
    posted,
    questions,
)
from tests.records.test_evidence import refused
from tests.records.test_life import decided, fresh, owned, rated

pytestmark = pytest.mark.django_db
FIVE = [f"p{n}@police.example" for n in range(5)]


@pytest.fixture(autouse=True)
def with_mail(settings):
    settings.SENDS_MAIL = True


def stands(cast, survey):
    return cast.sees("quinn", lambda by: Survey.objects.seen_by(by).get(pk=survey.pk))


def rows(cast, table, who="quinn"):
    return cast.sees(who, lambda by: list(table.objects.seen_by(by)))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "x"),
        ("title", " "),
        ("opening", ""),
        ("answer_days", 3),
        ("answer_days", 91),
        ("remind_days", 28),
        ("remind_days", 0),
    ],
)
def test_what_is_wrong_with_a_survey_is_said_by_field(cast, field, value):
    assert set(refused(cast, actions.enter, **(STANDING | {field: value}))) == {field}


def test_a_survey_after_feedback_says_when_somebody_may_be_asked_again(cast):
    after = STANDING | {"kind": "after_feedback"}
    assert set(refused(cast, actions.enter, **after)) == {"rest_days"}
    assert cast.does("quinn", actions.enter, **after, rest_days=90).rest_days == 90


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("kind", {"kind": "x", "words": "Well?"}),
        ("words", {"kind": "text", "words": " "}),
        ("scale_max", {"kind": "scale", "words": "Well?", "scale_max": 11}),
        ("scale_max", {"kind": "scale", "words": "Well?", "scale_max": None}),
        ("low_words", {"kind": "scale", "words": "Well?", "scale_max": 5}),
        ("options", {"kind": "choice", "words": "Well?", "options": "One"}),
        ("options", {"kind": "choice", "words": "Well?", "options": "One\nOne"}),
    ],
)
def test_what_is_wrong_with_a_question_is_said_by_field(cast, field, words):
    made = cast.does("quinn", actions.enter, **STANDING)
    of = {"survey_id": made.pk, "version": 1}
    assert set(refused(cast, actions.ask, question=actions.Wording(**words), **of)) == {field}


def test_a_survey_opens_once_it_asks_something_and_is_frozen_then(cast):
    empty = cast.does("quinn", actions.enter, **STANDING)
    assert "Ask something" in refused(cast, actions.open_survey, survey_id=empty.pk, version=1)["version"]
    made = opened(cast)
    of = {"survey_id": made.pk, "version": stands(cast, made).version}
    assert "title" in refused(cast, actions.ask, question=QUESTIONS[0], **of)
    one = questions(cast, made)["scale"]
    assert "title" in refused(cast, actions.drop, question_id=one.pk, **of)
    with pytest.raises(Overtaken):
        cast.does("quinn", actions.close, survey_id=made.pk, version=1)
    second = drafted(cast)
    assert "Another survey" in refused(cast, actions.open_survey, survey_id=second.pk, version=4)["version"]
    opened(cast, "quinta", hub="fenland")
    cast.does("quinn", actions.close, **of)
    cast.does("quinn", actions.open_survey, survey_id=second.pk, version=4)


def test_people_are_invited_by_addresses_once_each_and_by_letters_that_name_nobody(cast, settings):
    made = opened(cast)
    of = {"survey_id": made.pk, "version": made.version}
    assert set(refused(cast, actions.invite, agency="x", addresses="a@b.example", **of)) == {"agency"}
    wrong = refused(cast, actions.invite, agency="police", addresses="a@b.example\nnobody", **of)
    assert wrong == {"addresses": "Line 2 is no e-mail address."}
    assert invited(cast, made, "police", [*FIVE, FIVE[0].upper(), FIVE[1]]) == 5
    assert invited(cast, made, "police", FIVE) == 0
    assert set(posted()) == set(FIVE) or len(mail.outbox) == 5
    said = "".join(one.subject + one.body for one in mail.outbox)
    assert "quinn" not in said.lower()
    assert posted() == {}
    settings.SENDS_MAIL = False
    assert (
        "no e-mail"
        in refused(cast, actions.invite, agency="police", addresses="a@b.example", **of)["addresses"]
    )


@pytest.mark.parametrize(("code", "left"), [(550, 0), (450, 1)])
@pytest.mark.parametrize("refuses", ["at the address", "after the letter"])
def test_one_letter_that_is_refused_keeps_no_other_back(cast, monkeypatch, code, left, refuses):
    made = opened(cast)
    people = [f"p{n}@police.example" for n in range(8)]
    invited(cast, made, "police", people)
    send = EmailMessage.send

    def refusing(letter):
        if letter.to == [people[3]]:
            no = {people[3]: (code, b"no")}
            raise SMTPRecipientsRefused(no) if refuses == "at the address" else SMTPDataError(code, b"no")
        return send(letter)

    with monkeypatch.context() as patched:
        patched.setattr(EmailMessage, "send", refusing)
        with pytest.raises((SMTPRecipientsRefused, SMTPDataError)) if left else nullcontext():
            sending.send_letters()
    assert {one.to[0] for one in mail.outbox} == {*people} - {people[3]}
    assert len(posted()) == left, "who says later is tried again, who says never is not"


def test_a_reminder_goes_once_to_who_has_not_answered(cast):
    made = opened(cast)
    invited(cast, made, "police", FIVE)
    secrets = posted()
    gone = next(iter(secrets))
    assert answered(secrets[gone], 4)
    with clock_at(now() + timedelta(days=9)):
        assert posted() == {}
    with clock_at(now() + timedelta(days=10)):
        again = posted()
        assert again == {to: secret for to, secret in secrets.items() if to != gone}
        assert posted() == {}


def test_a_link_works_once_until_its_day_and_while_the_survey_is_open(cast):
    made = opened(cast)
    invited(cast, made, "police", FIVE)
    one, two, *_ = posted().values()
    assert answering.asked("x" * 43) is None
    asked = answering.asked(one)
    answering.save(one, {str(asked.questions[0].pk): 3})
    assert answering.asked(one).saved == {str(asked.questions[0].pk): 3}
    assert answered(one, 4)
    assert answering.asked(one) is None
    assert not answering.post(one, asked, {})
    with clock_at(now() + timedelta(days=29)):
        assert answering.asked(two) is None
    cast.does("quinn", actions.close, survey_id=made.pk, version=stands(cast, made).version)
    assert answering.asked(two) is None


def test_fewer_than_five_answers_are_neither_mixed_nor_shown(cast):
    made = opened(cast)
    invited(cast, made, "police", FIVE)
    invited(cast, made, "health", [f"h{n}@health.example" for n in range(3)])
    secrets = list(posted().values())
    for secret in secrets[:4]:
        answered(secret, 5, "More time.")
    assert mixed() == 0
    assert rows(cast, SurveyAnswer) == rows(cast, SurveyWords) == []
    answered(secrets[4], 1)
    assert mixed() == 5
    assert len(rows(cast, SurveyAnswer)) == 10

    def shown(by):
        return reading.response(by, made), reading.answers(by, made), reading.words(by, made).count()

    response, answers, words = cast.sees("quinn", shown)
    assert ("All", 8, 5) in response
    assert all(name == "All" or given >= 5 for name, _, given in response)
    scale = dict(answers[0][2])
    assert (scale["5: very"], scale["1: not at all"], words) == (4, 1, 4)


def closed(cast, survey):
    cast.does("quinn", actions.close, survey_id=survey.pk, version=stands(cast, survey).version)
    return mixed()


def test_when_it_closes_the_last_few_are_counted_and_what_they_said_is_not_kept(cast, superuser):
    made = opened(cast)
    invited(cast, made, "police", FIVE)
    answered(next(iter(posted().values())), 2, "Only I would say so.")
    assert closed(cast, made) == 1
    assert len([one for one in rows(cast, SurveyInvitation) if one.answered_at]) == 1
    assert rows(cast, SurveyAnswer) == rows(cast, SurveyWords) == []
    left = superuser()
    for table in ("token", "letter", "asked", "posted"):
        assert left[f"records_survey{table}"] == []
    look = lambda by: (reading.response(by, made), reading.answers(by, made)[0][1:])  # noqa: E731
    assert cast.sees("quinn", look) == ([("All", 5, 0)], (0, []))


def test_who_alone_was_invited_in_a_month_is_not_told_by_the_score_beside_that_month(cast):
    """Who invited them knows the address: were their score beside their month and agency, they were known."""
    made = opened(cast)
    invited(cast, made, "police", FIVE)
    for secret in posted().values():
        answered(secret, 5)
    mixed()
    with clock_at(now() + timedelta(days=40)):
        assert invited(cast, made, "health", ["one@health.example"]) == 1
        answered(*posted().values(), 1)
        assert mixed() == 0, "it waits for others"
        assert closed(cast, made) == 1
    (lone,) = [one for one in rows(cast, SurveyInvitation) if one.agency_id == "health"]
    assert lone.answered_at is not None
    scale = questions(cast, made)["scale"].pk
    assert [one.score for one in rows(cast, SurveyAnswer) if one.question_id == scale] == [5] * 5


def test_a_few_of_several_months_are_mixed_together_among_all_months(cast):
    made = opened(cast)
    for months, (agency, many) in enumerate((("police", 5), ("health", 3), ("school", 2))):
        with clock_at(now() + timedelta(days=40 * months)):
            invited(cast, made, agency, [f"p{n}@{agency}.example" for n in range(many)])
            for n, secret in enumerate(posted().values()):
                answered(secret, 1 + n)
            assert mixed() == (5 if agency == "police" else 0)
    with clock_at(now() + timedelta(days=120)):
        assert mixed() == 5
    answered_of = Counter(one.agency_id for one in rows(cast, SurveyInvitation) if one.answered_at)
    assert answered_of == {"police": 5, "health": 3, "school": 2}
    scale = questions(cast, made)["scale"].pk
    scores = [one for one in rows(cast, SurveyAnswer) if one.question_id == scale]
    assert sorted(one.score for one in scores) == [1, 1, 1, 2, 2, 2, 3, 3, 4, 5]
    assert len({one.invitation_id for one in scores}) == 10, "each beside an invitation of its own"


def test_nobody_who_reads_all_there_is_can_tie_an_answer_to_its_giver(cast, superuser):
    """Tries with every row of every table, the trail and the queue, in the order in which they lie there."""
    made = opened(cast)
    people = [(f"{agency}{n}@x.example", agency) for n in range(8) for agency in ("police", "health")]
    for agency in ("police", "health"):
        invited(cast, made, agency, [to for to, of in people if of == agency])
    asked = superuser()
    assert len(asked["records_surveytoken"]) == len(asked["records_surveyletter"]) == len(people)
    assert not any(to in str(asked) for to, _ in people), "no address stands anywhere"
    secrets = posted()
    scores = {to: 1 + n % 5 for n, to in enumerate(secrets)}
    for to, secret in secrets.items():
        questions_asked = answering.asked(secret).questions
        answering.save(secret, {str(questions_asked[2].pk): f"Half of {scores[to]}"})
        assert answered(secret, scores[to], f"Words of {scores[to]}")
    waiting = superuser()
    assert "Half of" not in str(waiting), "what is saved half only the link itself opens"
    assert "Words of" not in str(waiting), "what waits to be mixed is sealed"
    assert len({len(one) for one in waiting["records_surveyposted"]}) == 1, "and of one length"
    assert mixed() == len(people)
    after = superuser()
    assert not any(to in str(after) or secret in str(after) for to, secret in secrets.items())
    for table in ("token", "letter", "posted"):
        assert after[f"records_survey{table}"] == [], f"{table}s are forgotten when they are used"
    for table in ("answer", "words"):
        written = {one.split("\t")[0] for one in after[f"records_survey{table}"]}
        assert len(written) == 1, "all were written at once"
    days = {one.answered_at for one in rows(cast, SurveyInvitation)}
    assert len(days) == 1, "no time tells one answer from another"
    assert days.pop().astimezone(LONDON).time() == time(0)
    mixed_by = Entry.objects.filter(verb="mixed answers of").values_list("account", "detail")
    assert list(mixed_by) == [(None, {})]
    assert not Entry.objects.filter(kind="survey", account=None).exclude(verb="mixed answers of").exists()


def test_the_order_in_which_answers_came_is_not_the_order_in_which_they_lie(cast):
    """16 answers in the order of their scores: were the order kept, it would be seen."""
    made = opened(cast)
    invited(cast, made, "police", [f"p{n:02}@police.example" for n in range(16)])
    for n, secret in enumerate(posted().values()):
        answered(secret, 1 + n // 4, f"Number {n:02}")
    mixed()
    told = [one.words for one in rows(cast, SurveyWords)]
    assert sorted(told) != told
    assert len(set(told)) == 16


def test_what_comes_later_is_written_anew_with_what_came_before(cast):
    made = opened(cast)
    invited(cast, made, "police", [f"p{n}@police.example" for n in range(10)])
    secrets = list(posted().values())
    for secret in secrets[:5]:
        answered(secret, 3)
    mixed()
    first = {one.pk for one in rows(cast, SurveyAnswer)}
    for secret in secrets[5:]:
        answered(secret, 4)
    mixed()
    again = rows(cast, SurveyAnswer)
    assert not first & {one.pk for one in again}
    assert len(again) == 20


def nobody_acts():
    """As in the worker: a test is one transaction, so who acted last is taken back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('mash.account', '', true)")


def told_about(cast, referral):
    rated(cast, referral)
    owned(cast, referral)
    decided(cast, referral)
    version = fresh(cast, referral).version
    cast.does("dan", tell, referral_id=referral.pk, version=version, words="Thank you.")


def test_who_was_answered_yesterday_is_asked_today_and_not_again_too_soon(cast, referral):
    after = opened(cast, kind="after_feedback", rest_days=30)
    told_about(cast, referral)
    nobody_acts()
    assert inviting.invite_after_feedback() == 0, "the day is not over"
    with clock_at(now() + timedelta(days=1)):
        assert inviting.invite_after_feedback() == 1
        assert inviting.invite_after_feedback() == 0
        ((to, _),) = posted().items()
        assert to == "rita@moorland.example"
        assert referral.reference not in mail.outbox[0].body
    (one,) = rows(cast, SurveyInvitation)
    assert (one.agency_id, one.survey_id) == ("school", after.pk)
    assert one.sent_at.astimezone(LONDON).date() == today()
    names = {field.name for field in SurveyInvitation._meta.concrete_fields}
    assert names == {"id", "survey", "agency", "sent_at", "answered_at"}


def test_words_are_released_as_their_own_or_held_back(cast):
    made = opened(cast)
    invited(cast, made, "police", FIVE)
    for secret in posted().values():
        answered(secret, 4, "Ask Wendy, she is always kind.")
    mixed()
    one, two, *_ = rows(cast, SurveyWords)
    of = {"words_id": one.pk, "version": 1}
    assert set(refused(cast, actions.release, words=" ", **of)) == {"words"}
    assert set(refused(cast, actions.release, words="Ask Peter, she is always kind.", **of)) == {"words"}
    cast.does("quinn", actions.release, words="Ask …, she is always kind.", **of)
    assert rows(cast, SurveyWords, "anna") == []
    (shown,) = rows(cast, SurveyReleased, "anna")
    assert shown.words == "Ask …, she is always kind."
    assert rows(cast, SurveyReleased, "dan") == rows(cast, SurveyReleased, "quinta") == []
    cast.does("quinn", actions.hold_back, words_id=one.pk, version=2)
    cast.does("quinn", actions.hold_back, words_id=two.pk, version=1)
    assert rows(cast, SurveyReleased, "anna") == []


@pytest.mark.parametrize("who", ["dan", "anna", "iris", "adam", "pam", "quinta"])
def test_who_keeps_no_register_of_the_hub_writes_nothing(cast, who):
    made = opened(cast)
    with pytest.raises((PermissionDenied, Survey.DoesNotExist)):
        cast.does(who, actions.close, survey_id=made.pk, version=made.version)
    with pytest.raises(PermissionDenied):
        cast.does(who, actions.enter, **STANDING)
