"""The writers of subject access requests: enter, extend, refuse, review, answer. To gather: gathering.py.

What is reviewed is held back unless somebody says that it is given; nothing is given until all is reviewed.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from mash.framework.london import now, spelt, today
from mash.partnership.models import Hub
from mash.partnership.policy import Permission as P
from mash.partnership.principal import Principal
from mash.records.evidence.finding import replaced
from mash.records.people.identifiers import plain
from mash.records.people.models import IDENTIFIERS
from mash.records.people.names import words as folded
from mash.records.subject_access.copying import copied
from mash.records.subject_access.due import MONTHS_EXTENDED, due_day
from mash.records.subject_access.gathering import is_behind
from mash.records.subject_access.models import (
    CARES,
    EXEMPTIONS,
    VERDICTS,
    AccessCopy,
    AccessPiece,
    AccessRequest,
)
from mash.records.subject_access.steps import did, open_request
from mash.records.writing import allowed, fault, held, kept
from mash.trail.record import note

#: What stands where words were blacked out, however long they were.
BLACK = "▇▇▇"


@dataclass(frozen=True)
class Whose:
    """How the record of the person is found: by a number of theirs, or by a referral's reference and the name
    in it.
    """

    kind: str = ""
    number: str = ""
    reference: str = ""
    name: str = ""


@dataclass(frozen=True)
class Verdict:
    """What becomes of a piece. `blacked`: words of it that are not given. `exemption`: why it is held back.
    `owner_said`: what the agency said whose information it is.
    """

    verdict: str
    exemption: str = ""
    blacked: Sequence[str] = ()
    reason: str = ""
    owner_said: str = ""


def enter(
    *, by: Principal, hub: str, who: str, asker: str, authority: str, received_on: date, whose: Whose
) -> AccessRequest:
    """Enter a request, and find whose record it is about. It is due a month after receipt.

    Raises ValidationError by field, in the same words for who is not there, and who is in another hub's
    referral or in a restricted one.
    """
    allowed(by, P.SUBJECT_ACCESS, hub)
    if not asker.strip():
        raise fault(asker="Say who asks, and where the answer goes.")
    if not authority.strip():
        raise fault(authority="Say how it was checked who they are, and that they may ask.")
    if received_on > today():
        raise fault(received_on="It cannot have been received in the future.")
    person, found_by = _found(hub, whose)
    due_on = due_day(Hub.objects.get(pk=hub), received_on)
    made = AccessRequest(hub_id=hub, account_id=by.account_id, entered_at=now(), who=who, person=person)
    made.asker, made.authority, made.found_by = asker.strip(), authority.strip(), found_by
    made.received_on, made.due_on = received_on, due_on
    kept(made)
    did(made, by, "entered", f"Received {spelt(received_on)}")
    note("entered", "subject access request", made.pk, person=str(person), due=str(due_on))
    return made


def extend(*, by: Principal, request_id: object, version: int, because: str) -> AccessRequest:
    """Take two months longer, once, within the first month: it is complex, or they asked for much."""
    one = open_request(by, request_id, "because", version)
    if one.extended_because:
        raise fault(because="This request was extended already. It cannot be extended twice.")
    if today() > one.due_on:
        raise fault(because=f"It was due {spelt(one.due_on)}. It can be extended up to that day only.")
    if not because.strip():
        raise fault(because="Say why it takes longer. The person is told.")
    before, one.extended_because = one.due_on, because.strip()
    one.due_on = due_day(Hub.objects.get(pk=one.hub_id), one.received_on, MONTHS_EXTENDED)
    kept(one, "due_on", "extended_because")
    did(one, by, "extended", because, before={"Answer due": spelt(before)})
    note("extended", "subject access request", one.pk, until=[str(before), str(one.due_on)])
    return one


def refuse(*, by: Principal, request_id: object, version: int, refused_on: date, words: str) -> AccessRequest:
    """Refuse a request, such as one that is manifestly unfounded, or of who may not ask; `words` say why."""
    one = open_request(by, request_id, "words", version)
    if not words.strip():
        raise fault(words="Say why it is refused. The person is told.")
    _end(one, "refused", by, refused_on, words, "refused_on")
    did(one, by, "refused", words)
    note("refused", "subject access request", one.pk, on=str(refused_on))
    return one


def review(*, by: Principal, piece_id: object, version: int, said: Verdict) -> AccessPiece:
    """Say what becomes of a piece; what was said before is kept. Raises Overtaken, or ValidationError."""
    seen: AccessPiece = AccessPiece.objects.seen_by(by).get(pk=piece_id)
    one = open_request(by, seen.request_id, "verdict")
    piece = held(AccessPiece, by, piece_id, version)
    blacked = [" ".join(words.split()) for words in said.blacked if words.strip()]
    _check(piece, by, said, blacked)
    before = _in_words(piece) if piece.reviewed_at else {}
    piece.verdict, piece.reason, piece.owner_said = said.verdict, said.reason.strip(), said.owner_said.strip()
    piece.exemption = said.exemption if said.verdict == "hold" else ""
    piece.blacked = blacked if said.verdict == "part" else []
    piece.reviewed_at, piece.reviewed_by_id = now(), by.account_id
    kept(piece, *_SAID)
    did(one, by, "reviewed", VERDICTS[piece.verdict], piece=piece, before=before)
    note("reviewed", "subject access request", one.pk, piece=str(piece.pk), verdict=piece.verdict)
    return piece


def hold_back(*, by: Principal, request_id: object, count: int) -> int:
    """Have what was held back from the start, as it is about somebody else or a protected address, stay so:
    all of it that nobody has looked at yet. `count`: how many they expect.
    """
    one = open_request(by, request_id, "count")
    waiting = AccessPiece.objects.seen_by(by).filter(request=one, reviewed_at=None).exclude(care="")
    pieces = list(waiting.select_for_update(of=("self",)))
    if len(pieces) != count:
        raise fault(count=f"The number that waits for that is {len(pieces)} now. Look at the request again.")
    for piece in pieces:
        piece.reviewed_at, piece.reviewed_by_id = now(), by.account_id
        kept(piece, "reviewed_at", "reviewed_by")
    did(one, by, "reviewed", f"{count} held back, as they are about somebody else or a protected address")
    note("reviewed", "subject access request", one.pk, held_back=count)
    return count


def hindrance(by: Principal, one: AccessRequest) -> str:
    """Why a request cannot be answered now, in words; empty where it can."""
    if one.status != "open":
        return "This request is answered or refused."
    if one.gathered_at is None:
        return "Nothing is gathered yet."
    left = AccessPiece.objects.seen_by(by).filter(request=one, reviewed_at=None).count()
    if left:
        return f"{left:,} {'piece is' if left == 1 else 'pieces are'} not reviewed yet."
    if is_behind(by, one):
        return "Something was recorded since you gathered. Gather again, and review what is new."
    return ""


def answer(
    *, by: Principal, request_id: object, version: int, sent_on: date, words: str, sha256: str
) -> AccessRequest:
    """Answer a request: the copy is made and kept, and nothing of the request changes any more.

    `sha256`: of the copy that they read before. Raises ValidationError where it would be another, or where
    something hinders.
    """
    one = open_request(by, request_id, "words", version)
    hinders = hindrance(by, one)
    if hinders:
        raise fault(words=hinders)
    if not words.strip():
        raise fault(words="Say how it was sent.")
    html = copy_of(by, one)
    made = hashlib.sha256(html.encode()).hexdigest()
    if made != sha256:
        raise fault(words="The copy reads otherwise than when you opened this page. Read it again.")
    _end(one, "closed", by, sent_on, words, "sent_on")
    kept(AccessCopy(request=one, html=html, sha256=made))
    did(one, by, "closed", words)
    note("answered", "subject access request", one.pk, on=str(sent_on), sha256=made)
    return one


def copy_of(by: Principal, one: AccessRequest) -> str:
    """The copy as the verdicts would have it now."""
    pieces = AccessPiece.objects.seen_by(by).filter(request=one).select_related("owner")
    return copied(one, [(piece, given(piece)) for piece in pieces])


def given(piece: AccessPiece) -> str:
    """What is given of a piece; nothing where it is held back or not reviewed."""
    if piece.reviewed_at is None or piece.verdict not in ("give", "part"):
        return ""
    words = piece.words
    # the longest first, or a part of a name would go and leave the rest
    for black in sorted(piece.blacked, key=len, reverse=True):
        words = replaced(words, black, BLACK, any_case=True)
    return words


def is_anothers(piece: AccessPiece, by: Principal) -> bool:
    """Whether it is what another agency knew, which is asked before it is given."""
    return piece.part == "item" and piece.owner_id != by.agency_id


_SAID = ("verdict", "exemption", "blacked", "reason", "owner_said", "reviewed_at", "reviewed_by")


def _check(piece: AccessPiece, by: Principal, said: Verdict, blacked: list[str]) -> None:
    if said.verdict not in VERDICTS:
        raise fault(verdict="Say what becomes of it.")
    if said.verdict == "hold":
        if said.exemption not in EXEMPTIONS:
            raise fault(exemption="Say why it is held back.")
        if said.exemption != "third_party" and not said.reason.strip():
            raise fault(reason="Give your reasons: somebody may have to defend them.")
        return
    if said.verdict == "part":
        if not blacked:
            raise fault(blacked="Say which words are blacked out, one wording a line.")
        for words in blacked:
            if replaced(piece.words, words, BLACK, any_case=True) == piece.words:
                raise fault(blacked=f"“{words}” does not stand in it as words of their own.")
    if piece.care and not said.reason.strip():
        raise fault(reason=f"{CARES[piece.care]}: give your reasons for giving it all the same.")
    if is_anothers(piece, by) and not said.owner_said.strip():
        raise fault(owner_said=f"{piece.owner} owns this: ask them first, and note what they said.")


def _in_words(piece: AccessPiece) -> dict[str, str]:
    """What was said of a piece, by the labels of the page."""
    before = {
        "Verdict": VERDICTS[piece.verdict],
        "Why not": EXEMPTIONS.get(piece.exemption, ""),
        "Blacked out": ", ".join(piece.blacked),
        "Reasons": piece.reason,
        "What its owner said": piece.owner_said,
    }
    return {label: words for label, words in before.items() if words}


def _end(one: AccessRequest, status: str, by: Principal, on: date, words: str, field: str) -> None:
    if on > today():
        raise fault(**{field: "That day cannot lie in the future."})
    if on < one.received_on:
        raise fault(**{field: f"It was received {spelt(one.received_on)}: it was on that day or later."})
    one.status, one.ended_on, one.ended_by_id, one.ended_words = status, on, by.account_id, words.strip()
    kept(one, "status", "ended_on", "ended_by", "ended_words")


def _found(hub: str, whose: Whose) -> tuple[str, str]:
    """Whose record it is, and by what it was found."""
    words, reference = folded(whose.name), whose.reference.strip()
    asked: list[Any]
    if whose.number.strip():
        if whose.kind not in IDENTIFIERS:
            raise fault(kind="Say which number it is.")
        try:
            number = plain(whose.kind, whose.number)
        except ValueError as error:
            raise fault(number=str(error)) from None
        at, found_by = "number", f"{IDENTIFIERS[whose.kind]} {number}"
        asked = [hub, whose.kind, number, "", []]
    elif reference:
        if not words:
            raise fault(name="Enter the name of the person as the referral has it.")
        at, found_by = "reference", f"{reference}, {whose.name.strip()}"
        asked = [hub, "", "", reference, words]
    else:
        raise fault(number="Enter a number of the person, or a referral’s reference and the name in it.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM mash_access_find(%s, %s, %s, %s, %s)", asked)
        people = [row[0] for row in cursor.fetchall()]
    if not people:
        raise fault(**{at: "No referral of this hub that you may open names this person."})
    if len(people) > 1:
        raise fault(
            **{
                at: f"{len(people)} records fit that, and are not known to be of one person. Ask who works on"
                " them to look at the match, or find the person otherwise."
            }
        )
    return people[0], found_by
