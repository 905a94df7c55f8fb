"""The forms of signing in: allauth's, with labels in our words and none inside the fields.

Guesses of one account's codes come one after another, so that each is counted before the next is looked at.
"""

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateWithCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.forms import Field

from mash.web.turns import one_after_another

_NEW = "At least 12 characters, and not a common password. Three random words make a good one."


class SignIn(LoginForm):
    """E-mail address and password, with labels instead of words inside the fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _labelled(self.fields["login"], "E-mail address", missing="Enter your e-mail address")
        _labelled(self.fields["password"], "Password", missing="Enter your password")


class Code(AuthenticateForm):
    """The six digits of the second factor."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self.fields["code"])

    def clean_code(self) -> str:
        """The code, if it is right; wait for the guess before."""
        one_after_another("second factor", self.user.pk)
        return str(super().clean_code())


class CodeAgain(ReauthenticateWithCodeForm):
    """The six digits once more, of somebody who is signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self.fields["code"])

    def clean_code(self) -> str:
        """The code, if it is right; wait for the guess before."""
        one_after_another("second factor", self.user.pk)
        return str(super().clean_code())


class FirstCode(ActivateTOTPForm):
    """The first six digits, which prove that the app has the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _labelled(self.fields["code"], "Six digits from the app", missing="Enter the six digits")

    def clean_code(self) -> str:
        """The code, if it is right; wait for the guess before."""
        one_after_another("second factor", self.user.pk)
        return str(super().clean_code())


class ForgottenPassword(ResetPasswordForm):
    """Where to send the link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _labelled(self.fields["email"], "E-mail address", missing="Enter your e-mail address")


class FirstPassword(ResetPasswordKeyForm):
    """A password, from the link in the e-mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _twice(self.fields)


class AnotherPassword(ChangePasswordForm):
    """Another password, by somebody who is signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _labelled(self.fields["oldpassword"], "Your password now", missing="Enter your password")
        _twice(self.fields)


class PasswordAgain(ReauthenticateForm):
    """The password once more, of somebody who is signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _labelled(self.fields["password"], "Password", missing="Enter your password")


class NewPasskey(AddWebAuthnForm):
    """A passkey or security key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _labelled(self.fields["name"], "Name", "So that you can tell it from others later.")
        _labelled(
            self.fields["passwordless"],
            "Sign in with it alone, without my password",
            "It must then ask for your finger, your face or a PIN.",
        )


class PasskeyName(EditWebAuthnForm):
    """What a passkey or security key is called."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _labelled(self.fields["name"], "Name", missing="Enter a name")


def _code(field: Field) -> None:
    _labelled(
        field, "Code from your authenticator app", "Or one of your recovery codes", missing="Enter the code"
    )


def _twice(fields: dict[str, Field]) -> None:
    _labelled(fields["password1"], "New password", _NEW, missing="Enter a new password")
    _labelled(fields["password2"], "New password again", missing="Enter the new password again")


def _labelled(field: Field, label: str, help_text: str = "", *, missing: str = "") -> None:
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)
    if missing:
        field.error_messages["required"] = missing
