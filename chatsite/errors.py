"""Pages for what no view foresaw: a mistake of ours, a database that is away for now, or nothing at
this address.
"""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import page_not_found
from django.views.defaults import server_error as broken

from chat.api.site import tell_no_route

RETRY_AFTER_SECONDS = 5


def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls it while it handles the exception."""
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return broken(request)
    response = render(request, "503.html", status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Programs, which bring a key, get it in their words: the address of the site is easily given
    to them without its `/v1`."""
    if "Authorization" in request.headers or "X-Api-Key" in request.headers:
        return tell_no_route(request)
    return page_not_found(request, exception)
