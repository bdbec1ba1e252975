"""What the queue does with a reply whose worker leaves or is lost: it is queued again, once."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import pytest
import redis

from inference import client, handover
from inference.admission import admit
from inference.contract import (
    Event,
    Failed,
    Finished,
    GenerationRequest,
    Queued,
    Started,
    Text,
    Turn,
)
from inference.handover import ATTEMPTS, CUT, LOST_TOO_OFTEN, noted, read_notes
from inference.store import get_redis, made_key
from inference.stream import Append, Appended, StreamWriter, read_log, scripts
from inference.stream.writer import encode
from inference.waiting import Taken, Waiting
from tests.support.taking import take, take_next
from tests.support.waiting import wait_for

STARTED = Started(model="scripted", revision="1", prompt_token_count=7)
SAVE: dict[str, Any] = {"task": "chat.save_reply", "args": [], "kwargs": {}, "options": {}}


@pytest.fixture
def writer(empty_redis: redis.Redis) -> StreamWriter:
    return StreamWriter(empty_redis)


@pytest.fixture
def short_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inference.waiting.LEASE_SECONDS", 0.05)
    monkeypatch.setattr("inference.stream.writer.LEASE_SECONDS", 0.05)
    monkeypatch.setattr(handover, "GRACE_SECONDS", 0.2)


def admitted(owner: str = "alice") -> str:
    turns = (Turn(role="user", content="Hello"),)
    request = GenerationRequest(id=uuid4().hex, owner=owner, turns=turns)
    admit(request, on_outcome=SAVE)
    return request.id


def taken(owner: str = "alice") -> str:
    request_id = admitted(owner)
    assert take(request_id)
    return request_id


def append(
    writer: StreamWriter, reply: str, *events: Event, attempt: int = 1, **more: Any
) -> Appended:
    (appended,) = writer.append([Append(reply, attempt, events, **more)])
    return appended


def hand_over(writer: StreamWriter, reply: str, attempt: int = 1) -> Appended:
    return append(writer, reply, attempt=attempt, hands_over=True)


def told(reply: str) -> list[Event]:
    return [numbered.event for numbered, _ in read_log(reply)]


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


# --- handed over ---


def test_who_takes_it_next_has_what_was_made_and_told(writer: StreamWriter) -> None:
    reply = taken()
    append(writer, reply, STARTED, Text(text="Once "), made=noted(0, [5, 6]))
    append(writer, reply, Text(text="upon "), made=noted(1, [8]) + noted(0, [7]))
    assert hand_over(writer, reply).refused == ""

    again = take_next("another worker")
    assert again is not None
    assert (again.request.id, again.request.attempt) == (reply, 2)
    assert again.request.made == ((5, 6, 7), (8,))
    assert again.on_outcome == SAVE
    earlier = again.earlier
    assert earlier is not None
    assert (earlier.why, earlier.started, earlier.last_seq) == ("shutdown", STARTED, 4)
    assert [part.text for part in earlier.parts] == ["Once ", "upon "]  # type: ignore[union-attr]
    assert earlier.token_count == 4


def test_late_events_of_the_first_are_refused_and_the_next_goes_on(writer: StreamWriter) -> None:
    reply = taken()
    append(writer, reply, Text(text="one "))
    hand_over(writer, reply)
    assert append(writer, reply, Text(text="late ")).refused == "fenced"
    assert take(reply)
    assert append(writer, reply, Text(text="late ")).refused == "fenced"
    assert writer.renew([(reply, 1)]) == {reply: "lost"}
    assert writer.renew([(reply, 2)]) == {reply: "ok"}
    append(writer, reply, Text(text="two"), Finished(reason="stop"), attempt=2)

    assert told(reply)[1:] == [Text(text="one "), Text(text="two"), Finished(reason="stop")]
    outcome = client.recover_outcome(reply)
    assert outcome is not None
    assert (outcome.text, outcome.attempt) == ("one two", 2)


def test_it_is_the_first_in_line_and_its_owner_the_first_in_turn(writer: StreamWriter) -> None:
    reply = taken("alice")
    bobs, alices = admitted("bob"), admitted("alice")
    hand_over(writer, reply)
    assert [one.request.id for one in iter(take_next, None)] == [reply, bobs, alices]


def test_its_place_is_kept_and_not_told_in_its_middle(
    writer: StreamWriter, empty_redis: redis.Redis
) -> None:
    first, second = taken(), taken()
    append(writer, first, Text(text="a"))
    for reply in (second, first):
        hand_over(writer, reply)
    waiting = admitted("bob")
    empty_redis.delete("tending:scripted")
    assert Waiting(empty_redis, model="scripted", worker="worker").tend(8) == 3
    assert empty_redis.zcard("replies:active") == empty_redis.zcard("replies:waiting") == 3
    assert told(first) == [Queued(position=0), Text(text="a")]
    assert told(second) == [Queued(position=0)]
    assert told(waiting) == [Queued(position=1)], "it comes between the two"


def test_handed_over_twice_because_the_answer_was_lost_is_once(writer: StreamWriter) -> None:
    reply = taken()
    assert append(writer, reply, hands_over=True, number=1).refused == ""
    assert append(writer, reply, hands_over=True, number=1).refused == "fenced"
    assert take(reply)
    assert take_next() is None


def test_a_stop_between_two_workers_ends_it_at_once(writer: StreamWriter) -> None:
    reply = taken()
    append(writer, reply, Text(text="a"))
    hand_over(writer, reply)
    assert client.request_stop(reply) is True
    assert told(reply)[-1] == Finished(reason="stopped")
    assert take_next() is None


def test_what_its_reader_stopped_ends_and_is_not_handed_over(writer: StreamWriter) -> None:
    reply = taken()
    client.request_stop(reply)
    hand_over(writer, reply)
    assert told(reply)[-1] == Finished(reason="stopped")
    assert take_next() is None


def test_the_stop_that_the_script_tells_is_the_contracts() -> None:
    assert encode(Finished(reason="stopped")) in scripts.APPEND


def test_one_that_redis_forgot_in_its_middle_is_not_handed_over(
    writer: StreamWriter, empty_redis: redis.Redis
) -> None:
    reply = taken()
    empty_redis.flushall()
    first = append(writer, reply, Text(text="a"), number=1, hands_over=True)
    again = append(writer, reply, Text(text="a"), number=1, hands_over=True)
    assert (first.refused, again.refused) == ("forgotten", "forgotten")
    assert told(reply) == [Text(text="a")]
    assert append(writer, reply, Failed(error_type="generation", message="")).refused == ""


def test_what_was_made_is_forgotten_when_it_ends(
    writer: StreamWriter, empty_redis: redis.Redis
) -> None:
    reply = taken()
    append(writer, reply, Text(text="a"), made=noted(0, [1]))
    assert 0 < empty_redis.ttl(made_key(reply)) <= 24 * 3600
    append(writer, reply, Finished(reason="stop"), made=noted(0, [2]))
    assert not empty_redis.exists(made_key(reply))
    assert empty_redis.zcard("replies:leases") == 0


def test_notes_are_read_as_they_were_written() -> None:
    notes = noted(0, [1, 22]) + noted(2, [3]) + noted(0, [4])
    assert read_notes(notes) == ((1, 22, 4), (), (3,))
    assert read_notes("") == ()


# --- lost ---


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
    assert writer.renew([(reply, 1)]) == {reply: "ok"}
    time.sleep(0.3)
    look()  # the lease has run out anew, but the old suspicion does not count
    assert take_next() is None
    assert writer.renew([(reply, 1)]) == {reply: "ok"}


def test_long_outages_take_no_reply_away_before_its_worker_could_renew(
    short_lease: None, writer: StreamWriter
) -> None:
    reply = taken()
    time.sleep(1.0)
    look()
    assert take_next() is None
    assert writer.renew([(reply, 1)]) == {reply: "ok"}


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
    assert taken_again(reply)


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
    assert client.list_lost([reply]) == set()

    def is_listed() -> bool:
        assert look() == []
        return client.list_lost([reply]) == {reply}

    wait_for(is_listed, what="it to be lost")
    failed = client.fail_generation(
        reply, error_type="incomplete_generation", message=CUT, attempt=2
    )
    assert failed is not None
    assert client.list_lost([reply]) == set()


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
