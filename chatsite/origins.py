"""Refuse sockets opened by other sites' pages. Knows no user.

Cookies travel with a websocket handshake from any page, and no token guards it: the Origin header,
which browsers always send and pages cannot forge, is what tells our page from another.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.http.request import validate_host


class SameOriginOnly:
    """Let a handshake pass if its Origin is the very host asked for, or a trusted origin."""

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: Any, receive: Any, send: Any) -> Any:
        chosen = self.application if is_own_origin(scope) else WebsocketDenier()
        return await chosen(scope, receive, send)


def is_own_origin(scope: Any) -> bool:
    headers = dict(scope["headers"])
    origin = headers.get(b"origin", b"").decode("latin-1").lower()
    host = headers.get(b"host", b"").decode("latin-1").lower()
    if origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    try:
        asked = urlsplit(origin)
        hostname = asked.hostname or ""
    except ValueError:
        return False
    if asked.scheme not in ("http", "https") or asked.netloc != host:
        return False
    bracketed = f"[{hostname}]" if ":" in hostname else hostname
    return validate_host(bracketed, settings.ALLOWED_HOSTS)
