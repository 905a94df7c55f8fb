"""The windows that a dataset is usually asked about, by a name that people choose."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from mash.engine.question import Question
from mash.figures.held import Held
from mash.framework.london import LONDON

#: Name → words, in the order in which they are offered.
WINDOWS = {
    "24months": "Last 24 whole months",
    "12months": "Last 12 whole months",
    "quarter": "Last whole quarter",
    "year": "This financial year so far",
    "all": "Everything so far",
}
USUAL = "24months"


def window(name: str, as_at: datetime, first: date | None) -> tuple[date, date]:
    """First day and day after the last of a window, London dates, seen from as-at.

    Whole months end before the month of as-at. `first`: the day of the dataset's first receipt; no window
    of months begins before its month, so that a young hub's series does not open with months that were never
    recorded; and where whole months leave nothing, everything so far is shown.
    """
    today = as_at.astimezone(LONDON).date()
    # at the last instant of a month that month is whole
    this_month = (as_at + timedelta(microseconds=1)).astimezone(LONDON).date().replace(day=1)
    everything = (first.replace(day=1) if first else today.replace(day=1), today + timedelta(days=1))
    if name == "all":
        return everything
    if name == "year":
        april = date(today.year if today.month >= 4 else today.year - 1, 4, 1)
        return april, today + timedelta(days=1)
    if name == "quarter":
        end = this_month.replace(month=(this_month.month - 1) // 3 * 3 + 1)
        return _months(end, -3), end
    start = max(_months(this_month, -int(name.removesuffix("months"))), everything[0])
    return (start, this_month) if start < this_month else everything


def window_of(held: Held, name: str, as_at: datetime) -> tuple[date, date]:
    """A window of a dataset, by its name."""
    return window(name, as_at, date.fromisoformat(held.first_day) if held.first_day else None)


def usual(held: Held) -> Question:
    """What is asked of a dataset by whoever asks nothing in particular."""
    return Question(held.as_at, *window_of(held, USUAL, held.as_at))


def of_hub(question: Question, hub_id: str) -> Question:
    """The same asked of one hub."""
    return replace(question, scope=replace(question.scope, hub_id=hub_id))


def expected(held: Held) -> list[Question]:
    """What is asked of a dataset as soon as it is there: the usual, of all hubs and of each of several."""
    whole, hubs = usual(held), held.codes["hub_id"]
    return [whole, *(of_hub(whole, code) for code in hubs if len(hubs) > 1)]


def _months(day: date, by: int) -> date:
    number = day.year * 12 + day.month - 1 + by
    return date(number // 12, number % 12 + 1, 1)
