"""How the command line reads instants, dates, hours and days, and how it says what is wrong."""

from datetime import date, datetime, time

import typer

from mash.framework.london import LONDON, end_of_day


def instant(text: str) -> datetime:
    """An ISO 8601 instant with an offset; without one it is London time, a bare date its last microsecond."""
    try:
        if len(text) == 10:
            return end_of_day(date.fromisoformat(text))
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is not an instant; write it like 2026-03-31T23:59:59+01:00 or 2026-03-31"
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=LONDON)


def day(text: str) -> date:
    """An ISO 8601 date."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a date; write it like 2026-04-01") from None


def hours(text: str) -> tuple[time, time]:
    """Opening hours, `08:30-17:00`."""
    try:
        opens, closes = text.split("-")
        return time.fromisoformat(opens.strip()), time.fromisoformat(closes.strip())
    except ValueError:
        raise typer.BadParameter(f"{text!r} are not working hours; write them like 08:30-17:00") from None


def weekdays(text: str) -> tuple[int, ...]:
    """Days of the week, 1 = Monday: `1-5` or `1,2,4`."""
    try:
        found: list[int] = []
        for part in text.split(","):
            first, _, last = part.partition("-")
            found.extend(range(int(first), int(last or first) + 1))
    except ValueError:
        raise typer.BadParameter(f"{text!r} are not working days; write them like 1-5 or 1,2,4") from None
    return tuple(found)
