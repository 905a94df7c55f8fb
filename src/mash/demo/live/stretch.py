"""Which part of the simulated years is lived again, and how its seconds become instants up to now."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from mash.demo.cases import Case
from mash.demo.london import AS_AT
from mash.demo.reference import Row
from mash.demo.world import World
from mash.framework.london import LONDON


@dataclass(frozen=True)
class Stretch:
    """The latest cases received by `end` (seconds since 1970), their rows, and how far they are moved."""

    cases: list[Case]
    ratings: dict[str, list[Row]]
    disposals: dict[str, list[Row]]
    escalations: list[Row]
    end: int
    weeks: int

    def instant(self, second: int) -> datetime:
        """When a simulated second is lived again, in UTC: so many weeks later, by London's clock."""
        then = datetime.fromtimestamp(second, LONDON)
        return (then + timedelta(weeks=self.weeks)).astimezone(UTC)


def latest(world: World, count: int, now: datetime) -> Stretch:
    """The last `count` cases before the simulated second that is a whole number of weeks before `now`.

    Weekday and time of day stay, so that staff work when they would. A case that was decided without ever
    being rated is left out: the hub's software does not let that happen.
    """
    local = now.astimezone(LONDON)
    last = datetime.fromtimestamp(AS_AT, LONDON)
    weeks = -((last - local) // timedelta(weeks=1))
    end = int((local - timedelta(weeks=weeks)).timestamp())
    rated = _by_referral(world.rows["ratings"], end, at=2)
    received = [case for case in world.cases if case.received_at <= end]
    possible = [
        case
        for case in received
        if case.referral_id in rated or case.decided_at is None or case.decided_at > end
    ]
    cases = possible[-count:] if count else []
    ours = {case.referral_id for case in cases}
    escalations = [row for row in world.rows["escalations"] if row[1] in ours and _second(row[2]) <= end]
    return Stretch(cases, rated, _by_referral(world.rows["disposals"], end, at=3), escalations, end, weeks)


def _by_referral(rows: list[Row], end: int, at: int) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if _second(row[at]) <= end:
            found[str(row[1])].append(row)
    return found


def _second(value: object) -> int:
    assert isinstance(value, int)
    return value
