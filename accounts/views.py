"""Signing in and up, passwords, and the links of mails: allauth's views with our pages."""

from __future__ import annotations

from typing import Any

from allauth.account import views as allauth_views
from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.socialaccount.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from accounts import invitations, services
from accounts.exceptions import SignUpClosed
from accounts.sign_forms import SignUpForm
from accounts.teams import invitations as team_invitations


def is_sign_up_open(request: HttpRequest) -> bool:
    """By name and password, to whoever came with what they have."""
    return get_account_adapter().is_open_for_signup(request) and not settings.OIDC_ONLY


class ByFormMixin(View):
    """What is done here by name and password, on a site that may want none of it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if settings.OIDC_ONLY and not (isinstance(self, SignInView) and request.method != "POST"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class SignUpView(ByFormMixin, allauth_views.SignupView):
    """Makes an account, and signs it in if nothing stands against it."""

    template_name = "accounts/sign_up.html"

    def get_initial(self) -> dict[str, Any]:
        brought = invitations.kept(self.request) or team_invitations.kept(self.request)
        return {"email": brought.invitation.email} if brought else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_first_account = services.is_empty()
        return super().get_context_data(**kwargs) | {
            "is_first_account": is_first_account,
            "is_invited": invitations.kept(self.request) is not None,
            "to_team": team_invitations.kept(self.request),
            "needs_approval": settings.SIGN_UP == "approval" and not is_first_account,
        }

    def form_valid(self, form: SignUpForm) -> HttpResponse:
        try:
            answer: HttpResponse = super().form_valid(form)
        except SignUpClosed:
            return self.closed()
        except IntegrityError:
            form.add_error("username", _("This name was taken a moment ago."))
            answer = self.form_invalid(form)
        return answer

    def closed(self) -> HttpResponse:
        context = {"is_by_invitation": settings.SIGN_UP == "invitation"}
        return render(self.request, "accounts/sign_up_closed.html", context, status=403)


def invited(request: HttpRequest, token: str) -> HttpResponse:
    """Takes the secret out of the address before anything else is loaded."""
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    brought = invitations.find(token) if settings.SIGN_UP != "closed" else None
    if brought is None:
        return render(request, "accounts/invitation_ended.html", status=404)
    invitations.keep(request, brought)
    return redirect("signup")


class SignInView(ByFormMixin, allauth_views.LoginView):
    """Leads whoever opens an empty site to its first account."""

    template_name = "registration/login.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if services.is_empty() and not settings.OIDC_ONLY:
            return redirect("signup")
        page: HttpResponse = super().get(request, *args, **kwargs)
        return page

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "is_sign_up_open": is_sign_up_open(self.request),
            "to_team": team_invitations.kept(self.request),
            "is_by_form": not settings.OIDC_ONLY,
            "providers": get_adapter().list_providers(self.request),
        }


class SignOutView(allauth_views.LogoutView):
    http_method_names = ("post",)


class WaitingView(TemplateView):
    template_name = "accounts/waiting.html"


class InactiveView(allauth_views.AccountInactiveView):
    template_name = "accounts/inactive.html"


class VerificationSentView(allauth_views.EmailVerificationSentView):
    template_name = "accounts/verification_sent.html"


class ConfirmEmailView(allauth_views.ConfirmEmailView):
    template_name = "accounts/confirm_email.html"


class ReauthenticateView(allauth_views.ReauthenticateView):
    template_name = "accounts/reauthenticate.html"


class PasswordChangeView(allauth_views.PasswordChangeView):
    template_name = "registration/change_password.html"


class PasswordSetView(allauth_views.PasswordSetView):
    template_name = "registration/set_password.html"


class PasswordChangeDoneView(TemplateView):
    template_name = "registration/change_password_done.html"


class PasswordResetView(ByFormMixin, allauth_views.PasswordResetView):
    template_name = "registration/reset_password.html"


class PasswordResetDoneView(allauth_views.PasswordResetDoneView):
    template_name = "registration/reset_password_done.html"


class PasswordResetConfirmView(ByFormMixin, allauth_views.PasswordResetFromKeyView):
    template_name = "registration/reset_password_confirm.html"


class PasswordResetCompleteView(allauth_views.PasswordResetFromKeyDoneView):
    template_name = "registration/reset_password_complete.html"
