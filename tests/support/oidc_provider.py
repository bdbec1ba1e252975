"""A real OpenID Connect provider, as a process of its own: who logs in there is whoever says so."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from tests.support.redis_server import free_port
from tests.support.waiting import wait_for

ROOT = Path(__file__).resolve().parents[2]
SIGNED_OUT = "http://schemas.openid.net/event/backchannel-logout"


class OidcProvider:
    def __init__(self, port: int) -> None:
        self.issuer = f"http://127.0.0.1:{port}"

    def settings(self) -> dict[str, str]:
        """For the environment of a site."""
        return {
            "OIDC_ISSUER": self.issuer,
            "OIDC_CLIENT_ID": "chatsite",
            "OIDC_CLIENT_SECRET": "between-us",
            "OIDC_NAME": "Example Org",
        }

    def knows(self, sub: str, **claims: Any) -> None:
        """From now on, and nothing else of them."""
        httpx.put(f"{self.issuer}/users/{sub}", json=claims).raise_for_status()

    def log_in(self, address: str, sub: str) -> str:
        """At the page to which a site has led. → where it leads back"""
        answer = httpx.post(address, data={"sub": sub})
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]

    def logout_token(self, header: dict[str, Any] | None = None, **claims: Any) -> str:
        """Of a good one these claims are other ones; those that are None are left out."""
        now = int(time.time())
        good = {"iss": self.issuer, "aud": "chatsite", "iat": now, "exp": now + 120}
        said = {**good, "jti": str(uuid4()), "events": {SIGNED_OUT: {}}, **claims}
        asked = {
            "header": {"alg": "RS256", "typ": "logout+jwt", **(header or {})},
            "claims": {name: value for name, value in said.items() if value is not None},
        }
        answer = httpx.post(f"{self.issuer}/logout-tokens", json=asked).raise_for_status()
        return answer.text

    def change_key(self) -> str:
        """→ the ID of the new one"""
        return httpx.put(f"{self.issuer}/key").raise_for_status().text

    def times_asked(self) -> int:
        """For what it offers and for its keys."""
        asked_for = httpx.get(f"{self.issuer}/asked-for").raise_for_status().json()
        paths = ("/.well-known/openid-configuration", "/jwks")
        return sum(asked_for.get(path, 0) for path in paths)

    def is_up(self) -> bool:
        try:
            return httpx.get(f"{self.issuer}/.well-known/openid-configuration").is_success
        except httpx.TransportError:
            return False


@contextmanager
def running_provider() -> Iterator[OidcProvider]:
    port = free_port()
    provider = OidcProvider(port)
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "tests.support.oidc_process", str(port)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(provider.is_up, seconds=60, what="the provider")
        yield provider
    finally:
        process.terminate()
        process.wait(timeout=20)
