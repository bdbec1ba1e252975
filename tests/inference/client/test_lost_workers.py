"""A reply whose worker is lost is queued again, once; not one whose worker lives; not for ever."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest
import redis

from inference import client, handover
from inference.contract import Failed, Finished, Queued, Text
from inference.handover import ATTEMPTS, CUT, LOST_TOO_OFTEN
from inference.store import get_redis
from inference.stream import Held, StreamWriter
from inference.waiting import Taken, Waiting
from tests.inference.support.streams import admitted, append, hand_over, taken, told
from tests.support.taking import take, take_next
from tests.support.waiting import wait_for


@pytest.fixture
def writer(empty_redis: redis.Redis) -> StreamWriter:
    return StreamWriter(empty_redis)


@pytest.fixture
def short_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inference.waiting.LEASE_SECONDS", 0.05)
    monkeypatch.setattr("inference.stream.writer.LEASE_SECONDS", 0.05)
    monkeypatch.setattr(handover, "GRACE_SECONDS", 0.2)


def look() -> Sequence[str]:
    return client.hand_on_lost_generations()


def taken_again(reply: str) -> Taken:
    """By another worker, when its own is lost."""

    def look_and_take() -> Taken | None:
        look()
        return take_next("another worker")

    again = wait_for(look_and_take, what="the reply")
    assert again is not None
    assert again.request.id == reply
    return again


def test_one_that_was_taken_and_never_renewed_is_queued_again(
    short_lease: None, writer: StreamWriter
) -> None:
    """Its worker was killed before it began."""
    reply = taken()
    again = taken_again(reply)
    assert (again.request.attempt, again.earlier and again.earlier.why) == (2, "lost")
    assert told(reply) == [Queued(position=0)]


def test_a_renewal_after_the_first_look_keeps_it(
    short_lease: None, writer: StreamWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after an outage of Redis in which nobody could renew."""
    reply = taken()
    time.sleep(0.5)
    look()
    assert writer.renew([Held(reply, 1)]) == {reply: "ok"}
    time.sleep(0.3)
    look()  # the lease has run out anew, but the old suspicion does not count
    assert take_next() is None
    assert writer.renew([Held(reply, 1)]) == {reply: "ok"}


def test_long_outages_take_no_reply_away_before_its_worker_could_renew(
    short_lease: None, writer: StreamWriter
) -> None:
    reply = taken()
    time.sleep(1.0)
    look()
    assert take_next() is None
    assert writer.renew([Held(reply, 1)]) == {reply: "ok"}


def test_a_waiting_or_ended_reply_is_not_lost(short_lease: None, writer: StreamWriter) -> None:
    ended = taken()
    append(writer, ended, Finished(reason="stop"))
    waiting = admitted()
    for _ in range(3):
        time.sleep(0.2)
        look()
    assert take(waiting)
    assert told(ended)[-1] == Finished(reason="stop")


def test_after_too_many_lost_workers_it_ends_with_its_text_and_its_asker_is_told(
    short_lease: None, writer: StreamWriter, empty_redis: redis.Redis
) -> None:
    reply = taken()
    for attempt in range(1, ATTEMPTS):
        append(writer, reply, Text(text=f"{attempt} "), attempt=attempt)
        again = taken_again(reply)
        assert again.request.attempt == attempt + 1
    wait_for(lambda: reply in look(), what="it to be given up")

    assert told(reply)[-1] == Failed(error_type="incomplete_generation", message=LOST_TOO_OFTEN)
    outcome = client.recover_outcome(reply)
    assert outcome is not None
    assert outcome.text == "1 2 "
    assert take_next() is None
    assert look() == []


def test_shutdowns_do_not_count_as_lost(short_lease: None, writer: StreamWriter) -> None:
    reply = taken()
    for attempt in range(1, 2 * ATTEMPTS):
        hand_over(writer, reply, attempt)
        assert take(reply)
    assert taken_again(reply).request.attempt == 2 * ATTEMPTS + 1


def test_a_take_whose_answer_comes_after_it_was_lost_takes_the_next(
    short_lease: None, empty_redis: redis.Redis
) -> None:
    """Else two workers would hold one attempt."""
    reply = admitted()
    slow = Waiting(empty_redis, model="scripted", worker="slow")
    assert slow.take("a word") is not None
    again = taken_again(reply)
    assert again.request.attempt == 2
    assert slow.take("a word") is None
    other = admitted("bob")
    late = slow.take("a word")
    assert late is not None
    assert late.request.id == other


def test_what_was_stopped_before_its_worker_was_lost_ends_as_stopped(
    short_lease: None, writer: StreamWriter
) -> None:
    reply = taken()
    client.request_stop(reply)
    wait_for(lambda: reply in look(), what="its end")
    assert told(reply)[-1] == Finished(reason="stopped")


def test_a_lost_reply_that_redis_forgot_in_its_middle_is_for_the_sweep(
    short_lease: None, writer: StreamWriter, empty_redis: redis.Redis
) -> None:
    reply = taken()
    empty_redis.flushall()
    append(writer, reply, Text(text="the rest"))
    assert client.find_left_over([reply]) == {}

    def is_found() -> bool:
        assert look() == []
        return client.find_left_over([reply]) == {reply: "cut"}

    wait_for(is_found, what="it to be lost")
    failed = client.fail_generation(
        reply, error_type="incomplete_generation", message=CUT, attempt=2
    )
    assert failed is not None
    assert client.find_left_over([reply]) == {reply: "ended"}


def test_a_reply_that_a_newer_attempt_writes_cannot_be_failed(writer: StreamWriter) -> None:
    reply = taken()
    for attempt in (1, 2):
        hand_over(writer, reply, attempt)
        assert take(reply)
    failed = client.fail_generation(
        reply, error_type="incomplete_generation", message=CUT, attempt=2
    )
    assert failed is None
    assert append(writer, reply, Text(text="on"), attempt=3).refused == ""
    assert get_redis().hget(f"reply:{reply}", "ended") is None
