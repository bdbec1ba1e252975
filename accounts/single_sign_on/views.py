"""Leading to the provider, and what is said when it cannot be reached."""

from __future__ import annotations

import logging

from allauth.socialaccount.providers.openid_connect import views
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from requests import RequestException

log = logging.getLogger(__name__)


def start(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To sign in; connecting accounts begins elsewhere, whatever the address asks for."""
    if {**request.GET.dict(), **request.POST.dict()}.get("process", "login") != "login":
        return redirect(settings.LOGIN_URL)
    try:
        away: HttpResponse = views.login(request, provider_id)
    except RequestException as error:
        log.warning("The provider of single sign-on cannot be asked: %s", error)
        return render(request, "socialaccount/authentication_error.html", status=503)
    return away
