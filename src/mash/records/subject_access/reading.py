"""What pages show of subject access requests. Opening one, or a piece of it, is noted on the trail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter

from django.db.models import Count, Q, QuerySet

from mash.partnership.principal import Principal
from mash.records.subject_access.models import AccessPiece, AccessRequest, AccessStep
from mash.trail.record import note

#: Due within so many days needs attention.
SOON = timedelta(days=7)
#: What says where a piece stands on the page.
_ORDER = ("section", "at", "place", "of")


@dataclass(frozen=True)
class Progress:
    """How far the review is: pieces in all, reviewed, and those held back from the start that wait."""

    pieces: int
    reviewed: int
    others: int


def requests(by: Principal) -> QuerySet[AccessRequest]:
    """Requests, open ones first, the earliest due first; `pieces_in_all` and `pieces_left` of each."""
    rows: QuerySet[AccessRequest] = AccessRequest.objects.seen_by(by).select_related("hub")
    left = Count("pieces", filter=Q(pieces__reviewed_at=None))
    rows = rows.annotate(pieces_in_all=Count("pieces"), pieces_left=left)
    return rows.order_by(*(AccessRequest._meta.ordering or ()))  # which Django forgets where it counts


def listed(rows: Iterable[AccessRequest]) -> None:
    """Note that these stood on a list, with who asks."""
    for one in rows:
        note("listed", "subject access request", one.pk)


def needs_attention(on: date) -> Q:
    """Open, and due within a week or overdue on a London day."""
    return Q(status="open", due_on__lte=on + SOON)


def open_one(by: Principal, pk: object) -> AccessRequest:
    """A request. Raises DoesNotExist where one does not see it."""
    one: AccessRequest = (
        AccessRequest.objects.seen_by(by).select_related("hub", "account", "ended_by").get(pk=pk)
    )
    note("viewed", "subject access request", one.pk)
    return one


def pieces(by: Principal, one: AccessRequest) -> QuerySet[AccessPiece]:
    """Its pieces, of the person first, then of each referral."""
    rows: QuerySet[AccessPiece] = AccessPiece.objects.seen_by(by).filter(request=one)
    return rows.select_related("owner")


def progress(by: Principal, one: AccessRequest) -> Progress:
    """How far the review of a request is."""
    waiting = Q(reviewed_at=None)
    counts = pieces(by, one).aggregate(
        every=Count("pk"), left=Count("pk", filter=waiting), others=Count("pk", filter=waiting & ~Q(care=""))
    )
    return Progress(counts["every"], counts["every"] - counts["left"], counts["others"])


def open_piece(by: Principal, pk: object) -> AccessPiece:
    """A piece, with its words. Raises DoesNotExist where one does not see it."""
    piece: AccessPiece = (
        AccessPiece.objects.seen_by(by).select_related("request__hub", "owner", "reviewed_by").get(pk=pk)
    )
    of = ("referral", piece.section) if piece.section else ("person", piece.request.person)
    note("viewed", *of, way="subject access", request=str(piece.request_id), piece=str(piece.pk))
    return piece


def next_piece(by: Principal, one: AccessRequest, after: AccessPiece | None = None) -> AccessPiece | None:
    """The next piece that nobody has reviewed: after another in the order of the page, else the first."""
    rows = AccessPiece.objects.seen_by(by).filter(request=one, reviewed_at=None)
    if after is None:
        return rows.first()
    waiting = list(rows.only(*_ORDER).exclude(pk=after.pk))  # without their words, of which there can be many
    stands = attrgetter(*_ORDER)
    return next((piece for piece in waiting if stands(piece) > stands(after)), next(iter(waiting), None))


def steps(by: Principal, one: AccessRequest, piece: AccessPiece | None = None) -> QuerySet[AccessStep]:
    """What was done with a request, or with one of its pieces; without that, not each piece’s review."""
    rows: QuerySet[AccessStep] = AccessStep.objects.seen_by(by).filter(request=one, piece=piece)
    return rows.select_related("account")
