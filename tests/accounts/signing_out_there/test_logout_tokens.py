"""Which logout tokens are good, when the provider is asked for its keys, and what is counted. What
they end: test_signing_out_at_the_provider.py."""

from __future__ import annotations

import logging
import time
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.single_sign_on import logout_tokens, provider_keys
from chatsite.signing_in import providers, throttles
from tests.support.oidc_provider import SIGNED_OUT, OidcProvider
from tests.support.signed_out_there import OUT, come, is_in, tell

pytestmark = pytest.mark.django_db
LATER = 1_000_000  # seconds


WRONG: dict[str, dict[str, Any]] = {
    "another site's": {"aud": "another"},
    "another provider's": {"iss": "https://evil.example"},
    "over": {"iat": int(time.time()) - 400, "exp": int(time.time()) - 300},
    "old, though it says that it is good": {
        "iat": int(time.time()) - LATER,
        "exp": int(time.time()) + LATER,
    },
    "from tomorrow": {"iat": int(time.time()) + LATER, "exp": int(time.time()) + 2 * LATER},
    "without a beginning": {"iat": None},
    "without a number": {"jti": None},
    "of a strange time": {"iat": "long ago"},
    "old, in words": {"iat": str(int(time.time()) - LATER)},
    "an ID token": {"events": None, "nonce": "n-1"},
    "about something else": {"events": {"https://example.org/event": {}}},
    "about nothing": {"events": []},
    "about signing out, but oddly": {"events": {SIGNED_OUT: "yes"}},
    "with a nonce": {"nonce": "n-1"},
    "of nobody": {"sub": None},
    "of somebody strange": {"sub": 7},
    "of a strange session": {"sid": ["s-1"]},
}


def test_a_token_that_is_not_as_it_must_be_ends_nothing(
    provider: OidcProvider, caplog: pytest.LogCaptureFixture
) -> None:
    bob = come(provider)
    tokens = {
        wrong: provider.logout_token(**{"sub": "b-1", **claims}) for wrong, claims in WRONG.items()
    }
    with caplog.at_level(logging.DEBUG):
        said = {wrong: tell(token).status_code for wrong, token in tokens.items()}
    assert said == dict.fromkeys(WRONG, 400)
    assert is_in(bob)
    assert caplog.text.count("A logout token was refused") == len(WRONG)
    parts = {part for token in tokens.values() for part in token.split(".")}
    assert not any(part in caplog.text for part in (*parts, "b-1"))


GOOD: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "without an end": ({}, {"exp": None}),
    "without a type": ({"typ": ""}, {}),
    "of the old type": ({"typ": "JWT"}, {}),
    "of another algorithm": ({"alg": "PS256"}, {}),
    "of a longer one": ({"alg": "RS512"}, {}),
}


@pytest.mark.parametrize("good", GOOD)
def test_a_token_as_providers_differ_is_good(provider: OidcProvider, good: str) -> None:
    header, claims = GOOD[good]
    bob = come(provider)
    assert tell(provider.logout_token(header, sub="b-1", **claims)).status_code == 200
    assert not is_in(bob)


def test_a_key_that_says_its_algorithm_is_good_for_no_other() -> None:
    """Nor is one for another kind of keys; one that is a secret is good for none."""
    own = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = jwt.algorithms.RSAAlgorithm.to_jwk(own.public_key(), as_dict=True)
    public.pop("key_ops", None)
    secret = {"kty": "oct", "k": "AAAA"}

    def fits(key: dict[str, Any], algorithm: str) -> bool:
        published = provider_keys.Published("https://login.example.org", (key,), 0)
        return published.find({"alg": algorithm}) is not None

    said = {**public, "alg": "RS256"}
    assert [fits(public, name) for name in ("RS256", "PS512", "ES256")] == [True, True, False]
    assert [fits(said, name) for name in ("RS256", "RS512", "PS256")] == [True, False, False]
    assert not any(fits(secret, name) for name in logout_tokens.ALGORITHMS)


def test_a_token_that_the_provider_did_not_sign_ends_nothing(provider: OidcProvider) -> None:
    bob, token = come(provider), provider.logout_token(sub="b-1")
    header, claims, signature = token.split(".")
    said = jwt.decode(token, options={"verify_signature": False})
    known = httpx.get(f"{provider.issuer}/jwks").json()["keys"][0]
    own = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    forged = {
        "changed": f"{header}.{claims}.{signature[:-8]}AAAAAAAA",
        "not signed": jwt.encode(said, "", algorithm="none"),
        "signed with what all know": jwt.encode(said, known["n"], algorithm="HS256"),
        "signed with our secret": jwt.encode(said, "between-us" * 4, algorithm="HS256"),
        "signed by another": jwt.encode(said, own, "RS256", {"kid": known.get("kid")}),
        "of an unknown key": provider.logout_token({"kid": "another"}, sub="b-1"),
        "no token": "a.b.c",
        "nothing": "",
        "endless": "a" * 100_000,
        "odd": "\0",
    }
    told = {how: tell(one).status_code for how, one in forged.items()}
    assert told == dict.fromkeys(forged, 400)
    assert is_in(bob)
    assert tell(token).status_code == 200, "or it would be no wonder"


def test_while_the_providers_keys_are_not_to_be_had_a_token_may_be_sent_again(
    provider: OidcProvider, settings: Settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = throttles(3)
    bob, there = come(provider), settings.SOCIALACCOUNT_PROVIDERS
    away = "http://127.0.0.1:9"
    token = provider.logout_token(iss=away, sub="b-1")
    settings.SOCIALACCOUNT_PROVIDERS = providers(
        issuer=away, client_id="chatsite", client_secret="x", name="Away"
    )
    assert [tell(token).status_code for _ in range(5)] == [503] * 5
    assert is_in(bob)
    settings.SOCIALACCOUNT_PROVIDERS = there
    assert tell("a.b.c").status_code == 400, "no refusal was counted"


def test_a_token_that_is_not_for_us_has_nobody_asked(provider: OidcProvider) -> None:
    own = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    said = jwt.decode(provider.logout_token(sub="b-1"), options={"verify_signature": False})
    before = provider.times_asked()
    for claims, header in (
        ({"aud": "another"}, {}),
        ({"iss": "https://evil.example"}, {}),
        ({}, {"typ": "at+jwt"}),
    ):
        forged = jwt.encode({**said, **claims}, own, "RS256", header)
        assert tell(forged).status_code == 400
    assert provider.times_asked() == before


def test_the_provider_is_asked_for_its_keys_once_whoever_makes_tokens_up(
    provider: OidcProvider,
) -> None:
    own = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    token = provider.logout_token(sub="b-1")
    said = jwt.decode(token, options={"verify_signature": False})
    before = provider.times_asked()
    for number in range(5):
        forged = jwt.encode(said, own, "RS256", {"kid": f"made-up-{number}"})
        assert tell(forged).status_code == 400
        assert tell(jwt.encode(said, own, "RS256")).status_code == 400
    assert tell(token).status_code == 200
    assert provider.times_asked() == before + 2, "what it offers, and its keys"


def test_a_new_key_of_the_provider_is_found(
    provider: OidcProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    bob = come(provider)
    assert tell(provider.logout_token(sub="b-2")).status_code == 200
    kid = provider.change_key()
    monkeypatch.setattr(provider_keys, "ASKED_AGAIN_AFTER_SECONDS", 0)
    assert tell(provider.logout_token({"kid": kid}, sub="b-1")).status_code == 200
    assert not is_in(bob)


def test_keys_are_not_kept_for_ever(
    provider: OidcProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key that the provider takes back is good no longer."""
    assert tell(provider.logout_token(sub="b-1")).status_code == 200
    before = provider.times_asked()
    monkeypatch.setattr(provider_keys, "ASKED_AGAIN_AFTER_SECONDS", 0)
    monkeypatch.setattr(provider_keys, "KEPT_SECONDS", 0)
    assert tell(provider.logout_token(sub="b-1")).status_code == 200
    assert provider.times_asked() == before + 2


def test_refusals_are_counted_and_good_tokens_are_not(
    provider: OidcProvider, settings: Settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = throttles(3)
    for _ in range(5):
        assert tell(provider.logout_token(sub="b-1")).status_code == 200
    said = [tell("a.b.c").status_code for _ in range(5)]
    assert said == [400, 400, 400, 429, 429]
    bob = come(provider)
    assert tell(provider.logout_token(sub="b-1")).status_code == 200
    assert not is_in(bob), "whoever else sends nonsense from that address"


def test_it_is_told_by_a_form_that_is_posted(client: Client, settings: Settings) -> None:
    for verb in ("GET", "HEAD", "PUT", "DELETE"):
        assert client.generic(verb, OUT).status_code == 405
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert client.post(OUT, {"logout_token": "x"}).status_code == 404
