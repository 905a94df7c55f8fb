"""Questions that cannot be asked are refused in words; windows end at as-at."""

from datetime import UTC, date, datetime, time

import pytest

from mash.engine.question import Parameters, Question, QuestionError

AS_AT = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)  # half past midnight of 1 April in London


def test_the_window_ends_the_day_after_as_at_in_london():
    question = Question(AS_AT, date(2026, 1, 1), date(2027, 1, 1))
    assert question.as_at_date == date(2026, 4, 1)
    assert question.window_end == date(2026, 4, 2)
    assert question.months == ["2026-01", "2026-02", "2026-03", "2026-04"]
    assert question.days == 91


def test_a_window_that_begins_after_as_at_has_no_day():
    question = Question(AS_AT, date(2026, 4, 2), date(2026, 5, 1))
    assert question.is_empty
    assert question.months == []
    assert question.days == 0


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Question(datetime(2026, 1, 1), date(2026, 1, 1), date(2026, 2, 1)), "needs an offset"),  # noqa: DTZ001
        (lambda: Question(AS_AT, date(2026, 2, 1), date(2026, 2, 1)), "must end after it starts"),
        (lambda: Parameters(target_policy="kind"), "'kind' is not known; use one of"),
        (lambda: Parameters(repeat_days=0), "must be 1 or more"),
        (lambda: Parameters(working_hours=(time(17), time(9))), "must end after they begin"),
        (lambda: Parameters(working_days=(0,)), "from 1"),
    ],
)
def test_what_cannot_be_asked_is_told_in_words(make, words):
    with pytest.raises(QuestionError, match=words):
        make()
