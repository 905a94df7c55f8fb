"""The e-mail with a link to set the password of a new account: allauth's, as for one that was forgotten."""

from allauth.account.forms import ResetPasswordForm
from django.contrib import messages

from mash.partnership.models import Account
from mash.trail.record import note
from mash.web.access import SignedIn


def send_password_link(request: SignedIn, account: Account) -> None:
    """Send the link. Where it cannot be sent the account stays, and the page says what to do."""
    form = ResetPasswordForm({"email": account.email})
    if not form.is_valid() or account not in form.users:
        messages.error(request, "No link was sent: the account has no access today.")
        return
    try:
        form.save(request)
    except OSError:  # no mail server, or one that refuses
        messages.error(
            request,
            "The link to set a password could not be sent. Send it again from the account's page; if that "
            "fails too, tell whoever runs the system.",
        )
        return
    note("password link sent", "account", account.pk)
    messages.success(request, f"A link to set a password is on its way to {account.email}.")
