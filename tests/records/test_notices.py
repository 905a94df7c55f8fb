"""Who is told of what, here and by e-mail: those whom it concerns and who see it, and in no word more."""

import json
import os
import subprocess
import sys

import pytest
from django.core import mail
from django.db import connection
from django.db.utils import ProgrammingError

from mash.framework.london import now
from mash.records.escalations.actions import disagree, resolve, step_up
from mash.records.notices.actions import choose_mail, read, read_all
from mash.records.notices.models import KINDS, Notice
from mash.records.notices.reading import leads_to, notices, unread
from mash.records.notices.telling import Event, tell
from mash.records.referrals.actions import answer, name_person, restrict
from mash.records.referrals.actions import tell as tell_referrer
from tests.cast import PEOPLE, submitted
from tests.homes import copied, made
from tests.records.notices import told, work_off
from tests.records.test_life import asked, decided, fresh, owned, rated

pytestmark = pytest.mark.django_db


def everybody(cast):
    return {name: kinds for name in PEOPLE if (kinds := told(cast, name))}


def since(told):
    """Of a disagreement only."""
    wanted = ("disagreed", "next_stage", "resolved")
    kept = {name: [one for one in kinds if one in wanted] for name, kinds in told.items()}
    return {name: kinds for name, kinds in kept.items() if kinds}


def test_who_is_asked_is_told_and_nobody_else(cast, referral):
    rated(cast, referral)
    asked(cast, referral, "police")
    work_off()
    assert everybody(cast) == {"paul": ["asked"]}


def test_of_a_decision_and_of_what_was_told_who_sent_it_knows(cast, referral):
    rated(cast, referral)
    owned(cast, referral)
    asked(cast, referral, "police", "health")
    work_off()
    decided(cast, referral)  # the council leads, police support
    version = fresh(cast, referral).version
    cast.does("dan", tell_referrer, referral_id=referral.pk, version=version, words="Thank you.")
    work_off()
    assert everybody(cast) == {
        "rita": ["decided", "told"],
        "paul": ["asked", "decided"],
        "hanna": ["asked"],
    }


def test_of_a_disagreement_the_two_agencies_know_but_who_said_it(cast, referral):
    rated(cast, referral)
    owned(cast, referral)
    asked(cast, referral, "health")
    decided(cast, referral)
    work_off()
    made = cast.does("hanna", disagree, referral_id=referral.pk, about="council", reason="other", words="No.")
    work_off()
    assert since(everybody(cast)) == {"tess": ["disagreed"], "dan": ["disagreed"]}
    cast.does("tess", step_up, escalation_id=made.pk, version=1, words="To the managers.")
    cast.does("dan", resolve, escalation_id=made.pk, version=2, resolution="upheld", words="It stands.")
    work_off()
    assert since(everybody(cast)) == {
        "tess": ["disagreed", "resolved"],
        "dan": ["disagreed", "next_stage"],
        "hanna": ["next_stage", "resolved"],
    }


def test_of_a_restricted_referral_only_who_is_named_is_told(cast, referral):
    rated(cast, referral)
    asked(cast, referral, "police", "health")
    made = cast.does("iris", restrict, reference=referral.reference, reason="Staff.")
    cast.does("iris", name_person, restriction_id=made.pk, account=cast.accounts["hanna"])
    work_off()
    assert everybody(cast) == {"hanna": ["asked"]}


def test_who_has_no_access_any_more_is_not_told(cast, referral):
    cast.accounts["paul"].suspended_at = now()
    cast.accounts["paul"].save()
    rated(cast, referral)
    asked(cast, referral, "police")
    work_off()
    assert everybody(cast) == {}


def test_what_was_undone_is_told_to_nobody(cast, referral):
    rated(cast, referral)
    with pytest.raises(Exception, match="agencies of the partnership"):
        asked(cast, referral, "police", "nobody")
    assert work_off() == 0


def test_told_again_nobody_hears_it_twice(cast, referral):
    rated(cast, referral)
    request = asked(cast, referral, "police")[0]
    words = {
        "kind": "asked",
        "hub": "moorland",
        "about": {"referral": str(referral.pk), "request": str(request.pk)},
        "of": now().isoformat(),
        "due_at": None,
        "permission": "REQUEST_ANSWER",
        "agencies": ["police"],
        "accounts": [],
        "by": None,
    }
    assert [tell(Event.written(words)) for _ in range(3)] == [1, 0, 0]


def test_a_notice_is_of_one_account_and_leads_where_it_may_go(cast, referral):
    rated(cast, referral)
    request = asked(cast, referral, "police")[0]
    work_off()
    one = cast.sees("paul", lambda by: notices(by).get())
    assert str(one) == KINDS["asked"]
    assert cast.sees("paul", lambda by: leads_to(by, one)) == ("answer", request.pk)
    with pytest.raises(Notice.DoesNotExist):
        cast.does("hanna", read, notice_id=one.pk)
    assert cast.sees("paul", unread) == 1
    cast.does("paul", read, notice_id=one.pk)
    assert cast.sees("paul", unread) == 0
    cast.does("paul", answer, request_id=request.pk, version=1, response="nothing_known")
    assert cast.sees("paul", lambda by: leads_to(by, notices(by).get())) == ("referral", referral.pk)


def test_all_are_read_at_once_and_only_ones_own(cast, referral):
    rated(cast, referral)
    asked(cast, referral, "police", "health")
    work_off()
    assert cast.does("paul", read_all) == 1
    assert (cast.sees("paul", unread), cast.sees("hanna", unread)) == (0, 1)


def test_a_notice_of_what_one_no_longer_sees_is_gone(cast, referral):
    rated(cast, referral)
    asked(cast, referral, "police")
    work_off()
    cast.does("iris", restrict, reference=referral.reference, reason="Staff.")
    assert cast.sees("paul", unread) == 0
    assert cast.sees("paul", lambda by: list(notices(by))) == []


@pytest.fixture
def sends_mail(settings):
    settings.SENDS_MAIL = True
    settings.ADDRESS = "https://mash.example"


def test_an_e_mail_says_what_and_when_and_names_nobody(cast, sends_mail):
    referral = submitted(cast, concern="Canaryconcern", locality="Canaryplace", contact="Canarycontact")
    rated(cast, referral)
    asked(cast, referral, "police", "health")
    work_off()
    assert sorted(one.to[0] for one in mail.outbox) == ["hanna@moorland.example", "paul@moorland.example"]
    (one,) = [one for one in mail.outbox if one.to == ["paul@moorland.example"]]
    assert one.subject == "MASH: Your agency is asked about a referral"
    assert "- Your agency is asked about a referral: due " in one.body
    assert "https://mash.example/notices/" in one.body
    for of_the_case in ("anary", "Wendy", "Fictional", referral.reference, "eglect", "School", "Tess"):
        assert of_the_case not in one.body + one.subject


def test_what_comes_together_is_one_e_mail_and_nothing_is_sent_twice(cast, sends_mail):
    for _ in range(3):
        referral = submitted(cast)
        rated(cast, referral)
        asked(cast, referral, "police")
    with connection.cursor() as cursor:  # as when the worker was away: all are told before any is mailed
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'")
        assert cursor.fetchone() == (3,)
    work_off()
    assert [one.subject for one in mail.outbox] == ["MASH: 3 new notices"]
    from mash.records.notices.mailing import mail as send

    assert send(cast.accounts["paul"].pk) is False


def test_who_wants_no_e_mails_gets_none_until_they_want_them_again(cast, sends_mail, referral):
    cast.does("paul", choose_mail, wanted=False)
    rated(cast, referral)
    asked(cast, referral, "police")
    work_off()
    assert mail.outbox == []
    assert told(cast, "paul") == ["asked"]
    cast.does("paul", choose_mail, wanted=True)
    other = submitted(cast)
    rated(cast, other)
    asked(cast, other, "police")
    work_off()
    assert len(mail.outbox) == 1


def test_an_e_mail_that_cannot_be_sent_stays_to_be_sent(cast, sends_mail, referral, settings):
    rated(cast, referral)
    asked(cast, referral, "police")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 9  # nobody listens there
    with pytest.raises(OSError, match="refused"):
        work_off()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    from mash.records.notices.mailing import mail as send

    assert send(cast.accounts["paul"].pk) is True
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("function", ["mash_falls_due", "mash_settle_notices"])
def test_what_falls_due_anywhere_only_the_worker_may_ask(db, function):
    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied"):
        cursor.execute(f"SELECT {function}(now())")


WORKED = """
import json
from mash.config.postgres import Role
from mash.config.start import ready
ready(Role.WORKER)
from django.db import connection
from mash.framework.london import today
from mash.partnership.acting import act_as
from mash.partnership.models import Account
from mash.partnership.principal import principal_of
from mash.records import tasks
from mash.records.models import Notice
from mash.trail.record import recorded
for _ in range(2):
    tasks.fall_due.func(timestamp=0)
found = {}
for account in Account.objects.select_related("agency"):
    with recorded():
        act_as(principal_of(account, today()))
        kinds = [one.kind for one in Notice._base_manager.filter(read_at=None).order_by("kind")]
    if kinds:
        found[account.email.split("@")[0]] = kinds
with connection.cursor() as cursor:
    cursor.execute("SELECT count(*) FROM records_referral")
    print(json.dumps([found, cursor.fetchone()[0]]))
"""


@pytest.fixture
def run(tmp_path):
    """Run a program in a data folder of its own, as one of the database's roles, for what it prints."""
    own = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    own |= {"MASH_HOME": str(tmp_path / "h")}

    def run(*words):
        done = subprocess.run([sys.executable, *words], env=own, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    copied(made(), tmp_path / "h")
    return run


AS_APP = """
from mash.config.postgres import Role
from mash.config.start import ready
ready(Role.APP)
from tests.records import falling
falling.{what}()
"""


def test_the_worker_tells_of_what_falls_due_and_settles_what_is_done(run):
    run("-c", AS_APP.format(what="fill"))
    told, seen_as_nobody = json.loads(run("-c", WORKED))
    assert seen_as_nobody == 0
    assert told == {
        "tess": ["answer_late", "stage_late", "unrated"],
        "dan": ["decision_late", "decision_soon", "stage_late", "unrated"],
        "dora": ["unrated"],
        "paul": ["answer_soon"],
        "hanna": ["answer_late", "stage_late"],
        "quinn": [
            f"{of}_{when}" for of in ("action", "complaint", "recommendation") for when in ("late", "soon")
        ],
        "iris": ["access_late", "access_soon"],
    }
    run("-c", AS_APP.format(what="settle"))
    told, _ = json.loads(run("-c", WORKED))
    assert told == {
        name: [*kinds, "stage_late"]
        for name, kinds in {"tess": [], "dan": ["decision_soon"], "hanna": []}.items()
    } | {"quinn": ["action_soon", "complaint_soon", "recommendation_soon"], "iris": ["access_soon"]}
    # what the actions said meanwhile, the worker's own queue does
    run("-m", "mash.cli", "worker", "--until-done")
    told, _ = json.loads(run("-c", WORKED))
    assert "decided" in told["rita"]
    assert told["dan"] == ["decision_soon", "disagreed", "stage_late"]
