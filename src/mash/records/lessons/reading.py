"""What pages show of lessons. Opening a lesson is noted on the trail."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from mash.partnership.principal import Principal
from mash.records.evidence.models import Evidence
from mash.records.evidence.reading import LIBRARY
from mash.records.lessons.models import Lesson, Recommendation
from mash.trail.record import note

#: How long before it is due a recommendation counts as due soon.
SOON = timedelta(days=30)
OPEN = Q(status__in=("proposed", "accepted", "implemented"), closed_on=None)


def recommendations(by: Principal) -> QuerySet[Recommendation]:
    """Those that one sees, with what a list shows of each; what is due first stands first."""
    rows = Recommendation.objects.seen_by(by).select_related("lesson", "agency", "evidence")
    return rows.order_by("due_on", "at")


def overdue(on: date) -> Q:
    """Accepted, and due before a London day."""
    return Q(status="accepted", due_on__lt=on)


def due_soon(on: date) -> Q:
    """Accepted, and due on a London day or within the days of SOON."""
    return Q(status="accepted", due_on__range=(on, on + SOON))


def open_lesson(by: Principal, pk: object) -> Lesson:
    """A lesson, looked at. Raises DoesNotExist where one does not see it."""
    one: Lesson = Lesson.objects.seen_by(by).select_related("hub", "account").get(pk=pk)
    note("viewed", "lesson", one.pk)
    return one


def proofs(by: Principal, hub: str) -> QuerySet[Evidence]:
    """Items of a hub's library that can show an effect, the newest first."""
    items = Evidence.objects.seen_by(by).filter(LIBRARY, hub=hub).order_by("-published_on", "title")
    return items.only("id", "title")
