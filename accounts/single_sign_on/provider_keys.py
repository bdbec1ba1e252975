"""By which keys the provider signs, as it publishes them. Kept for a while: a token that anybody
made up must not have this site ask there each time."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from requests import RequestException

KEPT_SECONDS = 300
# For a key that is not among them, or after they were not to be had.
ASKED_AGAIN_AFTER_SECONDS = 10

# By the first letters of an algorithm. What is not here has no key that may be published.
KINDS = {"RS": "RSA", "PS": "RSA", "ES": "EC", "Ed": "OKP"}


class Unavailable(Exception):
    """The provider does not say now; what was asked may be asked again."""


@dataclass(frozen=True, slots=True)
class Published:
    issuer: str
    keys: tuple[dict[str, Any], ...]
    at: float

    @property
    def is_fresh(self) -> bool:
        return time.monotonic() - self.at < KEPT_SECONDS

    def find(self, header: Mapping[str, Any]) -> jwt.PyJWK | None:
        """The one that fits. It need not say its algorithm, and then serves each of its kind."""
        kid, algorithm = header.get("kid"), header["alg"]
        fitting = [
            key
            for key in self.keys
            if key.get("use") in (None, "sig")
            and key.get("kty") == KINDS[algorithm[:2]]
            and key.get("alg") in (None, algorithm)
            and (kid is None or key.get("kid") == kid)
        ]
        return jwt.PyJWK(fitting[0], algorithm=algorithm) if len(fitting) == 1 else None


_lock = threading.Lock()  # who comes while the provider is asked waits for its answer
_published: dict[str, Published] = {}  # by the address
_asked_at: dict[str, float] = {}


def find(url: str, header: Mapping[str, Any]) -> tuple[str, jwt.PyJWK | None]:
    """By where the provider says what it offers. → its name for itself, and its key. Raises
    Unavailable, and PyJWTError for a key of which nothing can be made."""
    known = _published.get(url)
    if not known or not known.is_fresh or not known.find(header):
        known = _ask(url, but_for=known)
    return known.issuer, known.find(header)


def _ask(url: str, *, but_for: Published | None) -> Published:
    with _lock:
        known = _published.get(url)
        fresh = known if known and known.is_fresh else None
        if fresh and fresh is not but_for:
            return fresh
        if time.monotonic() - _asked_at.get(url, -math.inf) < ASKED_AGAIN_AFTER_SECONDS:
            if fresh:
                return fresh
            raise Unavailable("it did not answer a moment ago")
        try:
            _published[url] = _fetch(url)
        except (RequestException, KeyError, TypeError, ValueError) as error:
            raise Unavailable(type(error).__name__) from error
        finally:
            _asked_at[url] = time.monotonic()
        return _published[url]


def _fetch(url: str) -> Published:
    with get_adapter().get_requests_session() as session:  # type: ignore[no-untyped-call]
        offered = session.get(url)
        offered.raise_for_status()
        known = session.get(offered.json()["jwks_uri"])
        known.raise_for_status()
        keys = tuple(key for key in known.json()["keys"] if isinstance(key, dict))
    return Published(offered.json()["issuer"], keys, time.monotonic())
