"""Whether a logout token is one of our provider's, by OpenID Connect Back-Channel Logout 1.0, parts
2.4 to 2.6. Knows no session of ours."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

from accounts.single_sign_on import provider_keys
from accounts.single_sign_on.connecting import PROVIDER

EVENT = "http://schemas.openid.net/event/backchannel-logout"
# Never with a secret that both know, nor without a signature.
ALGORITHMS = (
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"),
)
# Of a logout token, of any, or none: providers were not told to say it before 2022.
TYPES = ("logout+jwt", "application/logout+jwt", "jwt", "")
# Without `exp`: not all providers send it, and by `iat` no token is good for long.
CLAIMS = ("iss", "aud", "iat", "jti", "events")
LEEWAY_SECONDS = 60  # of two clocks
# So that one that was used need be remembered no longer, whatever it says of its own end.
OLDEST_SECONDS = 600
MOST_CHARACTERS = 16_384


class Refused(Exception):
    """The words are for the log and the provider: they say what, and nothing of the token."""


@dataclass(frozen=True, slots=True)
class Logout:
    """Of whom (`sub`), or of which of the provider's sessions (`sid`), or both."""

    sub: str
    sid: str
    jti: str

    @property
    def _used(self) -> str:
        return f"logout-token:{hashlib.sha256(self.jti.encode()).hexdigest()}"

    @property
    def is_used(self) -> bool:
        return bool(cache.get(self._used))

    def remember(self) -> None:
        """That it is used: afterwards, so that one that we failed at may be sent again. Two at once
        do no harm, for they end the same."""
        cache.set(self._used, True, OLDEST_SECONDS + 2 * LEEWAY_SECONDS)


def read(token: str, request: HttpRequest) -> Logout:
    """Raises Refused, and provider_keys.Unavailable."""
    if not token or len(token) > MOST_CHARACTERS:
        raise Refused("there is no logout_token, or it is too long")
    try:
        claims = _verify(token, request)
    except jwt.PyJWTError as error:
        # Of what kind: the words of some errors quote the token.
        raise Refused(f"it is not valid ({type(error).__name__})") from error
    logout = _check(claims)
    if logout.is_used:
        raise Refused("it was used before")
    return logout


def _verify(token: str, request: HttpRequest) -> Mapping[str, Any]:
    """→ its claims. Only for one that seems to be for us is the provider asked."""
    header = jwt.get_unverified_header(token)
    if header.get("alg") not in ALGORITHMS:
        raise Refused("it is not signed as it must be")
    if str(header.get("typ") or "").lower() not in TYPES:
        raise Refused("it is a token of another type")
    provider = get_adapter().get_provider(request, PROVIDER)
    issuer = provider.server_url.partition("/.well-known/")[0]
    jwt.decode(
        token,
        audience=provider.app.client_id,
        issuer=(issuer, f"{issuer}/"),
        options={"verify_signature": False, "verify_aud": True, "verify_iss": True},
    )
    issuer, key = provider_keys.find(provider.server_url, header)
    if key is None:
        raise Refused("no key of the provider fits it")
    claims: Mapping[str, Any] = jwt.decode(
        token,
        key,
        algorithms=ALGORITHMS,
        issuer=issuer,
        audience=provider.app.client_id,
        leeway=LEEWAY_SECONDS,
        options={"require": [*CLAIMS]},
    )
    return claims


def _check(claims: Mapping[str, Any]) -> Logout:
    events = claims["events"]
    if not isinstance(events, dict) or not isinstance(events.get(EVENT), dict):
        raise Refused("it is about something else than signing out")
    if "nonce" in claims:
        raise Refused("it has a nonce, as those have that sign somebody in")
    sub, sid, jti = (claims.get(name, "") for name in ("sub", "sid", "jti"))
    if not all(isinstance(one, str) for one in (sub, sid, jti)) or not jti or not (sub or sid):
        raise Refused("it does not say whom it signs out, or which one it is")
    if int(claims["iat"]) < time.time() - OLDEST_SECONDS - LEEWAY_SECONDS:
        raise Refused("it is too old")
    return Logout(sub, sid, jti)
