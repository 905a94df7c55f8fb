"""People: numbers are checked, matches have reasons, only a human merges, and a merge comes apart."""

import itertools
import random
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given
from hypothesis import strategies as st

from mash.records.people import identifiers, names
from mash.records.people.actions import (
    Particulars,
    add_identifier,
    enter_person,
    know_different,
    merge,
    unmerge,
)
from mash.records.people.matching import likely_matches
from mash.records.people.models import Merge, Name, Person
from mash.records.referrals.actions import Person as Named
from mash.records.referrals.models import Referral, Subject
from mash.trail.models import Entry
from tests.cast import CHILD, submitted

pytestmark = pytest.mark.django_db


def person_in(cast, by="rita", **said):
    """A person named in a new referral, as those see them who work on it."""
    referral = submitted(cast, by=by, people=(Named("subject", Particulars(**said)),))
    look = lambda by: Subject.objects.seen_by(by).select_related("person").get(referral=referral)  # noqa: E731
    return cast.sees("tess", look).person


def matches(cast, person, who="tess"):
    return cast.sees(who, lambda by: likely_matches(by, person))


WENDY = {"given_names": "Wendy", "family_name": "Fictional", "date_of_birth": date(2016, 5, 4)}


@pytest.mark.parametrize(
    ("first", "second", "reasons", "against"),
    [
        (WENDY, WENDY, ("Same name", "Same date of birth"), ()),
        (
            WENDY | {"numbers": {"nhs_number": "9434765919"}},
            {"given_names": "Gwendolyn", "numbers": {"nhs_number": "943 476 5919"}},
            ("Same NHS number",),
            ("Different name",),
        ),
        (
            WENDY,
            WENDY | {"family_name": "Fictionall"},
            ("Similar name", "Same date of birth"),
            (),
        ),
        (
            WENDY | {"postcode": "ZZ99 1AA"},
            WENDY | {"date_of_birth": date(2016, 4, 5), "postcode": "zz991aa"},
            ("Same name", "Same date of birth with day and month swapped", "Same postcode"),
            (),
        ),
        (
            WENDY,
            {"given_names": "FICTIONAL", "family_name": "Wendy", "date_of_birth": date(2016, 5, 4)},
            ("Same name", "Same date of birth"),
            (),
        ),
    ],
)
def test_a_likely_match_is_offered_with_its_reasons(cast, first, second, reasons, against):
    one, other = person_in(cast, **first), person_in(cast, **second)
    (found,) = matches(cast, other)
    assert found.known.person.pk == one.pk
    assert (found.reasons, found.against) == (reasons, against)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (WENDY, {"given_names": "Wendy", "family_name": "Other", "date_of_birth": date(2011, 1, 2)}),
        (WENDY, {"given_names": "Wendy", "family_name": "Fictional", "date_of_birth": date(1970, 1, 2)}),
        (
            WENDY | {"numbers": {"nhs_number": "9434765919"}},
            WENDY | {"numbers": {"nhs_number": "9434765870"}},
        ),
        (WENDY, {"given_names": "Somebody", "date_of_birth": date(2016, 5, 4)}),
    ],
)
def test_what_is_not_alike_enough_is_not_offered(cast, first, second):
    person_in(cast, **first)
    assert matches(cast, person_in(cast, **second)) == []


def test_nobody_is_merged_by_name_and_birth_date_however_often(cast):
    people = [person_in(cast, **WENDY) for _ in range(5)]
    assert len({one.cluster for one in people}) == 5
    assert len(matches(cast, people[0])) == 4


def test_matches_are_looked_for_only_among_people_whom_one_may_see(cast):
    submitted(cast, by="fay", hub="fenland")
    here = person_in(cast, **WENDY)
    assert matches(cast, here) == []


def test_those_known_to_be_different_are_never_offered_again(cast):
    one, other, third = (person_in(cast, **WENDY) for _ in range(3))
    cast.does("tess", know_different, first=one, second=other, reason="Cousins of one name.")
    assert [match.known.person.pk for match in matches(cast, one)] == [third.pk]
    cast.does("tess", merge, first=other, second=third, reason="Same school.")
    assert matches(cast, one) == []
    with pytest.raises(ValidationError, match="two different people"):
        cast.does("tess", merge, first=one, second=third, reason="Hm.")


def test_a_merge_and_its_undoing_leave_every_row_as_it_was(cast):
    one, other = person_in(cast, **WENDY), person_in(cast, **WENDY)
    before = rows(cast)
    made = cast.does("tess", merge, first=one, second=other, reason="Same NHS number at the GP.")
    assert len({row["cluster"] for row in rows(cast)["Person"]}) == 1
    cast.does("tess", unmerge, made=made, reason="They are cousins.")
    assert rows(cast) == before
    verbs = list(Entry.objects.filter(kind="person").values_list("verb", flat=True))
    assert verbs[-2:] == ["merged", "unmerged"]


def rows(cast):
    def look(by):
        return {
            table.__name__: list(table.objects.seen_by(by).order_by("pk").values())
            for table in (Person, Name, Subject, Referral)
        }

    return cast.sees("tess", look)


def test_information_governance_reviews_a_merge_and_takes_it_apart(cast):
    one, other = person_in(cast, **WENDY), person_in(cast, **WENDY)
    cast.does("tess", merge, first=one, second=other, reason="Alike.")
    (made,) = cast.sees("iris", lambda by: list(Merge.objects.seen_by(by)))
    cast.does("iris", unmerge, made=made, reason="Two birth certificates.")
    assert cast.sees("tess", lambda by: Person.objects.seen_by(by).get(pk=one.pk).cluster) == one.pk


@pytest.mark.parametrize("who", ["rita", "paul", "anna", "adam"])
def test_who_does_no_casework_merges_nobody(cast, who):
    one, other = person_in(cast, **WENDY), person_in(cast, **WENDY)
    with pytest.raises(PermissionDenied):
        cast.does(who, merge, first=one, second=other, reason="Because.")


def test_any_merges_taken_apart_in_any_order_leave_what_the_rest_make(cast):
    chance = random.Random(4)
    people = [person_in(cast, **WENDY) for _ in range(7)]
    standing: list[Merge] = []
    for _ in range(30):
        if standing and chance.random() < 0.5:
            made = standing.pop(chance.randrange(len(standing)))
            cast.does("tess", unmerge, made=made, reason="No.")
        else:
            first, second = chance.sample(people, 2)
            if together(people, standing)[first.pk] == together(people, standing)[second.pk]:
                continue
            standing.append(cast.does("tess", merge, first=first, second=second, reason="Yes."))
        clusters = cast.sees("tess", lambda by: dict(Person.objects.seen_by(by).values_list("pk", "cluster")))
        expected = together(people, standing)
        for a, b in itertools.combinations(people, 2):
            assert (clusters[a.pk] == clusters[b.pk]) == (expected[a.pk] == expected[b.pk])


def together(people, merges):
    """Which of the standing merges' groups each person is in, by plain spreading."""
    group = {one.pk: one.pk for one in people}
    for _ in people:
        for made in merges:
            least = min(group[made.first_id], group[made.second_id], key=str)
            group[made.first_id] = group[made.second_id] = least
    return group


@pytest.mark.parametrize(
    ("kind", "number", "match"),
    [
        ("nhs_number", "943 476 5918", "last digit does not fit"),
        ("nhs_number", "1234", "ten digits"),
        ("upn", "B801200001001", "letter does not fit"),
        ("police_id", "  ", "give the number"),
    ],
)
def test_a_number_that_cannot_be_one_is_told_by_field(cast, kind, number, match):
    person = cast.does("rita", enter_person, said=CHILD)
    with pytest.raises(ValidationError, match=match) as told:
        cast.does("tess", add_identifier, person=person, kind=kind, number=number)
    assert list(told.value.message_dict) == [kind]


@given(st.text(max_size=80), st.text(max_size=80))
def test_folding_a_name_twice_changes_nothing(one, other):
    for word in names.words(f"{one} {other}"):
        assert word
        assert names.words(word)[-1] == word.replace("-", "")


@given(st.integers(0, 999_999_999))
def test_one_digit_in_eleven_or_none_makes_an_nhs_number(nine):
    good = []
    for digit in range(10):
        try:
            good.append(identifiers.plain("nhs_number", f"{nine:09d}{digit}"))
        except ValueError:
            continue
    assert len(good) <= 1
