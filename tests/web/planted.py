"""A canary of its own in every text that somebody can write."""

from datetime import date, timedelta

from django.core import mail

from mash.framework.london import clock_at, now, today
from mash.partnership.models import Agency, Appointment
from mash.partnership.policy import Permission as P
from mash.records.activities import actions as activities
from mash.records.agreements import actions as agreements
from mash.records.audits import actions as audits
from mash.records.audits.models import Audit
from mash.records.baselines import actions as baselines
from mash.records.complaints.actions import Said, change, close, enter, extend, step_up
from mash.records.escalations.actions import disagree
from mash.records.evidence import actions as evidence
from mash.records.imports import actions as imports
from mash.records.lessons import actions as lessons
from mash.records.people.actions import Particulars, merge
from mash.records.people.models import Person as PersonRecord
from mash.records.referrals.actions import (
    Disposed,
    Known,
    Person,
    answer,
    ask,
    break_glass,
    correct,
    decide,
    name_person,
    own,
    rate,
    restrict,
    save_draft,
    tell,
)
from mash.records.referrals.models import Item
from mash.records.retention import actions as retention
from mash.records.retention import destroying
from mash.records.subject_access import actions as access
from mash.records.subject_access import gathering
from mash.records.subject_access.models import AccessPiece
from mash.records.surveys import actions, answering
from mash.records.surveys.models import SurveyWords
from mash.web.imports.stages import go_on
from tests.cast import connect_systems, make_cast, submitted
from tests.records import surveys
from tests.records.notices import work_off


def canary(name):
    return f"Canary{name}zz"


def planted():
    """The cast, after everything was said that somebody can say. Needs the setting SENDS_MAIL."""
    cast = make_cast()
    cast.tokens = connect_systems(cast)

    def of(name, **more):
        said = Particulars(
            given_names=canary(f"given{name}"),
            family_name=canary(f"family{name}"),
            other_names=canary(f"alias{name}"),
            address=canary(f"street{name}"),
            protected=True,
            numbers={"nhs_number": "943 476 5919"},
        )
        words = {"concern": canary(f"concern{name}"), "people": (Person("subject", said),)}
        return words | more

    one = submitted(
        cast,
        **of(
            "one",
            contact=canary("contactone"),
            locality=canary("before"),
            consent="not_sought",
            consent_reason=canary("consentone"),
            consent_approved_by=canary("managerone"),
            open_to=canary("openone"),
            known_open=True,
        ),
    )
    cast.does("tess", correct, referral_id=one.pk, version=1, words={"locality": canary("localityone")})
    cast.does("tess", rate, referral_id=one.pk, version=2, risk="red", rationale=canary("why"))
    cast.does("tess", own, referral_id=one.pk, version=3, agency="council")
    police, health = cast.does(
        "tess", ask, referral_id=one.pk, agencies=("police", "health"), question=canary("question")
    )
    known = (
        Known(canary("revealed"), "reveal", "public_task"),
        Known(canary("disclosed"), "disclose", "public_task"),
    )
    cast.does("paul", answer, request_id=police.pk, version=1, response="shared", known=known)
    cast.does(
        "hanna",
        answer,
        request_id=health.pk,
        version=1,
        response="declined",
        declined_because=canary("declined"),
    )
    cast.does(
        "dan",
        decide,
        referral_id=one.pk,
        version=4,
        disposals=(Disposed("section_47", lead="council"),),
        rationale=canary("reason"),
    )
    may_go = cast.sees("dan", lambda by: Item.objects.seen_by(by).get(sharing="disclose").pk)
    cast.does("dan", tell, referral_id=one.pk, version=5, words=canary("told"), quoted=[may_go])
    cast.does(
        "hanna", disagree, referral_id=one.pk, about="council", reason="other", words=canary("disagreed")
    )
    submitted(cast)
    first, second = cast.sees(
        "tess", lambda by: list(PersonRecord.objects.seen_by(by).order_by("entered_at"))
    )
    cast.does("tess", merge, first=first, second=second, reason=canary("merged"))
    words = {"hub": "moorland", "people": [], "concern": {"concern": [canary("draft")]}}
    draft = cast.does("rita", save_draft, draft=None, kind="referral", words=words)
    elsewhere = submitted(cast, by="fay", hub="fenland", **of("else"))
    hidden = submitted(cast, **of("hidden"))
    made = cast.does("iris", restrict, reference=hidden.reference, reason=canary("restricted"))
    cast.does("iris", name_person, restriction_id=made.pk, account=cast.accounts["dan"])
    cast.does("dora", break_glass, reference=hidden.reference, reason=canary("glass"))
    cast.complaint = complained(cast)
    cast.evidence = registers(cast)
    cast.agreement = agreed(cast)
    cast.retention = retained(cast)
    cast.access = asked_for(cast, one, elsewhere)
    cast.survey = surveyed(cast)
    cast.audit = audited(cast)
    work_off()
    cast.referrals = [one, elsewhere, hidden]
    cast.people = [first, second]
    cast.requests, cast.draft, cast.restriction = (police, health), draft, made
    return cast


def complained(cast):
    """A complaint with a canary in every text of it, and in what was done about it."""

    def said(title):
        return Said(
            today(),
            "external",
            canary(title),
            canary("grumbling"),
            canary("grumbletheme"),
            whose=canary("grumbler"),
            agencies=("police",),
        )

    made = cast.does("quinn", enter, hub="moorland", compliment=False, said=said("grumblebefore"))
    for version, (action, words) in enumerate(
        (
            (change, {"said": said("grumble")}),
            (extend, {"due_on": made.due_at.date() + timedelta(days=1), "words": canary("grumblelonger")}),
            (step_up, {"began_on": today(), "words": canary("grumblenext")}),
            (
                close,
                {
                    "closed_on": today(),
                    "finding": "upheld",
                    "words": canary("grumblewhy"),
                    "learning": canary("grumblelearnt"),
                    "redress": canary("grumbleredress"),
                },
            ),
        ),
        1,
    ):
        cast.does("quinn", action, complaint_id=made.pk, version=version, **words)
    return made


def registers(cast):
    """Items of evidence with a canary in every text, of two hubs; gives the one of Moorland."""
    item = {"kind": "learning", "cohort": "", "theme": canary("theme"), "title": canary("title")}
    of = {"hub": "moorland", "made_from": canary("madefrom")}
    one = cast.does("quinn", evidence.draft, text=canary("textbefore"), **item, **of)
    text = f"{canary('text')} met {canary('keptwords')}."
    cast.does("quinn", evidence.change, evidence_id=one.pk, version=1, text=text, **item)
    for name in ("theme", "title", "text", "keptwords"):
        words = {"words": canary(name), "why": "other", "reason": canary("keptreason")}
        cast.does("quinn", evidence.keep_words, evidence_id=one.pk, version=2, **words)
    words = {"review_on": today() + timedelta(days=9), "read": True, "alone": True}
    cast.does("quinn", evidence.publish, evidence_id=one.pk, version=2, **words)
    cast.does("quinn", evidence.withdraw, evidence_id=one.pk, version=3, because=canary("withdrawn"))
    item |= {"title": canary("titleelse"), "theme": "visits"}
    cast.does("quinta", evidence.draft, hub="fenland", text="So.", **item)
    said = {"source": "inspection", "published_on": today()}
    for who, hub, title in (("quinn", "moorland", "lessonbefore"), ("quinta", "fenland", "lessonelse")):
        lesson = cast.does(who, lessons.enter, hub=hub, title=canary(title), **said)
        cast.lesson = cast.lesson if who == "quinta" else lesson
    of = {"lesson_id": cast.lesson.pk}
    words = said | {"title": canary("lesson"), "summary": canary("summary")}
    cast.does("quinn", lessons.change, version=1, **words, **of)
    made = cast.does("quinn", lessons.recommend, words=canary("recommended"), **of)
    words = {"agency": "police", "due_on": today(), "reason": canary("accepted")}
    cast.does("quinn", lessons.accept, recommendation_id=made.pk, version=1, **words)
    led(cast)
    measured_against(cast)
    imported(cast)
    return one


def agreed(cast):
    """Agreements with a canary in every text, of two hubs; gives the one of Moorland."""
    soon = today() + timedelta(days=9)
    words = {"purpose": canary("agreementpurpose"), "shared": canary("agreementshared")}
    days = {"signed_on": today(), "expires_on": soon, "review_on": soon, "lawful_bases": ("consent",)}
    parties = {"parties": ("police", "health")}
    before = agreements.Written(title=canary("agreementbefore"), **words, **days)
    one = cast.does("iris", agreements.enter, hub="moorland", written=before, **parties)
    written = agreements.Written(title=canary("agreement"), **words, **days)
    cast.does("iris", agreements.change, agreement_id=one.pk, version=1, written=written)
    found = {"review_on": soon, "words": canary("agreementreview")}
    cast.does("iris", agreements.review, agreement_id=one.pk, version=2, **found)
    other = {"title": canary("agreementelse"), "purpose": "So.", "shared": "So."}
    cast.does("ida", agreements.enter, hub="fenland", written=agreements.Written(**other, **days), **parties)
    return one


def retained(cast):
    """A rule that was changed, a hold that was lifted, a list and its certificate, with a canary in each
    text; a rule of the other hub.
    """
    made = {"hub": "moorland", "kind": "activity"}
    rule = cast.does("iris", retention.set_rule, said=retention.Said(2, canary("basisbefore")), **made)
    said = retention.Said(1, canary("basis"))
    words = {"rule_id": rule.pk, "version": 1, "why": canary("rulechanged")}
    cast.does("iris", retention.change_rule, said=said, **words)
    with clock_at(now() - timedelta(days=400)):
        of = activities.Said("training", "Long ago", today())
        held, _ = (cast.does("quinn", activities.enter, hub="moorland", said=of) for _ in range(2))
    words = {"reference": str(held.pk), "reason": canary("holdreason")}
    hold = cast.does("iris", retention.hold, **words, **made)
    cast.does("iris", retention.lift, hold_id=hold.pk, version=1, because=canary("holdlifted"))
    cast.does("iris", retention.hold, **(words | {"reason": "x"}), **made)
    listed = cast.does("iris", destroying.draw_up, **made)
    part = {"account": cast.accounts["ida"], "hub_id": "moorland", "role": "information_governance"}
    second = Appointment.objects.create(**part)
    cast.does("ida", destroying.approve, destruction_id=listed.pk, count=1)
    second.delete()
    elsewhere = {"hub": "fenland", "kind": "activity"}
    cast.does("ida", retention.set_rule, said=retention.Said(1, canary("basiselse")), **elsewhere)
    return {"rule": rule.pk, "hold": hold.pk, "list": listed.pk}


def asked_for(cast, one, elsewhere):
    """A request with a canary in every text of it, extended and with a verdict; one of the other hub."""
    words = {"who": "self", "received_on": today()}

    def enter(who, hub, referral, name):
        alias = canary("givenone") if referral is one else canary("givenelse")
        whose = access.Whose(reference=referral.reference, name=alias)
        said = {"asker": canary(f"asker{name}"), "authority": canary(f"authority{name}")}
        made = cast.does(who, access.enter, hub=hub, whose=whose, **words, **said)
        cast.does(who, gathering.gather, request_id=made.pk)
        return made

    enter("ida", "fenland", elsewhere, "else")
    made = enter("iris", "moorland", one, "")
    cast.does("iris", access.extend, request_id=made.pk, version=2, because=canary("longer"))
    items = {"request": made.pk, "part": "item"}
    look = cast.sees("iris", lambda by: AccessPiece.objects.seen_by(by).filter(**items).first())
    said = access.Verdict("hold", "other", reason=canary("heldwhy"), owner_said=canary("ownersaid"))
    cast.does("iris", access.review, piece_id=look.pk, version=1, said=said)
    return {"request": made.pk, "piece": look.pk}


def led(cast):
    """A leadership activity with a canary in every text, changed and cancelled, and one of the other hub."""

    def said(title):
        words = {"audience": canary("audience"), "words": canary("activitywords")}
        return activities.Said("training", canary(title), today(), **words)

    one = cast.does("quinn", activities.enter, hub="moorland", said=said("activitybefore"))
    of = {"activity_id": one.pk}
    cast.does("quinn", activities.change, version=1, said=said("activity"), **of)
    cast.does("quinn", activities.cancel, version=2, because=canary("cancelled"), **of)
    elsewhere = activities.Said("training", canary("activityelse"), today())
    cast.does("quinta", activities.enter, hub="fenland", said=elsewhere)
    cast.activity = one


def measured_against(cast):
    """A baseline with a canary in every text, corrected and withdrawn; an agency exempt for a canary."""
    days = {"cohort": "neglect", "start": date(2026, 1, 1), "end": date(2026, 3, 31), "volume": 9}
    one = cast.does("quinn", baselines.enter, hub="moorland", agency="police", **days)
    cast.baseline, of = one, {"baseline_id": one.pk}
    cast.does("quinn", baselines.correct, version=1, volume=8, reason=canary("corrected"), **of)
    cast.does("quinn", baselines.withdraw, version=2, because=canary("baselinewithdrawn"), **of)
    cast.does("quinn", baselines.enter, hub="moorland", agency="health", **days)
    cast.does("quinta", baselines.enter, hub="fenland", agency="school", **days)
    Agency.objects.filter(pk="probation").update(in_baseline=False, exempt_because=canary("exempt"))


def imported(cast):
    """A file of referrals whose row is to be mended."""
    content = f"{canary('importhead')}\n{canary('importcell')}\n".encode()
    words = {"kind": "referrals", "permission": P.REFERRAL_SUBMIT, "file_name": f"{canary('importname')}.csv"}
    cast.imported = cast.does("rita", imports.hand_in, hub="moorland", content=content, **words)
    go_on(cast.imported.pk, cast.accounts["rita"].pk)
    columns = {"cohort": {"header": canary("importhead")}}
    cast.does("rita", imports.match, import_id=cast.imported.pk, version=3, columns=columns)
    go_on(cast.imported.pk, cast.accounts["rita"].pk)


def surveyed(cast):
    """A survey with five answers in words, one of them released in part; a draft of another hub."""
    said = {"title": canary("surveytitle"), "opening": canary("surveyopening")}
    asks = (actions.Wording("text", canary("surveyasks")),)
    made = cast.does("quinn", actions.enter, **(surveys.STANDING | said))
    cast.does("quinn", actions.ask, survey_id=made.pk, version=1, question=asks[0])
    made = cast.does("quinn", actions.open_survey, survey_id=made.pk, version=2)
    surveys.invited(cast, made, "police", [f"p{n}@police.example" for n in range(5)])
    sent, mail.outbox = mail.outbox, []
    words = f"{canary('surveysaid')} {canary('surveyreleased')}"
    for secret in surveys.posted().values():
        question = str(answering.asked(secret).questions[0].pk)
        answering.post(secret, answering.asked(secret), {question: words})
    mail.outbox = sent
    surveys.mixed()
    one = cast.sees("quinn", lambda by: SurveyWords.objects.seen_by(by).first())
    cast.does("quinn", actions.release, words_id=one.pk, version=1, words=canary("surveyreleased"))
    surveys.drafted(cast, "quinta", hub="fenland", title=canary("surveyelse"))
    return made


def audited(cast):
    """An audit of the decided referral with a canary in every text, up to an action that is changed."""
    criteria = {"of_the_case": (canary("criterion"),)}
    planned = audits.Planned(canary("round"), today(), today(), 2, **criteria)
    one = cast.does("quinn", audits.plan, hub="moorland", planned=planned)
    accounts = [cast.accounts[name].pk for name in ("pam", "pete")]
    cast.does("quinn", audits.draw, round_id=one.pk, version=1, accounts=accounts)
    audit = cast.sees("quinn", lambda by: Audit.objects.seen_by(by).get())
    for name in ("pam", "pete"):
        given = [audits.Given(1, canary(f"graded{name}"))]
        cast.does(name, audits.grade, audit_id=audit.pk, version=1, given=given, send=name == "pam")
    words = {"agency": "police", "words": canary("todo"), "due_on": today()}
    action = cast.does("quinn", audits.add_action, audit_id=audit.pk, **words)
    change = {"version": 1, "reason": canary("todochanged"), **words}
    cast.does("quinn", audits.change_action, action_id=action.pk, **change)
    return audit
