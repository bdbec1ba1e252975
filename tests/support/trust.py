"""Whom a client of ours believes, made once: it takes longer than most requests do."""

from __future__ import annotations

import os
import ssl
from functools import cache

import httpx


def trusted() -> ssl.SSLContext:
    """What httpx would make anew for each client."""
    return _trusted(os.environ.get("SSL_CERT_FILE"))


@cache
def _trusted(_certificates: str | None) -> ssl.SSLContext:
    return httpx.create_ssl_context()
