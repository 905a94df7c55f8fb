"""What is due soon, or was just now: referrals, requests, a disagreement, registers. Then most of it done."""

from datetime import timedelta

from mash.framework.london import clock_at, now, today
from mash.partnership.models import Account, Hub
from mash.records.audits import actions as audits
from mash.records.audits.models import Audit, AuditAction
from mash.records.complaints import actions as complaints
from mash.records.complaints.models import Complaint
from mash.records.escalations.actions import disagree
from mash.records.escalations.models import Escalation
from mash.records.lessons import actions as lessons
from mash.records.lessons.models import Recommendation
from mash.records.referrals.actions import answer, ask, decide, own, rate, take
from mash.records.referrals.actions.decided import Disposed
from mash.records.referrals.models import Referral, Request
from mash.records.subject_access import actions as access
from mash.records.subject_access.models import AccessRequest
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
    registers(cast, at)
    asked_for(cast, old, at)


def asked_for(cast, referral, at):
    """Two requests for the record of whom a referral names: one is late, one due tomorrow."""
    whose = access.Whose(reference=referral.reference, name="Wendy Fictional")
    said = {"who": "self", "asker": "Wendy", "authority": "Passport.", "whose": whose}
    for days in (-1, 1):
        with clock_at(at - timedelta(days=29)):
            made = cast.does("iris", access.enter, hub="moorland", received_on=today(), **said)
        rows, due_on = AccessRequest._base_manager.filter(pk=made.pk), today() + timedelta(days=days)
        assert cast.does("iris", lambda by, rows=rows, due_on=due_on: rows.update(due_on=due_on)) == 1


def registers(cast, at):
    """Two complaints, recommendations and actions of an audit: of each, one is late, one due tomorrow."""
    yesterday, tomorrow = today() - timedelta(days=1), today() + timedelta(days=1)
    with clock_at(at - timedelta(days=60)):
        day = today()
        planned = audits.Planned("March", day, day, 2, "", ("contribution",), ("quality of the decision",))
        one = cast.does("quinn", audits.plan, hub="moorland", planned=planned)
        accounts = [cast.accounts[name].pk for name in ("pam", "pete")]
        cast.does("quinn", audits.draw, round_id=one.pk, version=1, accounts=accounts, seed="one")
        audit = cast.sees("quinn", lambda by: Audit.objects.seen_by(by).get())
        of = {"source": "inspection", "title": "An inspection", "published_on": day}
        lesson = cast.does("quinn", lessons.enter, hub="moorland", **of)
        for due_on in (yesterday, tomorrow):
            what = {"agency": "police", "words": "Answer sooner.", "due_on": due_on}
            cast.does("quinn", audits.add_action, audit_id=audit.pk, **what)
            made = cast.does("quinn", lessons.recommend, lesson_id=lesson.pk, words="Share sooner.")
            what = {"agency": "police", "due_on": due_on, "reason": "So."}
            cast.does("quinn", lessons.accept, recommendation_id=made.pk, version=1, **what)
    for due_at in (at - timedelta(minutes=1), at + timedelta(days=1)):
        with clock_at(at - timedelta(days=13)):
            said = complaints.Said(today(), "external", "Nobody rang", "Not a word.", "delay")
            made = cast.does("quinn", complaints.enter, hub="moorland", compliment=False, said=said)
        rows = Complaint._base_manager.filter(pk=made.pk)
        assert cast.does("quinn", lambda by, rows=rows, due_at=due_at: rows.update(due_at=due_at)) == 1


def settle():
    """Rate what had no rating, answer what was asked, decide and do what was overdue."""
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

    def late(record, **where):
        return cast.sees("quinn", lambda by: record.objects.seen_by(by).filter(**where).first())

    closed = {
        "closed_on": today(),
        "finding": "upheld",
        "words": "So.",
        "learning": "We ring.",
        "redress": "Sorry.",
    }
    one = late(Complaint, due_at__lt=now())
    cast.does("quinn", complaints.close, complaint_id=one.pk, version=one.version, **closed)
    one = late(Recommendation, due_on__lt=today())
    how = {"implemented_on": today(), "policy_changed": False, "words": "Done."}
    cast.does("quinn", lessons.implement, recommendation_id=one.pk, version=one.version, **how)
    one = late(AuditAction, due_on__lt=today())
    how = {"completed_on": today(), "how": "Done."}
    cast.does("quinn", audits.complete_action, action_id=one.pk, version=one.version, **how)
    asked = cast.sees("iris", lambda by: AccessRequest.objects.seen_by(by).get(due_on__lt=today()))
    how = {"version": asked.version, "refused_on": today(), "words": "A stranger."}
    cast.does("iris", access.refuse, request_id=asked.pk, **how)
