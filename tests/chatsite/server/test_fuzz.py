"""Whatever is said on a socket is answered by the protocol, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat.wire.inbound import FRAME_TYPES
from tests.support.people import Person
from tests.support.pulse import pulse_of
from tests.support.raw import BINARY, CONTINUATION, TEXT, RawWebsocket, frame
from tests.support.site import Site
from tests.support.waiting import wait_for

MEGABYTE = 1024 * 1024
FRAMES_EACH = 20
# At the 99th percentile; 0.2 is what is wanted of a machine that does nothing else. What this finds
# is a frame that holds the process up, whatever else the machine does.
SLOWEST_HEALTH_SECONDS = 5.0
CI_SOCKETS, NIGHTLY_SOCKETS = 20, 500  # 400 and 10,000 frames, and as many broken ones
CLOSES = {1002, 1007, 1009, 4406, 4429}  # of docs/protocol.md, and of websockets themselves
ANSWERS = {
    *("hello", "model", "activities", "activity", "snapshot", "older", "queue", "accepted"),
    *("edited", "refused", "stopping", "reply", "gone", "pong", "presence", "announcements"),
    "writing",
}
OUR_MISTAKE = "unavailable"  # what is answered when a frame fails and nothing is away
MARKS = count()

uuids = st.sampled_from([str(uuid4()) for _ in range(3)] + ["", "x" * 36, "{" + str(uuid4()) + "}"])
texts = st.text(st.characters(exclude_categories=()), max_size=40)
counts = st.integers(0, 2**60)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts | uuids
values = st.recursive(
    scalars, lambda some: st.lists(some, max_size=3) | st.dictionaries(texts, some), max_leaves=8
)
setting_names = st.sampled_from(["model", "system_prompt", "temperature", "max_tokens"]) | texts
fields: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "hello": {"protocol": st.just(1)},
    "watch": {"conversation": uuids | st.none(), "generation": uuids, "after": counts},
    "older": {"conversation": uuids, "before": uuids},
    "send": {
        "client_id": uuids,
        "conversation": uuids | st.none(),
        "parent": uuids | st.none(),
        "text": texts,
        "settings": st.none() | st.dictionaries(setting_names, values),
        "team": uuids | st.none(),
    },
    "retry": {"client_id": uuids, "message": uuids},
    "continue_reply": {"client_id": uuids, "message": uuids},
    "edit": {"client_id": uuids, "message": uuids, "text": texts},
    "edit_reply": {"client_id": uuids, "message": uuids, "text": texts},
    "show_branch": {"message": uuids},
    "edit_queued": {"client_id": uuids, "text": texts},
    "cancel_queued": {"client_id": uuids, "conversation": uuids | st.none()},
    "send_queued": {"client_id": uuids},
    "stop": {"generation": uuids},
    "seen": {"conversation": uuids},
    "writing": {},
    "resume": {"generation": uuids, "after": counts},
    "acknowledge": {"frames": st.integers(-1, 3)},
    "ping": {},
}


@st.composite
def nearly_right(draw: st.DrawFn) -> dict[str, Any]:
    """A frame of the protocol, with up to two fields that are wrong, missing or too many."""
    name = draw(st.sampled_from(sorted(fields)))
    said: dict[str, Any] = {"type": name, **draw(st.fixed_dictionaries(fields[name]))}
    for _ in range(draw(st.integers(0, 2))):
        field = draw(st.sampled_from([*said, "type"]) | texts)
        if draw(st.booleans()):
            said[field] = draw(values)
        else:
            said.pop(field, None)
    return said


utterances = st.one_of(
    nearly_right().map(json.dumps).map(str.encode),
    nearly_right().map(json.dumps).map(str.encode),
    values.map(json.dumps).map(str.encode),
    texts.map(lambda text: text.encode(errors="replace")),
    st.integers(1, 3_000).map(lambda depth: b'{"type":' + b"[" * depth),
)
frames = st.one_of(
    utterances.map(frame),
    utterances.map(lambda said: frame(said, BINARY)),
    utterances.map(
        lambda said: frame(said[:5], TEXT, is_last=False) + frame(said[5:], CONTINUATION)
    ),
)
garbage = st.builds(
    lambda said, cut, junk: said[:cut] + junk + said[cut:],
    frames,
    st.integers(0, 20),
    st.binary(min_size=1, max_size=14),
)


def test_every_frame_that_may_be_said_is_tried() -> None:
    assert fields.keys() == FRAME_TYPES.keys()


@pytest.fixture(scope="module")
def mallory(web: Site) -> Iterator[Person]:
    with Person.signed_up(web, "mallory") as mallory:
        yield mallory


@pytest.mark.fault(29, "400 frames")
def test_odd_frames_are_answered_and_leave_nothing_behind(web: Site, mallory: Person) -> None:
    fuzz(web, mallory, sockets=CI_SOCKETS)


@pytest.mark.nightly
@pytest.mark.timeout(1_200)
@pytest.mark.fault(29, "10,000 frames")
def test_ten_thousand_odd_frames_leave_nothing_behind(web: Site, mallory: Person) -> None:
    fuzz(web, mallory, sockets=NIGHTLY_SOCKETS)


def fuzz(web: Site, mallory: Person, *, sockets: int) -> None:
    at_most = settings(
        max_examples=sockets,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )

    @at_most
    @given(st.lists(frames, min_size=FRAMES_EACH, max_size=FRAMES_EACH))
    def each_is_answered(said: list[bytes]) -> None:
        with RawWebsocket(web, mallory) as socket:
            for one in said:
                socket.say(one)
            check_answers(socket)

    @at_most
    @given(st.lists(garbage, min_size=1, max_size=FRAMES_EACH))
    def none_harms(said: list[bytes]) -> None:
        with RawWebsocket(web, mallory) as socket:
            for one in said:
                socket.say(one)

    logged = len(web.log("web"))
    asyncio.run(talk(mallory))  # what is made once is made
    each_is_answered()
    wait_for(lambda: web.count("chat_sockets_open") == 0, what="the sockets to be gone")
    tasks, memory = web.count("web_tasks"), web.memory_bytes("web")
    with pulse_of(web) as pulse:
        each_is_answered()
        none_harms()
    assert pulse.missed == []
    assert pulse.percentile(0.99) < SLOWEST_HEALTH_SECONDS, pulse.seconds
    wait_for(lambda: web.count("chat_sockets_open") == 0, what="the sockets to be gone")
    wait_for(lambda: web.count("web_tasks") <= tasks, what="their tasks to end")
    assert web.memory_bytes("web") - memory < 16 * MEGABYTE
    assert "Traceback" not in web.log("web")[logged:]
    asyncio.run(ping(mallory))


def check_answers(socket: RawWebsocket) -> None:
    """All of them, up to that of a last frame of our own."""
    mark = f"mark-{next(MARKS)}"
    socket.say_frame(json.dumps({"type": mark}).encode())
    while (message := socket.read_message()) is not None:
        answer = json.loads(message)
        assert answer["type"] in ANSWERS | {"error"}
        error = answer.get("error", {"code": "", "message": ""})
        assert error["code"] != OUR_MISTAKE, answer
        if mark in error["message"]:
            return
    assert socket.closed is not None, "it was cut off without a word"
    assert socket.closed[0] in CLOSES


async def talk(mallory: Person) -> None:
    async with mallory.tab() as tab:
        await tab.send("Hello")


async def ping(mallory: Person) -> None:
    async with mallory.tab() as tab:
        await tab.say(type="ping")
        await tab.hear("pong")
