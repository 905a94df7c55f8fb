"""The pages of audits from plan to close, as they are sent; nothing typed is lost, the second sees both."""

import pytest
from django.urls import reverse

from mash.framework.london import today
from mash.records.audits.models import Audit, AuditAction, AuditRound
from tests.cast import make_cast
from tests.records.test_audits import decided
from tests.web.casework import at_the_keyboard

pytestmark = pytest.mark.django_db


def on(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def sends(client, route, pk=None, **words):
    """The page that comes after a form was sent."""
    to = reverse(route, kwargs={"pk": pk} if pk else None)
    return client.post(to, words, follow=True).content.decode()


def test_a_round_goes_from_plan_to_close(db):
    cast = make_cast()
    reference = decided(cast).reference
    quinn, pam, pete = (at_the_keyboard(cast, name) for name in ("quinn", "pam", "pete"))
    plan = {"hub": "moorland", "title": "March", "per_stratum": 2, "of_the_case": "timeliness"}
    plan |= on("decided_from", today()) | on("decided_until", today())
    page = sends(quinn, "audit_round_new", **plan | {"of_the_case": "file 3"})
    assert "“file 3” is no criterion" in page
    assert 'value="March"' in page, "nothing typed is lost"
    assert "Enquiry" in sends(quinn, "audit_round_new", **plan)
    one = cast.sees("quinn", lambda by: AuditRound.objects.seen_by(by).get())
    changed = plan | {"version": 1, "title": "April"}
    assert "The change is saved" in sends(quinn, "audit_round_change", one.pk, **changed)
    both = sends(quinn, "audit_round_change", one.pk, **changed | {"title": "May"})
    assert "Recorded now" in both
    assert "April" in both
    assert "May" in both
    accounts = [cast.accounts[name].pk for name in ("pam", "pete")]
    page = sends(quinn, "audit_round_draw", one.pk, version=2, accounts=accounts, seed="one")
    assert "1 drawn of 1" in page
    audit = cast.sees("quinn", lambda by: Audit.objects.seen_by(by).get())
    assert reference in pam.get(reverse("audits_mine")).content.decode()
    half = {"grade_0": "", "reasons_0": "So far."}
    page = sends(pam, "audit_grade", audit.pk, version=1, **half)
    assert "So far." in page
    assert "Give it a grade" in sends(pam, "audit_grade", audit.pk, version=2, send="yes", **half)
    both = sends(pam, "audit_grade", audit.pk, version=1, grade_0=2, reasons_0="Another window.")
    assert "Recorded now" in both
    assert "Another window." in both
    for client, version in ((pam, 2), (pete, 1)):
        words = {"grade_0": 1, "reasons_0": "Wendy waited.", "send": "yes"}
        page = sends(client, "audit_grade", audit.pk, version=version, **words)
        assert "Your grades are sent" in page
    assert "She comes to school hungry." in page, "the case as it went"
    assert "Wendy waited." in pete.get(reverse("audit_moderate", kwargs={"pk": audit.pk})).content.decode()
    page = sends(pete, "audit_moderate", audit.pk, version=1, grade_0=2, reasons_0="Agreed.")
    assert "the audit is completed" in page
    shown = quinn.get(reverse("audit", kwargs={"pk": audit.pk})).content.decode()
    assert "graded inadequate" in shown
    assert "Wendy" not in shown
    do = {"agency": "police", "words": "Answer sooner."} | on("due_on", today())
    assert "Answer sooner." in sends(quinn, "audit_action_new", audit.pk, **do)
    action = cast.sees("quinn", lambda by: AuditAction.objects.seen_by(by).get())
    assert "Say why it is changed" in sends(quinn, "audit_action_change", action.pk, version=1, **do)
    done = {"version": 1, "how": "A rota."} | on("completed_on", today())
    assert "The action is completed" in sends(quinn, "audit_action_complete", action.pk, **done)
    assert "Answer sooner." in quinn.get(reverse("audit_actions")).content.decode()
    assert "1 of 1 completed" in quinn.get(reverse("audits")).content.decode()
    assert "The round is closed" in sends(quinn, "audit_round_close", one.pk, version=3)
    assert pam.get(reverse("audit_case", kwargs={"pk": audit.pk})).status_code == 404
