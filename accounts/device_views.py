"""The page of the devices on which somebody is signed in."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import devices
from accounts.models import User


@require_http_methods(["GET", "HEAD"])
@login_required
def list_devices(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    listed = devices.list_devices(user, session_key=request.session.session_key)
    return render(request, "accounts/devices.html", {"devices": listed})


@require_POST
@login_required
def end_device(request: HttpRequest, session_id: int) -> HttpResponse:
    """Somebody else's is not there, and the answer is the same."""
    devices.end(cast("User", request.user), session_id=session_id)
    messages.success(request, _("That device is signed out."))
    return redirect("devices")


@require_POST
@login_required
def end_others(request: HttpRequest) -> HttpResponse:
    devices.end_others(cast("User", request.user), session_key=request.session.session_key)
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("devices")
