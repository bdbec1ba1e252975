"""The sweep: a reply that lost its worker, its outcome or its place in Redis is repaired, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from redis import Redis

from accounts.models import User
from chat.models import Generation
from chat.services import stop_reply
from chat.tasks import FORGOTTEN, save_reply, sweep
from inference.config import get_config
from inference.contract import Finished, Outcome, Started, Text, Usage
from inference.handover import ATTEMPTS, LOST_TOO_OFTEN
from inference.store import log_key, state_key
from inference.stream import Append, Held, StreamWriter
from tests.support import plugin
from tests.support.at_once import all_at_once
from tests.support.cast import reply_to, say
from tests.support.taking import take, take_next

pytestmark = pytest.mark.django_db

STARTED = Started(model="pocket", revision="1", prompt_token_count=7)


def again(generation: Generation) -> Generation:
    return Generation.objects.select_related("message", "conversation").get(pk=generation.pk)


def long_ago(generation: Generation) -> None:
    Generation.objects.filter(pk=generation.pk).update(
        created_at=timezone.now() - timedelta(minutes=1)
    )


def worker_died(redis: Redis, generation: Generation) -> None:
    """Some seconds ago; somebody has looked once since."""
    redis.zadd("replies:leases", {str(generation.pk): 1})
    redis.hset(state_key(str(generation.pk)), "suspected", 2)


def test_a_reply_whose_worker_died_is_for_the_next_one(
    alice: User, writer: StreamWriter, empty_redis: Redis
) -> None:
    generation = say(alice, "Hello")
    name = str(generation.pk)
    assert take(name)
    writer.append([Append(name, 1, (STARTED, Text(text="Half a")))])
    worker_died(empty_redis, generation)
    long_ago(generation)

    sweep()
    assert again(generation).is_active
    assert writer.append([Append(name, 1, (Text(text=" late"),))])[0].refused
    assert take(name)
    writer.append([Append(name, 2, (Text(text=" house."), Finished(reason="stop")))])
    sweep()
    assert again(generation).message.text == "Half a house."
    assert again(generation).attempt == 2


def test_one_that_was_lost_too_often_fails_and_keeps_its_text(
    alice: User, writer: StreamWriter, empty_redis: Redis
) -> None:
    generation = say(alice, "Hello")
    name = str(generation.pk)
    long_ago(generation)
    for attempt in range(1, ATTEMPTS + 1):
        assert again(generation).is_active
        assert take(name)
        writer.append([Append(name, attempt, (STARTED, Text(text=f"{attempt} ")))])
        worker_died(empty_redis, generation)
        sweep()
    ended = again(generation)
    assert (ended.status, ended.error_type) == ("failed", "incomplete_generation")
    assert ended.error_message == LOST_TOO_OFTEN
    assert ended.message.text == "1 2 3 "
    assert ended.model == "pocket"


def forget(redis: Redis, *generations: Generation) -> None:
    """Some seconds ago, and a sweep has noticed it."""
    redis.flushall()
    for generation in generations:
        redis.set(f"missed:{generation.pk}", 1)


@pytest.mark.django_db(transaction=True)
def test_what_redis_forgot_is_queued_again_once(alice: User, empty_redis: Redis) -> None:
    generation = say(alice, "Hello")
    forget(empty_redis, generation)
    assert all_at_once(3, sweep) == [None] * 3
    assert again(generation).is_active
    taken = take_next()
    assert taken is not None
    assert taken.request.id == str(generation.pk)
    assert [turn.content for turn in taken.request.turns] == ["Hello"]
    assert take_next() is None


def test_a_stop_that_comes_while_redis_has_forgotten_it_is_not_forgotten(
    alice: User, empty_redis: Redis
) -> None:
    generation = say(alice, "Hello")
    empty_redis.flushall()
    stop_reply(user=alice, generation_id=generation.pk)
    empty_redis.set(f"missed:{generation.pk}", 1)
    sweep()
    assert take_next() is None
    sweep()
    assert again(generation).finish_reason == "stopped"


def test_its_first_worker_comes_too_late(
    alice: User, writer: StreamWriter, empty_redis: Redis
) -> None:
    generation = say(alice, "Hello")
    name = str(generation.pk)
    assert take(name)
    forget(empty_redis, generation)
    sweep()
    assert writer.append([Append(name, 1, (Text(text="Late"),))])[0].refused == "fenced"
    save_reply(Outcome(id=name, attempt=1, text="Late", finish_reason="stop").to_json())
    assert again(generation).is_active
    taken = take_next()
    assert taken is not None
    rest = (STARTED, Text(text="Once."), Finished(reason="stop"))
    writer.append([Append(name, taken.request.attempt, rest)])
    sweep()
    assert again(generation).message.text == "Once."


def test_one_that_is_missing_for_the_first_time_may_yet_be_claimed_by_its_worker(
    alice: User, writer: StreamWriter, empty_redis: Redis
) -> None:
    generation = say(alice, "Hello")
    assert take(str(generation.pk))
    empty_redis.flushall()
    sweep()
    writer.renew([Held(str(generation.pk), 1)])
    empty_redis.set(f"missed:{generation.pk}", 1)
    sweep()
    assert take_next() is None
    assert again(generation).attempt == 1


def test_without_room_what_redis_forgot_waits_for_a_later_sweep(
    alice: User, empty_redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    generation = say(alice, "Hello")
    forget(empty_redis, generation)
    with monkeypatch.context() as without_room:
        config = replace(get_config(), max_requests_per_user=0)
        without_room.setattr("inference.admission.get_config", lambda: config)
        sweep()
    assert again(generation).is_active
    assert take_next() is None
    sweep()
    assert take(str(generation.pk))


def test_a_reply_that_redis_forgot_in_its_middle_fails_when_its_worker_is_lost_as_well(
    alice: User, writer: StreamWriter, empty_redis: Redis
) -> None:
    generation = say(alice, "Hello")
    assert take(str(generation.pk))
    empty_redis.flushall()
    writer.append([Append(str(generation.pk), 1, (Text(text="the rest"),), last_seq=5)])
    worker_died(empty_redis, generation)
    sweep()
    ended = again(generation)
    assert (ended.status, ended.error_message) == ("failed", FORGOTTEN)
    assert not ended.message.text  # nobody has its beginning
    assert "kept" not in FORGOTTEN


def test_a_reply_whose_outcome_was_lost_is_saved_from_the_log(
    alice: User, writer: StreamWriter
) -> None:
    generation = say(alice, "Hello")
    usage = Usage(
        prompt_token_count=7,
        completion_token_count=2,
        queue_seconds=0.1,
        ttft_seconds=0.2,
        decode_seconds=0.3,
    )
    events = (Text(text="All "), Text(text="of it"), usage, Finished(reason="length"))
    writer.append([Append(str(generation.pk), 1, events)])
    long_ago(generation)

    sweep()
    ended = again(generation)
    assert ended.finish_reason == "length"
    assert ended.message.text == "All of it"
    assert ended.completion_token_count == 2


def test_a_reply_that_waits_for_a_worker_is_left_alone(alice: User) -> None:
    generation = say(alice, "Hello")
    long_ago(generation)
    sweep()
    assert again(generation).is_active


def test_a_reply_that_is_being_written_is_left_alone(alice: User, writer: StreamWriter) -> None:
    generation = say(alice, "Hello")
    assert take(str(generation.pk))
    long_ago(generation)
    sweep()
    assert again(generation).is_active


def test_without_redis_the_sweep_waits(alice: User) -> None:
    generation = say(alice, "Hello")
    long_ago(generation)
    plugin.redis_server.stop()
    try:
        sweep()
    finally:
        plugin.redis_server.start()
    assert again(generation).is_active


def test_sweeping_twice_changes_nothing(alice: User) -> None:
    reply_to(say(alice, "Hello"), "Hello.")
    sweep()
    sweep()
    assert Generation.objects.get().finish_reason == "stop"


def test_one_reply_that_cannot_be_repaired_does_not_hold_up_the_others(
    alice: User, empty_redis: Redis, caplog: pytest.LogCaptureFixture
) -> None:
    broken, other = say(alice, "Hello"), say(alice, "Hello again")
    forget(empty_redis, other)
    empty_redis.hset(state_key(str(broken.pk)), mapping={"attempt": 1, "ended": 1})
    empty_redis.xadd(log_key(str(broken.pk)), {"e": "not JSON"})
    sweep()
    assert again(broken).is_active
    assert take(str(other.pk))
    assert f"Reply {broken.pk} could not be repaired" in caplog.text
