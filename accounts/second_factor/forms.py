"""The forms of the second factor: allauth's, with our words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.utils.translation import gettext as _


class CodeForm(base_forms.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self.fields["code"], _("Code of your app, or a recovery code"))


class CodeAgainForm(base_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self.fields["code"], _("Code of your app, or a recovery code"))


class ActivateAppForm(totp_forms.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self.fields["code"], _("The code that the app shows"))


class AddPasskeyForm(webauthn_forms.AddWebAuthnForm):
    """Each may sign in by itself, so the device must have asked who is there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)
        self.fields["name"] = forms.CharField(
            label=_("Name"),
            help_text=_("To tell it from others, for example: phone."),
            max_length=100,
            required=False,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )

    def clean_credential(self) -> Any:
        self.cleaned_data["passwordless"] = True
        return self.cleaned_data["credential"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = _sensible(super().clean)
        return cleaned


class PasskeyForm(webauthn_forms.AuthenticateWebAuthnForm):
    def clean_credential(self) -> Any:
        return _sensible(super().clean_credential)


class PasskeySignInForm(webauthn_forms.LoginWebAuthnForm):
    def clean_credential(self) -> Any:
        return _sensible(super().clean_credential)


class PasskeyAgainForm(webauthn_forms.ReauthenticateWebAuthnForm):
    def clean_credential(self) -> Any:
        return _sensible(super().clean_credential)


def _sensible(look: Callable[[], Any]) -> Any:
    """Nonsense in place of what a device gives makes the libraries stumble in many ways."""
    try:
        return look()
    except (AttributeError, KeyError, TypeError, ValueError):
        raise get_adapter().validation_error("incorrect_code") from None


def _code(field: forms.Field, label: str) -> None:
    field.label = label
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs |= {"autofocus": True, "inputmode": "numeric"}
