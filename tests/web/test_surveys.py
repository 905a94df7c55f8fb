"""Answering by a link: one page, the same words for every link that does not work, no trace of who."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from mash.framework.london import today
from mash.trail.models import Entry
from tests.records import surveys
from tests.web.casework import at_the_keyboard

pytestmark = pytest.mark.django_db


@pytest.fixture
def links(cast, settings):
    """A survey's five links, and the cast."""
    settings.SENDS_MAIL = True
    made = surveys.opened(cast)
    surveys.invited(cast, made, "council", [f"c{n}@council.example" for n in range(5)])
    return cast, surveys.questions(cast, made), [f"/answer/{one}/" for one in surveys.posted().values()]


def test_an_answer_is_saved_half_and_sent_once(links):
    _, asked, (link, *_) = links
    client = Client()
    client.post(link, {str(asked["scale"].pk): "4", "save": "1"})
    page = client.get(link)
    assert "checked" in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert "Answer one question" in client.post(link, {"send": "1"}).content.decode()
    sent = client.post(link, {str(asked["scale"].pk): "4", str(asked["text"].pk): "More time.", "send": "1"})
    assert "Thank you" in sent.content.decode()
    assert client.get(link).status_code == 410


def test_a_link_that_is_wrong_or_used_is_met_in_the_same_words(links):
    _, asked, (link, *_) = links
    client = Client()
    client.post(link, {str(asked["scale"].pk): "4", "send": "1"})
    used, wrong = client.get(link), client.get("/answer/never-was/")
    assert used.status_code == wrong.status_code == 410
    assert used.content == wrong.content
    assert client.post(link, {"send": "1"}).content == wrong.content


def test_what_is_out_of_order_is_said_and_the_rest_is_kept(links):
    _, asked, (link, *_) = links
    wrong = {str(asked["scale"].pk): "9", str(asked["text"].pk): "More time.", "send": "1"}
    page = Client().post(link, wrong).content.decode()
    assert "Choose one of those that are offered" in page
    assert "More time." in page
    assert "More time." in Client().get(link).content.decode()


def test_who_is_signed_in_in_the_same_browser_leaves_no_trace_of_it(links):
    cast, asked, (link, *_) = links
    quinn = at_the_keyboard(cast, "quinn")
    quinn.get("/surveys/")
    Session.objects.update(expire_date=f"{today()}T00:00:00Z")  # a renewal would show
    sessions, entries = list(Session.objects.values_list()), Entry.objects.count()
    cookies = quinn.cookies.output()
    page = quinn.get(link).content.decode()
    assert "Quinn" not in page
    quinn.post(link, {str(asked["scale"].pk): "4", "save": "1"})
    quinn.post(link, {str(asked["scale"].pk): "4", "send": "1"})
    assert list(Session.objects.values_list()) == sessions
    assert Entry.objects.count() == entries
    assert quinn.cookies["session"].value in cookies, "and they stay signed in"
