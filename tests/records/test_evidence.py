"""The evidence library: nobody in it who could be recognised, nothing lost, each rule refused in words."""

import time
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from mash.framework.london import clock_at, now, today
from mash.records.evidence import actions, reading
from mash.records.evidence.finding import found, replaced
from mash.records.evidence.models import Evidence, EvidenceUse, EvidenceVersion, KeptWords
from mash.records.writing import Overtaken
from mash.trail.models import Entry

pytestmark = pytest.mark.django_db
WRITTEN = {
    "kind": "good_practice",
    "cohort": "neglect",
    "theme": "early sharing",
    "title": "A visit made together",
    "text": "A worker and an officer visited together. The child spoke to them on the same day.",
}
NEXT_YEAR = timedelta(days=365)


def drafted(cast, who="quinn", hub="moorland", **changed):
    return cast.does(who, actions.draft, hub=hub, **(WRITTEN | changed))


def published(cast, who="quinn", **changed):
    one = drafted(cast, who, **changed)
    return cast.does(
        who,
        actions.publish,
        evidence_id=one.pk,
        version=one.version,
        review_on=today() + NEXT_YEAR,
        read=True,
        alone=True,
    )


def refused(cast, action, who="quinn", **words):
    """What is said, by field, where an action is refused."""
    with pytest.raises(ValidationError) as said:
        cast.does(who, action, **words)
    return {field: errors[0] for field, errors in said.value.message_dict.items()}


def standing(cast, one):
    return cast.sees("quinn", lambda by: Evidence.objects.seen_by(by).get(pk=one.pk))


FOUND = [
    ("Wendy told her teacher.", [("name", "Wendy")]),
    ("She said that Wendy’s brother knew.", [("name", "Wendy")]),
    ("They met Mrs. Smith-Jones. She was ill.", [("name", "Mrs. Smith-Jones")]),
    ("When Élise came, O'Neill had left.", [("name", "Élise"), ("name", "O'Neill")]),
    ("WENDY was hungry.", [("name", "WENDY")]),
    ("She lives in Leek near Oak Lane.", [("place", "Leek"), ("place", "Oak Lane")]),
    ("Post it to zz99 1aa.", [("name", "Post"), ("postcode", "zz99 1aa")]),
    (
        "On 3 March 2026, 3/3/26 and 2026-03-03.",
        [("date", d) for d in ("3 March 2026", "3/3/26", "2026-03-03")],
    ),
    ("It was in May, on a Tuesday.", [("date", "May"), ("date", "Tuesday")]),
    ("He is 7 and rang 01632 960001.", [("number", "7"), ("number", "01632 960001")]),
    ("Ask a.b@c.example about it.", [("name", "Ask"), ("contact", "a.b@c.example")]),
    ("The child was seen. I was there. MASH met. Neighbours knew; the neighbours rang.", []),
]


@pytest.mark.parametrize(("text", "hits"), FOUND, ids=[text for text, _ in FOUND])
def test_what_could_point_to_somebody_is_found(text, hits):
    assert [(one.kind, one.words) for one in found(text)] == hits


def test_each_wording_is_found_once_with_every_place_where_it_stands():
    (one,) = found("It began with Wendy.", "She saw Wendy again.")
    assert [words for _, words, _ in one.around] == ["Wendy", "Wendy"]
    assert (
        replaced("Wendy, wendy and Wendy-Ann saw Wendys.", "Wendy", "x") == "X, wendy and x-Ann saw Wendys."
    )


@pytest.mark.parametrize("piece", ["x", "9", "1 ", "A ", "a@", "A.", "\n", "é-", "January "])
def test_no_text_takes_long_to_look_through(piece):
    began = time.perf_counter()
    found((piece * 20_000)[:20_000])
    assert time.perf_counter() - began < 2


def test_a_draft_is_resolved_word_by_word_and_only_then_published(cast):
    text = "Wendy was afraid. The Children Act was followed, and Wendy was seen on 3 March."
    one = drafted(cast, text=text, made_from="2026-000123")
    publish = {"evidence_id": one.pk, "review_on": today() + NEXT_YEAR, "read": True, "alone": True}
    said = refused(cast, actions.publish, version=1, **publish)
    assert said == {
        "read": "These words could point to somebody: “Wendy”, “Children Act”, “3 March”. "
        "Write something else instead."
    }
    one = cast.does(
        "quinn", actions.write_instead, evidence_id=one.pk, version=1, words="Wendy", instead="a child"
    )
    assert one.text.startswith("A child was afraid.")
    keep = {"evidence_id": one.pk, "version": 2, "words": "Children Act"}
    assert refused(cast, actions.keep_words, why="", **keep) == {"why": "Say why these words can stay."}
    assert refused(cast, actions.keep_words, why="other", reason=" ", **keep) == {
        "reason": "Write down the reason."
    }
    cast.does("quinn", actions.keep_words, why="public", **keep)
    assert refused(cast, actions.keep_words, why="public", **keep) == {
        "words": "These words are resolved already, or stand there no more."
    }
    one = cast.does(
        "quinn",
        actions.write_instead,
        evidence_id=one.pk,
        version=2,
        words="3 March",
        instead="the day when Ann came",
    )
    left = cast.sees("quinn", lambda by: reading.to_resolve(by, one))
    assert [one.words for one in left] == ["Ann"], "what was written instead is looked through too"
    cast.does("quinn", actions.keep_words, why="ordinary", evidence_id=one.pk, version=3, words="Ann")
    cast.does("quinn", actions.publish, version=3, **publish)
    assert (standing(cast, one).published_on, standing(cast, one).made_from) == (today(), "2026-000123")


def test_publishing_needs_a_reader_a_review_and_a_word_where_it_stands_alone(cast):
    one = drafted(cast)
    publish = {"evidence_id": one.pk, "version": 1, "review_on": today() + NEXT_YEAR}
    assert "say that you have" in refused(cast, actions.publish, read=False, **publish)["read"]
    assert "No other item" in refused(cast, actions.publish, read=True, **publish)["alone"]
    late = publish | {"review_on": today()}
    assert refused(cast, actions.publish, read=True, alone=True, **late) == {
        "review_on": "The review must lie in the future."
    }
    cast.does("quinn", actions.publish, read=True, alone=True, **publish)
    another = drafted(cast, theme="Early sharing")
    cast.does("quinn", actions.publish, read=True, **(publish | {"evidence_id": another.pk}))


def test_every_version_is_kept_with_who_changed_it_and_the_second_of_two_is_told(cast):
    one = drafted(cast)
    change = {"evidence_id": one.pk, "version": 1}
    cast.does("quinn", actions.change, **(WRITTEN | {"title": "A joint visit"}), **change)
    with pytest.raises(Overtaken) as told:
        cast.does("quinn", actions.change, **(WRITTEN | {"title": "Mine"}), **change)
    assert told.value.now.title == "A joint visit"
    (before,) = cast.sees("quinn", lambda by: list(EvidenceVersion.objects.seen_by(by)))
    assert (before.number, before.title, before.account.name) == (
        1,
        "A visit made together",
        "Quinn Quality Officer",
    )
    assert standing(cast, one).version == 2


def test_a_published_item_takes_no_new_word_that_could_point_to_somebody(cast):
    one = published(cast)
    written = {"evidence_id": one.pk, "version": one.version} | WRITTEN
    said = refused(cast, actions.change, **(written | {"text": "We saw that Wendy was safe."}))
    assert "“Wendy”" in said["text"]
    assert standing(cast, one).text == WRITTEN["text"]
    cast.does("quinn", actions.change, **(written | {"text": "We saw that the child was safe."}))


def test_requests_and_supply_are_in_the_order_of_time(cast):
    one = published(cast)
    ask = {"evidence_id": one.pk, "agency": "police", "purpose": "training", "requested_on": today()}
    assert (
        "future"
        in refused(cast, actions.request, **(ask | {"requested_on": today() + timedelta(1)}))["requested_on"]
    )
    assert (
        "before it was published"
        in refused(cast, actions.request, **(ask | {"requested_on": date(2020, 1, 1)}))["requested_on"]
    )
    assert "purpose" in refused(cast, actions.request, **(ask | {"purpose": "fun"}))
    assert "agency" in refused(cast, actions.request, **(ask | {"agency": "nobody"}))
    use = cast.does("quinn", actions.request, **ask)
    early = {"use_id": use.pk, "version": 1, "supplied_on": today() - timedelta(1)}
    assert "when they asked or later" in refused(cast, actions.supply, **early)["supplied_on"]
    with clock_at(now() + timedelta(days=3)):
        cast.does("quinn", actions.supply, use_id=use.pk, version=1, supplied_on=today())
        again = {"use_id": use.pk, "version": 2, "supplied_on": today()}
        assert refused(cast, actions.supply, **again) == {"supplied_on": "They have it already."}
    kept = cast.sees("quinn", lambda by: EvidenceUse.objects.seen_by(by).get())
    assert kept.supplied_on - kept.requested_on == timedelta(days=3)


def test_a_draft_is_supplied_to_nobody_and_a_withdrawn_item_is_done_with(cast):
    one = drafted(cast)
    ask = {"agency": "police", "purpose": "training", "requested_on": today()}
    assert "draft" in refused(cast, actions.request, evidence_id=one.pk, **ask)["title"]
    one = published(cast)
    withdraw = {"evidence_id": one.pk, "version": one.version}
    assert refused(cast, actions.withdraw, because=" ", **withdraw) == {"because": "Say why it is withdrawn."}
    cast.does("quinn", actions.withdraw, because="Somebody was recognised.", **withdraw)
    assert "withdrawn" in refused(cast, actions.request, evidence_id=one.pk, **ask)["title"]
    shown = cast.sees("quinn", lambda by: reading.searched(by, "visit").filter(reading.LIBRARY).count())
    assert shown == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [("kind", "x"), ("cohort", "nothing"), ("theme", " "), ("title", ""), ("text", "\n")],
)
def test_what_is_missing_is_said_by_field(cast, field, value):
    assert set(refused(cast, actions.draft, hub="moorland", **(WRITTEN | {field: value}))) == {field}


def test_words_are_found_in_every_form_the_best_match_first(cast):
    drafted(cast, title="Sharing early", text="Agencies shared at once.")
    drafted(cast, title="Something else", text="It was shared. Shared again, and sharing helped.")
    drafted(cast, title="A visit", theme="joint visits", text="A worker came.")

    def titles(words):
        return cast.sees("quinn", lambda by: [one.title for one in reading.searched(by, words)])

    assert set(titles("share")) == {"Sharing early", "Something else"}
    assert titles("visiting") == ["A visit"]
    assert titles('"sharing helped"') == ["Something else"]
    assert titles("share -helped") == ["Sharing early"]
    assert titles("'; & | !") == []


@pytest.mark.parametrize("who", ["dan", "anna", "iris", "adam", "pam"])
def test_who_keeps_no_register_writes_nothing(cast, who):
    with pytest.raises(PermissionDenied):
        drafted(cast, who)


def test_another_hubs_library_is_not_there(cast):
    one = published(cast)
    with pytest.raises(Evidence.DoesNotExist):
        cast.does("quinta", actions.withdraw, evidence_id=one.pk, version=2, because="x")
    assert cast.sees("quinta", lambda by: reading.searched(by, "visit").count()) == 0


def test_each_step_and_each_look_is_on_the_trail_without_a_word_of_the_text(cast):
    one = published(cast)
    cast.does("quinn", reading.open_item, pk=one.pk)
    lines = Entry.objects.filter(kind="evidence").order_by("number")
    assert [line.verb for line in lines] == ["entered", "published", "viewed"]
    assert "visit" not in str([line.detail for line in lines])
    assert cast.sees("quinn", lambda by: KeptWords.objects.seen_by(by).count()) == 0
