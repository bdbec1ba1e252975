"""How much one person may have, and a team: requests in a minute, tokens in a day. Knows no page
and no route.

What is asked for in a team is taken of both or of none, in one step.
The counts are in Redis. What it forgot is made again from what settings.QUOTA_USAGE names.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from uuid import UUID, uuid4

import redis
from django.conf import settings
from django.utils.module_loading import import_string
from redis.backoff import ExponentialWithJitterBackoff
from redis.retry import Retry

from accounts.exceptions import QuotaUnavailable
from accounts.models import Team
from accounts.quota_scripts import CHARGE, REPAIR, TAKE
from accounts.quota_words import exceeded

PayerId = int | UUID  # of a person, or of a team

WINDOW_SECONDS = 60
TIMEOUT_SECONDS = 5  # a frozen Redis must become an error that people see, not a frozen page
TRIES = 6  # three are enough for two, unless midnight comes or Redis is emptied between them
UNREACHABLE = 2**52  # tokens: a limit at which everything is counted and nothing refused
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# Whose, since when → the id of each reply that has ended since then, and its tokens.
ListUsage = Callable[[PayerId, datetime], Iterable[tuple[str, int]]]


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

    def with_one_more(self) -> Left:
        """As it stands when a request is given back."""
        return replace(self, requests_left=min(self.requests_left + 1, self.request_limit))


@dataclass(frozen=True, slots=True)
class _Payer:
    """Of whom it is taken, and how much they may have; 0 is no limit. team_name: of a team."""

    id: PayerId
    request_limit: int
    token_limit: int
    team_name: str = ""


def take_request(owner_id: int, *, request_id: str | None = None, team: Team | None = None) -> Left:
    """Call before anything is asked for. The same request_id once more takes nothing more. team: in
    which it is asked for. → of owner and team, whatever is nearer to its end

    Raises QuotaExceeded, which says whose was used up, or QuotaUnavailable; then nothing was taken.
    """
    owner = _Payer(owner_id, settings.REQUESTS_PER_MINUTE, settings.TOKENS_PER_DAY)
    payers = [one for one in (owner, _of_team(team)) if one.request_limit or one.token_limit]
    return _least(_take_of_all(payers, request_id or uuid4().hex))


def give_back_request(
    owner_id: int, *, request_id: str | None = None, team: Team | None = None
) -> None:
    """It was refused for another reason: that one, or else the newest, does not count. Raises
    QuotaUnavailable."""
    of_team = _of_team(team)
    limited = {owner_id: settings.REQUESTS_PER_MINUTE, of_team.id: of_team.request_limit}
    keys = [_requests_key(payer_id) for payer_id, limit in limited.items() if limit]
    if not keys:
        return
    with _redis() as client:
        for key in keys:
            if request_id:
                client.zrem(key, request_id)
            else:
                client.zpopmax(key)


def charge_tokens(
    owner_id: int | None, generation_id: str, count: int, *, team_id: UUID | None = None
) -> None:
    """Once for each generation, however often it is called. Call it after the commit: a count that
    is not known is made from the database. A team is charged whether it has a limit or not: it may
    get one today. Raises QuotaUnavailable."""
    payers = [owner_id if settings.TOKENS_PER_DAY else None, team_id]
    keys = [_tokens_key(one) for one in payers if one is not None]
    if not keys:
        return
    with _redis() as client:
        client.register_script(CHARGE)(keys=keys, args=[generation_id, count])


def count_tokens_of_today(team: Team) -> int | None:
    """Of what has ended. `None`: Redis cannot be asked just now."""
    try:
        (left,) = _take_of_all([_Payer(team.pk, 0, UNREACHABLE)], "")
    except QuotaUnavailable:
        return None
    return UNREACHABLE - left.tokens_left


def forget_quotas(payer_id: PayerId) -> None:
    """The account or the team is gone. What cannot be deleted now goes by itself within two
    days."""
    try:
        with _redis() as client:
            days = client.scan_iter(match=_tokens_key(payer_id) + "*", count=1000)
            client.delete(_requests_key(payer_id), *days)
    except QuotaUnavailable:
        return


def _of_team(team: Team | None) -> _Payer:
    if team is None:
        return _Payer(0, 0, 0)
    return _Payer(team.pk, team.requests_per_minute or 0, team.tokens_per_day or 0, team.name)


def _take_of_all(payers: Sequence[_Payer], request_id: str) -> Sequence[Left]:
    if not payers:
        return []
    for _ in range(TRIES):
        verdict, whose, lefts, day = _take(payers, request_id)
        if verdict == "unknown":
            _repair(payers[whose].id, day)
        elif verdict == "taken":
            return lefts
        else:
            raise exceeded(verdict, lefts[whose], team_name=payers[whose].team_name)
    raise QuotaUnavailable


def _take(payers: Sequence[_Payer], request_id: str) -> tuple[str, int, Sequence[Left], int]:
    """→ the verdict, of which of them, how it stands with each, the day"""
    keys = [key for one in payers for key in (_requests_key(one.id), _tokens_key(one.id))]
    limits = [limit for one in payers for limit in (one.request_limit, one.token_limit)]
    with _redis() as client:
        verdict, whose, day, day_ends_in, *counts = client.register_script(TAKE)(
            keys=keys, args=[request_id, WINDOW_SECONDS * 1000, *limits]
        )
    lefts = [
        _left(payer, counts[3 * place : 3 * place + 3], day_ends_in)
        for place, payer in enumerate(payers)
    ]
    return verdict.decode(), whose - 1, lefts, day


def _left(payer: _Payer, counts: Sequence[int], day_ends_in: int) -> Left:
    taken, free_in, used = counts
    return Left(
        request_limit=payer.request_limit,
        requests_left=max(0, payer.request_limit - taken),
        requests_reset_seconds=_seconds(free_in),
        token_limit=payer.token_limit,
        tokens_left=max(0, payer.token_limit - used),
        tokens_reset_seconds=_seconds(day_ends_in) if payer.token_limit else 0,
    )


def _least(lefts: Sequence[Left]) -> Left:
    """Of several, each by itself what is nearer to its end: requests and tokens."""
    requests = [one for one in lefts if one.request_limit]
    tokens = [one for one in lefts if one.token_limit]
    fewest = min(requests, key=lambda one: one.requests_left, default=Left())
    return replace(
        min(tokens, key=lambda one: one.tokens_left, default=Left()),
        request_limit=fewest.request_limit,
        requests_left=fewest.requests_left,
        requests_reset_seconds=fewest.requests_reset_seconds,
    )


def _repair(payer_id: PayerId, day: int) -> None:
    list_usage: ListUsage = import_string(settings.QUOTA_USAGE)
    arguments: list[str | int] = [day]
    for generation_id, count in list_usage(payer_id, EPOCH + timedelta(days=day)):
        arguments += generation_id, count
    with _redis() as client:
        client.register_script(REPAIR)(keys=[_tokens_key(payer_id)], args=arguments)


def _seconds(milliseconds: int) -> int:
    """Rounded up: who comes back then finds it free."""
    return math.ceil(milliseconds / 1000)


def _requests_key(payer_id: PayerId) -> str:
    return f"quota:{_name(payer_id)}:requests"


def _tokens_key(payer_id: PayerId) -> str:
    """Without the day, which is Redis' to say."""
    return f"quota:{_name(payer_id)}:tokens:"


def _name(payer_id: PayerId) -> str:
    return f"team:{payer_id}" if isinstance(payer_id, UUID) else str(payer_id)


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
