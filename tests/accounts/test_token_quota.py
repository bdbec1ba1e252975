"""Tokens in a day: charged once, and known again when Redis was emptied."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import uuid4

import pytest
import redis
from pytest_django.fixtures import Settings

from accounts.exceptions import QuotaExceeded
from accounts.quota import Left, charge_tokens, take_request
from tests.support import plugin
from tests.support.at_once import all_at_once

ALICE, BOB = 1, 2

kept: list[tuple[int, datetime, str, int]] = []  # as a database would: whose, when, id, tokens
asked: list[datetime] = []


def list_kept(owner_id: int, since: datetime) -> Iterable[tuple[str, int]]:
    asked.append(since)
    return [(one, count) for owner, at, one, count in kept if owner == owner_id and at >= since]


@pytest.fixture(autouse=True)
def database(settings: Settings) -> None:
    kept.clear()
    asked.clear()
    settings.QUOTA_USAGE = f"{__name__}.list_kept"


@pytest.fixture
def hundred_tokens(settings: Settings) -> None:
    settings.TOKENS_PER_DAY = 100


def end_reply(owner_id: int, count: int) -> str:
    """Keep it, then charge it, as chat does."""
    generation_id = str(uuid4())
    kept.append((owner_id, datetime.now(UTC), generation_id, count))
    charge_tokens(owner_id, generation_id, count)
    return generation_id


def exceeded(owner_id: int) -> QuotaExceeded:
    with pytest.raises(QuotaExceeded) as refusal:
        take_request(owner_id)
    return refusal.value


def used(owner_id: int) -> int:
    left = take_request(owner_id)
    return left.token_limit - left.tokens_left


def test_tokens_are_charged_and_then_used_up(hundred_tokens: None) -> None:
    assert take_request(ALICE).tokens_left == 100
    end_reply(ALICE, 60)
    left = take_request(ALICE)
    assert (left.token_limit, left.tokens_left, left.request_limit) == (100, 40, 0)
    assert 1 <= left.tokens_reset_seconds <= 86_400
    end_reply(ALICE, 60)
    refusal = exceeded(ALICE)
    assert str(refusal).startswith("You have used your 100 tokens of today. There will be new ones")
    assert (refusal.what, refusal.left.tokens_left) == ("tokens", 0)
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0) + timedelta(days=1)
    wait = (midnight - datetime.now(UTC)).total_seconds()
    assert abs(refusal.retry_after_seconds - wait) < 60
    assert take_request(BOB).tokens_left == 100


def test_a_refusal_over_tokens_takes_no_request(settings: Settings, hundred_tokens: None) -> None:
    settings.REQUESTS_PER_MINUTE = 10
    assert take_request(ALICE).requests_left == 9
    end_reply(ALICE, 100)
    assert exceeded(ALICE).left.requests_left == 9
    settings.TOKENS_PER_DAY = 1_000
    assert take_request(ALICE).requests_left == 8


def test_a_reply_is_charged_once(hundred_tokens: None) -> None:
    take_request(ALICE)
    generation_id = end_reply(ALICE, 30)
    all_at_once(10, partial(charge_tokens, ALICE, generation_id, 30))
    assert used(ALICE) == 30


def test_a_reply_of_yesterday_is_not_charged_again_today(
    hundred_tokens: None, empty_redis: redis.Redis
) -> None:
    """Its task ran before midnight, and once more after it."""
    take_request(ALICE)
    generation_id = end_reply(ALICE, 30)
    kept.clear()
    today: int = empty_redis.time()[0] // 86_400
    prefix = f"quota:{ALICE}:tokens:"
    empty_redis.rename(f"{prefix}{today}", f"{prefix}{today - 1}")
    assert used(ALICE) == 0
    charge_tokens(ALICE, generation_id, 30)
    assert used(ALICE) == 0
    end_reply(ALICE, 5)
    assert used(ALICE) == 5


def test_counts_stay_for_two_days_at_most(hundred_tokens: None, empty_redis: redis.Redis) -> None:
    take_request(ALICE)
    end_reply(ALICE, 1)
    (key,) = empty_redis.keys("quota:*")
    assert 86_400 < empty_redis.ttl(key) <= 2 * 86_400


# --- repair ---------------------------------------------------------------------------------------


def test_the_first_look_of_a_day_is_at_the_database_and_the_next_are_not(
    hundred_tokens: None,
) -> None:
    kept.append((ALICE, datetime.now(UTC), "a", 30))
    kept.append((ALICE, datetime.now(UTC) - timedelta(days=1), "b", 50))
    kept.append((BOB, datetime.now(UTC), "c", 50))
    assert used(ALICE) == 30
    assert used(ALICE) == 30
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    assert asked == [midnight]


def test_an_emptied_redis_gives_nobody_new_tokens(
    hundred_tokens: None, empty_redis: redis.Redis
) -> None:
    take_request(ALICE)
    for _ in range(3):
        end_reply(ALICE, 30)
    empty_redis.flushall()
    assert used(ALICE) == 90
    end_reply(ALICE, 10)
    exceeded(ALICE)


def test_an_emptied_redis_charges_nothing_twice(
    hundred_tokens: None, empty_redis: redis.Redis
) -> None:
    take_request(ALICE)
    generation_id = end_reply(ALICE, 30)
    empty_redis.flushall()
    charge_tokens(ALICE, generation_id, 30)  # before the count is known again
    assert used(ALICE) == 30
    charge_tokens(ALICE, generation_id, 30)  # and after
    assert used(ALICE) == 30


def test_what_ends_during_the_look_at_the_database_counts_once(
    hundred_tokens: None, settings: Settings
) -> None:
    """One reply that it saw, and one that it just did not see."""
    settings.QUOTA_USAGE = f"{__name__}.list_kept_while_replies_end"
    assert used(ALICE) == 7
    settings.QUOTA_USAGE = f"{__name__}.list_kept"
    assert used(ALICE) == 7


def list_kept_while_replies_end(owner_id: int, since: datetime) -> Iterable[tuple[str, int]]:
    end_reply(owner_id, 3)
    seen = list_kept(owner_id, since)
    end_reply(owner_id, 4)
    return seen


def test_a_redis_emptied_during_the_look_is_looked_after_again(
    hundred_tokens: None, settings: Settings
) -> None:
    settings.QUOTA_USAGE = f"{__name__}.list_kept_while_redis_is_emptied"
    assert used(ALICE) == 3
    assert len(asked) == 2


def list_kept_while_redis_is_emptied(owner_id: int, since: datetime) -> Iterable[tuple[str, int]]:
    seen = list_kept(owner_id, since)
    if len(asked) == 1:
        redis.Redis.from_url(plugin.redis_server.url).flushall()
        end_reply(owner_id, 3)  # neither seen, nor charged where nothing is counted
    return seen


def test_all_who_find_no_count_at_once_make_the_same(
    hundred_tokens: None, settings: Settings
) -> None:
    settings.REQUESTS_PER_MINUTE = 4
    kept.append((ALICE, datetime.now(UTC), "a", 30))
    answers = all_at_once(10, lambda: take_request(ALICE))
    lefts = [answer for answer in answers if isinstance(answer, Left)]
    assert {left.tokens_left for left in lefts} == {70}
    assert len(lefts) == 4
