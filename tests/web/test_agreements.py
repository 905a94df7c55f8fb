"""The pages of data-sharing agreements: every lawful basis is explained, and each step leads back."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mash.framework.london import today
from mash.records.agreements.models import Agreement
from mash.records.referrals.models.received import LAWFUL_BASES
from mash.web.agreements.bases import BASES
from tests.web.casework import at_the_keyboard
from tests.web.test_access_log import days

pytestmark = pytest.mark.django_db


@pytest.fixture
def iris(cast):
    return at_the_keyboard(cast, "iris")


def written(**changed):
    soon = today() + timedelta(days=100)
    words = {"title": "Sharing", "purpose": "To protect.", "shared": "All.", "lawful_bases": ["consent"]}
    return words | days(signed_on=today(), expires_on=soon, review_on=soon) | changed


def entered(iris):
    sent = written(hub="moorland", parties=["police", "health"])
    return iris.post(reverse("agreement_new"), sent).headers["Location"]


def test_every_lawful_basis_is_explained_in_the_laws_words(iris):
    assert list(BASES) == list(LAWFUL_BASES)
    page = iris.get(reverse("lawful_bases")).content.decode()
    assert all(one.law in page and one.means in page for one in BASES.values())


def test_nothing_typed_is_lost_where_something_is_missing(iris):
    page = iris.post(reverse("agreement_new"), written(hub="moorland", title="", parties=["police"]))
    text = page.content.decode()
    assert "Give it a title" in text
    assert "To protect." in text
    assert text.count("checked") == 2
    page = iris.post(reverse("agreement_new"), written(hub="moorland", parties=["police"]))
    assert "An agreement is between two agencies at least." in page.content.decode()


def test_each_step_leads_back_to_the_agreement(iris):
    at = entered(iris)
    version = 1
    soon = today() + timedelta(days=50)
    for step, sent in (
        ("change", written(title="Sharing in the hub")),
        ("join", {"agency": "council"} | days(from_on=today())),
        ("leave", {"agency": "police", "words": "It is dissolved."} | days(to_on=today())),
        ("review", {"words": "All in order."} | days(review_on=soon)),
        ("end", {"words": "A new one."} | days(ended_on=today())),
    ):
        answer = iris.post(f"{at}{step}/", sent | {"version": version})
        assert (answer.status_code, answer.headers.get("Location")) == (302, at), step
        version += 1
    page = iris.get(at).content.decode()
    for words in ("Sharing in the hub", "It is dissolved.", "All in order.", "A new one.", "Ended"):
        assert words in page
    assert "Record a review" not in page, "an ended agreement has no next step"


def test_the_second_of_two_editors_sees_both(iris):
    at = entered(iris)
    iris.post(f"{at}change/", written(version=1, title="Theirs", lawful_bases=["public_task"]))
    page = iris.post(f"{at}change/", written(version=1, title="Mine"))
    text = page.content.decode()
    assert page.status_code == 200
    assert "Theirs" in text
    assert "Public task" in text
    assert 'value="Mine"' in text
    assert Agreement._base_manager.get().title == "Theirs"
    assert iris.post(f"{at}change/", written(version=2, title="Mine")).status_code == 302


def test_a_list_says_in_words_what_has_expired_and_who_has_none(iris):
    long_ago = today() - timedelta(days=400)
    ended = {"expires_on": today() - timedelta(days=1), "review_on": today() - timedelta(days=9)}
    iris.post(
        reverse("agreement_new"),
        written(hub="moorland", parties=["police", "health"], **days(signed_on=long_ago, **ended)),
    )
    page = iris.get(reverse("agreements")).content.decode()
    assert "1 needs attention" in page
    assert "Expired: its last day was" in page
    assert "agencies that are party to no agreement in force" in page
    assert "Moorland Academies" in page
