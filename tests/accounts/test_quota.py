"""Requests in a minute, counted in a real Redis."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
import redis
from pytest_django.fixtures import Settings

from accounts.exceptions import QuotaExceeded, QuotaUnavailable
from accounts.quota import Left, charge_tokens, give_back_request, take_request
from tests.support import plugin
from tests.support.at_once import all_at_once

ALICE, BOB = 1, 2


@pytest.fixture
def ten_a_minute(settings: Settings) -> None:
    settings.REQUESTS_PER_MINUTE = 10


def exceeded(owner_id: int, **more: Any) -> QuotaExceeded:
    with pytest.raises(QuotaExceeded) as refusal:
        take_request(owner_id, **more)
    return refusal.value


def make_older(client: redis.Redis, owner_id: int, seconds: float) -> None:
    """As if the requests of the window had been made that long before."""
    entries: Any = client.zrange(f"quota:{owner_id}:requests", 0, -1, withscores=True)
    older = {member: score - seconds * 1000 for member, score in entries}
    client.zadd(f"quota:{owner_id}:requests", older)


def test_without_quotas_redis_is_not_asked(settings: Settings) -> None:
    plugin.redis_server.stop()
    try:
        assert take_request(ALICE) == Left(0, 0, 0, 0, 0, 0)
        give_back_request(ALICE)
        charge_tokens(ALICE, "a", 1)
    finally:
        plugin.redis_server.start()


def test_what_is_left_goes_down_to_nothing_and_then_there_is_no_more(ten_a_minute: None) -> None:
    assert [take_request(ALICE).requests_left for _ in range(10)] == [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]
    refusal = exceeded(ALICE)
    assert str(refusal) == "You have reached your limit of 10 requests a minute."
    assert refusal.what == "requests"
    assert 1 <= refusal.retry_after_seconds <= 60
    assert (refusal.left.request_limit, refusal.left.requests_left) == (10, 0)
    assert refusal.left.token_limit == 0


def test_everybody_has_their_own(ten_a_minute: None) -> None:
    for _ in range(10):
        take_request(ALICE)
    exceeded(ALICE)
    assert take_request(BOB).requests_left == 9


def test_of_many_at_once_exactly_as_many_as_the_limit_get_in(settings: Settings) -> None:
    settings.REQUESTS_PER_MINUTE = 4
    answers = all_at_once(10, lambda: take_request(ALICE))
    taken = [answer for answer in answers if isinstance(answer, Left)]
    assert sorted(left.requests_left for left in taken) == [0, 1, 2, 3]
    assert sum(isinstance(answer, QuotaExceeded) for answer in answers) == 6


def test_a_request_leaves_the_window_after_a_minute(
    ten_a_minute: None, empty_redis: redis.Redis
) -> None:
    take_request(ALICE)
    make_older(empty_redis, ALICE, 30)
    for _ in range(9):
        take_request(ALICE)
    assert 20 <= exceeded(ALICE).retry_after_seconds <= 30
    make_older(empty_redis, ALICE, 30)
    assert take_request(ALICE).requests_left == 0
    assert exceeded(ALICE).retry_after_seconds <= 30


def test_who_comes_back_when_told_is_let_in(ten_a_minute: None, empty_redis: redis.Redis) -> None:
    for _ in range(10):
        take_request(ALICE)
    make_older(empty_redis, ALICE, exceeded(ALICE).retry_after_seconds)
    take_request(ALICE)


def test_nothing_of_it_stays_in_redis(ten_a_minute: None, empty_redis: redis.Redis) -> None:
    take_request(ALICE)
    (key,) = empty_redis.keys("quota:*")
    assert 0 < empty_redis.pttl(key) <= 60_000


def test_a_clock_set_back_locks_nobody_out(ten_a_minute: None, empty_redis: redis.Redis) -> None:
    """A day, at Redis; what was taken before then lies in the future."""
    for _ in range(10):
        take_request(ALICE)
    make_older(empty_redis, ALICE, -86_400)
    assert take_request(ALICE).requests_left == 9


def test_what_was_given_back_does_not_count(ten_a_minute: None) -> None:
    take_request(ALICE, request_id="a")
    take_request(ALICE, request_id="b")
    give_back_request(ALICE, request_id="a")
    give_back_request(ALICE, request_id="a")
    assert take_request(ALICE).requests_left == 8
    give_back_request(ALICE)
    give_back_request(BOB)
    assert take_request(ALICE).requests_left == 8


def test_the_same_request_ten_times_at_once_counts_once(ten_a_minute: None) -> None:
    answers = all_at_once(10, partial(take_request, ALICE, request_id="a"))
    assert [answer.requests_left for answer in answers if isinstance(answer, Left)] == [9] * 10


def test_the_same_request_is_taken_again_at_the_limit(settings: Settings) -> None:
    settings.REQUESTS_PER_MINUTE = 1
    take_request(ALICE, request_id="a")
    assert str(exceeded(ALICE, request_id="b")).endswith("limit of 1 request a minute.")
    take_request(ALICE, request_id="a")


def test_without_redis_nothing_is_taken_and_the_caller_is_told(
    ten_a_minute: None, settings: Settings
) -> None:
    settings.TOKENS_PER_DAY = 100
    plugin.redis_server.stop()
    try:
        for call in (
            lambda: take_request(ALICE),
            lambda: give_back_request(ALICE),
            lambda: charge_tokens(ALICE, "a", 1),
        ):
            with pytest.raises(QuotaUnavailable):
                call()
    finally:
        plugin.redis_server.start()
    settings.TOKENS_PER_DAY = 0
    assert take_request(ALICE).requests_left == 9
