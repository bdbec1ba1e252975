"""The page on which somebody connects their account here with that at the provider, or parts them.

Connecting begins with a form of this site, after the password: else a link could connect an account
of whoever made it with that of whoever follows it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import cast

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.forms import DisconnectForm
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

from accounts.asking_again import ask_again
from accounts.models import User
from accounts.single_sign_on.adapter import ALREADY_CONNECTED

log = logging.getLogger(__name__)

PROVIDER = "sso"

View = Callable[[HttpRequest], HttpResponse]


def where_there_is_a_provider(view: View) -> View:
    @wraps(view)
    def inner(request: HttpRequest) -> HttpResponse:
        if not settings.SOCIALACCOUNT_PROVIDERS:
            raise Http404
        return login_required(view)(request)

    return inner


@require_safe
@where_there_is_a_provider
def connections(request: HttpRequest) -> HttpResponse:
    context = {
        "connected": _connected(request),
        "provider": get_adapter().get_provider(request, PROVIDER),
        "is_only_way": settings.OIDC_ONLY,
    }
    return render(request, "accounts/connected.html", context)


@require_POST
@where_there_is_a_provider
def connect(request: HttpRequest) -> HttpResponse:
    """Leads away; what comes back is for the adapter and allauth."""
    if _connected(request).exists():
        messages.error(request, ALREADY_CONNECTED)
        return redirect("socialaccount_connections")
    ask_again(request)
    provider = get_adapter().get_provider(request, PROVIDER)
    try:
        return cast("HttpResponse", provider.redirect(request, process=AuthProcess.CONNECT))
    except RequestException as error:
        log.warning("The provider of single sign-on cannot be asked: %s", error)
        messages.error(request, _("The other site cannot be reached just now. Try again."))
        return redirect("socialaccount_connections")


@require_POST
@where_there_is_a_provider
def disconnect(request: HttpRequest) -> HttpResponse:
    """`account` in the form. Not the last way by which they can sign in."""
    ask_again(request)
    with transaction.atomic():
        # Of two that are parted at once the second is looked at when the first is gone.
        User.objects.select_for_update().get(pk=cast("User", request.user).pk)
        form = DisconnectForm(request.POST, request=request)
        if form.is_valid():
            form.save()
            messages.success(request, _("The accounts are no longer connected."))
        for problem in form.errors.get("account", []) + form.non_field_errors():
            messages.error(request, str(problem))
    return redirect("socialaccount_connections")


def _connected(request: HttpRequest) -> QuerySet[SocialAccount]:
    return SocialAccount.objects.filter(user=cast("User", request.user))
