"""The simulated hub's complaints in the records: those of half a year before the stretch as entered from
paper when it begins, then each as it happens.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from mash.demo.live import words
from mash.demo.live.people import People
from mash.demo.live.stretch import Stretch
from mash.demo.london import DAY
from mash.demo.reference import HUB
from mash.framework.london import LONDON
from mash.partnership.acting import act_as
from mash.partnership.models import Agency
from mash.records.complaints.actions import Said, close, enter, step_up
from mash.records.complaints.models import AT_FAULT, Complaint

_BEFORE = 180 * DAY


@dataclass(frozen=True)
class Complained:
    """Something done with a complaint at a simulated second, or entered then; `on` is its day."""

    second: int
    what: str
    complaint: str
    on: date
    source: str = ""
    theme: str = ""
    finding: str = ""
    agencies: tuple[str, ...] = ()


def complaining(
    complaints: list[tuple[object, ...]], about: list[tuple[object, ...]], stretch: Stretch
) -> list[Complained]:
    """What happens to complaints up to the end of the stretch, in the order of time."""
    if not stretch.cases:
        return []
    begins = stretch.cases[0].received_at
    agencies: dict[object, list[str]] = defaultdict(list)
    for complaint, agency in about:
        agencies[complaint].append(str(agency))
    found = [
        step
        for row in complaints
        if begins - _BEFORE <= int(str(row[1])) <= stretch.end
        for step in _of(row, tuple(agencies[row[0]]), begins, stretch)
    ]
    return sorted(found, key=lambda step: step.second)


def _of(
    row: tuple[object, ...], agencies: tuple[str, ...], begins: int, stretch: Stretch
) -> Iterator[Complained]:
    complaint, received_at, source, stage, _, closed_at, finding, theme = row
    assert isinstance(received_at, int)
    assert isinstance(stage, int)
    assert closed_at is None or isinstance(closed_at, int)
    last = closed_at or received_at + 30 * DAY

    def step(second: int, what: str, **more: str) -> Iterator[Complained]:
        if second <= stretch.end:
            on = stretch.instant(second).astimezone(LONDON).date()
            about = agencies if what == "complain" else ()
            yield Complained(max(second, begins), what, str(complaint), on, agencies=about, **more)

    yield from step(received_at, "complain", source=str(source), theme=str(theme))
    for number in range(1, stage):
        yield from step(received_at + (last - received_at) * number // stage, "complain_further")
    if closed_at is not None:
        yield from step(closed_at, "answer_complaint", finding=str(finding))


@dataclass
class Complaining:
    """The quality officer, and which complaint is which in the records."""

    people: People
    made: dict[str, UUID] = field(default_factory=dict)

    def live(self, step: Complained) -> bool:
        """Do a step, as its screen would."""
        by = self.people.who("childrens", "quality_officer")
        act_as(by)
        if step.what == "complain":
            there = Agency.objects.all().on(step.on).filter(pk__in=step.agencies)
            said = Said(
                received_on=step.on,
                source=step.source,
                title=words.COMPLAINED[step.theme][0],
                words=words.COMPLAINED[step.theme][1],
                theme=step.theme,
                whose="A parent, by letter" if step.source == "external" else "A member of staff",
                agencies=tuple(there.values_list("pk", flat=True)),
            )
            self.made[step.complaint] = enter(by=by, hub=HUB, compliment=False, said=said).pk
            return True
        found = Complaint.objects.seen_by(by).get(pk=self.made[step.complaint])
        of = {"complaint_id": found.pk, "version": found.version}
        if step.what == "complain_further":
            due_on = step.on + timedelta(days=40)  # asked for at stages three and four only
            step_up(by=by, **of, began_on=step.on, due_on=due_on, words=words.COMPLAINED_FURTHER)
        else:
            close(
                by=by,
                **of,
                closed_on=step.on,
                finding=step.finding,
                words=words.FOUND[step.finding],
                learning=words.LEARNT if step.finding in AT_FAULT else "",
                redress=words.REDRESS if step.finding in AT_FAULT else "",
            )
        return True
