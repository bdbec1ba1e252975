"""The forms of signing in and up and of passwords: allauth's, with our words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.forms import Field
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts import invitations, services
from accounts.models import ADDRESS_CHARACTERS, User
from accounts.teams import invitations as team_invitations


def _label(field: Field, label: str, help_text: str = "") -> None:
    """Words beside the field and none inside it: those go away when somebody begins to type."""
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)


class SignInForm(allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label(self.fields["login"], _("Username"))
        _label(self.fields["password"], _("Password"))


class SignUpForm(allauth_forms.SignupForm):
    """Name, e-mail, password twice. Makes the account by services.sign_up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label(self.fields["username"], _("Username"))
        _label(self.fields["email"], _("E-mail"), self._about_the_address())
        self.fields["email"].validators.append(MaxLengthValidator(ADDRESS_CHARACTERS))
        _label(
            self.fields["password1"],
            _("Password"),
            # What is wrong is said when it is wrong; four rules in advance are read by nobody.
            _("At least 8 characters, and not a common one."),
        )
        _label(self.fields["password2"], _("Password again"))

    def validate_unique_email(self, value: str) -> str:
        """Nobody is told whether an address is somebody's: see accounts.addresses."""
        return value

    def try_save(self, request: HttpRequest) -> tuple[User, HttpResponse | None]:
        brought, to_team = invitations.kept(request), team_invitations.kept(request)
        email = self.cleaned_data["email"]
        user = services.sign_up(
            username=self.cleaned_data["username"],
            email=email,
            password=self.cleaned_data["password1"],
            invitation_id=brought.invitation.pk if brought else None,
            team_invitation_id=to_team.invitation.pk if to_team else None,
            is_email_verified=any(
                email and one and one.is_mailed and one.invitation.email == email
                for one in (brought, to_team)
            ),
        )
        invitations.forget(request)
        return user, None

    def _about_the_address(self) -> str:
        match settings.EMAIL_VERIFICATION:
            case "required":
                return _("You get a link there, and can sign in when you have followed it.")
            case "optional":
                return _("Optional. You get a link there that shows that it is yours.")
        return _("Optional. Without it a forgotten password cannot be reset by e-mail.")


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label(self.fields["oldpassword"], _("Your password now"))
        _new_password(self.fields)


class SetPasswordForm(allauth_forms.SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _new_password(self.fields)


class NewPasswordForm(allauth_forms.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _new_password(self.fields)


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label(self.fields["email"], _("E-mail"))

    def clean_email(self) -> str:
        """Accounts for which the address only waits get no letter: there may be many of them."""
        email: str = super().clean_email()
        self.users = [user for user in self.users if user.email == email]
        return email


class ReauthenticateForm(allauth_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label(self.fields["password"], _("Your password"))


def _new_password(fields: dict[str, Field]) -> None:
    hint = _("At least 8 characters, and not a common one.")
    _label(fields["password1"], _("New password"), hint)
    _label(fields["password2"], _("New password again"))
