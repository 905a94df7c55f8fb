"""Retention at work: a rule, a second officer for as long as it takes, referrals of years ago, a list."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from mash.framework.london import clock_at, now, today
from mash.partnership.models import Appointment
from mash.partnership.policy import Permission as P
from mash.records.audits import actions as audits
from mash.records.audits.models import Audit, AuditRound
from mash.records.escalations.actions import resolve
from mash.records.escalations.models import Escalation
from mash.records.notices import telling
from mash.records.referrals.actions import (
    Disposed,
    break_glass,
    decide,
    lift,
    name_person,
    own,
    rate,
    restrict,
    tell,
)
from mash.records.retention import actions, destroying
from mash.records.retention.models import DestructionRecord
from tests.cast import make_cast, submitted
from tests.records.everything import worked
from tests.records.notices import work_off

BASIS = "The hub’s retention schedule, section 4"


def long_ago(years=7):
    """Noon of a day so many years and a month ago."""
    on = today() - timedelta(days=365 * years + 30)
    return datetime(on.year, on.month, on.day, 12, tzinfo=UTC)


def cast_of_long_ago():
    """The cast, with appointments and reference data of before everything."""
    with clock_at(long_ago(80)):
        return make_cast()


def ruled(cast, kind="referral", years=6, youngest=None, who="iris", hub="moorland"):
    """A rule."""
    return cast.does(
        who, actions.set_rule, hub=hub, kind=kind, said=actions.Said(years, BASIS, youngest=youngest)
    )


def drawn(cast, kind="referral", who="iris", hub="moorland"):
    """A list as at today."""
    return cast.does(who, destroying.draw_up, hub=hub, kind=kind)


def listed(cast, one, who="iris"):
    """Reference → why it does not go, or empty; once approved, what came of it."""

    def look(by):
        rows = DestructionRecord.objects.seen_by(by).filter(destruction=one.pk)
        return {row.reference: row.outcome or row.why for row in rows}

    return cast.sees(who, look)


@contextmanager
def second_officer(cast, name="ida", hub="moorland"):
    """Somebody is an officer of a hub too, for as long as it takes."""
    part = {"account": cast.accounts[name], "hub_id": hub, "role": "information_governance"}
    held = Appointment.objects.create(**part)
    yield name
    held.delete()


def approved(cast, one, count=1, who="ida", hub="moorland"):
    """A list approved by a second officer; gives the certificate."""
    with second_officer(cast, who, hub):
        return cast.does(who, destroying.approve, destruction_id=one.pk, count=count)


def finished(cast, here="tess", decides="dan", **changed):
    """A referral that is decided, and whose referrer is told."""
    one = submitted(cast, **changed)
    of = {"referral_id": one.pk}
    cast.does(here, rate, version=1, risk="red", rationale="So.", **of)
    cast.does(here, own, version=2, agency="council", **of)
    disposals = (Disposed("section_47", lead="council"),)
    cast.does(decides, decide, version=3, disposals=disposals, rationale="So.", **of)
    cast.does(decides, tell, version=4, words="An enquiry begins.", **of)
    return one


def lived(cast, one):
    """All that can happen to a referral: worked, disagreed about, audited, restricted, told of, and ended."""
    worked(cast, one)
    found = cast.sees("dan", lambda by: Escalation.objects.seen_by(by).get(referral=one.pk))
    words = {"resolution": "upheld", "words": "It stands."}
    cast.does("dan", resolve, escalation_id=found.pk, version=found.version, **words)
    audited(cast)
    made = cast.does("iris", restrict, reference=one.reference, reason="Staff.")
    cast.does("iris", name_person, restriction_id=made.pk, account=cast.accounts["dan"])
    cast.does("dora", break_glass, reference=one.reference, reason="At the door.")
    cast.does("iris", lift, restriction_id=made.pk)
    work_off()


def told_of(kind, to=P.REGISTER_KEEP, **about):
    """Who keeps a register is told that something in it is late."""
    event = telling.Event(kind, "moorland", about, now(), now(), to, None, frozenset())
    assert telling.tell(event) > 0


def audited(cast):
    """What was decided today is audited, with an action, and the round closed."""
    planned = audits.Planned("March", today(), today(), 2, of_the_case=("timeliness",))
    made = cast.does("quinn", audits.plan, hub="moorland", planned=planned)
    accounts = [cast.accounts[name].pk for name in ("pam", "pete")]
    cast.does("quinn", audits.draw, round_id=made.pk, version=1, accounts=accounts)
    audit = cast.sees("quinn", lambda by: Audit.objects.seen_by(by).get(round=made.pk))
    for name in ("pam", "pete"):
        given = [audits.Given(2, "A reason.")]
        cast.does(name, audits.grade, audit_id=audit.pk, version=1, given=given, send=True)
    cast.does("pam", audits.moderate, audit_id=audit.pk, version=1, given=[audits.Given(2, "Agreed.")])
    words = {"agency": "police", "words": "Answer sooner.", "due_on": today()}
    action = cast.does("quinn", audits.add_action, audit_id=audit.pk, **words)
    told_of("action_late", action=action.pk)
    done = {"version": 1, "completed_on": today(), "how": "So."}
    cast.does("quinn", audits.complete_action, action_id=action.pk, **done)
    at = cast.sees("quinn", lambda by: AuditRound.objects.seen_by(by).get(pk=made.pk).version)
    cast.does("quinn", audits.close, round_id=made.pk, version=at)
