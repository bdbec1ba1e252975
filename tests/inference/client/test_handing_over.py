"""A worker that leaves puts its replies back into the queue, for another to go on with."""

from __future__ import annotations

import pytest
import redis

from inference import client
from inference.contract import Failed, Finished, Queued, Started, Text
from inference.handover import noted, read_notes
from inference.store import made_key
from inference.stream import Held, StreamWriter, scripts
from inference.stream.writer import encode
from inference.waiting import Waiting
from tests.inference.support.streams import SAVE, admitted, append, hand_over, taken, told
from tests.support.taking import take, take_next

STARTED = Started(model="scripted", revision="1", prompt_token_count=7)


@pytest.fixture
def writer(empty_redis: redis.Redis) -> StreamWriter:
    return StreamWriter(empty_redis)


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
    assert (earlier.why, earlier.started, again.last_seq) == ("shutdown", STARTED, 4)
    assert [part.text for part in earlier.parts] == ["Once ", "upon "]  # type: ignore[union-attr]
    assert earlier.token_count == 4


def test_late_events_of_the_first_are_refused_and_the_next_goes_on(writer: StreamWriter) -> None:
    reply = taken()
    append(writer, reply, Text(text="one "))
    hand_over(writer, reply)
    assert append(writer, reply, Text(text="late ")).refused == "fenced"
    assert take(reply)
    assert append(writer, reply, Text(text="late ")).refused == "fenced"
    assert writer.renew([Held(reply, 1)]) == {reply: "lost"}
    assert writer.renew([Held(reply, 2)]) == {reply: "ok"}
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
    empty_redis.delete("tending:scripted", "gpu.scripted")
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
