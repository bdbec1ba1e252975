"""The choice of a language, for those with an account and those who are about to sign in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from accounts.forms import LanguageForm
from accounts.languages import choose_language
from accounts.models import User


@require_http_methods(["GET", "HEAD", "POST"])
def language(request: HttpRequest) -> HttpResponse:
    """A page of its own, and where the select of other pages posts to; `next` is where that is."""
    user = request.user if isinstance(request.user, User) else None
    initial = {"language": user.language if user else ""}
    form = LanguageForm(request.POST or None, initial=initial)
    if not form.is_valid():
        status = 400 if form.is_bound else 200
        return render(request, "accounts/language.html", {"language_form": form}, status=status)
    response = redirect(_place(request))
    choose_language(response, form.cleaned_data["language"], user=user)
    return response


def _place(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    hosts = {request.get_host()}
    is_here = url_has_allowed_host_and_scheme(wanted, hosts, require_https=request.is_secure())
    return wanted if is_here else str(settings.LOGIN_REDIRECT_URL)
