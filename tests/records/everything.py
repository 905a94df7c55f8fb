"""Rows of every table of the records: of two hubs, worked and not, merged, restricted."""

from datetime import date, timedelta

from mash.framework.london import clock_at, now, today
from mash.partnership.models import Appointment
from mash.partnership.policy import Permission as P
from mash.records import models as records
from mash.records.activities import actions as activities
from mash.records.agreements import actions as agreements
from mash.records.audits import actions as audits
from mash.records.audits.models import Audit
from mash.records.baselines import actions as baselines
from mash.records.complaints.actions import Said, enter
from mash.records.escalations.actions import disagree
from mash.records.evidence import actions as evidence
from mash.records.imports import actions as imports
from mash.records.lessons import actions as lessons
from mash.records.notices.actions import choose_mail
from mash.records.people.actions import know_different, merge
from mash.records.referrals.actions import (
    Disposed,
    Known,
    answer,
    ask,
    correct,
    decide,
    name_person,
    own,
    rate,
    restrict,
    save_draft,
    tell,
)
from mash.records.referrals.models import Referral
from mash.records.retention import actions as retention
from mash.records.retention import destroying
from mash.records.subject_access import actions as access
from mash.records.subject_access import gathering
from mash.records.surveys.actions import release
from mash.web.imports.stages import go_on
from tests.cast import submitted
from tests.records import accessed as accessing
from tests.records import surveys
from tests.records.notices import work_off


def everything(cast):
    """One referral with everything that can hang on one, another, one of another hub, a restricted one.

    Needs the setting SENDS_MAIL, or nobody can be invited to a survey.
    """
    cast.first = submitted(cast)
    worked(cast, cast.first)
    cast.second = submitted(cast)
    cast.elsewhere = submitted(cast, by="fay", hub="fenland")
    cast.restricted = submitted(cast)
    cast.does("tess", rate, referral_id=cast.restricted.pk, version=1, risk="red", rationale="Staff.")
    cast.does("tess", ask, referral_id=cast.restricted.pk, agencies=("police",))
    one = cast.does("iris", restrict, reference=cast.restricted.reference, reason="She works here.")
    cast.does("iris", name_person, restriction_id=one.pk, account=cast.accounts["dan"])
    first, second = cast.sees("tess", people_of(cast.first)) + cast.sees("tess", people_of(cast.second))
    cast.does("tess", merge, first=first, second=second, reason="Same NHS number.")
    third = cast.does("tess", submit_other(cast))
    cast.does("tess", know_different, first=first, second=third, reason="Twins.")
    cast.does("rita", save_draft, draft=None, kind="referral", words={"concern": "half"})
    for who, hub in (("quinn", "moorland"), ("quinta", "fenland"), ("quinta", "fenland")):
        said = Said(today(), "external", "Nobody rang back", "Not a word.", "delay", agencies=("police",))
        cast.does(who, enter, hub=hub, compliment=False, said=said)
    registers(cast)
    agreed(cast)
    sampled(cast)
    retained(cast)
    accessed(cast)
    work_off()
    cast.does("paul", choose_mail, wanted=False)
    return cast


def registers(cast):
    """Evidence of Moorland, changed, with kept words and a request; a draft in Fenland."""
    item = {"kind": "learning", "cohort": "", "theme": "early sharing", "title": "A visit", "text": "So."}
    one = cast.does("quinn", evidence.draft, hub="moorland", **(item | {"text": "He met Wendy."}))
    of = {"evidence_id": one.pk}
    cast.does("quinn", evidence.change, version=1, **(item | {"text": "She met Wendy."}), **of)
    cast.does("quinn", evidence.keep_words, version=2, words="Wendy", why="other", reason="Made up.", **of)
    soon = today() + timedelta(days=9)
    cast.does("quinn", evidence.publish, version=2, review_on=soon, read=True, alone=True, **of)
    ask = {"agency": "police", "purpose": "training", "requested_on": today()}
    cast.does("quinn", evidence.request, **ask, **of)
    cast.does("quinta", evidence.draft, hub="fenland", **item)
    lesson = {"source": "inspection", "title": "An inspection", "published_on": today()}
    one = cast.does("quinn", lessons.enter, hub="moorland", **lesson)
    cast.does("quinn", lessons.change, lesson_id=one.pk, version=1, **(lesson | {"title": "Another"}))
    cast.does("quinn", lessons.recommend, lesson_id=one.pk, words="Share sooner.")
    cast.does("quinta", lessons.enter, hub="fenland", **lesson)
    of = activities.Said("training", "Neglect", today(), agencies=("police",))
    one = cast.does("quinn", activities.enter, hub="moorland", said=of)
    cast.does("quinn", activities.cancel, activity_id=one.pk, version=1, because="Snow.")
    cast.does("quinta", activities.enter, hub="fenland", said=of)
    of = {"cohort": "neglect", "start": date(2026, 1, 1), "end": date(2026, 3, 31), "volume": 9}
    one = cast.does("quinn", baselines.enter, hub="moorland", agency="police", **of)
    cast.does("quinn", baselines.correct, baseline_id=one.pk, version=1, volume=8, reason="Twice.")
    cast.does("quinta", baselines.enter, hub="fenland", agency="health", **of)
    for who, hub, kind, needed in (
        ("quinn", "moorland", "lessons", P.REGISTER_KEEP),
        ("rita", "moorland", "referrals", P.REFERRAL_SUBMIT),
        ("fay", "fenland", "referrals", P.REFERRAL_SUBMIT),
    ):
        words = {"kind": kind, "permission": needed, "file_name": "l.csv", "content": b"A,B\n1,2\n"}
        made = cast.does(who, imports.hand_in, hub=hub, **words)
        go_on(made.pk, cast.accounts[who].pk)
        cast.does(who, imports.match, import_id=made.pk, version=3, columns={})
    surveyed(cast)


def agreed(cast):
    """An agreement of Moorland that a third agency joined, and one of Fenland."""
    soon = today() + timedelta(days=9)
    words = {"title": "Sharing", "purpose": "To protect.", "shared": "All.", "lawful_bases": ("consent",)}
    written = agreements.Written(signed_on=today(), expires_on=soon, review_on=soon, **words)
    of = {"written": written, "parties": ("police", "health")}
    one = cast.does("iris", agreements.enter, hub="moorland", **of)
    cast.does("iris", agreements.join, agreement_id=one.pk, version=1, agency="council", from_on=today())
    cast.does("ida", agreements.enter, hub="fenland", **of)


def retained(cast):
    """A rule of each hub; in Moorland an activity of a year ago was held, its list drawn up and approved."""
    for who, hub in (("iris", "moorland"), ("ida", "fenland")):
        made = {"kind": "activity", "said": retention.Said(1, "A schedule.")}
        cast.does(who, retention.set_rule, hub=hub, **made)
    with clock_at(now() - timedelta(days=400)):
        of = activities.Said("training", "Long ago", today())
        held, _ = (cast.does("quinn", activities.enter, hub="moorland", said=of) for _ in range(2))
    why = {"reference": str(held.pk), "reason": "An inquiry."}
    cast.does("iris", retention.hold, hub="moorland", kind="activity", **why)
    one = cast.does("iris", destroying.draw_up, hub="moorland", kind="activity")
    part = {"account": cast.accounts["ida"], "hub_id": "moorland", "role": "information_governance"}
    second = Appointment.objects.create(**part)
    cast.does("ida", destroying.approve, destruction_id=one.pk, count=1)
    second.delete()


def accessed(cast):
    """Moorland's request for the record of whom the first referral names, answered; one of Fenland."""
    asked = {"who": "self", "asker": "Wendy", "authority": "Passport.", "received_on": today()}
    for who, hub, referral in (("iris", "moorland", cast.first), ("ida", "fenland", cast.elsewhere)):
        whose = access.Whose(reference=referral.reference, name="Wendy Fictional")
        one = cast.does(who, access.enter, hub=hub, whose=whose, **asked)
        cast.does(who, gathering.gather, request_id=one.pk)
        if hub == "moorland":
            accessing.all_reviewed(cast, one)
            accessing.answered(cast, one)


def surveyed(cast):
    """A survey of Moorland with five answers of six, one text of five released; a draft in Fenland."""
    made = surveys.opened(cast)
    surveys.invited(cast, made, "police", [f"p{n}@police.example" for n in range(6)])
    for secret in list(surveys.posted().values())[:5]:
        surveys.answered(secret, 4, "Kind.")
    surveys.mixed()
    one = cast.sees("quinn", lambda by: records.SurveyWords.objects.seen_by(by).first())
    cast.does("quinn", release, words_id=one.pk, version=1, words="Kind.")
    surveys.drafted(cast, "quinta", hub="fenland")


def sampled(cast):
    """A round of both hubs; in Moorland the one decided referral is drawn, Pam sent grades, Pete began."""
    criteria = ("contribution",), ("quality of the decision",)
    planned = audits.Planned("March", today(), today(), 2, "", *criteria)
    cast.does("quinta", audits.plan, hub="fenland", planned=planned)
    one = cast.does("quinn", audits.plan, hub="moorland", planned=planned)
    accounts = [cast.accounts[name].pk for name in ("pam", "pete")]
    cast.does("quinn", audits.draw, round_id=one.pk, version=1, accounts=accounts, seed="one")
    audit = cast.sees("quinn", lambda by: Audit.objects.seen_by(by).get())
    words = {"audit_id": audit.pk, "version": 1}
    cast.does("pam", audits.grade, given=[audits.Given(1, "Late.")] * 5, send=True, **words)
    begun = [audits.Given(2, "So."), *[audits.Given(None)] * 4]
    cast.does("pete", audits.grade, given=begun, **words)
    put_down = {"agency": "police", "words": "Answer sooner.", "due_on": today()}
    cast.does("quinn", audits.add_action, audit_id=audit.pk, **put_down)


def people_of(referral):
    def look(by):
        found = records.Subject.objects.seen_by(by).filter(referral=referral)
        return [one.person for one in found.select_related("person")]

    return look


def submit_other(cast):
    def enter(by):
        other = submitted_within(by)
        return records.Subject.objects.seen_by(by).get(referral=other).person

    return enter


def submitted_within(by):
    from mash.records.referrals.actions import submit
    from tests.cast import submission

    return submit(by=by, made=submission())


def version(cast, referral):
    return cast.sees("dan", lambda by: Referral.objects.seen_by(by).get(pk=referral.pk).version)


def worked(cast, referral):
    def step(who, action, **words):
        return cast.does(who, action, referral_id=referral.pk, version=version(cast, referral), **words)

    step("tess", correct, words={"locality": "South"})
    step("tess", rate, risk="red", rationale="Hungry for weeks.")
    step("tess", own, agency="council")
    police, health = cast.does("tess", ask, referral_id=referral.pk, agencies=("police", "health"))
    known = (Known("Two call-outs.", "disclose", "public_task"),)
    cast.does("paul", answer, request_id=police.pk, version=1, response="shared", known=known)
    cast.does("hanna", answer, request_id=health.pk, version=1, response="nothing_known")
    step(
        "dan", decide, disposals=(Disposed("section_47", lead="council"),), rationale="The threshold is met."
    )
    step("dan", tell, words="An enquiry begins.")
    cast.does(
        "hanna", disagree, referral_id=referral.pk, about="council", reason="response", words="Too slow."
    )
