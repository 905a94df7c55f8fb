"""One subject access request of the simulated hub: gathered, and reviewed as far as the person themselves."""

from datetime import timedelta

from mash.demo.live.people import People
from mash.demo.reference import HUB
from mash.framework.london import today
from mash.partnership.acting import act_as
from mash.records.referrals.models import Subject
from mash.records.subject_access.actions import Verdict, Whose, enter, review
from mash.records.subject_access.gathering import gather
from mash.records.subject_access.models import AccessPiece
from mash.trail.record import recorded


def ask_for_a_record(people: People) -> None:
    """Enter the request of somebody whom a referral names, and begin its review, as an officer would."""
    with recorded():
        by = people.who("childrens", "decision_maker")
        act_as(by)
        decided = Subject.objects.seen_by(by).filter(
            role="subject", referral__decided_at__isnull=False, referral__restricted=False
        )
        one = (
            decided.exclude(given_names="")
            .select_related("referral")
            .order_by("referral__decided_at")
            .first()
        )
    if one is None:
        return
    with recorded():
        by = people.who("childrens", "information_governance")
        act_as(by)
        made = enter(
            by=by,
            hub=HUB,
            who="agent",
            asker=f"A solicitor for {one}",
            authority="A signed authority, and a call back to the firm.",
            received_on=today() - timedelta(days=12),
            whose=Whose(reference=one.referral.reference, name=str(one)),
        )
        gather(by=by, request_id=made.pk)
        for piece in AccessPiece.objects.seen_by(by).filter(request=made, section="", care=""):
            review(by=by, piece_id=piece.pk, version=piece.version, said=Verdict("give"))
