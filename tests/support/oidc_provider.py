"""A real OpenID Connect provider, as a process of its own: who logs in there is whoever says so."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from tests.support.redis_server import free_port
from tests.support.waiting import wait_for


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

    def is_up(self) -> bool:
        try:
            return httpx.get(f"{self.issuer}/.well-known/openid-configuration").is_success
        except httpx.TransportError:
            return False


@contextmanager
def running_provider() -> Iterator[OidcProvider]:
    port = free_port()
    provider = OidcProvider(port)
    somebody = json.dumps({"sub": "somebody"})
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "-p", str(port)]
    process = subprocess.Popen(
        [*command, "--user-claims", somebody],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(provider.is_up, seconds=60, what="the provider")
        yield provider
    finally:
        process.terminate()
        process.wait(timeout=20)
