"""A reply whose process died between the commit and the queue is asked for again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from redis import Redis

from accounts.models import User
from chat import asking, services
from chat.asking import save_reply_signature
from chat.models import Generation
from chat.tasks import save_reply, sweep
from inference.client import start_generation
from inference.config import get_config
from inference.stream import StreamWriter, read_log
from tests.support.cast import reply_to, say
from tests.support.taking import take

pytestmark = pytest.mark.django_db

QUEUE = "gpu.scripted"


@pytest.fixture
def generation(alice: User, empty_redis: Redis) -> Generation:
    """A turn that is in the database, and nowhere else."""
    generation = say(alice, "Hello")
    empty_redis.flushdb()
    Generation.objects.update(queued_at=None)
    return again(generation)


def again(generation: Generation) -> Generation:
    return Generation.objects.get(pk=generation.pk)


def long_ago() -> None:
    Generation.objects.update(created_at=timezone.now() - timedelta(minutes=1))


def test_the_worker_sends_outcomes_to_this_task() -> None:
    signature = save_reply_signature()
    assert signature["task"] == save_reply.name
    assert signature["options"] == {"queue": "web"}


def test_a_send_that_died_before_it_was_admitted_is_asked_for(
    generation: Generation, empty_redis: Redis
) -> None:
    sweep()
    assert again(generation).queued_at is None, "a send may take a moment"
    long_ago()
    sweep()
    assert again(generation).queued_at is not None
    assert again(generation).is_active
    assert empty_redis.llen(QUEUE) == 1
    assert [numbered.event.type for numbered, _ in read_log(str(generation.pk))] == ["queued"]
    sweep()
    assert empty_redis.llen(QUEUE) == 1


def test_a_send_that_died_after_it_was_admitted_is_asked_for(
    alice: User, empty_redis: Redis
) -> None:
    generation = say(alice, "Hello")
    empty_redis.delete(QUEUE)
    Generation.objects.update(queued_at=None)
    long_ago()
    sweep()
    assert again(generation).queued_at is not None
    assert empty_redis.llen(QUEUE) == 1
    assert reply_to(generation, "Hello Alice.").text == "Hello Alice."


def test_what_a_worker_has_taken_already_is_not_taken_twice(
    alice: User, writer: StreamWriter
) -> None:
    generation = say(alice, "Hello")
    assert take(str(generation.pk))
    Generation.objects.update(queued_at=None)
    long_ago()
    sweep()
    assert again(generation).is_active
    assert not take(str(generation.pk))


def test_without_room_it_waits_for_the_next_sweep(alice: User, generation: Generation) -> None:
    others = [say(alice, "Question") for _ in range(get_config().max_requests_per_user)]
    long_ago()
    sweep()
    assert again(generation).queued_at is None
    assert again(generation).is_active
    reply_to(others[0])
    sweep()
    assert again(generation).queued_at is not None


def test_a_turn_that_is_taken_back_while_it_is_asked_for_is_not_answered(
    generation: Generation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start_and_take_back(*args: Any, **kwargs: Any) -> None:
        start_generation(*args, **kwargs)
        Generation.objects.filter(pk=generation.pk).delete()  # which stops nothing by itself

    monkeypatch.setattr(asking, "start_generation", start_and_take_back)
    long_ago()
    sweep()
    assert read_log(str(generation.pk))[-1][0].is_ending


def test_a_stop_counts_before_the_reply_is_asked_for(alice: User, generation: Generation) -> None:
    services.stop_reply(user=alice, generation_id=generation.pk)
    assert again(generation).finish_reason == "stopped"
    long_ago()
    sweep()
    assert again(generation).finish_reason == "stopped"


def test_a_stop_counts_where_there_is_no_room_to_ask(alice: User, generation: Generation) -> None:
    for _ in range(get_config().max_requests_per_user):
        say(alice, "Question")
    services.stop_reply(user=alice, generation_id=generation.pk)
    assert again(generation).finish_reason == "stopped"
