"""Redis was emptied: what waits is found and asked for again, what is being written goes on."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
import redis

from inference import client, handover
from inference.admission import admit
from inference.client import attempt_after_forgetting
from inference.contract import Finished, GenerationRequest, Queued, Text, Turn
from inference.exceptions import StreamGone
from inference.store import log_key, state_key
from inference.stream import Append, Held, StreamWriter, read_events
from tests.inference.support.streams import admitted, append, taken
from tests.support.taking import take, take_next
from tests.support.waiting import wait_for


@pytest.fixture
def writer(empty_redis: redis.Redis) -> StreamWriter:
    return StreamWriter(empty_redis)


@pytest.fixture
def short_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handover, "LEASE_SECONDS", 0.1)
    monkeypatch.setattr(handover, "GRACE_SECONDS", 0.1)


def a_request() -> GenerationRequest:
    turns = (Turn(role="user", content="Hello"),)
    return GenerationRequest(id=uuid4().hex, owner="alice", turns=turns)


def asked_again(request: GenerationRequest) -> GenerationRequest:
    again = replace(request, attempt=attempt_after_forgetting(request.attempt))
    admit(again)
    return again


def test_what_is_missing_is_found_by_a_later_look(
    short_silence: None, empty_redis: redis.Redis
) -> None:
    reply = admitted()
    empty_redis.flushall()
    assert client.find_left_over([reply]) == {}
    wait_for(lambda: client.find_left_over([reply]) == {reply: "forgotten"}, what="it to be missed")


def test_a_worker_has_some_seconds_to_say_that_it_has_it(empty_redis: redis.Redis) -> None:
    reply = admitted()
    empty_redis.flushall()
    for _ in range(2):
        assert client.find_left_over([reply]) == {}


def test_what_a_worker_still_has_is_not_missing(
    short_silence: None, writer: StreamWriter, empty_redis: redis.Redis
) -> None:
    reply, other = taken(), admitted()
    empty_redis.flushall()
    client.find_left_over([reply, other])
    assert writer.renew([Held(reply, 1)]) == {reply: "ok"}
    wait_for(lambda: other in client.find_left_over([reply, other]), what="the other to be missed")
    assert client.find_left_over([reply, other]) == {other: "forgotten"}


def test_a_worker_that_is_lost_before_it_told_anything_more_is_noticed(
    short_silence: None,
    writer: StreamWriter,
    empty_redis: redis.Redis,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("inference.stream.writer.LEASE_SECONDS", 0.05)
    reply = taken()
    empty_redis.flushall()
    writer.renew([Held(reply, 1)])

    def is_cut() -> bool:
        client.hand_on_lost_generations()
        return client.find_left_over([reply]) == {reply: "cut"}

    wait_for(is_cut, what="the worker to be missed")


def test_the_stop_of_a_reply_that_only_its_worker_knows_reaches_it_with_the_next_append(
    writer: StreamWriter, empty_redis: redis.Redis
) -> None:
    reply = taken()
    last = append(writer, reply, Text(text="Once "))
    empty_redis.flushall()
    writer.renew([Held(reply, 1)])
    assert client.request_stop(reply) is False
    assert writer.renew([Held(reply, 1)]) == {reply: "stop"}
    more = append(writer, reply, Text(text="upon"), last_seq=last.seq)
    assert (more.seq, more.stop_requested) == (last.seq + 1, True)


def test_asking_again_twice_queues_it_once(empty_redis: redis.Redis) -> None:
    request = a_request()
    admit(request)
    empty_redis.flushall()
    for _ in range(2):
        asked_again(request)
    assert take(request.id)
    assert take_next() is None


async def test_who_saw_it_wait_reads_all_of_the_text(
    writer: StreamWriter, empty_redis: redis.Redis
) -> None:
    """However many places they had been told."""
    request = a_request()
    admit(request)
    places = tuple(Queued(position=place) for place in (3, 2, 1))
    seen = append(writer, request.id, *places).seq
    reader = read_events(request.id, after=seen)
    empty_redis.flushall()
    again = asked_again(request)
    assert take(again.id)
    rest = (Text(text="All of it."), Finished(reason="stop"))
    append(writer, again.id, *rest, attempt=again.attempt)

    events = [numbered.event async for batch in reader for numbered in batch]
    assert events == [Queued(position=0), *rest]
    outcome = client.recover_outcome(request.id)
    assert outcome is not None
    assert (outcome.text, outcome.attempt) == ("All of it.", again.attempt)


def test_late_events_of_the_forgotten_attempts_are_refused(
    writer: StreamWriter, empty_redis: redis.Redis
) -> None:
    request = a_request()
    admit(request)
    assert take(request.id)
    empty_redis.flushall()
    asked_again(request)
    for attempt in (1, 2, 99):
        assert append(writer, request.id, Text(text="late"), attempt=attempt).refused == "fenced"


def test_a_worker_knows_where_the_stream_is_before_it_tells_anything(
    writer: StreamWriter, empty_redis: redis.Redis
) -> None:
    request = a_request()
    admit(request)
    seen = append(writer, request.id, Queued(position=0)).seq
    one = take_next()
    assert one is not None
    empty_redis.flushall()
    first = Append(request.id, 1, (Text(text="First"),), last_seq=one.last_seq)
    assert writer.append([first])[0].seq == seen + 1


async def test_who_read_a_reply_that_is_cut_is_told_that_its_log_is_gone(
    writer: StreamWriter, empty_redis: redis.Redis
) -> None:
    reply = taken()
    known = [append(writer, reply, Text(text=word)).seq for word in "abc"][-1]
    empty_redis.flushall()
    writer.renew([Held(reply, 1)])
    client.fail_generation(reply, error_type="incomplete_generation", message="Lost.", attempt=2)

    async def read_on() -> None:  # else for ever: a number below its own is old
        async for _ in read_events(reply, after=known):
            pass

    with pytest.raises(StreamGone):
        await asyncio.wait_for(read_on(), timeout=20)


def test_a_redis_that_woke_up_in_its_past_is_told_where_the_stream_is(
    writer: StreamWriter, empty_redis: redis.Redis
) -> None:
    reply = taken()
    append(writer, reply, Text(text="a"))
    keys = (state_key(reply), log_key(reply))
    past: dict[str, Any] = {key: empty_redis.dump(key) for key in keys}
    told = append(writer, reply, Text(text="b")).seq
    for key, value in past.items():
        empty_redis.restore(key, 0, value, replace=True)

    appended = append(writer, reply, Text(text="c"), last_seq=told)
    assert appended.seq == told + 1  # else whoever has read "b" takes it for known already
