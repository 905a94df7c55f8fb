"""An object behind every route: one's own, another hub's, and one of a restricted referral."""

import hashlib
import json
from datetime import date, timedelta

from django.conf import settings

from mash.figures import drafts
from mash.framework.london import clock_at, now, today
from mash.partnership.models import Appointment
from mash.partnership.policy import Permission
from mash.records.activities import actions as activities
from mash.records.agreements import actions as agreements
from mash.records.audits import actions as audits
from mash.records.audits.models import Audit
from mash.records.baselines import actions as baselines
from mash.records.complaints.actions import Said, enter
from mash.records.escalations.actions import disagree
from mash.records.evidence import actions as evidence
from mash.records.imports import actions as imports
from mash.records.imports.models import Import
from mash.records.lessons import actions as lessons
from mash.records.notices.models import Notice
from mash.records.people.actions import merge
from mash.records.referrals.actions import Disposed, ask, decide, name_person, own, rate, restrict, save_draft
from mash.records.referrals.models import Subject
from mash.records.retention import actions as retention
from mash.records.retention import destroying
from mash.records.subject_access import actions as access
from mash.records.subject_access import gathering
from mash.records.subject_access.models import AccessPiece
from mash.records.surveys.models import SurveyWords
from mash.release.register import publish
from mash.web.imports.stages import go_on
from tests.cast import connect_systems, make_cast, submitted
from tests.records import surveys

#: Routes of registers, and what each needs: an item of evidence in that state, or a request for one.
REGISTERS = {
    "evidence_item": "published",
    "evidence_change": "published",
    "evidence_review": "published",
    "evidence_withdraw": "published",
    "evidence_request": "published",
    "evidence_words": "draft",
    "evidence_publish": "draft",
    "evidence_supply": "use",
    "lesson": "lesson",
    "lesson_change": "lesson",
    "lesson_recommend": "lesson",
    "recommendation_accept": "proposed",
    "recommendation_reject": "proposed",
    "recommendation_move": "accepted",
    "recommendation_implement": "accepted",
    "recommendation_close": "implemented",
    "activity": "activity",
    "activity_change": "activity",
    "activity_cancel": "activity",
    "baseline": "baseline",
    "baseline_correct": "baseline",
    "baseline_withdraw": "baseline",
    "import": "import to_match",
    "import_match": "import to_match",
    "import_drop": "import to_match",
    "import_to_mend": "import checked",
    "import_accept": "import checked",
    "import_take_back": "import accepted",
    "import_go_on": "import reading",
    "survey": "survey",
    "survey_answers": "survey",
    "survey_change": "survey",
    "survey_ask": "survey",
    "survey_drop": "question",
    "survey_open": "survey",
    "survey_invite": "survey",
    "survey_close": "survey",
    "survey_words": "words",
}
REGISTERS |= {
    "audit_round": "planned",
    "audit_round_change": "planned",
    "audit_round_draw": "planned",
    "audit_round_close": "drawn",
    "audit": "audit",
    "audit_replace": "audit",
    "audit_action_new": "audit",
    "audit_action_change": "audit_action",
    "audit_action_complete": "audit_action",
    "audit_case": "audit",
    "audit_grade": "audit",
    "audit_moderate": "agreeing",
}


def objects():
    """A referral that health and police are asked about, one of another hub, and a restricted one.

    Needs the setting SENDS_MAIL, or nobody can be invited to a survey.
    """
    cast = make_cast()
    cast.tokens = connect_systems(cast)
    cast.parts = {}
    referrals = {
        "first": submitted(cast),
        "elsewhere": submitted(cast, by="fay", hub="fenland"),
        "restricted": submitted(cast),
    }
    again = {"first": submitted(cast), "elsewhere": submitted(cast, by="fay", hub="fenland")}
    for which, referral in referrals.items():
        here = "otto" if which == "elsewhere" else "tess"
        cast.does(here, rate, referral_id=referral.pk, version=1, risk="red", rationale="So.")
        asked = cast.does(here, ask, referral_id=referral.pk, agencies=("police", "health"))
        raised = cast.does(
            here, disagree, referral_id=referral.pk, about="health", reason="other", words="Hm."
        )
        person = cast.sees(here, lambda by, r=referral: Subject.objects.seen_by(by).get(referral=r).person)
        cast.parts[which] = {
            "referral": referral.pk,
            "request": asked[0].pk,
            "escalation": raised.pk,
            "person": person,
        }
    for which, referral in again.items():
        here = "otto" if which == "elsewhere" else "tess"
        cast.parts[which]["other"] = cast.sees(
            here, lambda by, r=referral: Subject.objects.seen_by(by).get(referral=r).person
        )
    cast.parts["restricted"]["other"] = cast.parts["first"]["other"]
    first = cast.parts["first"]
    cast.first_merge = cast.does("tess", merge, first=first["person"], second=first["other"], reason="One.")
    for which, here in (("first", "paul"), ("elsewhere", "otto"), ("restricted", "dan")):
        of = {"kind": "decided", "referral": referrals[which], "of": now(), "at": now()}
        cast.parts[which]["notice"] = cast.does(
            here, lambda by, of=of: Notice._base_manager.create(account_id=by.account_id, **of).pk
        )
    for which, here in (("first", "rita"), ("elsewhere", "fay")):
        draft = cast.does(
            here, save_draft, draft=None, kind="referral", words={"hub": "moorland", "people": []}
        )
        cast.parts[which]["draft"] = draft.pk
    for which, here, hub in (("first", "quinn", "moorland"), ("elsewhere", "quinta", "fenland")):
        said = Said(today(), "external", "Nobody rang back", "Not a word.", "delay")
        complaint = cast.does(here, enter, hub=hub, compliment=False, said=said)
        cast.parts[which]["complaint"] = complaint.pk
    for which, here in (("first", "quinn"), ("elsewhere", "quinta")):
        cast.parts[which]["registers"] = kept(cast, here, "fenland" if here == "quinta" else "moorland")
    for which, here, hub in (("first", "iris", "moorland"), ("elsewhere", "ida", "fenland")):
        cast.parts[which]["release"] = hub
        cast.parts[which]["agreement"] = agreed(cast, here, hub)
        cast.parts[which]["retention"] = retained(cast, here, hub)
        cast.parts[which]["access"] = asked_for(cast, here, hub, referrals[which])
    made = cast.does("iris", restrict, reference=referrals["restricted"].reference, reason="Staff.")
    named = cast.does("iris", name_person, restriction_id=made.pk, account=cast.accounts["dan"])
    cast.parts["restricted"] |= {"restriction": made.pk, "named": named.pk}
    return cast


def drafted(hub):
    """A draft of a hub's release that was checked, as if nobody had done anything with it."""
    root = settings.FIGURES
    for one in drafts.drafts(root):
        if one.wanted.hubs == (hub,):
            drafts.drop(root, one)
    asked = {"window": {"start": "2025-07-01", "end": "2025-10-01"}}
    one = drafts.begin(root, drafts.Wanted("Report", hub, "board", "records", "0", (hub,), asked))
    (one.folder / "pack").mkdir()
    (one.folder / "pack" / "pack.html").write_text("Hm")
    drafts.checked(one, {"releases": [], "files": ["pack.html"]})
    return one.pk


FIGURES = "agency_id,referrals,share_of_all\n*,15,1.0\npolice,c,c\n"


def out(root, *hubs, at=None):
    """The number of a release of these hubs in the register, with one small statistic."""
    entry = {
        "file": "by_agency.csv",
        "sha256": hashlib.sha256(FIGURES.encode()).hexdigest(),
        "rows": 2,
        "definition": "Referrals.",
    }
    results = {"statistics": {"m01_referrals_by_agency/by_agency": entry}, "names": {"agencies": {}}}
    results |= {"as_at": "2025-10-08T09:00:00+01:00"}
    window = {"start": "2025-07-01", "end": "2025-10-01"}
    told = {"title": "Report", "hub": "So", "audience": "board", "dataset": "records", "hubs": hubs}
    told |= {"asked": {"window": window}, "corrects": "", "correction": "", "dataset_sha256": "0"}

    def make(number, to):
        (to / "pack.html").write_text("Hm")
        (to / "results").mkdir()
        (to / "results" / "results.json").write_text(json.dumps(results))
        for one in results["statistics"].values():
            (to / "results" / one["file"]).write_text(FIGURES)

    return publish(drafts.register(root), told, make, at or now()).number


def agreed(cast, who, hub):
    """An agreement between police and health in a hub."""
    soon = today() + timedelta(days=9)
    words = {"title": "Sharing", "purpose": "To protect.", "shared": "All.", "lawful_bases": ("consent",)}
    written = agreements.Written(signed_on=today(), expires_on=soon, review_on=soon, **words)
    return cast.does(who, agreements.enter, hub=hub, written=written, parties=("police", "health")).pk


def kept(cast, who, hub):
    """Rows of a hub's registers, by what routes need of them."""
    item = {"kind": "learning", "cohort": "", "theme": "visits", "title": "A visit", "text": "He met Wendy."}
    draft = cast.does(who, evidence.draft, hub=hub, **item)
    one = cast.does(who, evidence.draft, hub=hub, **(item | {"text": "So."}))
    soon = today() + timedelta(days=9)
    words = {"evidence_id": one.pk, "version": 1, "review_on": soon, "read": True, "alone": True}
    one = cast.does(who, evidence.publish, **words)
    ask = {"agency": "police", "purpose": "training", "requested_on": today()}
    use = cast.does(who, evidence.request, evidence_id=one.pk, **ask)
    rows = {"draft": draft.pk, "published": one.pk, "use": use.pk}
    said = activities.Said("training", "Neglect", today())
    rows["activity"] = cast.does(who, activities.enter, hub=hub, said=said).pk
    of = {"cohort": "neglect", "start": date(2026, 1, 1), "end": date(2026, 3, 31), "volume": 9}
    agency = "police" if hub == "moorland" else "health"
    rows["baseline"] = cast.does(who, baselines.enter, hub=hub, agency=agency, **of).pk
    lesson = {"source": "inspection", "title": "An inspection", "published_on": today()}
    rows["lesson"] = cast.does(who, lessons.enter, hub=hub, **lesson).pk
    for status in ("proposed", "accepted", "implemented"):
        made = cast.does(who, lessons.recommend, lesson_id=rows["lesson"], words="Share sooner.")
        rows[status], of = made.pk, {"recommendation_id": made.pk}
        if status != "proposed":
            words = {"agency": "police", "due_on": today(), "reason": "So."}
            cast.does(who, lessons.accept, version=1, **words, **of)
        if status == "implemented":
            words = {"implemented_on": today(), "policy_changed": False, "words": "Done."}
            cast.does(who, lessons.implement, version=2, **words, **of)
    return rows | imported(cast, who, hub) | surveyed(cast, who, hub) | audited(cast, who, hub)


def retained(cast, who, hub):
    """A rule, a hold, a list that waits, and one that an officer of the other hub approved for this one."""
    made = {"hub": hub, "kind": "activity"}
    rule = cast.does(who, retention.set_rule, said=retention.Said(1, "A schedule."), **made)
    keeps = "quinn" if who == "iris" else "quinta"
    with clock_at(now() - timedelta(days=400)):
        of = activities.Said("training", "Long ago", today())
        for _ in range(2):
            old = cast.does(keeps, activities.enter, hub=hub, said=of)
    held = cast.does(who, retention.hold, reference=str(old.pk), reason="An inquiry.", **made)
    first = cast.does(who, destroying.draw_up, **made)
    other = "ida" if who == "iris" else "iris"
    part = {"account": cast.accounts[other], "hub_id": hub, "role": "information_governance"}
    second = Appointment.objects.create(**part)
    cast.does(other, destroying.approve, destruction_id=first.pk, count=1)
    second.delete()
    waits = cast.does(who, destroying.draw_up, **made)
    return {"rule": rule.pk, "hold": held.pk, "list": waits.pk, "certificate": first.pk}


def asked_for(cast, who, hub, referral):
    """A request for the record of whom a referral names, gathered, and the first piece of it."""
    whose = access.Whose(reference=referral.reference, name="Wendy Fictional")
    words = {"who": "self", "asker": "Wendy", "authority": "Passport.", "received_on": today()}
    one = cast.does(who, access.enter, hub=hub, whose=whose, **words)
    cast.does(who, gathering.gather, request_id=one.pk)
    look = cast.sees(who, lambda by: AccessPiece.objects.seen_by(by).filter(request=one).first())
    return {"request": one.pk, "piece": look.pk}


#: What is done with an import after it is handed in, until it is at a state; the worker goes on after each.
STEPS = {
    "accepted": (None, imports.match, imports.accept),
    "checked": (None, imports.match),
    "to_match": (None,),
    "reading": (),
}


def imported(cast, who, hub):
    """An import of lessons at each step, by its state."""
    columns = {"source": {"header": "From"}, "title": {"header": "Title"}}
    columns["published_on"] = {"always": "1/2/2026"}
    rows = {}
    for state, steps in STEPS.items():
        content = f"From,Title\ninspection,{state}\na rumour,No\n".encode()
        words = {"kind": "lessons", "permission": Permission.REGISTER_KEEP, "file_name": "l.csv"}
        made = cast.does(who, imports.hand_in, hub=hub, content=content, **words)
        rows[f"import {state}"] = made.pk
        for step in steps:
            if step is not None:
                at = cast.sees(who, lambda by, pk=made.pk: Import.objects.seen_by(by).get(pk=pk))
                more = {"columns": columns} if step is imports.match else {}
                cast.does(who, step, import_id=at.pk, version=at.version, **more)
            go_on(made.pk, cast.accounts[who].pk)
    return rows


def surveyed(cast, who, hub):
    """A survey with five answers, each with words."""
    made = surveys.opened(cast, who, hub=hub)
    surveys.invited(cast, made, "police", [f"p{n}@police.example" for n in range(5)], who)
    for secret in surveys.posted().values():
        surveys.answered(secret, 4, "He met Wendy.")
    surveys.mixed()
    words = cast.sees(who, lambda by: SurveyWords.objects.seen_by(by).first().pk)
    question = surveys.questions(cast, made, who)["text"].pk
    return {"survey": made.pk, "question": question, "words": words}


def audited(cast, who, hub):
    """A round to draw, and one drawn: a case with an action, and one on which all sent their grades."""
    auditors, ended = ("pam", "pete"), []
    here, decides = ("otto", "otto") if hub == "fenland" else ("tess", "dan")
    if hub == "fenland":  # parts that they have for as long as it takes
        for name, role in (("otto", "decision_maker"), ("pam", "panel_member"), ("pete", "panel_member")):
            part = {"account": cast.accounts[name], "hub_id": hub, "role": role}
            ended.append(Appointment.objects.create(**part))
    for _ in range(2):
        one = submitted(cast, by="fay" if hub == "fenland" else "rita", hub=hub)
        of = {"referral_id": one.pk}
        cast.does(here, rate, version=1, risk="red", rationale="So.", **of)
        cast.does(here, own, version=2, agency="council", **of)
        disposals = (Disposed("section_47", lead="council"),)
        cast.does(decides, decide, version=3, disposals=disposals, rationale="So.", **of)
    planned = audits.Planned("March", today(), today(), 2, of_the_case=("timeliness",))
    first, second = (cast.does(who, audits.plan, hub=hub, planned=planned) for _ in range(2))
    accounts = [cast.accounts[name].pk for name in auditors]
    cast.does(who, audits.draw, round_id=second.pk, version=1, accounts=accounts)
    one, other = cast.sees(who, lambda by: list(Audit.objects.seen_by(by).order_by("reference")))
    for name in auditors:
        words = {"version": 1, "given": [audits.Given(3, "So.")], "send": True}
        cast.does(name, audits.grade, audit_id=other.pk, **words)
    put_down = {"agency": "police", "words": "Sooner.", "due_on": today()}
    action = cast.does(who, audits.add_action, audit_id=one.pk, **put_down)
    for part in ended:
        part.delete()
    rows = {"planned": first.pk, "drawn": second.pk, "audit": one.pk, "agreeing": other.pk}
    return rows | {"audit_action": action.pk}


def parts_of(cast, route, which):
    """The parts of a route's address for one of the three objects; None where it has no such object."""
    have = cast.parts[which]
    name = route.name
    if name == "survey_drop" and "registers" in have:
        return {"pk": have["registers"]["survey"], "question": have["registers"]["question"]}
    if name in REGISTERS:
        return {"pk": have["registers"][REGISTERS[name]]} if "registers" in have else None
    if name.startswith("referral") or name in ("sent", "api_referral"):
        return {"pk": have["referral"]}
    if name in ("request_withdraw", "answer", "api_request", "api_answer"):
        return {"pk": have["request"]}
    if name.startswith("complaint"):
        return {"pk": have["complaint"]} if "complaint" in have else None
    if name.startswith("agreement"):
        return {"pk": have["agreement"]} if "agreement" in have else None
    if name.startswith("retention"):
        part = next(one for one in ("rule", "hold", "list", "certificate") if one in name)
        return {"pk": have["retention"][part]} if "retention" in have else None
    if name.startswith("access_request"):
        return {"pk": have["access"]["request"]} if "access" in have else None
    if name == "access_piece":
        return {"pk": have["access"]["piece"]} if "access" in have else None
    if name == "notice":
        return {"pk": have["notice"]}
    if name.startswith("escalation"):
        return {"pk": have["escalation"]}
    if name == "person":
        return {"pk": have["person"].pk}
    if name == "person_add":
        return {"pk": have["person"].pk, "what": "address"}
    if name == "match":
        return {"pk": have["person"].pk, "other": have["other"].pk}
    if name == "unmerge":
        return {"pk": cast.first_merge.pk} if which == "first" else None
    if name.startswith("restriction"):
        parts = {"pk": have.get("restriction"), "named": have.get("named")}
        if which != "restricted":
            return None
        return parts if name == "restriction_unname" else {"pk": parts["pk"]}
    if name.startswith("release_draft"):
        file = {"file": "pack.html"} if name == "release_draft_file" else {}
        return {"pk": drafted(have["release"])} | file if "release" in have else None
    if name.startswith("submit_"):
        if "draft" not in have:
            return None
        place = {"place": 0} if name in ("submit_person", "submit_without") else {}
        page = {"name": "about"} if name == "submit_page" else {}
        return {"pk": have["draft"]} | place | page
    return None
