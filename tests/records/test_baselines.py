"""Baselines: no overlap, gaps in words, corrected with a reason, withdrawn and not deleted."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from mash.framework.london import today
from mash.partnership.models import Agency
from mash.records.baselines import actions
from mash.records.baselines.coverage import coverage, exempt, gaps, window
from mash.records.baselines.models import Baseline, BaselineStep
from mash.records.writing import Overtaken
from mash.trail.models import Entry
from tests.records.test_evidence import refused

pytestmark = pytest.mark.django_db
SPRING = {"start": date(2026, 4, 1), "end": date(2026, 6, 30)}
ENTRY = {"hub": "moorland", "agency": "police", "cohort": "neglect", "volume": 1200, **SPRING}


def entered(cast, who="quinn", **words):
    return cast.does(who, actions.enter, **(ENTRY | words))


def of(one):
    return {"baseline_id": one.pk, "version": one.version}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("agency", "nowhere"),
        ("cohort", "nowhere"),
        ("start", None),
        ("start", date(1926, 4, 1)),
        ("end", None),
        ("end", date(2026, 3, 31)),
        ("volume", None),
        ("volume", -1),
        ("volume", 10**12),
    ],
)
def test_what_is_wrong_is_said_by_field(cast, field, value):
    assert set(refused(cast, actions.enter, **(ENTRY | {field: value}))) == {field}


def test_a_period_that_is_not_over_is_not_entered_yet(cast):
    wrong = refused(cast, actions.enter, **(ENTRY | {"end": today()}))
    assert wrong == {"end": "The period is not over yet: its demand is recorded once it is."}
    entered(cast, end=today() - timedelta(1))


def test_an_agency_that_was_not_there_has_no_demand(cast):
    Agency.objects.filter(pk="police").update(valid_to=date(2026, 3, 31))
    wrong = refused(cast, actions.enter, **ENTRY)
    assert wrong == {"agency": "Moorland Police was not there on any day of this period."}
    entered(cast, start=date(2026, 3, 31))


def test_an_exempt_agency_is_refused_with_why_it_is_exempt(cast):
    Agency.objects.filter(pk="police").update(in_baseline=False, exempt_because="Courts ask it.")
    assert refused(cast, actions.enter, **ENTRY) == {
        "agency": "Moorland Police is exempt from the baseline: Courts ask it."
    }


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 6, 30), date(2026, 8, 31)),
        (date(2026, 1, 1), date(2026, 4, 1)),
        (date(2026, 5, 1), date(2026, 5, 31)),
        (date(2026, 1, 1), date(2026, 9, 30)),
    ],
)
def test_an_overlap_is_refused_in_words_that_name_the_period(cast, start, end):
    entered(cast)
    wrong = refused(cast, actions.enter, **(ENTRY | {"start": start, "end": end}))
    words = "It overlaps 1 April 2026 to 30 June 2026, which is entered already for this agency and cohort."
    assert wrong == {"start": words}
    entered(cast, start=start, end=end, agency="health")
    entered(cast, start=start, end=end, cohort="missing")


def test_another_hub_does_not_enter_the_same_demand_again_and_is_told_no_volume(cast):
    entered(cast)
    wrong = refused(cast, actions.enter, "quinta", **(ENTRY | {"hub": "fenland"}))
    assert set(wrong) == {"start"}
    assert "1200" not in wrong["start"]
    assert cast.sees("quinta", lambda by: Baseline.objects.seen_by(by).count()) == 0


def test_a_corrected_volume_keeps_the_earlier_one_with_who_and_why(cast):
    one = entered(cast)
    assert set(refused(cast, actions.correct, volume=1200, reason="x", **of(one))) == {"volume"}
    assert set(refused(cast, actions.correct, volume=1300, reason=" ", **of(one))) == {"reason"}
    cast.does("quinn", actions.correct, volume=1300, reason="Counted twice.", **of(one))
    with pytest.raises(Overtaken):
        cast.does("quinn", actions.correct, volume=1400, reason="x", **of(one))
    steps = cast.sees("quinn", lambda by: list(BaselineStep.objects.seen_by(by)))
    found = [(step.did, step.volume, step.words, step.account.name) for step in steps]
    who = "Quinn Quality Officer"
    assert found == [("entered", 1200, "", who), ("corrected", 1300, "Counted twice.", who)]
    entries = Entry.objects.filter(kind="baseline").order_by("number")
    assert [(entry.verb, entry.detail["volume"]) for entry in entries] == [
        ("entered", 1200),
        ("corrected", [1200, 1300]),
    ]


def test_a_withdrawn_one_stays_with_its_reason_and_its_days_are_free_again(cast):
    one = entered(cast)
    assert set(refused(cast, actions.withdraw, because="", **of(one))) == {"because"}
    gone = cast.does("quinn", actions.withdraw, because="Another agency’s.", **of(one))
    assert gone.withdrawn_on == today()
    assert refused(cast, actions.correct, volume=1, reason="x", **of(gone)) == {
        "volume": "This baseline is withdrawn."
    }
    entered(cast)
    assert cast.sees("quinn", lambda by: Baseline.objects.seen_by(by).count()) == 2


JAN, FEB = (date(2026, 1, 1), date(2026, 1, 31)), (date(2026, 2, 1), date(2026, 2, 28))
DAY = timedelta(1)


@pytest.mark.parametrize(
    ("periods", "left"),
    [
        ([], [(JAN[0], FEB[1])]),
        ([JAN, FEB], []),
        ([JAN], [FEB]),
        ([FEB], [JAN]),
        ([(date(2025, 1, 1), date(2027, 1, 1))], []),
        ([(JAN[0], JAN[1] - DAY), FEB], [(JAN[1], JAN[1])]),
        ([(date(2026, 3, 1), date(2026, 3, 31))], [(JAN[0], FEB[1])]),
        ([(JAN[0] + DAY, FEB[1] - DAY)], [(JAN[0], JAN[0]), (FEB[1], FEB[1])]),
    ],
)
def test_days_that_nothing_covers_are_found(periods, left):
    assert gaps(periods, JAN[0], FEB[1]) == left


def test_coverage_tells_gaps_in_words_only_while_an_agency_was_there_and_who_is_exempt(cast):
    assert cast.sees("quinn", window) is None
    entered(cast)
    entered(cast, start=date(2026, 7, 2), end=date(2026, 9, 30))
    Agency.objects.filter(pk="health").update(valid_from=date(2026, 9, 1))
    entered(cast, agency="health", start=date(2026, 9, 10), end=date(2026, 9, 30))
    Agency.objects.filter(pk="probation").update(in_baseline=False, exempt_because="Courts ask it.")
    first, last = cast.sees("quinn", window)
    assert (first, last) == (date(2026, 4, 1), date(2026, 9, 30))
    found = cast.sees("quinn", lambda by: coverage(by, first, last))
    assert [one.agency.pk for one in found] == ["health", "police", "school", "council"], "gaps first"
    words = [[(one.cohort.pk, one.in_words) for one in of.covered] for of in found]
    missing = [[("neglect", ["1 September 2026 to 9 September 2026"])], [("neglect", ["1 July 2026"])]]
    assert words == [*missing, [], []]
    assert "missing" in [one.pk for one in found[0].without]
    assert [(one.pk, one.exempt_because) for one in exempt(first, last)] == [("probation", "Courts ask it.")]


@pytest.mark.parametrize("change", ['"end" = start - 1', "withdrawn_on = start", "withdrawn_because = 'x'"])
def test_the_database_takes_no_half_of_a_pair(cast, change):
    entered(cast)

    def forced(by):
        with connection.cursor() as cursor, transaction.atomic():
            cursor.execute(f"UPDATE records_baseline SET {change}")

    with pytest.raises(IntegrityError):
        cast.does("quinn", forced)


@pytest.mark.parametrize("who", ["dan", "anna", "iris", "adam", "pam", "quinta"])
def test_who_keeps_no_register_of_the_hub_writes_nothing(cast, who):
    one = entered(cast)
    with pytest.raises((PermissionDenied, Baseline.DoesNotExist)):
        cast.does(who, actions.correct, volume=1, reason="x", **of(one))
    with pytest.raises(PermissionDenied):
        entered(cast, who=who)


def test_the_database_tells_no_period_to_who_keeps_no_register(cast):
    entered(cast)

    def asked(by):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT * FROM mash_baseline_over('police', 'neglect', '2026-04-01', '2026-06-30')"
            )
            return cursor.fetchall()

    assert cast.sees("quinta", asked) == [(SPRING["start"], SPRING["end"])]
    assert cast.sees("tess", asked) == []
