"""The forms of signing in: allauth's, with labels in our words and none inside the fields."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.forms import Field


class SignIn(LoginForm):
    """E-mail address and password, with labels instead of words inside the fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _labelled(self.fields["login"], "E-mail address")
        _labelled(self.fields["password"], "Password")


class Code(AuthenticateForm):
    """The six digits of the second factor."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _labelled(self.fields["code"], "Code from your authenticator app", "Or one of your recovery codes")


class FirstCode(ActivateTOTPForm):
    """The first six digits, which prove that the app has the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _labelled(self.fields["code"], "Six digits from the app")


def _labelled(field: Field, label: str, help_text: str = "") -> None:
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)
