"""Signing in at a provider in a browser, and the provider telling that they signed out there."""

from __future__ import annotations

from typing import Any

from django.test import Client

from chatsite.signing_in import providers
from tests.support.oidc_provider import OidcProvider

OUT = "/sign-in/sso/signed-out/"


def provided_by(provider: OidcProvider) -> dict[str, Any]:
    """For the settings of a site."""
    given = provider.settings()
    return providers(
        issuer=given["OIDC_ISSUER"],
        client_id=given["OIDC_CLIENT_ID"],
        client_secret=given["OIDC_CLIENT_SECRET"],
        name=given["OIDC_NAME"],
    )


def come(provider: OidcProvider, sub: str = "b-1", **claims: Any) -> Client:
    """→ a browser in which they are signed in"""
    provider.knows(sub, preferred_username="bob" if sub == "b-1" else "alice", **claims)
    client = Client()
    back = provider.log_in(client.get("/sign-in/sso/").headers["Location"], sub)
    client.get(back.removeprefix("http://testserver"))
    return client


def is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def tell(token: str) -> Any:
    """As the provider does, which knows no token against forged forms."""
    answer = Client(enforce_csrf_checks=True).post(OUT, {"logout_token": token})
    assert "no-store" in answer.headers["Cache-Control"]
    return answer
