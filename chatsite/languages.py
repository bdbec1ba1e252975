"""In which language a page speaks: that of the reader's account, else what their browser asks for.

Programs, which bring a key, are always told in English: what they match on must not change with
the machine that they run on.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any, cast

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.decorators import sync_and_async_middleware
from django.utils.html import json_script
from django.utils.safestring import SafeString

from accounts.languages import account_language, browser_language

GetResponse = Callable[[HttpRequest], Any]
KEY_HEADERS = ("Authorization", "X-Api-Key")


@sync_and_async_middleware
def language_middleware(get_response: GetResponse) -> GetResponse:
    """Django's own looks at cookie and header alone, and costs every request two trips to a thread.
    This one makes a trip only for those who may have an account, whom the view looks up anyway."""

    async def answer_soon(request: HttpRequest) -> HttpResponseBase:
        chosen = await sync_to_async(account_language)(request) if _is_known(request) else ""
        with translation.override(_language(request, chosen)):
            answered = cast("Awaitable[HttpResponseBase]", get_response(request))
            return _told(request, await answered)

    def answer(request: HttpRequest) -> HttpResponseBase:
        chosen = account_language(request) if _is_known(request) else ""
        with translation.override(_language(request, chosen)):
            return _told(request, get_response(request))

    return answer_soon if iscoroutinefunction(get_response) else answer


def _is_known(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES and not _is_program(request)


def _is_program(request: HttpRequest) -> bool:
    return any(name in request.headers for name in KEY_HEADERS)


def _language(request: HttpRequest, chosen: str) -> str:
    if _is_program(request):
        return settings.LANGUAGE_CODE
    return chosen or browser_language(request)


def _told(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    if not _is_program(request):
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        response.headers.setdefault("Content-Language", translation.get_language() or "")
    return response


def catalogue(request: HttpRequest) -> dict[str, Any]:
    """For templates: the words of the scripts of the page."""
    return {"catalogue": _catalogue(translation.get_language() or settings.LANGUAGE_CODE)}


@cache  # it changes with the code alone
def _catalogue(code: str) -> SafeString | str:
    """What static/js/page.js reads, as `make run` compiled it; English needs none."""
    path = settings.LOCALE_PATHS[0] / code / "LC_MESSAGES" / "page.json"
    return json_script(json.loads(path.read_text()), "i18n-catalogue") if path.exists() else ""
