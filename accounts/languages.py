"""Which language somebody reads. Knows no page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation.trans_real import get_supported_language_variant

from accounts.models import User


def account_language(request: HttpRequest) -> str:
    """That of the signed-in user, or "" without a choice. Leaves the user where the view finds it,
    so it costs no query more."""
    return getattr(request.user, "language", "")


def browser_language(request: HttpRequest) -> str:
    """By the cookie that a choice on the sign-in page leaves, else by what the browser asks for."""
    return translation.get_language_from_request(request)


def socket_language(scope: Any) -> str:
    """Of whoever opened this socket, by the same rules as for pages."""
    request = HttpRequest()
    request.COOKIES = scope.get("cookies", {})
    headers = dict(scope["headers"])
    request.META["HTTP_ACCEPT_LANGUAGE"] = headers.get(b"accept-language", b"").decode("latin-1")
    return getattr(scope["user"], "language", "") or browser_language(request)


def choose_language(response: HttpResponse, code: str, *, user: User | None) -> None:
    """For this browser, and for the account wherever it signs in. "" is as the browser asks."""
    if user is not None and user.language != code:
        user.language = code
        user.save(update_fields=["language"])
    if code:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            get_supported_language_variant(code),
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME, samesite="Lax")
