"""What pages show of the evidence library. Opening an item is noted on the trail."""

from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, Q, QuerySet

from mash.partnership.principal import Principal
from mash.records.evidence.finding import Found, found
from mash.records.evidence.models import Evidence, EvidenceUse, KeptWords
from mash.trail.record import note

DRAFTS = Q(published_on=None)
LIBRARY = Q(published_on__isnull=False, withdrawn_on=None)
WITHDRAWN = Q(withdrawn_on__isnull=False)


@dataclass(frozen=True)
class Waiting:
    """What in the library waits for somebody: items to review, requests to supply, drafts."""

    reviews: int
    requests: int
    drafts: int


def waiting(by: Principal, on: date) -> Waiting:
    """What waits on a London day, among what one sees."""
    items = Evidence.objects.seen_by(by)
    return Waiting(
        items.filter(LIBRARY, review_on__lte=on).count(),
        asked_for(by).count(),
        items.filter(DRAFTS).count(),
    )


def searched(by: Principal, words: str) -> QuerySet[Evidence]:
    """Items in order: with words, those that have them and the best match first; else what is due for review
    first, then the newest.
    """
    items = Evidence.objects.seen_by(by).select_related("cohort", "hub").defer("text", "words")
    if not words:
        return items.order_by(F("review_on").asc(nulls_last=True), "-published_on", "-entered_at")
    query = SearchQuery(words, config="english", search_type="websearch")
    best = SearchRank(F("words"), query).desc()
    return items.filter(words=query).order_by(best, "-published_on", "-entered_at")


def asked_for(by: Principal) -> QuerySet[EvidenceUse]:
    """Requests that nobody has supplied yet, the oldest first."""
    open_ = EvidenceUse.objects.seen_by(by).filter(supplied_on=None, evidence__withdrawn_on=None)
    return open_.select_related("evidence", "agency").order_by("requested_on", "at")


def open_item(by: Principal, pk: object) -> Evidence:
    """An item, looked at. Raises DoesNotExist where one does not see it."""
    one: Evidence = Evidence.objects.seen_by(by).select_related("cohort", "hub", "account").get(pk=pk)
    note("viewed", "evidence", one.pk)
    return one


def to_resolve(by: Principal, item: Evidence) -> list[Found]:
    """What in an item could point to somebody and nobody has kept with a reason."""
    rows = KeptWords.objects.seen_by(by).filter(evidence=item)
    staying = set(rows.values_list("words", flat=True))
    return [one for one in found(item.title, item.theme, item.text) if one.words not in staying]


def unlike_any_other(by: Principal, item: Evidence) -> bool:
    """Whether no other item of its hub's library has its cohort and its theme: few cases may be like it."""
    others = Evidence.objects.seen_by(by).filter(LIBRARY, hub=item.hub_id, cohort=item.cohort_id)
    return not others.filter(theme__iexact=item.theme).exclude(pk=item.pk).exists()


def themes(by: Principal) -> list[str]:
    """Themes in use, in the order of the alphabet."""
    rows = Evidence.objects.seen_by(by).order_by("theme").values_list("theme", flat=True)
    return list(rows.distinct())
