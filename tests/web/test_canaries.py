"""No leak by another door (trust.md, promise three): a canary in every text, and a crawl as everybody.

Pages are reached as people reach them, by their links, and as the curious would, by addresses and searches
that they were not given. What each may read is worked out from casework.md, not from the code.
"""

import json
import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from mash.framework.london import today
from mash.partnership.acting import act_as
from mash.partnership.models import Agency
from mash.partnership.policy import Permission as P
from mash.records.activities import actions as activities
from mash.records.agreements import actions as agreements
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
from mash.records.referrals.models import Item, Referral
from mash.records.surveys import actions, answering
from mash.records.surveys.models import SurveyWords
from mash.trail.record import recorded
from mash.web.imports.stages import go_on
from tests.cast import PEOPLE, connect_systems, make_cast, submitted
from tests.records import surveys
from tests.records.notices import work_off
from tests.web.casework import at_the_keyboard, with_token

pytestmark = pytest.mark.django_db
MOORLAND = {"tess", "dan", "dora"}
WORK = MOORLAND | {"paul", "hanna"}
#: Each canary and who may read it.
MAY_READ = {
    "concernone": WORK,
    "contactone": WORK,
    "localityone": WORK,
    "consentone": WORK,
    "managerone": WORK,
    "openone": WORK,
    "givenone": WORK | {"rita", "iris", "ida"},  # iris and ida review its merge; rita's agency named her
    "familyone": WORK | {"rita", "iris", "ida"},
    "aliasone": WORK | {"iris", "ida"},
    "streetone": set(),  # protected: on request only
    "before": MOORLAND,
    "why": WORK,
    "question": WORK,
    "revealed": MOORLAND | {"paul"},
    "disclosed": MOORLAND | {"paul", "rita"},
    "declined": MOORLAND | {"hanna"},
    "reason": WORK,
    "told": MOORLAND | {"rita"},
    "disagreed": MOORLAND | {"hanna"},
    "merged": WORK | {"iris", "ida"},
    "draft": {"rita"},
    "concernelse": {"otto"},
    "givenelse": {"otto", "fay"},
    "concernhidden": {"dan", "dora"},  # named, and through broken glass
    "givenhidden": {"dan", "dora"},
    "restricted": {"iris"},
    "glass": {"iris", "ida"},  # the access log is of all hubs
    "agreement": {"iris"},
    "agreementbefore": {"iris"},
    "agreementpurpose": {"iris"},
    "agreementshared": {"iris"},
    "agreementreview": {"iris"},
    "agreementelse": {"ida"},
    "grumble": {"quinn"},
    "grumbler": {"quinn"},
    "grumbling": {"quinn"},
    "grumblebefore": {"quinn"},
    "grumbletheme": {"quinn"},
    "grumblelonger": {"quinn"},
    "grumblenext": {"quinn"},
    "grumblewhy": {"quinn"},
    "grumblelearnt": {"quinn"},
    "grumbleredress": {"quinn"},
    "madefrom": {"quinn"},
    "theme": {"quinn"},
    "title": {"quinn"},
    "text": {"quinn"},
    "textbefore": {"quinn"},
    "keptwords": {"quinn"},
    "keptreason": {"quinn"},
    "withdrawn": {"quinn"},
    "titleelse": {"quinta"},
    "lesson": {"quinn"},
    "lessonbefore": {"quinn"},
    "summary": {"quinn"},
    "recommended": {"quinn"},
    "accepted": {"quinn"},
    "lessonelse": {"quinta"},
    "activity": {"quinn"},
    "activitybefore": {"quinn"},
    "audience": {"quinn"},
    "activitywords": {"quinn"},
    "cancelled": {"quinn"},
    "activityelse": {"quinta"},
    "corrected": {"quinn"},
    "baselinewithdrawn": {"quinn"},
    "exempt": {"quinn", "quinta", "adam"},
    "importname": {"rita"},
    "importhead": {"rita"},
    "importcell": {"rita"},
    "surveytitle": {"quinn", "anna", "bob"},  # with what was released of it
    "surveyopening": {"quinn"},
    "surveyasks": {"quinn", "anna", "bob"},
    "surveysaid": {"quinn"},
    "surveyreleased": {"quinn", "anna", "bob"},
    "surveyelse": {"quinta"},
}


def canary(name):
    return f"Canary{name}zz"


@pytest.fixture
def cast(db, settings):
    settings.SENDS_MAIL = True
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
    cast.survey = surveyed(cast)
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


def curious(cast):
    """Addresses that somebody was not given, and searches for what they do not know."""
    for one in cast.referrals:
        for route in (
            "referral",
            "referral_rate",
            "referral_correct",
            "referral_decide",
            "referral_tell",
            "sent",
        ):
            yield reverse(route, kwargs={"pk": one.pk})
        yield reverse("search") + f"?q={one.reference}"
        yield reverse("access_log") + f"?record={one.reference}"
    for one in cast.people:
        yield reverse("person", kwargs={"pk": one.pk})
    yield reverse("match", kwargs={"pk": cast.people[0].pk, "other": cast.people[1].pk})
    for one in cast.requests:
        yield reverse("answer", kwargs={"pk": one.pk})
    for route in ("complaint", "complaint_change", "complaint_close"):
        yield reverse(route, kwargs={"pk": cast.complaint.pk})
    yield reverse("complaints") + "?shown=closed"
    for route in ("evidence_item", "evidence_change", "evidence_words"):
        yield reverse(route, kwargs={"pk": cast.evidence.pk})
    yield reverse("evidence") + "?q=canarytitle"
    yield reverse("lesson", kwargs={"pk": cast.lesson.pk})
    for route in ("agreement", "agreement_change", "agreement_end"):
        yield reverse(route, kwargs={"pk": cast.agreement.pk})
    yield reverse("access_log_export") + "?as=csv"
    for route in ("baseline", "baseline_correct", "baseline_withdraw"):
        yield reverse(route, kwargs={"pk": cast.baseline.pk})
    yield reverse("baselines") + "?shown=withdrawn"
    for route in ("activity", "activity_change", "activity_cancel"):
        yield reverse(route, kwargs={"pk": cast.activity.pk})
    for route in ("import", "import_match", "import_to_mend"):
        yield reverse(route, kwargs={"pk": cast.imported.pk})
    for route in ("survey", "survey_answers", "survey_change"):
        yield reverse(route, kwargs={"pk": cast.survey.pk})
    yield reverse("submit_check", kwargs={"pk": cast.draft.pk})
    yield reverse("restriction", kwargs={"pk": cast.restriction.pk})
    for words in ("canary", "canarygiven", "9434765919", "canaryfamilyhidden"):
        yield reverse("search") + f"?q={words}"
    yield "/referral/not-an-id/"
    yield "/nowhere/"


def crawled(client, start):
    """Every page that can be reached from these addresses by links, with its text."""
    pages, waiting = {}, list(start)
    while waiting:
        address = waiting.pop()
        if address in pages or len(pages) > 400:
            continue
        response = client.get(address)
        pages[address] = response.getvalue().decode(errors="replace") + json.dumps(dict(response.headers))
        if "html" not in response.headers.get("Content-Type", ""):
            continue
        for found in re.findall(r'href="([^"#]+)', pages[address]):
            to = unescape(found)
            if to.startswith("?"):
                to = address.split("?")[0] + to
            if to.startswith("/") and not to.startswith("/static") and "logout" not in to:
                waiting.append(to)
    return pages


@pytest.mark.parametrize("who", ["anonymous", *PEOPLE])
def test_a_crawl_finds_no_canary_of_others(cast, who, capfd):
    client = Client() if who == "anonymous" else at_the_keyboard(cast, who)
    pages = crawled(client, ["/", *curious(cast)])
    found = {
        name: [at for at, text in pages.items() if canary(name).lower() in text.lower()] for name in MAY_READ
    }
    foreign = {name: at for name, at in found.items() if at and who not in MAY_READ[name]}
    # the words of a search are given back to who searched: that is no leak
    foreign = {name: [one for one in at if "search" not in one] for name, at in foreign.items()}
    assert {name: at for name, at in foreign.items() if at} == {}
    unread = {name for name, at in found.items() if not at and who in MAY_READ[name]}
    assert unread == set(), "what somebody may read they find"
    assert "canary" not in "".join(capfd.readouterr()).lower(), "nothing of it is logged"


#: What a system may read through the API: what one of these people may, of what the API gives.
READS_LIKE = {
    "police_records": ("paul", {"concernone", "givenone", "familyone", "aliasone", "question"}),
    "health_records": ("hanna", {"concernone", "givenone", "familyone", "aliasone", "question"}),
    "school_records": ("rita", {"told", "disclosed"}),
    "fenland_records": ("fay", set()),
}


@pytest.mark.parametrize("who", READS_LIKE)
def test_a_system_finds_no_canary_of_others(cast, who, capfd):
    client, (like, wanted) = with_token(cast.tokens[who]), READS_LIKE[who]
    addresses = ["/api/v1/codes", "/api/v1/referrals", "/api/v1/requests", *curious(cast)]
    addresses += [f"/api/v1/referrals/{one.pk}" for one in cast.referrals]
    addresses += [f"/api/v1/requests/{one.pk}" for one in (*cast.requests, *cast.referrals)]
    text = json.dumps(crawled(client, addresses)).lower()
    found = {name for name in MAY_READ if canary(name).lower() in text}
    assert {name for name in found if like not in MAY_READ[name]} == set()
    assert found == wanted
    assert "canary" not in "".join(capfd.readouterr()).lower(), "nothing of it is logged"


def test_no_e_mail_holds_a_canary_or_a_name(cast):
    assert len(mail.outbox) >= 5
    for one in mail.outbox:
        said = (one.subject + one.body).lower()
        assert "canary" not in said
        assert not any(referral.reference in said for referral in cast.referrals)
        assert not any(account.name.lower() in said for account in cast.accounts.values())


def test_what_one_may_not_see_answers_as_what_is_not_there(cast):
    """Neither the status, nor the words, nor a count tells whether there is such a thing."""
    otto = at_the_keyboard(cast, "otto")
    missing = otto.get("/referral/00000000-0000-4000-8000-000000000000/")
    for one in (cast.referrals[0], cast.referrals[2]):
        there = otto.get(reverse("referral", kwargs={"pk": one.pk}))
        assert (there.status_code, there.content) == (missing.status_code, missing.content)
        found = otto.get(reverse("search") + f"?q={one.reference}").content
        nothing = otto.get(reverse("search") + "?q=2026-999999").content
        assert found.replace(one.reference.encode(), b"2026-999999") == nothing


def test_the_restricted_referral_is_in_no_count(cast):
    by = cast.who("tess")
    with recorded():
        act_as(by)
        assert Referral.objects.seen_by(by).filter(restricted=True).count() == 0
    page = at_the_keyboard(cast, "tess").get(reverse("queue")).content.decode()
    assert "<strong>1</strong> waiting for a decision" in page
