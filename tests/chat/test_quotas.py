"""What a person's quotas let through: the page's messages, and what programs used beside them."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import takewhile
from typing import Any
from uuid import UUID, uuid4

import pytest
import redis
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import User
from accounts.quota import take_request
from chat import services, versions
from chat.api_endings import save_api_outcome
from chat.exceptions import OverQuota, TooMany, Unavailable
from chat.models import ApiGeneration, Conversation, Generation, Message, QueuedMessage
from chat.tasks import save_outcome, save_reply, sweep
from inference.config import get_config
from inference.contract import Outcome
from tests.chat.queues import queued_texts, texts, waiting
from tests.support import plugin
from tests.support.at_once import all_at_once
from tests.support.cast import reply_to, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_a_minute(settings: Settings) -> None:
    settings.REQUESTS_PER_MINUTE = 2


@pytest.fixture
def hundred_tokens(settings: Settings) -> None:
    settings.TOKENS_PER_DAY = 100


def outcome(reply_id: UUID, prompt: int = 20, completion: int = 10) -> Outcome:
    return Outcome(
        id=str(reply_id),
        attempt=1,
        text="A reply.",
        finish_reason="stop",
        prompt_token_count=prompt,
        completion_token_count=completion,
        finished_at=time.time(),
    )


def answer_program(owner: User, **counts: int) -> ApiGeneration:
    """What a program got over the API, as the worker tells it."""
    answered = ApiGeneration.objects.create(owner=owner, route="chat", queued_at=timezone.now())
    assert save_api_outcome(outcome(answered.pk, **counts))
    return answered


def used(owner: User) -> int:
    left = take_request(owner.pk)
    return left.token_limit - left.tokens_left


def without_room(monkeypatch: pytest.MonkeyPatch) -> None:
    config = replace(get_config(), max_requests_per_user=0)
    monkeypatch.setattr("inference.admission.get_config", lambda: config)


def test_over_the_limit_of_a_minute_nothing_is_stored_and_the_time_is_told(
    alice: User, bob: User, two_a_minute: None
) -> None:
    say(alice, "One?")
    say(alice, "Two?")
    with pytest.raises(TooMany, match="limit of 2 requests a minute") as refusal:
        say(alice, "Three?")
    assert refusal.value.code == "overloaded"  # the page sends it again by itself
    assert 1 <= refusal.value.retry_after_seconds <= 60
    assert Conversation.objects.count() == 2
    assert say(bob, "One?").is_active


@pytest.mark.django_db(transaction=True)
def test_of_ten_messages_at_once_exactly_as_many_as_the_limit_get_in(
    transactional_db: None, alice: User, settings: Settings
) -> None:
    settings.REQUESTS_PER_MINUTE = 4
    answers = all_at_once(10, lambda: say(alice, "Hello"))
    assert sum(isinstance(answer, Generation) for answer in answers) == 4, answers
    assert sum(isinstance(answer, TooMany) for answer in answers) == 6, answers
    assert Message.objects.count() == 8


@pytest.mark.django_db(transaction=True)
def test_the_same_message_ten_times_at_once_counts_once(
    transactional_db: None, alice: User, two_a_minute: None
) -> None:
    send = partial(
        services.send_message,
        author=alice,
        client_id=uuid4(),
        conversation_id=None,
        parent_id=None,
        text="Hello",
    )
    answers = all_at_once(10, send)
    assert not any(isinstance(answer, Exception) for answer in answers), answers
    assert take_request(alice.pk).requests_left == 0


def test_a_retry_counts_as_a_message_does(alice: User, two_a_minute: None) -> None:
    last = reply_to(say(alice, "One?"), "One.")
    retry = partial(versions.retry_reply, author=alice, message_id=last.pk)
    reply_to(retry(client_id=uuid4()), "Uno.")
    with pytest.raises(TooMany):
        retry(client_id=uuid4())


def test_what_has_no_room_does_not_count(
    alice: User, two_a_minute: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full:
        without_room(full)
        for _ in range(3):
            with pytest.raises(TooMany, match="in progress"):
                say(alice, "Hello")
    assert take_request(alice.pk).requests_left == 1


def test_prompt_and_reply_are_charged_at_the_end(alice: User, hundred_tokens: None) -> None:
    generation = say(alice, "One?")
    assert used(alice) == 0
    save_outcome(outcome(generation.pk, prompt=20, completion=10))
    assert used(alice) == 30


def test_with_the_tokens_of_the_day_used_up_the_text_is_given_back(
    alice: User, bob: User, hundred_tokens: None
) -> None:
    generation = say(alice, "One?")
    save_outcome(outcome(generation.pk, prompt=80, completion=20))
    generation.message.refresh_from_db()
    for attempt in (
        partial(say, alice, "Two?", generation.message),
        partial(
            versions.retry_reply,
            author=alice,
            client_id=uuid4(),
            message_id=generation.message_id,
        ),
    ):
        with pytest.raises(OverQuota, match="100 tokens of today") as refusal:
            attempt()
        told = refusal.value.to_json()
        assert told["code"] == "over_quota"  # the page would not wait for midnight
        assert 1 <= told["retry_after_seconds"] <= 86_400
    assert Message.objects.count() == 2
    assert say(bob, "One?").is_active


def test_a_task_that_runs_twice_charges_once(alice: User, hundred_tokens: None) -> None:
    generation = say(alice, "One?")
    for _ in range(2):
        save_reply(outcome(generation.pk).to_json())
    assert used(alice) == 30


def test_what_was_saved_by_a_process_that_died_over_it_is_charged_by_the_next(
    alice: User, hundred_tokens: None
) -> None:
    generation = say(alice, "One?")
    assert generation.take(outcome(generation.pk))
    assert used(alice) == 0
    assert not save_outcome(outcome(generation.pk))
    assert used(alice) == 30


def test_a_late_outcome_of_an_earlier_attempt_charges_nothing(
    alice: User, hundred_tokens: None
) -> None:
    generation = say(alice, "One?")
    Generation.objects.update(attempt=2)
    assert not save_outcome(outcome(generation.pk))
    assert used(alice) == 0
    assert save_outcome(replace(outcome(generation.pk), attempt=2))
    assert used(alice) == 30


def test_page_and_programs_share_what_there_is(alice: User, hundred_tokens: None) -> None:
    save_outcome(outcome(say(alice, "One?").pk))
    answered = answer_program(alice, prompt=50, completion=25)
    assert not save_api_outcome(outcome(answered.pk))
    with pytest.raises(OverQuota):
        say(alice, "Two?")


def test_an_emptied_redis_is_told_by_the_database_what_was_used(
    alice: User, bob: User, hundred_tokens: None, empty_redis: redis.Redis
) -> None:
    save_outcome(outcome(say(alice, "One?").pk, prompt=1, completion=2))
    answer_program(alice, prompt=10, completion=20)
    save_outcome(outcome(say(bob, "One?").pk))
    old = say(alice, "Yesterday?")
    save_outcome(outcome(old.pk))
    Generation.objects.filter(pk=old.pk).update(finished_at=timezone.now() - timedelta(days=1))
    say(alice, "Being written")
    empty_redis.flushall()
    assert used(alice) == 33
    assert used(bob) == 30


def test_a_queued_message_waits_for_the_next_minute(
    alice: User, two_a_minute: None, empty_redis: redis.Redis
) -> None:
    first = say(alice, "One?")
    (queued,) = waiting(alice, first, "Two?")
    take_request(alice.pk)
    reply_to(first, "One.")
    assert queued_texts(first.conversation) == ["Two?"]
    delayed = QueuedMessage.objects.get(pk=queued.pk)
    assert delayed.not_before is not None
    assert delayed.not_before <= timezone.now() + timedelta(seconds=61)
    empty_redis.delete(f"quota:{alice.pk}:requests")  # the minute is over
    QueuedMessage.objects.update(not_before=timezone.now())
    sweep()
    assert texts(first.conversation) == ["One?", "One.", "Two?", ""]


def test_a_queued_message_waits_for_the_next_day(alice: User, hundred_tokens: None) -> None:
    first = say(alice, "One?")
    waiting(alice, first, "Two?")
    save_outcome(outcome(first.pk, prompt=80, completion=20))
    assert queued_texts(first.conversation) == ["Two?"]
    not_before = QueuedMessage.objects.get().not_before
    assert not_before is not None
    midnight = timezone.now().replace(hour=0, minute=0, second=0) + timedelta(days=1)
    assert abs(not_before - midnight) < timedelta(minutes=1)


def test_a_full_redis_takes_nothing_of_a_quota(alice: User, two_a_minute: None) -> None:
    with plugin.redis_server.full(), pytest.raises(Unavailable):
        say(alice, "One?")
    assert not Conversation.objects.exists()
    assert take_request(alice.pk).requests_left == 1


def test_without_redis_nothing_is_stored(
    alice: User, two_a_minute: None, hundred_tokens: None
) -> None:
    plugin.redis_server.stop()
    try:
        with pytest.raises(Unavailable):
            say(alice, "One?")
    finally:
        plugin.redis_server.start()
    assert not Conversation.objects.exists()
    assert say(alice, "One?").is_active


def test_a_reply_that_ends_without_redis_is_saved_all_the_same(
    alice: User, hundred_tokens: None
) -> None:
    generation = say(alice, "One?")
    plugin.redis_server.stop()
    try:
        assert save_outcome(outcome(generation.pk))
    finally:
        plugin.redis_server.start()
    assert used(alice) == 30


@pytest.mark.parametrize(("limit", "round_trips"), [(0, 0), (1_000, 1)])
def test_a_message_costs_one_round_trip_more_and_none_without_quotas(
    alice: User, settings: Settings, empty_redis: redis.Redis, limit: int, round_trips: int
) -> None:
    settings.REQUESTS_PER_MINUTE = settings.TOKENS_PER_DAY = limit
    say(alice, "The first of the day")
    client: Any = empty_redis
    with client.monitor() as monitor:
        say(alice, "Hello")
        empty_redis.echo("all")
        heard = takewhile(lambda one: one["command"] != "ECHO all", monitor.listen())
        sent = [one["command"] for one in heard if one["client_type"] != "lua"]
    assert len(sent) >= 2
    assert sum("quota:" in command for command in sent) == round_trips, sent
