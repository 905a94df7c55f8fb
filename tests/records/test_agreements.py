"""Data-sharing agreements: what is refused in words, what stood before, who is party and who to none."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from mash.framework.london import clock_at, now, today
from mash.records.agreements import actions, reading
from mash.records.agreements.actions import Written
from mash.records.agreements.models import Agreement, AgreementParty, AgreementStep
from mash.records.writing import Overtaken
from mash.trail.models import Entry

pytestmark = pytest.mark.django_db


def written(**changed):
    """An agreement as it is written."""
    words = {
        "title": "Sharing in the hub",
        "purpose": "To protect children.",
        "lawful_bases": ("public_task",),
        "shared": "What each agency knows.",
        "signed_on": today(),
        "expires_on": today() + timedelta(days=365),
        "review_on": today() + timedelta(days=180),
    }
    return Written(**(words | changed))


@pytest.fixture
def agreement(cast):
    return entered(cast)


def entered(cast, parties=("council", "police"), **changed):
    return cast.does("iris", actions.enter, hub="moorland", written=written(**changed), parties=parties)


def stands(cast, agreement):
    return cast.sees("iris", lambda by: Agreement.objects.seen_by(by).get(pk=agreement.pk))


def parties(cast, agreement):
    def look(by):
        rows = AgreementParty.objects.seen_by(by).filter(agreement=agreement)
        return [(one.agency_id, one.from_on, one.to_on) for one in rows]

    return cast.sees("iris", look)


def refused(act, field):
    with pytest.raises(ValidationError) as told:
        act()
    return told.value.message_dict[field]


def test_an_agreement_is_entered_with_its_parties_and_the_trail_says_so(cast, agreement):
    assert parties(cast, agreement) == [("council", today(), None), ("police", today(), None)]
    last = Entry.objects.order_by("-number").first()
    assert (last.verb, last.kind, last.record) == ("entered", "agreement", str(agreement.pk))


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"title": " "}, "title", "Give it a title."),
        ({"purpose": ""}, "purpose", "Say what the information is shared for."),
        ({"shared": ""}, "shared", "Say what is shared."),
        ({"lawful_bases": ()}, "lawful_bases", "Say on which lawful basis it is shared."),
        ({"lawful_bases": ("because",)}, "lawful_bases", "Say on which lawful basis it is shared."),
        (
            {"signed_on": today() + DAY},
            "signed_on",
            "It is entered once it is signed: that day cannot lie in the future.",
        ),
        (
            {"expires_on": today()},
            "expires_on",
            "Its last day comes after the day on which it was signed.",
        ),
        (
            {"review_on": today() + 366 * DAY},
            "review_on",
            "It is reviewed after it was signed, and on its last day at the latest.",
        ),
    ],
)
def test_what_no_agreement_can_say_is_refused_in_words(cast, agreement, changed, field, words):
    assert refused(lambda: entered(cast, **changed), field) == [words]
    of = {"agreement_id": agreement.pk, "version": 1, "written": written(**changed)}
    assert refused(lambda: cast.does("iris", actions.change, **of), field) == [words]


@pytest.mark.parametrize("some", [(), ("police",), ("police", "police")])
def test_an_agreement_is_between_two_agencies_at_least(cast, some):
    words = ["An agreement is between two agencies at least."]
    assert refused(lambda: entered(cast, parties=some), "parties") == words
    strangers = refused(lambda: entered(cast, parties=("police", "nobody")), "parties")
    assert strangers == ["Choose agencies of the partnership."]


def test_what_stood_before_a_change_is_kept_in_words(cast, agreement):
    later = written(lawful_bases=("public_task", "consent"), expires_on=today() + timedelta(days=700))
    cast.does("iris", actions.change, agreement_id=agreement.pk, version=1, written=later)
    step = cast.sees("iris", lambda by: AgreementStep.objects.seen_by(by).get(did="changed"))
    spelt = today() + timedelta(days=365)
    assert step.before == {
        "Lawful bases": "Public task",
        "Last day in force": f"{spelt.day} {spelt:%B %Y}",
    }
    same = cast.does("iris", actions.change, agreement_id=agreement.pk, version=2, written=later)
    assert same.version == 2, "nothing differs, nothing is changed"


def test_of_two_who_change_an_agreement_the_second_is_told(cast, agreement):
    of = {"agreement_id": agreement.pk, "version": 1}
    cast.does("iris", actions.change, written=written(title="One"), **of)
    with pytest.raises(Overtaken):
        cast.does("iris", actions.change, written=written(title="Two"), **of)
    with pytest.raises(Overtaken):
        cast.does("iris", actions.join, agency="health", from_on=today(), **of)


def test_parties_move_with_the_day_of_signing_and_no_agency_joins_before_it(cast, agreement):
    of = {"agreement_id": agreement.pk}
    earlier = written(signed_on=today() - 9 * DAY)
    cast.does("iris", actions.change, version=1, written=earlier, **of)
    assert {since for _, since, _ in parties(cast, agreement)} == {today() - 9 * DAY}
    cast.does("iris", actions.join, version=2, agency="health", from_on=today() - 5 * DAY, **of)
    late = {"version": 3, "written": written()} | of
    told = refused(lambda: cast.does("iris", actions.change, **late), "signed_on")
    assert told == ["An agency joined before that day."]


def test_an_agency_joins_leaves_and_joins_again(cast, agreement):
    of = {"agreement_id": agreement.pk}
    join = {"agency": "health", "from_on": today()} | of
    cast.does("iris", actions.join, version=1, **join)
    again = refused(lambda: cast.does("iris", actions.join, version=2, **join), "agency")
    assert again == ["This agency is party to it already."]
    early = {"agency": "school", "from_on": today() - DAY} | of
    assert refused(lambda: cast.does("iris", actions.join, version=2, **early), "from_on")
    leave = {"agency": "health", "to_on": today(), **of}
    silent = refused(lambda: cast.does("iris", actions.leave, version=2, words=" ", **leave), "words")
    assert silent == ["Say why it leaves."]
    cast.does("iris", actions.leave, version=2, words="It is dissolved.", **leave)
    stranger = leave | {"agency": "school", "words": "So."}
    assert refused(lambda: cast.does("iris", actions.leave, version=3, **stranger), "agency")
    overlapping = refused(lambda: cast.does("iris", actions.join, version=3, **join), "from_on")
    assert overlapping == ["It was party to it on that day already."]
    cast.does("iris", actions.join, version=3, **(join | {"from_on": today() + DAY}))
    assert len([one for one in parties(cast, agreement) if one[0] == "health"]) == 2


def test_a_review_says_what_it_found_and_when_the_next_is(cast, agreement):
    of = {"agreement_id": agreement.pk, "version": 1}
    assert refused(
        lambda: cast.does("iris", actions.review, review_on=today(), words="Fine.", **of), "review_on"
    )
    beyond = {"review_on": today() + timedelta(days=400), "words": "Fine."}
    told = refused(lambda: cast.does("iris", actions.review, **beyond, **of), "review_on")
    assert "review it before that, or extend it." in told[0]
    cast.does("iris", actions.review, review_on=today() + timedelta(days=200), words="Fine.", **of)
    assert stands(cast, agreement).review_on == today() + timedelta(days=200)


def test_an_ended_agreement_is_ended_for_good(cast, agreement):
    of = {"agreement_id": agreement.pk}
    ahead = {"ended_on": today() + DAY, "words": "So.", "version": 1} | of
    assert refused(lambda: cast.does("iris", actions.end, **ahead), "ended_on")
    cast.does("iris", actions.end, version=1, ended_on=today(), words="A new one replaces it.", **of)
    for act, field in (
        (lambda: cast.does("iris", actions.change, version=2, written=written(), **of), "title"),
        (
            lambda: cast.does("iris", actions.join, version=2, agency="health", from_on=today(), **of),
            "agency",
        ),
        (lambda: cast.does("iris", actions.end, version=2, ended_on=today(), words="So.", **of), "ended_on"),
    ):
        assert refused(act, field) == ["This agreement is ended."]


def test_what_has_expired_comes_first_then_what_soon_does_then_what_is_to_be_reviewed(cast):
    with clock_at(now() - timedelta(days=700)):
        signed = {"signed_on": today(), "review_on": today() + timedelta(days=1)}
    later = {"review_on": today() + timedelta(days=10)}
    names = {
        "expired": signed | {"expires_on": today() - DAY},
        "soon": signed | later | {"expires_on": today() + timedelta(days=60)},
        "review": signed | {"expires_on": today() + timedelta(days=61)},
        "quiet": signed | later | {"expires_on": today() + timedelta(days=61)},
    }
    for title in reversed(names):
        entered(cast, title=title, **names[title])
    rows = cast.sees("iris", lambda by: [one.title for one in reading.agreements(by)])
    assert rows == list(names)
    on = today()
    attention = cast.sees(
        "iris", lambda by: {one.title for one in reading.agreements(by).filter(reading.needs_attention(on))}
    )
    assert attention == {"expired", "soon", "review"}


def test_an_agency_of_the_hub_without_an_agreement_in_force_is_named(cast):
    def alone():
        found = cast.sees("iris", reading.without)
        return {str(hub.pk): {one.pk for one in agencies} for hub, agencies in found}

    everybody = {"council", "police", "health", "school", "probation"}
    assert alone() == {"moorland": everybody}
    made = entered(cast, parties=sorted(everybody - {"school"}))
    assert alone() == {"moorland": {"school"}}
    leave = {"agency": "police", "to_on": today() - DAY, "words": "So."}
    told = refused(
        lambda: cast.does("iris", actions.leave, agreement_id=made.pk, version=1, **leave), "to_on"
    )
    assert "it leaves on that day or later" in told[0]
    cast.does("iris", actions.leave, agreement_id=made.pk, version=1, **(leave | {"to_on": today()}))
    with clock_at(now() + DAY):
        assert alone() == {"moorland": {"school", "police"}}
    cast.does("iris", actions.end, agreement_id=made.pk, version=2, ended_on=today(), words="So.")
    assert alone() == {"moorland": everybody}


def test_an_agreement_that_ran_out_covers_nobody(cast):
    signed = date(2024, 1, 1)
    entered(cast, signed_on=signed, review_on=signed + DAY, expires_on=today() - DAY)
    ((_, agencies),) = cast.sees("iris", reading.without)
    assert {"council", "police"} <= {one.pk for one in agencies}


@pytest.mark.parametrize("who", ["tess", "quinn", "adam", "anna", "ida"])
def test_only_information_governance_of_the_hub_keeps_its_agreements(cast, agreement, who):
    with pytest.raises(PermissionDenied):
        cast.does(who, actions.enter, hub="moorland", written=written(), parties=("council", "police"))
    with pytest.raises(Agreement.DoesNotExist):
        cast.does(who, actions.end, agreement_id=agreement.pk, version=1, ended_on=today(), words="So.")
