"""Serve the browser's files in front of Django, on the event loop. Knows no user."""

from __future__ import annotations

from typing import Any
from wsgiref.headers import Headers

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from servestatic import ServeStaticASGI


def with_static_files(application: Any) -> Any:
    static = ServeStaticASGI(
        application,
        autorefresh=settings.DEBUG,
        max_age=0,
        allow_all_origins=False,
        add_headers_function=_add_headers,
        immutable_file_test=lambda path, url: not settings.DEBUG,
    )
    for finder in get_finders():
        for storage in finder.storages.values():
            prefix = getattr(storage, "prefix", None)
            static.add_files(
                storage.location, settings.STATIC_URL + (f"{prefix}/" if prefix else "")
            )
    return static


def _add_headers(headers: Headers, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
