"""Serve the browser's files in front of Django, on the event loop. Knows no user."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any
from wsgiref.headers import Headers

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.files.storage import FileSystemStorage
from servestatic import ServeStaticASGI

from chatsite.static_urls import built_files

logger = logging.getLogger(__name__)

VERSIONED = re.compile(r"/static/[0-9a-f]{12}/")  # as static_urls.py makes them
CACHE_CONTROL = b"cache-control"


def with_static_files(application: Any) -> Any:
    static = ServeStaticASGI(
        application,
        autorefresh=settings.DEBUG,
        max_age=0,
        allow_all_origins=False,
        add_headers_function=_add_headers,
        immutable_file_test=_may_be_kept_for_ever,
    )
    if not settings.DEBUG and not built_files(settings.BASE_DIR).is_dir():
        logger.warning(
            "The browser's files are served as they are written, several times as large as they "
            "could be: python -m deploy.browser_files makes them small"
        )
    # A later folder hides an earlier one here; for Django it is the first finder that counts.
    for prefix, folder in reversed([*_folders()]):
        static.add_files(folder, settings.STATIC_URL + prefix)
    return _OlderPages(static)


class _OlderPages:
    """An open page of an earlier version, asking for what it had not loaded yet, gets what there is
    now: that fits nearly always, where "not found" never does. It keeps none of it."""

    def __init__(self, application: Any) -> None:
        self._application = application

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        earlier = VERSIONED.match(scope["path"])
        if earlier is None or scope["path"].startswith(settings.STATIC_URL):
            await self._application(scope, receive, send)
            return

        async def send_unkept(message: Any) -> None:
            if message["type"] == "http.response.start":
                headers = [one for one in message["headers"] if one[0].lower() != CACHE_CONTROL]
                message = {**message, "headers": [*headers, (CACHE_CONTROL, b"no-store")]}
            await send(message)

        path = settings.STATIC_URL + scope["path"][earlier.end() :]
        await self._application({**scope, "path": path}, receive, send_unkept)


def _folders() -> Iterator[tuple[str, str]]:
    for finder in get_finders():  # of files in static/ and packages, and of files in apps
        storages: dict[str, FileSystemStorage] = getattr(finder, "storages", {})
        for storage in storages.values():
            prefix = getattr(storage, "prefix", None)
            yield f"{prefix}/" if prefix else "", str(storage.location)


def _add_headers(headers: Headers, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"


def _may_be_kept_for_ever(path: str, url: str) -> bool:
    return not settings.DEBUG  # else the address holds a fingerprint, see static_urls.py
