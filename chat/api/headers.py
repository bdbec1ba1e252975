"""What is told of a call beside its answer, from wherever in the house it is known."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import uuid4

from accounts.quota import Left

_collected: ContextVar[dict[str, str]] = ContextVar("answer headers")


@contextmanager
def collected_headers() -> Iterator[dict[str, str]]:
    """Of the call that is answered within; also what threads add that work for it."""
    number = str(uuid4())
    headers = {"X-Request-Id": number, "Request-Id": number}  # the second is Anthropic's name
    token = _collected.set(headers)
    try:
        yield headers
    finally:
        _collected.reset(token)


def call_number() -> str:
    """What the caller can tell us of this call, for our log."""
    return _collected.get({}).get("X-Request-Id", "")


def tell_generation(generation_id: str) -> None:
    """Not every dialect has a place for it in the answer itself."""
    _collected.get({})["X-Generation-Id"] = generation_id


def tell_left(left: Left) -> None:
    """How it stands with the quotas, in OpenAI's headers. Nothing of those that have no limit."""
    headers = _collected.get({})
    for what, limit, remaining, reset_seconds in (
        ("requests", left.request_limit, left.requests_left, left.requests_reset_seconds),
        ("tokens", left.token_limit, left.tokens_left, left.tokens_reset_seconds),
    ):
        if limit:
            headers[f"X-RateLimit-Limit-{what.title()}"] = str(limit)
            headers[f"X-RateLimit-Remaining-{what.title()}"] = str(remaining)
            headers[f"X-RateLimit-Reset-{what.title()}"] = f"{reset_seconds}s"
