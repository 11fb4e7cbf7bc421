"""The forms of django-allauth in our own words."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from django import forms
from django.core.cache import cache

from inreach.apps.accounts.models import User
from inreach.apps.ui.forms.error_messages import speak_plainly

CODE = {"code": {"width": 10}}
CODE_KEPT = 86_400  # seconds for which it is known that a code was taken
A_GOOD_ONE = "At least 12 characters. Three or four random words make a good one."


def say(form: forms.BaseForm, **words: tuple[str, str]) -> None:
    """Give fields their label and hint, and take the placeholders away: they vanish while one types."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
        field.help_text = ""
    for name, (label, hint) in words.items():
        form.fields[name].label = label
        form.fields[name].help_text = hint
        speak_plainly(form.fields[name])


class SignInForm(account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, login=("E-mail address", ""), password=("Password", ""))
        self.fields["login"].widget.attrs.update(autocomplete="username", spellcheck="false")


class ResetPasswordForm(account.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, email=("E-mail address", "The one that you sign in with."))

    users: list[Any]

    def clean_email(self) -> str:
        """An address of nobody is treated as that of somebody who was never kept, so that it takes as long."""
        email = str(super().clean_email())
        if not self.users:
            self.users = [User(email=email)]
        return email


class NewPasswordForm(account.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, password1=("New password", A_GOOD_ONE), password2=("The same password again", ""))


class FirstPasswordForm(account.SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, password1=("New password", A_GOOD_ONE), password2=("The same password again", ""))


class ChangePasswordForm(account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(
            self,
            oldpassword=("Password that you have now", ""),
            password1=("New password", A_GOOD_ONE),
            password2=("The same new password again", ""),
        )


class ConfirmPasswordForm(account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, password=("Password", ""))


def take_once(user: User, code: str) -> None:
    """Note that a code of the app was taken. Raises ValidationError if it was taken in the last day."""
    digits = "".join(filter(str.isdigit, code))
    if not cache.add(f"code.{user.pk}.{digits}", True, CODE_KEPT):
        raise get_adapter().validation_error("incorrect_code")


class CodeTakenOnce(mfa.BaseAuthenticateForm):
    """A code of the app is taken once, also by a server whose clock goes back to the half minute in which it held."""

    def clean_code(self) -> str:
        """The code, if it is right and was not taken in the last day."""
        code = str(super().clean_code())
        if self.authenticator.type == Authenticator.Type.TOTP:
            take_once(self.user, code)
        return code


class CodeForm(CodeTakenOnce, mfa.AuthenticateForm):
    look = CODE

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, code=("Code", "Six digits from the app on your phone, or one of your recovery codes."))


class ConfirmCodeForm(CodeTakenOnce, mfa.ReauthenticateForm):
    look = CODE

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, code=("Code", "Six digits from the app on your phone, or one of your recovery codes."))


class AddAppForm(totp.ActivateTOTPForm):
    look = CODE

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(
            self,
            code=("Code that the app shows now", "Six digits. The app makes a new code every half minute."),
        )
        self.fields["code"].widget.attrs.update(inputmode="numeric")

    def clean_code(self) -> str:
        """The code, which is taken by this: whoever saw it over a shoulder cannot sign in with it."""
        code = str(super().clean_code())
        take_once(self.user, code)
        return code
