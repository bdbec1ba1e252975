"""Sign-up, and Django's own views for signing in and out and for passwords, with our pages."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth import views as auth_views
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from accounts import services
from accounts.exceptions import SignUpClosed
from accounts.forms import SignUpForm

BACKEND = "django.contrib.auth.backends.ModelBackend"


@method_decorator([sensitive_post_parameters(), never_cache], name="dispatch")
class SignUpView(FormView[SignUpForm]):
    """Makes an account and signs it in."""

    template_name = "accounts/sign_up.html"
    form_class = SignUpForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return redirect(settings.LOGIN_REDIRECT_URL)
        if not services.is_sign_up_open():
            return self._closed()
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, is_first_account=services.is_empty())

    def form_valid(self, form: SignUpForm) -> HttpResponse:
        try:
            user = services.sign_up(
                username=form.cleaned_data["username"],
                email=form.cleaned_data["email"],
                password=form.cleaned_data["password1"],
            )
        except SignUpClosed:
            return self._closed()
        except IntegrityError:
            form.add_error("username", _("This name was taken a moment ago."))
            return self.form_invalid(form)
        login(self.request, user, backend=BACKEND)
        return redirect(resolve_url(settings.LOGIN_REDIRECT_URL))

    def _closed(self) -> HttpResponse:
        return render(self.request, "accounts/sign_up_closed.html", status=403)


class SignInView(auth_views.LoginView):
    """Leads whoever opens an empty site to its first account."""

    template_name = "registration/login.html"
    redirect_authenticated_user = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if services.is_empty():
            return redirect("signup")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "is_sign_up_open": services.is_sign_up_open(),
            "site_name": settings.SITE_NAME,  # Django would put the host there
        }


class PasswordChangeView(auth_views.PasswordChangeView):
    template_name = "registration/change_password.html"


class PasswordChangeDoneView(auth_views.PasswordChangeDoneView):
    template_name = "registration/change_password_done.html"


class PasswordResetView(auth_views.PasswordResetView):
    template_name = "registration/reset_password.html"
    email_template_name = "registration/reset_password_email.txt"
    subject_template_name = "registration/reset_password_subject.txt"
    extra_email_context = MappingProxyType({"site_name": settings.SITE_NAME})


class PasswordResetDoneView(auth_views.PasswordResetDoneView):
    template_name = "registration/reset_password_done.html"


class PasswordResetConfirmView(auth_views.PasswordResetConfirmView):
    template_name = "registration/reset_password_confirm.html"


class PasswordResetCompleteView(auth_views.PasswordResetCompleteView):
    template_name = "registration/reset_password_complete.html"
