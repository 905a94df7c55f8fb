"""What the actions of subject access share: a request that is open, and what was done with it."""

from mash.framework.london import now
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.subject_access.models import AccessPiece, AccessRequest, AccessStep
from mash.records.writing import allowed, fault, held, kept


def open_request(by: Principal, request_id: object, field: str, version: int | None = None) -> AccessRequest:
    """A request that is not answered or refused yet, held until the transaction ends. What hinders is said at
    `field`. Raises DoesNotExist where one does not see it, Overtaken where it is no longer at `version`.
    """
    found: AccessRequest = AccessRequest.objects.seen_by(by).get(pk=request_id)
    allowed(by, P.SUBJECT_ACCESS, found.hub_id)
    if found.status != "open":
        raise fault(**{field: "This request is answered or refused, and no longer changes."})
    return held(AccessRequest, by, request_id, version)


def did(
    one: AccessRequest,
    by: Principal,
    what: str,
    words: str = "",
    *,
    piece: AccessPiece | None = None,
    before: dict[str, str] | None = None,
) -> None:
    """Keep that something of DID was done with a request, or with one of its pieces."""
    step = AccessStep(
        request=one, piece=piece, at=now(), account_id=by.account_id, did=what, words=words.strip()
    )
    step.before = before or {}
    kept(step)
