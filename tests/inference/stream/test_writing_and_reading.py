"""The stream keeps its promise: in order, exactly once, one ending, whatever is dropped."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
import redis

from inference import client
from inference.admission import admit
from inference.contract import (
    Event,
    Failed,
    Finished,
    GenerationRequest,
    Numbered,
    Queued,
    Started,
    Text,
    Turn,
)
from inference.exceptions import StreamGone
from inference.stream import Append, Appended, StreamWriter, read_events
from tests.support.taking import take
from tests.support.waiting import until

WORKER = "worker-1"


@pytest.fixture
def writer(empty_redis: redis.Redis) -> StreamWriter:
    return StreamWriter(empty_redis)


def a_request(request_id: str | None = None) -> GenerationRequest:
    turns = (Turn(role="user", content="Hello"),)
    return GenerationRequest(id=request_id or uuid4().hex, owner="alice", turns=turns)


def a_claimed_reply(writer: StreamWriter) -> str:
    request = a_request()
    admit(request)
    assert take(request.id)
    return request.id


def append(writer: StreamWriter, reply: str, *events: Event, attempt: int = 1) -> Appended:
    (appended,) = writer.append([Append(reply, attempt, events)])
    return appended


def write_words(writer: StreamWriter, reply: str, *words: str) -> None:
    for word in words:
        append(writer, reply, Text(text=word))


def text_of(events: list[Numbered]) -> str:
    return "".join(one.event.text for one in events if isinstance(one.event, Text))


async def read_all(reply: str, *, after: int = 0) -> list[Numbered]:
    return [one async for batch in read_events(reply, after=after) for one in batch]


async def test_events_are_numbered_from_one_without_gaps(writer: StreamWriter) -> None:
    reply = a_claimed_reply(writer)
    write_words(writer, reply, "a", "b", "c")
    append(writer, reply, Finished(reason="stop"))

    events = await read_all(reply)

    assert [one.seq for one in events] == [1, 2, 3, 4, 5]
    assert events[0].event == Queued(position=0)
    assert text_of(events) == "abc"
    assert events[-1].event == Finished(reason="stop")


async def test_a_reader_that_comes_early_hears_it_live(writer: StreamWriter) -> None:
    reply = a_claimed_reply(writer)
    heard: list[Numbered] = []
    began = asyncio.Event()

    async def read() -> None:
        async for batch in read_events(reply):
            heard.extend(batch)
            began.set()

    reading = asyncio.create_task(read())
    await began.wait()
    for word in ("one ", "two ", "three"):
        await asyncio.to_thread(append, writer, reply, Text(text=word))
    await asyncio.to_thread(append, writer, reply, Finished(reason="length"))
    await reading

    assert text_of(heard) == "one two three"
    assert [one.seq for one in heard] == list(range(1, 6))


@pytest.mark.parametrize("after", range(7))
async def test_resume_after_any_number_gives_exactly_the_rest(
    writer: StreamWriter, after: int
) -> None:
    reply = a_claimed_reply(writer)
    write_words(writer, reply, *"abcde")
    append(writer, reply, Finished(reason="stop"))

    assert [one.seq for one in await read_all(reply, after=after)] == list(range(after + 1, 8))


async def test_a_step_of_many_replies_is_one_append(writer: StreamWriter) -> None:
    replies = [a_claimed_reply(writer) for _ in range(8)]
    batch = [Append(reply, 1, (Text(text=reply), Finished(reason="stop"))) for reply in replies]

    assert [one.seq for one in writer.append(batch)] == [3] * 8
    for reply in replies:
        assert text_of(await read_all(reply)) == reply


async def test_nothing_comes_after_an_ending(writer: StreamWriter) -> None:
    reply = a_claimed_reply(writer)
    append(writer, reply, Finished(reason="stop"))

    assert append(writer, reply, Text(text="late")).refused == "ended"
    assert append(writer, reply, Finished(reason="stop")).refused == "ended"
    assert len(await read_all(reply)) == 2


async def test_an_older_attempt_cannot_write_into_a_newer_one(writer: StreamWriter) -> None:
    reply = a_claimed_reply(writer)
    append(writer, reply, Text(text="from the first"))
    ending = Failed(error_type="incomplete_generation", message="gone")

    client.fail_generation(reply, error_type=ending.error_type, message="gone", attempt=2)

    assert append(writer, reply, Text(text="late"), attempt=1).refused in ("fenced", "ended")
    events = await read_all(reply)
    assert text_of(events) == "from the first"
    assert events[-1].event == ending


def test_an_attempt_is_claimed_once(writer: StreamWriter) -> None:
    reply = a_claimed_reply(writer)

    assert not take(reply)
    assert not take(reply)


def test_a_claim_of_what_redis_never_heard_of_is_refused(writer: StreamWriter) -> None:
    assert not take(uuid4().hex)


async def test_a_log_that_is_gone_says_so(writer: StreamWriter) -> None:
    with pytest.raises(StreamGone):
        await read_all(uuid4().hex)


async def test_a_log_that_lost_its_beginning_says_so(
    writer: StreamWriter, empty_redis: redis.Redis
) -> None:
    reply = a_claimed_reply(writer)
    last = append(writer, reply, Text(text="before")).seq
    empty_redis.flushall()
    (appended,) = writer.append([Append(reply, 1, (Text(text="after"),), last_seq=last)])

    assert appended.seq == last + 1
    with pytest.raises(StreamGone):
        await read_all(reply)


async def test_a_reader_who_knew_the_beginning_goes_on_after_redis_was_emptied(
    writer: StreamWriter, empty_redis: redis.Redis
) -> None:
    reply = a_claimed_reply(writer)
    last = append(writer, reply, Text(text="before ")).seq
    empty_redis.flushall()
    rest = (Text(text="after"), Finished(reason="stop"))
    writer.append([Append(reply, 1, rest, last_seq=last)])

    assert text_of(await read_all(reply, after=last)) == "after"


async def test_what_a_cut_subscription_lost_is_healed_from_the_log(
    writer: StreamWriter, empty_redis: redis.Redis
) -> None:
    reply = a_claimed_reply(writer)
    heard: list[Numbered] = []
    began = asyncio.Event()

    async def read() -> None:
        async for batch in read_events(reply):
            heard.extend(batch)
            began.set()

    reading = asyncio.create_task(read())
    await began.wait()
    await asyncio.to_thread(append, writer, reply, Text(text="a"))
    await asyncio.to_thread(empty_redis.client_kill_filter, _type="pubsub")
    for word in "bcd":
        await asyncio.to_thread(append, writer, reply, Text(text=word))
    await asyncio.to_thread(append, writer, reply, Finished(reason="stop"))
    await asyncio.wait_for(reading, 20)

    assert text_of(heard) == "abcd"
    assert [one.seq for one in heard] == list(range(1, 7))


async def test_a_reader_that_falls_behind_reads_the_log_and_loses_nothing(
    writer: StreamWriter,
) -> None:
    reply = a_claimed_reply(writer)
    stream = read_events(reply)
    heard = list(await anext(stream))

    def write_much() -> None:
        write_words(writer, reply, *(f"{n} " for n in range(1500)))
        append(writer, reply, Finished(reason="stop"))

    await asyncio.to_thread(write_much)
    async for batch in stream:
        heard.extend(batch)

    assert text_of(heard) == "".join(f"{n} " for n in range(1500))
    assert [one.seq for one in heard] == list(range(1, 1503))


async def test_fifty_readers_of_one_reply_all_hear_everything(writer: StreamWriter) -> None:
    reply = a_claimed_reply(writer)
    readers = [asyncio.create_task(read_all(reply)) for _ in range(50)]
    await asyncio.to_thread(write_words, writer, reply, *"hello")
    await asyncio.to_thread(append, writer, reply, Finished(reason="stop"))

    for events in await asyncio.gather(*readers):
        assert text_of(events) == "hello"


async def test_streams_do_not_mix(writer: StreamWriter) -> None:
    first, second = a_claimed_reply(writer), a_claimed_reply(writer)
    reading = [asyncio.create_task(read_all(reply)) for reply in (first, second)]
    for number in range(20):
        batch = [
            Append(first, 1, (Text(text=f"f{number}"),)),
            Append(second, 1, (Text(text=f"s{number}"),)),
        ]
        await asyncio.to_thread(writer.append, batch)
    ending = (Finished(reason="stop"),)
    await asyncio.to_thread(writer.append, [Append(reply, 1, ending) for reply in (first, second)])

    heard = [text_of(events) for events in await asyncio.gather(*reading)]
    assert heard == ["".join(f"{letter}{n}" for n in range(20)) for letter in "fs"]


async def test_text_of_any_script_survives_the_way(writer: StreamWriter) -> None:
    text = 'é 漢字 👩‍👩‍👧 "quoted" \\ \n\u2028 \u0000 {"seq":1} </script>'
    reply = a_claimed_reply(writer)
    append(writer, reply, Text(text=text))
    append(writer, reply, Finished(reason="stop"))

    assert text_of(await read_all(reply)) == text


def test_an_ended_stream_expires(writer: StreamWriter, empty_redis: redis.Redis) -> None:
    reply = a_claimed_reply(writer)
    append(writer, reply, Finished(reason="stop"))

    for key in (f"reply:{reply}", f"reply:{reply}:log"):
        assert 0 < empty_redis.ttl(key) <= 600


async def test_an_abandoned_reader_leaves_no_subscription(
    writer: StreamWriter, empty_redis: redis.Redis
) -> None:
    reply = a_claimed_reply(writer)
    stream: AsyncIterator[list[Numbered]] = read_events(reply)
    await anext(stream)
    assert empty_redis.pubsub_numsub(f"reply:{reply}")[0][1] == 1

    await stream.aclose()  # type: ignore[attr-defined]

    async def nobody_listens() -> bool:
        return empty_redis.pubsub_numsub(f"reply:{reply}")[0][1] == 0

    assert await until(nobody_listens)


def test_a_started_event_keeps_its_fields(writer: StreamWriter) -> None:
    reply = a_claimed_reply(writer)
    started = Started(model="pocket", revision="r1", prompt_token_count=12, left_out_turn_count=3)
    append(writer, reply, started)
    append(writer, reply, Finished(reason="stop"))

    outcome = client.recover_outcome(reply)

    assert outcome is not None
    assert (outcome.model, outcome.prompt_token_count) == ("pocket", 12)
    assert (outcome.finish_reason, outcome.left_out_turn_count) == ("stop", 3)
