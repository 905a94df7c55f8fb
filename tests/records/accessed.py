"""Subject access at work: a referral with all that can be said of somebody, a request for it, verdicts."""

import hashlib
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from mash.framework.london import today
from mash.records.people.actions import Particulars, link_family
from mash.records.referrals.actions import Person, correct
from mash.records.referrals.models import Subject
from mash.records.subject_access import actions, gathering
from mash.records.subject_access.models import AccessPiece, AccessRequest
from tests.cast import CHILD, submitted
from tests.records import everything

WENDY = actions.Whose(kind="nhs_number", number="943 476 5919")
MOTHER = Particulars(
    given_names="Maud",
    family_name="Fictional",
    date_of_birth=date(1990, 3, 2),
    address="2 Secret Street",
    protected=True,
)
CONCERN = "Wendy comes to school hungry. Her mother Maud shouts, says Tess Triage. Maud drinks."


def told_all(cast):
    """A referral of Wendy and her mother, worked to the end, with everything that there is to say."""
    one = submitted(
        cast,
        concern=CONCERN,
        contact="Mrs Teacher, 01632 960001",
        consent="not_sought",
        consent_reason="It would warn him.",
        consent_approved_by="Mister Manager",
        lawful_basis="public_task",
        known_open=True,
        open_to="Team East",
        people=(Person("subject", CHILD), Person("carer", MOTHER)),
    )
    everything.worked(cast, one)
    cast.does(
        "tess", correct, referral_id=one.pk, version=_version(cast, one), words={"contact": "Mister Head"}
    )
    wendy, maud = people(cast, one)
    cast.does("tess", link_family, person=wendy, relative=maud, relation="parent")
    return one


def people(cast, one, who="tess"):
    """The people of a referral, those at risk first."""

    def look(by):
        rows = Subject.objects.seen_by(by).filter(referral=one).order_by("-role").select_related("person")
        return [row.person for row in rows]

    return cast.sees(who, look)


def _version(cast, one):
    return cast.sees("dan", lambda by: type(one).objects.seen_by(by).get(pk=one.pk).version)


def asked(cast, whose=WENDY, who="iris", hub="moorland", **changed):
    """A request for Wendy's record."""
    words = {
        "who": "self",
        "asker": "Wendy Fictional, 1 Nowhere Lane",
        "authority": "Passport seen.",
        "received_on": today(),
    }
    return cast.does(who, actions.enter, hub=hub, whose=whose, **(words | changed))


def gathered(cast, one, who="iris"):
    """What gathering for a request came to."""
    return cast.does(who, gathering.gather, request_id=one.pk)


def pieces(cast, one, who="iris", **narrowed):
    """The pieces of a request."""
    return cast.sees(who, lambda by: list(AccessPiece.objects.seen_by(by).filter(request=one.pk, **narrowed)))


def reviewed(cast, piece, verdict="give", who="iris", **said):
    """A verdict on a piece."""
    if piece.part == "item" and verdict != "hold":
        said.setdefault("owner_said", "The police agree.")
    if verdict == "hold":
        said.setdefault("exemption", "third_party")
    words = actions.Verdict(verdict, **said)
    return cast.does(who, actions.review, piece_id=piece.pk, version=piece.version, said=words)


def all_reviewed(cast, one, who="iris"):
    """What is held back from the start stays so; the rest is given."""
    for piece in pieces(cast, one, who):
        reviewed(cast, piece, "hold" if piece.care else "give", who)


def now_stands(cast, one, who="iris"):
    """A request as it stands."""
    return cast.sees(who, lambda by: AccessRequest.objects.seen_by(by).select_related("hub").get(pk=one.pk))


def copy_now(cast, one, who="iris"):
    """The copy as it would be now."""
    return cast.sees(who, lambda by: actions.copy_of(by, now_stands_by(by, one)))


def now_stands_by(by, one):
    return AccessRequest.objects.seen_by(by).select_related("hub").get(pk=one.pk)


def answered(cast, one, who="iris", **changed):
    """A request that is answered today."""
    stands, html = now_stands(cast, one, who), copy_now(cast, one, who)
    words = {
        "version": stands.version,
        "sent_on": today(),
        "words": "By registered post.",
        "sha256": hashlib.sha256(html.encode()).hexdigest(),
    }
    return cast.does(who, actions.answer, request_id=one.pk, **(words | changed))


def hinders(cast):
    """Why the request of a cast cannot be answered now."""
    return cast.sees("iris", lambda by: actions.hindrance(by, now_stands_by(by, cast.asked)))


def refused(act):
    """What an action says is wrong, by field."""
    with pytest.raises(ValidationError) as told:
        act()
    return told.value.message_dict


def told_and_gathered(cast):
    """Wendy's referral with all that there is to say, and a request for her record, gathered."""
    cast.referral = told_all(cast)
    cast.asked = asked(cast)
    gathered(cast, cast.asked)
    return cast
