"""How much one person may have: requests in a minute, tokens in a day. Knows no page and no route.

The counts are in Redis. What it forgot is made again from what settings.QUOTA_USAGE names.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from uuid import uuid4

import redis
from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.module_loading import import_string
from django.utils.translation import gettext, ngettext
from redis.backoff import ExponentialWithJitterBackoff
from redis.retry import Retry

from accounts.exceptions import QuotaExceeded, QuotaUnavailable
from accounts.quota_scripts import CHARGE, REPAIR, TAKE

WINDOW_SECONDS = 60
TIMEOUT_SECONDS = 5  # a frozen Redis must become an error that people see, not a frozen page
TRIES = 4  # two are enough, unless midnight comes or Redis is emptied between them
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# Whose, since when → the id of each reply that has ended since then, and its tokens.
ListUsage = Callable[[int, datetime], Iterable[tuple[str, int]]]


@dataclass(frozen=True, slots=True)
class Left:
    """How it stands with somebody's quotas; a limit of 0 is none. requests_reset_seconds: until one
    more request is free. tokens_reset_seconds: until midnight, UTC."""

    request_limit: int = 0
    requests_left: int = 0
    requests_reset_seconds: int = 0
    token_limit: int = 0
    tokens_left: int = 0
    tokens_reset_seconds: int = 0


def take_request(owner_id: int, *, request_id: str | None = None) -> Left:
    """Call before anything is asked for. The same request_id once more takes nothing more.

    Raises QuotaExceeded or QuotaUnavailable; then nothing was taken.
    """
    if not settings.REQUESTS_PER_MINUTE and not settings.TOKENS_PER_DAY:
        return Left()
    request_id = request_id or uuid4().hex
    for _ in range(TRIES):
        verdict, left, day = _take(owner_id, request_id)
        if verdict == "unknown":
            _repair(owner_id, day)
        elif verdict == "taken":
            return left
        else:
            raise _exceeded(verdict, left)
    raise QuotaUnavailable


def give_back_request(owner_id: int, *, request_id: str | None = None) -> None:
    """It was refused for another reason: that one, or else the newest, does not count. Raises
    QuotaUnavailable."""
    if not settings.REQUESTS_PER_MINUTE:
        return
    with _redis() as client:
        if request_id:
            client.zrem(_requests_key(owner_id), request_id)
        else:
            client.zpopmax(_requests_key(owner_id))


def charge_tokens(owner_id: int, generation_id: str, count: int) -> None:
    """Once for each generation, however often it is called. Call it after the commit: a count that
    is not known is made from the database. Raises QuotaUnavailable."""
    if not settings.TOKENS_PER_DAY:
        return
    with _redis() as client:
        client.register_script(CHARGE)(keys=[_tokens_key(owner_id)], args=[generation_id, count])


def forget_quotas(owner_id: int) -> None:
    """The account is gone. What cannot be deleted now goes by itself within two days."""
    try:
        with _redis() as client:
            days = client.scan_iter(match=_tokens_key(owner_id) + "*", count=1000)
            client.delete(_requests_key(owner_id), *days)
    except QuotaUnavailable:
        return


def _take(owner_id: int, request_id: str) -> tuple[str, Left, int]:
    requests, tokens = settings.REQUESTS_PER_MINUTE, settings.TOKENS_PER_DAY
    with _redis() as client:
        verdict, taken, free_in, used, day_ends_in, day = client.register_script(TAKE)(
            keys=[_requests_key(owner_id), _tokens_key(owner_id)],
            args=[requests, tokens, request_id, WINDOW_SECONDS * 1000],
        )
    left = Left(
        request_limit=requests,
        requests_left=max(0, requests - taken),
        requests_reset_seconds=_seconds(free_in),
        token_limit=tokens,
        tokens_left=max(0, tokens - used),
        tokens_reset_seconds=_seconds(day_ends_in) if tokens else 0,
    )
    return verdict.decode(), left, day


def _repair(owner_id: int, day: int) -> None:
    list_usage: ListUsage = import_string(settings.QUOTA_USAGE)
    arguments: list[str | int] = [day]
    for generation_id, count in list_usage(owner_id, EPOCH + timedelta(days=day)):
        arguments += generation_id, count
    with _redis() as client:
        client.register_script(REPAIR)(keys=[_tokens_key(owner_id)], args=arguments)


def _exceeded(verdict: str, left: Left) -> QuotaExceeded:
    if verdict == "requests":
        return QuotaExceeded(
            ngettext(
                "You have reached your limit of %(count)d request a minute.",
                "You have reached your limit of %(count)d requests a minute.",
                left.request_limit,
            )
            % {"count": left.request_limit},
            what="requests",
            retry_after_seconds=max(1, left.requests_reset_seconds),
            left=left,
        )
    return QuotaExceeded(
        gettext(
            "You have used your %(count)s tokens of today. "
            "There will be new ones at 00:00 UTC, in %(time)s."
        )
        % {"count": intcomma(left.token_limit), "time": _in_words(left.tokens_reset_seconds)},
        what="tokens",
        retry_after_seconds=max(1, left.tokens_reset_seconds),
        left=left,
    )


def _in_words(seconds: int) -> str:
    minutes = math.ceil(seconds / 60)
    if minutes >= 120:
        hours = math.ceil(minutes / 60)
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    if minutes <= 1:
        return gettext("a minute")
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}


def _seconds(milliseconds: int) -> int:
    """Rounded up: who comes back then finds it free."""
    return math.ceil(milliseconds / 1000)


def _requests_key(owner_id: int) -> str:
    return f"quota:{owner_id}:requests"


def _tokens_key(owner_id: int) -> str:
    """Without the day, which is Redis' to say."""
    return f"quota:{owner_id}:tokens:"


@cache
def _client() -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=TIMEOUT_SECONDS,
        socket_connect_timeout=TIMEOUT_SECONDS,
        retry=Retry(ExponentialWithJitterBackoff(base=0.02, cap=0.2), 2),
    )


@contextmanager
def _redis() -> Iterator[redis.Redis]:
    """Raises QuotaUnavailable, also when Redis is full."""
    try:
        yield _client()
    except redis.RedisError as error:
        raise QuotaUnavailable from error
