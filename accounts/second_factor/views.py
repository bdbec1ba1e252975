"""Pages of the second factor: allauth's views with our pages."""

from __future__ import annotations

from typing import Any

from allauth.core.internal.httpkit import authenticated_user
from allauth.mfa.base import views as base_views
from allauth.mfa.recovery_codes import views as codes_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as webauthn_views
from allauth.mfa.webauthn.internal import auth
from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy

from accounts.views import ByFormMixin


class OverviewView(base_views.IndexView):
    template_name = "accounts/second_factor/overview.html"


class ActivateAppView(totp_views.ActivateTOTPView):
    template_name = "accounts/second_factor/activate_app.html"


class DeactivateAppView(totp_views.DeactivateTOTPView):
    template_name = "accounts/second_factor/deactivate_app.html"


class AddPasskeyView(webauthn_views.AddWebAuthnView):
    template_name = "accounts/second_factor/add_passkey.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        options = auth.begin_registration(authenticated_user(self.request), True)
        return context | {"options": options["publicKey"]}


class RemovePasskeyView(webauthn_views.RemoveWebAuthnView):
    template_name = "accounts/second_factor/remove_passkey.html"
    success_url = reverse_lazy("mfa_index")


class CodesView(codes_views.ViewRecoveryCodesView):
    template_name = "accounts/second_factor/codes.html"


class NewCodesView(codes_views.GenerateRecoveryCodesView):
    template_name = "accounts/second_factor/new_codes.html"


class SecondFactorView(base_views.AuthenticateView):
    """Behind the password, before the site."""

    template_name = "accounts/second_factor/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        options = context["js_data"]["request_options"]["publicKey"]
        return context | {
            "options": options,
            "has_passkeys": bool(options.get("allowCredentials")),
        }


class CodeAgainView(base_views.ReauthenticateView):
    template_name = "accounts/reauthenticate.html"


class PasskeyAgainView(webauthn_views.ReauthenticateWebAuthnView):
    template_name = "accounts/second_factor/passkey_again.html"

    def form_invalid(self, form: Form) -> HttpResponse:
        for message in form.errors.get("credential", []):
            messages.error(self.request, str(message))
        return redirect(self.request.get_full_path())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"options": context["js_data"]["request_options"]["publicKey"]}


class PasskeySignInView(ByFormMixin, webauthn_views.LoginWebAuthnView):
    """Without name and password. GET gives a script what the device is to sign."""
