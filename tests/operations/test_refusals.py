"""Requests that were refused leave no row of theirs, and are counted all the same."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
import redis
from pytest_django import Settings

from accounts.api_keys import create_api_key
from accounts.models import User
from accounts.quota import charge_tokens, take_request
from chat.api.problems import NoRoom
from chat.api.running import Call, begin_now
from chat.exceptions import OverQuota, TooMany
from inference.client import count_refusal, default_model
from inference.config import get_config
from inference.contract import GenerationRequest, Turn
from inference.refusals import WINDOW_SECONDS
from operations.models import Refusal
from operations.usage.reading import Period, read_usage
from operations.usage.rolling import keep_up
from tests.operations.test_counting import read
from tests.support.cast import say

pytestmark = pytest.mark.django_db


def refused() -> tuple[int, int]:
    total = read().total
    return total.overloaded, total.over_quota


def later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    now = time.time() + seconds
    monkeypatch.setattr("inference.refusals.time.time", lambda: now)


def test_a_message_for_which_there_is_no_room_counts_as_overloaded(alice: User) -> None:
    for _ in range(get_config().max_requests_per_user):
        say(alice, "Hello")
    with pytest.raises(TooMany):
        say(alice, "One too many")
    assert refused() == (1, 0)
    assert read().users["alice"].overloaded == 1


def test_a_message_over_the_quota_counts_as_that(settings: Settings, alice: User) -> None:
    settings.TOKENS_PER_DAY = 1
    take_request(alice.pk)
    charge_tokens(alice.pk, str(uuid4()), 5)
    with pytest.raises(OverQuota):
        say(alice, "Hello")
    assert refused() == (0, 1)


def ask_as_program(owner: User) -> None:
    key, _ = create_api_key(owner=owner, name="A key")
    request = GenerationRequest(
        id=str(uuid4()), owner=str(owner.pk), turns=(Turn(role="user", content="Hello"),)
    )
    begin_now(key, Call(request=request, route="chat", form={}, is_streamed=False))


def test_a_programs_request_for_which_there_is_no_room_counts_as_overloaded(
    alice: User, empty_redis: redis.Redis
) -> None:
    empty_redis.zadd("models", {default_model(): time.time()})
    for _ in range(get_config().max_requests_per_user):
        ask_as_program(alice)
    with pytest.raises(NoRoom):
        ask_as_program(alice)
    assert refused() == (1, 0)
    assert read().users["alice"].overloaded == 1


def test_a_programs_request_over_the_quota_counts_as_that(
    settings: Settings, alice: User, empty_redis: redis.Redis
) -> None:
    empty_redis.zadd("models", {default_model(): time.time()})
    settings.TOKENS_PER_DAY = 1
    take_request(alice.pk)
    charge_tokens(alice.pk, str(uuid4()), 5)
    with pytest.raises(NoRoom):
        ask_as_program(alice)
    assert refused() == (0, 1)
    assert read().models[default_model()].over_quota == 1


def test_counts_move_from_redis_to_the_database_once_their_window_is_over(
    alice: User, monkeypatch: pytest.MonkeyPatch, empty_redis: redis.Redis
) -> None:
    for _ in range(3):
        count_refusal("overloaded", user=str(alice.pk), model="pocket")
    keep_up()
    assert not Refusal.objects.exists()
    assert refused() == (3, 0)
    later(monkeypatch, 2 * WINDOW_SECONDS)
    keep_up()
    assert Refusal.objects.get().count == 3
    assert not list(empty_redis.scan_iter("refusals*"))
    assert refused() == (3, 0)


def test_a_worker_that_died_before_it_could_delete_them_counts_nothing_twice(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    count_refusal("overloaded", user=str(alice.pk), model="pocket")
    later(monkeypatch, 2 * WINDOW_SECONDS)
    with monkeypatch.context() as dying:
        dying.setattr("operations.usage.rolling.drop_refusals", lambda _: None)
        keep_up()
    assert refused() == (1, 0)
    keep_up()
    assert refused() == (1, 0)


def test_the_day_of_a_refusal_is_the_sites(
    alice: User, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.TIME_ZONE = "Asia/Kathmandu"  # 5:45 ahead
    moment = datetime(2026, 5, 1, 18, 15, tzinfo=UTC).timestamp()
    Refusal.objects.create(
        window=datetime.fromtimestamp(moment, UTC), reason="overloaded", model="pocket", count=2
    )
    days = read_usage(Period(date(2026, 5, 1), date(2026, 5, 2))).days
    assert [one.overloaded for one in days.values()] == [0, 2]
