"""Complaints and compliments: due times in the hub's working days, what is refused in words, what is kept."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.utils import IntegrityError

from mash.framework.clock import ClockError, WorkingCalendar
from mash.framework.due import working_day_after
from mash.framework.london import LONDON, clock_at, now
from mash.partnership.actions import add_closed_day
from mash.records.complaints.actions import Said, as_said, change, close, enter, extend, step_up
from mash.records.complaints.models import Complaint, ComplaintStep
from mash.records.complaints.reading import about, history, listed, opened, themes
from mash.records.writing import Overtaken
from mash.trail.models import Entry
from mash.trail.record import recorded

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 3, 10)
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def said(**changed):
    words = {
        "received_on": TUESDAY,
        "source": "external",
        "title": "Nobody rang back",
        "words": "Three weeks without a word.",
        "theme": "communication",
        "whose": "A grandmother",
        "agencies": ("council",),
    }
    return Said(**(words | changed))


@pytest.fixture(autouse=True)
def _noon():
    with clock_at(NOON):
        yield


def entered(cast, compliment=False, by="quinn", hub="moorland", **changed):
    return cast.does(by, enter, hub=hub, compliment=compliment, said=said(**changed))


def on(day):
    return clock_at(datetime.combine(day, datetime.min.time().replace(hour=12), tzinfo=LONDON))


def step(cast, action, made, **words):
    version = cast.sees("quinn", lambda by: Complaint.objects.seen_by(by).get(pk=made.pk).version)
    with clock_at(now() + timedelta(minutes=1)):
        return cast.does("quinn", action, complaint_id=made.pk, version=version, **words)


def closed(cast, made, on_day=TUESDAY, finding="not_upheld", **more):
    words = {"closed_on": on_day, "finding": finding, "words": "We looked into it."} | more
    return step(cast, close, made, **words)


def up(cast, made, day=TUESDAY, **more):
    return step(cast, step_up, made, **({"began_on": day, "words": "Not content."} | more))


def local(at):
    return at.astimezone(LONDON).strftime("%Y-%m-%d %H:%M")


def test_a_complaint_is_due_when_the_hub_closes_on_the_tenth_working_day_after_receipt(cast):
    assert local(entered(cast).due_at) == "2026-03-24 17:00"


def test_weekends_and_closed_days_do_not_count_and_summer_time_is_londons(cast):
    with recorded():
        add_closed_day(date=date(2026, 4, 3), reason="Good Friday")
        add_closed_day(date=date(2026, 4, 6), reason="Easter Monday")
    with on(date(2026, 3, 28)):
        made = entered(cast, received_on=date(2026, 3, 28))  # a Saturday: Monday is the first day
    assert local(made.due_at) == "2026-04-14 17:00"
    assert made.due_at.astimezone(UTC).hour == 16


def test_too_few_working_days_are_told():
    calendar = WorkingCalendar((datetime.min.time(), datetime.max.time()), (), frozenset())
    with pytest.raises(ClockError, match="within ten years"):
        working_day_after(TUESDAY, 1, calendar)


def test_each_stage_has_its_days_and_the_panel_and_the_ombudsman_a_day_by_hand(cast):
    made = up(cast, entered(cast))
    assert local(made.due_at) == "2026-04-14 17:00"  # 25 working days
    for stage, day in ((3, date(2026, 6, 1)), (4, date(2026, 9, 1))):
        with pytest.raises(ValidationError, match=f"at stage {stage} is due"):
            up(cast, made)
        made = up(cast, made, due_on=day)
        assert (made.stage, local(made.due_at)) == (stage, f"{day} 17:00")
    with pytest.raises(ValidationError, match="last stage"):
        up(cast, made)


def test_more_time_has_a_reason_and_an_end(cast):
    made = entered(cast)
    for due_on, words, told in (
        (date(2026, 3, 24), "Ill.", "later than 24 March 2026"),
        (date(2026, 4, 8), "Ill.", "7 April 2026 at the latest"),
        (date(2026, 4, 7), " ", "Say why it takes longer"),
    ):
        with pytest.raises(ValidationError, match=told):
            step(cast, extend, made, due_on=due_on, words=words)
    assert local(step(cast, extend, made, due_on=date(2026, 4, 7), words="Ill.").due_at) == "2026-04-07 17:00"
    made = up(cast, made)
    with pytest.raises(ValidationError, match="at the latest"):
        step(cast, extend, made, due_on=date(2026, 6, 10), words="More to ask.")
    step(cast, extend, made, due_on=date(2026, 6, 9), words="More to ask.")  # the 65th working day
    made = up(cast, made, due_on=date(2026, 7, 1))
    step(cast, extend, made, due_on=date(2027, 7, 1), words="The panel meets rarely.")


@pytest.mark.parametrize(
    ("changed", "field", "told"),
    [
        ({"received_on": date(2026, 3, 11)}, "received_on", "in the future"),
        ({"source": "elsewhere"}, "source", "Say where it came from"),
        ({"title": " "}, "title", "cannot be blank"),
        ({"words": ""}, "words", "cannot be blank"),
        ({"theme": " "}, "theme", "Choose a theme"),
        ({"theme": "case 17"}, "theme", "without digits"),
        ({"theme": "=delay"}, "theme", "never a name"),
        ({"theme": "Unknown"}, "theme", "never a name"),
        ({"theme": "x" * 41}, "theme", "never a name"),
        ({"agencies": ("nobody",)}, "agencies", "were in the hub"),
        ({"title": "x" * 101}, "title", "100"),
    ],
)
def test_what_is_entered_wrong_is_told_by_field(cast, changed, field, told):
    with pytest.raises(ValidationError) as error:
        entered(cast, **changed)
    assert told in error.value.message_dict[field][0]


def test_a_theme_is_counted_in_one_way_of_writing_and_offered_again(cast):
    assert entered(cast, theme="  Waiting   Times ").theme == "waiting times"
    assert "waiting times" in cast.sees("quinn", themes)
    assert "waiting times" not in cast.sees("quinta", themes)


@pytest.mark.parametrize(
    ("changed", "field", "told"),
    [
        ({"finding": "maybe"}, "finding", "Say what was found"),
        ({"on_day": date(2026, 3, 11)}, "closed_on", "in the future"),
        ({"on_day": date(2026, 3, 9)}, "closed_on", "began on 10 March 2026"),
        ({"words": " "}, "words", "Say why"),
        ({"finding": "upheld"}, "learning", "what is changed"),
        ({"finding": "partly_upheld", "learning": " "}, "learning", "what is changed"),
    ],
)
def test_closing_says_what_was_found_why_and_what_changes(cast, changed, field, told):
    made = entered(cast)
    with pytest.raises(ValidationError) as error:
        closed(cast, made, **changed)
    assert told in error.value.message_dict[field][0]


def test_a_closed_complaint_is_done_with_until_it_goes_to_the_next_stage(cast):
    made = closed(cast, entered(cast), finding="upheld", learning="A duty line.", redress="An apology.")
    assert (made.finding, local(made.closed_at)) == ("upheld", "2026-03-10 08:30")
    for action, words in (
        (close, {"closed_on": TUESDAY, "finding": "upheld", "words": "Again."}),
        (extend, {"due_on": date(2026, 3, 30), "words": "More."}),
    ):
        with pytest.raises(ValidationError, match="is closed"):
            step(cast, action, made, **words)
    with on(date(2026, 3, 17)):
        for day, told in ((date(2026, 3, 9), "after the one before"), (date(2026, 3, 18), "in the future")):
            with pytest.raises(ValidationError, match=told):
                up(cast, made, day)
        with pytest.raises(ValidationError, match="Say why"):
            up(cast, made, date(2026, 3, 17), words="")
        made = up(cast, made, date(2026, 3, 17))
    assert (made.stage, made.closed_at, made.finding) == (2, None, "")
    steps = cast.sees("quinn", lambda by: history(by, made))
    assert [one.what for one in steps] == ["next_stage", "closed", "received"]
    found = steps[1]
    assert (found.finding, found.learning, found.redress) == ("upheld", "A duty line.", "An apology.")


def test_a_compliment_has_no_stage_no_due_time_and_nothing_to_close(cast):
    made = entered(cast, compliment=True)
    assert (made.stage, made.due_at) == (None, None)
    for attempt in (lambda: closed(cast, made), lambda: up(cast, made)):
        with pytest.raises(ValidationError, match="A compliment has no stages"):
            attempt()


def test_a_change_keeps_what_it_said_before_and_moves_the_due_day_with_the_day_of_receipt(cast):
    made = entered(cast)
    changed = said(received_on=date(2026, 3, 9), title="Nobody called back", agencies=("police", "health"))
    made = step(cast, change, made, said=changed)
    assert local(made.due_at) == "2026-03-23 17:00"
    assert cast.sees("quinn", lambda by: as_said(by, made)).agencies == ("health", "police")
    before = cast.sees("quinn", lambda by: history(by, made))[0].words
    assert before == "Received: 10 March 2026\nAbout: Moorland Council\nIn a few words: Nobody rang back"
    step(cast, change, made, said=said(agencies=()))
    assert cast.sees("quinn", lambda by: about(by, [made])) == {made.pk: []}


def test_a_change_of_nothing_is_none(cast):
    made = entered(cast)
    step(cast, change, made, said=said())
    assert len(cast.sees("quinn", lambda by: history(by, made))) == 1


def test_what_was_extended_stays_extended_when_the_day_of_receipt_is_corrected(cast):
    made = step(cast, extend, entered(cast), due_on=date(2026, 3, 30), words="Ill.")
    made = step(cast, change, made, said=said(received_on=date(2026, 3, 9)))
    assert local(made.due_at) == "2026-03-30 17:00"


def test_it_cannot_have_been_received_after_what_followed(cast):
    made = closed(cast, entered(cast))
    with on(date(2026, 3, 12)), pytest.raises(ValidationError, match="before it was closed"):
        step(cast, change, made, said=said(received_on=date(2026, 3, 11)))
    with on(date(2026, 3, 12)):
        made = up(cast, made, date(2026, 3, 11))
        with pytest.raises(ValidationError, match="before it came to the stage"):
            step(cast, change, made, said=said(received_on=date(2026, 3, 12)))


def test_the_second_of_two_editors_is_told(cast):
    made = entered(cast)
    step(cast, change, made, said=said(title="Another"))
    for action, words in (
        (change, {"said": said(title="Mine")}),
        (extend, {"due_on": date(2026, 4, 1), "words": "Ill."}),
        (step_up, {"began_on": TUESDAY, "words": "Not content."}),
        (close, {"closed_on": TUESDAY, "finding": "withdrawn", "words": "Taken back."}),
    ):
        with pytest.raises(Overtaken):
            cast.does("quinn", action, complaint_id=made.pk, version=1, **words)


def test_open_ones_stand_first_by_the_time_left_then_the_latest(cast):
    late = entered(cast, received_on=date(2026, 2, 2), title="late")
    glad = entered(cast, compliment=True, title="glad", agencies=())
    done = closed(cast, entered(cast, received_on=date(2026, 3, 2), title="done"), date(2026, 3, 3))
    new = entered(cast, title="new", agencies=("council", "health"))

    def titles(**narrowed):
        return cast.sees("quinn", lambda by: [one.title for one in listed(by, **narrowed)])

    assert titles() == ["late", "new", "glad", "done"]
    assert titles(shown="open") == ["late", "new"]
    assert titles(shown="overdue") == ["late"]
    assert titles(shown="closed") == ["done"]
    assert titles(shown="compliments") == ["glad"]
    assert titles(agency="hub") == ["glad"]
    assert titles(agency="health") == ["new"]
    assert len({late.pk, glad.pk, done.pk, new.pk}) == 4


@pytest.mark.parametrize("who", ["tess", "dan", "anna", "adam", "iris", "bob", "quinta"])
def test_who_keeps_no_register_of_the_hub_enters_nothing(cast, who):
    with pytest.raises(PermissionDenied):
        entered(cast, by=who)


@pytest.mark.parametrize("who", ["tess", "quinta"])
def test_who_does_not_see_it_changes_nothing(cast, who):
    made = entered(cast)
    for action, words in (
        (change, {"said": said(title="x")}),
        (extend, {"due_on": date(2026, 4, 1), "words": "x"}),
        (step_up, {"began_on": TUESDAY, "words": "x"}),
        (close, {"closed_on": TUESDAY, "finding": "upheld", "words": "x", "learning": "x"}),
    ):
        with pytest.raises(Complaint.DoesNotExist):
            cast.does(who, action, complaint_id=made.pk, version=1, **words)


def test_every_view_and_change_is_on_the_trail_without_a_word_of_it(cast):
    made = entered(cast)
    cast.does("quinn", lambda by: opened(by, made.pk))
    step(cast, change, made, said=said(theme="delay"))
    step(cast, extend, made, due_on=date(2026, 3, 30), words="Ill.")
    up(cast, made)
    closed(cast, made)
    found = list(Entry.objects.filter(record=str(made.pk)).order_by("number"))
    verbs = ["entered", "viewed", "changed", "extended", "took to the next stage", "closed"]
    assert [one.verb for one in found] == verbs
    assert all(one.kind == "complaint" and one.account == cast.accounts["quinn"].pk for one in found)
    assert "grandmother" not in str([one.detail for one in found])


def test_what_was_done_cannot_be_changed_or_taken_off_even_past_the_app(cast):
    made = entered(cast)

    def attempt(statement):
        def act(by):
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.rowcount

        return act

    assert cast.sees("quinn", attempt("UPDATE records_complaintstep SET what = 'changed', words = 'x'")) == 0
    assert cast.sees("quinn", attempt("DELETE FROM records_complaintstep")) == 0
    assert cast.sees("quinn", attempt("DELETE FROM records_complaint")) == 0
    assert cast.sees("quinn", lambda by: ComplaintStep.objects.seen_by(by).get(complaint=made).what)


@pytest.mark.parametrize(
    "broken",
    [
        {"stage": None},
        {"due_at": None},
        {"closed_at": NOON},
        {"finding": "upheld"},
        {"source": "else"},
        {"compliment": True},
    ],
)
def test_the_database_holds_no_half_of_a_pair(cast, broken):
    made = entered(cast)

    def write(by):
        with transaction.atomic():
            Complaint.objects.seen_by(by).filter(pk=made.pk).update(**broken)

    with pytest.raises(IntegrityError):
        cast.does("quinn", write)
