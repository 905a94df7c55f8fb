"""Referrals, requests and a disagreement whose times are soon over, or just over; then most of it done."""

from datetime import timedelta

from mash.framework.london import clock_at, now
from mash.partnership.models import Account, Hub
from mash.records.escalations.actions import disagree
from mash.records.escalations.models import Escalation
from mash.records.referrals.actions import answer, ask, decide, own, rate, take
from mash.records.referrals.actions.decided import Disposed
from mash.records.referrals.models import Referral, Request
from tests.cast import Cast, make_cast, submitted


def fill(cast=None):
    """Red has two hours, its answers one, and the hub allows half an hour without a rating."""
    cast, at = cast or make_cast(), now()

    def worked(minutes, *agencies):
        with clock_at(at - timedelta(minutes=minutes)):
            referral = submitted(cast)
            cast.does("tess", rate, referral_id=referral.pk, version=1, risk="red", rationale="So.")
            if agencies:
                cast.does("tess", ask, referral_id=referral.pk, agencies=agencies)
        return referral

    with clock_at(at - timedelta(minutes=31)):
        submitted(cast)  # unrated for too long
    submitted(cast)  # just received
    worked(5, "police", "health")  # time enough
    worked(50, "police")  # its answer is due in ten minutes, its decision in seventy
    worked(75, "health")  # its answer was due a quarter of an hour ago; Tess asked
    soon = worked(100)  # its decision is due in twenty minutes, and Dan has taken it
    cast.does("dan", take, referral_id=soon.pk, version=2)
    late = worked(180)  # it was due an hour ago, and the council owns it
    cast.does("tess", own, referral_id=late.pk, version=2, agency="council")
    worked(60 * 24 * 5)  # overdue for days: nobody is woken for it
    with clock_at(at - timedelta(days=60)):
        old = submitted(cast)
        cast.does("tess", rate, referral_id=old.pk, version=1, risk="red", rationale="So.")
        cast.does("tess", ask, referral_id=old.pk, agencies=("health",))
        cast.does("tess", own, referral_id=old.pk, version=2, agency="council")
        outcome = (Disposed("section_47", lead="council"),)
        cast.does("dan", decide, referral_id=old.pk, version=3, disposals=outcome, rationale="So.")
    made = cast.does("hanna", disagree, referral_id=old.pk, about="council", reason="other", words="No.")
    ago = at - timedelta(minutes=1)  # it fell due just now
    rows = Escalation._base_manager.filter(pk=made.pk)
    assert cast.does("hanna", lambda by: rows.update(due_at=ago)) == 1


def settle():
    """Rate what had no rating, answer what was asked, decide what was overdue."""
    accounts = {one.email.split("@")[0]: one for one in Account.objects.all()}
    cast = Cast(Hub.objects.get(pk="moorland"), accounts)
    for one in cast.sees("dan", lambda by: list(Referral.objects.seen_by(by).filter(risk=""))):
        cast.does("tess", rate, referral_id=one.pk, version=1, risk="blue", rationale="So.")
    for name in ("paul", "hanna"):
        for one in cast.sees(
            name,
            lambda by: list(Request.objects.seen_by(by).filter(responded_at=None, agency=by.agency_id)),
        ):
            cast.does(name, answer, request_id=one.pk, version=1, response="nothing_known")
    overdue = cast.sees("dan", lambda by: list(Referral.objects.seen_by(by).filter(owner="council")))
    outcome = (Disposed("section_47", lead="council"),)
    for one in overdue:
        if one.decided_at is None:
            cast.does(
                "dan", decide, referral_id=one.pk, version=one.version, disposals=outcome, rationale="So."
            )
