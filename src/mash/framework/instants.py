"""Instants and dates as clocks count them: microseconds since 1970-01-01T00:00Z, London dates."""

from datetime import UTC, date, datetime, time, timedelta

from mash.framework.london import LONDON

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def micros(moment: datetime) -> int:
    """Microseconds since the epoch of an aware instant, exactly."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def london_midnight(day: date) -> int:
    """The instant at which a London calendar day begins, in microseconds."""
    return micros(datetime.combine(day, time(0), tzinfo=LONDON))


def london_wall(day: date, at: time) -> int:
    """The instant of a London wall-clock time on a day, in microseconds.

    In the repeated hour of a clock change the first is meant; a time in the missing hour is read with
    the offset before the change, as `zoneinfo` does.
    """
    return micros(datetime.combine(day, at, tzinfo=LONDON))
