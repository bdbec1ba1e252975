"""Who calls: a key in the header that OpenAI's, Hugging Face's or Anthropic's clients send it in.

Never in the address, which logs keep; and no session: other sites' pages could call with it.
"""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest
from ninja.security.base import AuthBase

from accounts.api_keys import find_api_key
from accounts.models import ApiKey
from chat.api.problems import NotAllowed
from chat.database import in_database


class Caller(HttpRequest):
    """What an operation behind a KeyAuth gets."""

    auth: ApiKey


class KeyAuth(AuthBase):
    """Lets a good key with this scope in."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    async def __call__(self, request: HttpRequest) -> ApiKey:
        secret = _secret(request)
        if not secret:
            raise NotAllowed(
                "No API key was sent. Send it as `Authorization: Bearer <key>`; keys are made "
                "under Settings, API keys."
            )
        key = await in_database(partial(find_api_key, secret))
        if key is None:
            raise NotAllowed("This API key is not valid: it is wrong, has expired or was revoked.")
        if self.scope not in key.scopes:
            raise NotAllowed.lacks(self.scope)
        return key


def _secret(request: HttpRequest) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return token.strip()
    return request.headers.get("X-Api-Key", "").strip()
