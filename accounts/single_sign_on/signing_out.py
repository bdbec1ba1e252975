"""The provider tells us that somebody has signed out there, by OpenID Connect Back-Channel Logout
1.0."""

from __future__ import annotations

import logging

from allauth.core import ratelimit
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.single_sign_on import logout_tokens, opened, provider_keys

log = logging.getLogger(__name__)

ACTION = "logout_token_refused"  # see chatsite.signing_in.throttles


@csrf_exempt  # no browser posts here; the signature of the provider is what lets it in
@never_cache
def signed_out_there(request: HttpRequest) -> HttpResponse:
    """200 when the sessions have ended, also if there was none; 400 with an `error` for what is no
    good logout token; 503 while the provider's keys are not to be had: it may be sent again. Only
    refusals are counted, and a good token is never kept out by them: everybody may go home at the
    same hour, whoever else sends nonsense from the same address."""
    if not settings.SOCIALACCOUNT_PROVIDERS:
        raise Http404
    return _take(request)


@require_POST
def _take(request: HttpRequest) -> HttpResponse:
    try:
        logout = logout_tokens.read(request.POST.get("logout_token", ""), request)
    except provider_keys.Unavailable as error:
        log.warning("A logout token waits: the provider's keys are not to be had (%s)", error)
        return _refusal("temporarily_unavailable", "the keys are not to be had", status=503)
    except logout_tokens.Refused as error:
        if not ratelimit.consume(request, action=ACTION):
            return _refusal("invalid_request", "too many were refused", status=429)
        log.warning("A logout token was refused: %s", error)
        return _refusal("invalid_request", str(error), status=400)
    count = opened.end(sub=logout.sub, sid=logout.sid)
    logout.remember()
    log.info("Sessions ended because somebody signed out at the provider: %d", count)
    return HttpResponse()


def _refusal(error: str, words: str, *, status: int) -> HttpResponse:
    return JsonResponse({"error": error, "error_description": words}, status=status)
