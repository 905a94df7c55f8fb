"""No leak by another door (trust.md, promise three): a canary in every text, and a crawl as everybody.

Pages are reached as people reach them, by their links, and as the curious would, by addresses and searches
that they were not given. What each may read is worked out from casework.md, not from the code.
"""

import json
import re
from html import unescape

import pytest
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse

from mash.partnership.acting import act_as
from mash.records.referrals.models import Referral
from mash.trail.record import recorded
from tests.cast import PEOPLE
from tests.web.casework import at_the_keyboard, with_token
from tests.web.planted import canary, planted

pytestmark = pytest.mark.django_db
MOORLAND = {"tess", "dan", "dora"}
WORK = MOORLAND | {"paul", "hanna"}
#: They read a case drawn for them as it went, and no person.
AUDITORS = {"pam", "pete"}
#: She answers whom the referral names, and reads what is recorded of them.
ASKED = {"iris"}
#: Each canary and who may read it.
MAY_READ = {
    "concernone": WORK | AUDITORS | ASKED,
    "contactone": WORK | ASKED,
    "localityone": WORK | ASKED,
    "consentone": WORK | ASKED,
    "managerone": WORK | ASKED,
    "openone": WORK | ASKED,
    "givenone": WORK | {"rita", "iris", "ida"},  # iris and ida review its merge; rita's agency named her
    "familyone": WORK | {"rita", "iris", "ida"},
    "aliasone": WORK | {"iris", "ida"},
    "streetone": ASKED,  # protected: on request only, and in a piece that is held back
    "before": MOORLAND | ASKED,
    "why": WORK | AUDITORS | ASKED,
    "question": WORK | AUDITORS | ASKED,
    "revealed": MOORLAND | {"paul"} | AUDITORS | ASKED,
    "disclosed": MOORLAND | {"paul", "rita"} | AUDITORS | ASKED,
    "declined": MOORLAND | {"hanna"} | AUDITORS | ASKED,
    "reason": WORK | AUDITORS | ASKED,
    "told": MOORLAND | {"rita"} | AUDITORS | ASKED,
    "disagreed": MOORLAND | {"hanna"} | AUDITORS | ASKED,
    "merged": WORK | {"iris", "ida"},
    "draft": {"rita"},
    "concernelse": {"otto", "ida"},
    "givenelse": {"otto", "fay", "ida"},
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
    "asker": {"iris"},
    "authority": {"iris"},
    "longer": {"iris"},
    "heldwhy": {"iris"},
    "ownersaid": {"iris"},
    "askerelse": {"ida"},
    "authorityelse": {"ida"},
    "basis": {"iris"},
    "basisbefore": {"iris"},
    "rulechanged": {"iris"},
    "holdreason": {"iris"},
    "holdlifted": {"iris"},
    "basiselse": {"ida"},
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
    "round": {"quinn"} | AUDITORS,
    "criterion": {"quinn"} | AUDITORS,
    "gradedpam": AUDITORS - {"pete"},  # hers are sent; Pete's are not, and until then he sees his own
    "gradedpete": {"pete"},
    "todo": {"quinn"},
    "todochanged": {"quinn"},
}


@pytest.fixture(scope="module")
def made_cast(once):
    with override_settings(SENDS_MAIL=True):
        cast = planted()
    cast.mails = [(one.subject, one.body) for one in mail.outbox]
    return cast


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
    for name in (
        "retention_list",
        "retention_list_export",
        "retention_list_approve",
        "retention_certificate",
    ):
        yield reverse(name, kwargs={"pk": cast.retention["list"]})
    yield reverse("retention_certificate_download", kwargs={"pk": cast.retention["list"]})
    yield reverse("retention_hold_lift", kwargs={"pk": cast.retention["hold"]})
    yield reverse("retention_rule_change", kwargs={"pk": cast.retention["rule"]})
    for name in ("", "_copy", "_gather", "_hold_back", "_answer"):
        yield reverse(f"access_request{name}", kwargs={"pk": cast.access["request"]})
    yield reverse("access_piece", kwargs={"pk": cast.access["piece"]})
    yield reverse("access_log_export") + "?as=csv"
    for route in ("baseline", "baseline_correct", "baseline_withdraw"):
        yield reverse(route, kwargs={"pk": cast.baseline.pk})
    yield reverse("baselines") + "?shown=withdrawn"
    for route in ("activity", "activity_change", "activity_cancel"):
        yield reverse(route, kwargs={"pk": cast.activity.pk})
    for route in ("audit", "audit_case", "audit_grade", "audit_action_new"):
        yield reverse(route, kwargs={"pk": cast.audit.pk})
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


def test_a_crawl_finds_no_canary_of_others(cast, capfd):
    """As everybody, one after another; planting takes longer than most of them."""
    for who in ("anonymous", *PEOPLE):
        client = Client() if who == "anonymous" else at_the_keyboard(cast, who)
        pages = crawled(client, ["/", *curious(cast)])
        lower = {at: text.lower() for at, text in pages.items()}
        found = {
            name: [at for at, text in lower.items() if canary(name).lower() in text] for name in MAY_READ
        }
        foreign = {name: at for name, at in found.items() if at and who not in MAY_READ[name]}
        # the words of a search are given back to who searched: that is no leak
        foreign = {name: [one for one in at if "search" not in one] for name, at in foreign.items()}
        assert {name: at for name, at in foreign.items() if at} == {}, who
        unread = {name for name, at in found.items() if not at and who in MAY_READ[name]}
        assert unread == set(), f"what {who} may read they find"
        assert "canary" not in "".join(capfd.readouterr()).lower(), f"nothing of it is logged, {who}"


#: What a system may read through the API: what one of these people may, of what the API gives.
READS_LIKE = {
    "police_records": ("paul", {"concernone", "givenone", "familyone", "aliasone", "question"}),
    "health_records": ("hanna", {"concernone", "givenone", "familyone", "aliasone", "question"}),
    "school_records": ("rita", {"told", "disclosed"}),
    "fenland_records": ("fay", set()),
}


def test_a_system_finds_no_canary_of_others(cast, capfd):
    addresses = ["/api/v1/codes", "/api/v1/referrals", "/api/v1/requests", *curious(cast)]
    addresses += [f"/api/v1/referrals/{one.pk}" for one in cast.referrals]
    addresses += [f"/api/v1/requests/{one.pk}" for one in (*cast.requests, *cast.referrals)]
    for who, (like, wanted) in READS_LIKE.items():
        text = json.dumps(crawled(with_token(cast.tokens[who]), addresses)).lower()
        found = {name for name in MAY_READ if canary(name).lower() in text}
        assert {name for name in found if like not in MAY_READ[name]} == set(), who
        assert found == wanted, who
        assert "canary" not in "".join(capfd.readouterr()).lower(), f"nothing of it is logged, {who}"


def test_no_e_mail_holds_a_canary_or_a_name(cast):
    assert len(cast.mails) >= 5
    for subject, body in cast.mails:
        said = (subject + body).lower()
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
