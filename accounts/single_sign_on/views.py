"""Leading to the provider, and what is said when it cannot be reached."""

from __future__ import annotations

import logging

from allauth.socialaccount.providers.openid_connect import views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from requests import RequestException

log = logging.getLogger(__name__)


def start(request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        away: HttpResponse = views.login(request, provider_id)
    except RequestException as error:
        log.warning("The provider of single sign-on cannot be asked: %s", error)
        return render(request, "socialaccount/authentication_error.html", status=503)
    return away
