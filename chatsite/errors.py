"""The page for what no view foresaw: a mistake of ours, or a database that is away for now."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import server_error as broken

RETRY_AFTER_SECONDS = 5


def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls it while it handles the exception."""
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return broken(request)
    response = render(request, "503.html", status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
