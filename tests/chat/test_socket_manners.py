"""Who may open a socket, what is answered to nonsense, and what closes it. What the server beneath
closes by itself is in tests/chatsite/server/."""

from __future__ import annotations

import asyncio
import json

import pytest

from accounts.models import User
from chat import model_status, window
from chat.model_status import summarise, unknown
from inference.contract import Text, WorkerStatus
from inference.store import get_redis
from inference.stream import Append, StreamWriter
from inference.workers import report_worker
from tests.chat.tab import OpenTab, Tab, database, tasks_left
from tests.support import plugin
from tests.support.cast import say
from tests.support.waiting import until

SOME_ID = "6b3ef1a0-2f0c-4f9e-8a55-0d6f3a3f9f11"


async def test_a_stranger_is_told_to_sign_in(tab_of: OpenTab) -> None:
    assert await (await tab_of(None)).hear_close() == 4401


async def test_hello_tells_the_name_and_the_model(alice: User, tab_of: OpenTab) -> None:
    report_worker(get_redis(), WorkerStatus(worker="one", model="scripted", state="ready"))
    tab = await tab_of(alice)
    await tab.say(type="hello", protocol=1)
    hello = await tab.hear("hello")
    assert hello["protocol"] == 1
    assert hello["user"] == {"name": "alice"}
    assert hello["model"] == {"name": "scripted", "state": "ready", "progress": 1.0, "message": ""}


async def test_a_change_of_the_model_is_told_once(
    alice: User, tab_of: OpenTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_status, "LOOK_SECONDS", 0.02)
    tab = await tab_of(alice)
    await tab.say(type="hello", protocol=1)
    assert (await tab.hear("hello"))["model"]["state"] == "absent"
    loading = WorkerStatus(worker="one", model="scripted", state="loading", progress=0.43)
    report_worker(get_redis(), loading)
    told = await tab.hear("model")
    assert told["model"]["state"] == "loading"
    assert told["model"]["progress"] == 0.43
    report_worker(get_redis(), WorkerStatus(worker="one", model="scripted", state="ready"))
    assert (await tab.hear("model"))["model"]["state"] == "ready"


async def test_without_redis_the_page_is_greeted_all_the_same(alice: User, tab_of: OpenTab) -> None:
    tab = await tab_of(alice)
    plugin.redis_server.stop()
    try:
        await tab.say(type="hello", protocol=1)
        assert (await tab.hear("hello"))["model"] == unknown()["model"]
        refused = await tab.send("Hello")
        assert refused["error"]["code"] == "unavailable"
    finally:
        plugin.redis_server.start()


def test_one_ready_worker_makes_the_model_ready() -> None:
    failed = WorkerStatus(worker="a", model="big", state="failed", message="out of memory")
    slow = WorkerStatus(worker="b", model="big", state="loading", progress=0.2)
    quick = WorkerStatus(worker="c", model="big", state="loading", progress=0.7)
    ready = WorkerStatus(worker="d", model="big", state="ready")
    assert summarise([failed, slow, quick, ready], "big")["state"] == "ready"
    assert summarise([failed, slow, quick], "big")["progress"] == 0.7
    assert summarise([failed], "big")["message"] == "out of memory"
    assert summarise([], "big")["state"] == "absent"


async def test_another_protocol_is_refused_and_closed(alice: User, tab_of: OpenTab) -> None:
    tab = await tab_of(alice)
    await tab.say(type="hello", protocol=2)
    assert (await tab.hear("error"))["error"]["code"] == "unsupported_protocol"
    assert await tab.hear_close() == 4406


@pytest.mark.parametrize(
    ("text", "code", "names"),
    [
        (" ", "malformed", "JSON"),
        ("{", "malformed", "JSON"),
        ("[" * 100_000, "malformed", "JSON"),
        ("9" * 10_000, "malformed", "JSON"),
        ("[]", "malformed", "object"),
        ('"hello"', "malformed", "object"),
        ("{}", "malformed", "type"),
        ('{"type": 3}', "malformed", "type"),
        ('{"type": "dance"}', "unknown_type", "dance"),
        ('{"type": "\\ud800\\u0000"}', "unknown_type", "\\ud800"),
        ('{"type": "hello"}', "malformed", "protocol"),
        ('{"type": "hello", "protocol": true}', "malformed", "protocol"),
        ('{"type": "hello", "protocol": 1.5}', "malformed", "protocol"),
        ('{"type": "ping", "loud": true}', "malformed", "loud"),
        ('{"type": "watch", "conversation": "x"}', "malformed", "conversation"),
        ('{"type": "watch", "conversation": 7}', "malformed", "conversation"),
        ('{"type": "stop", "generation": null}', "malformed", "generation"),
        (f'{{"type": "stop", "generation": "{{{SOME_ID}}}"}}', "malformed", "generation"),
        (f'{{"type": "resume", "generation": "{SOME_ID}", "after": -1}}', "malformed", "after"),
        (f'{{"type": "resume", "generation": "{SOME_ID}", "after": NaN}}', "malformed", "after"),
        ('{"type": "acknowledge", "frames": 1}', "malformed", "frames"),
    ],
)
async def test_nonsense_gets_a_typed_error_that_names_the_field(
    alice: User, tab_of: OpenTab, text: str, code: str, names: str
) -> None:
    tab = await tab_of(alice)
    await tab.say_raw(text)
    error = (await tab.hear("error"))["error"]
    assert error["code"] == code
    assert names in error["message"]
    assert await tab.hears_nothing()


async def test_an_error_tells_which_frame_it_answers(alice: User, tab_of: OpenTab) -> None:
    tab = await tab_of(alice)
    await tab.say(type="watch")
    assert (await tab.hear("error"))["in_reply_to"] == "watch"


async def test_binary_frames_are_refused(alice: User, tab_of: OpenTab) -> None:
    tab = await tab_of(alice)
    await tab.communicator.send_input({"type": "websocket.receive", "bytes": b"\x00\xff"})
    assert (await tab.hear("error"))["error"]["code"] == "malformed"


async def test_signing_out_closes_at_the_next_frame(alice: User, tab_of: OpenTab) -> None:
    tab = await tab_of(alice)
    await database(tab.client.logout)
    refused = await tab.send("Hello")
    assert refused["error"]["code"] == "sign_in"
    assert await tab.hear_close() == 4401


async def test_a_disabled_account_can_neither_read_nor_write(alice: User, tab_of: OpenTab) -> None:
    generation = await database(say, alice, "Hello")
    tab = await tab_of(alice)
    await database(User.objects.update, is_active=False)
    await tab.say(type="watch", conversation=str(generation.conversation_id))
    assert (await tab.hear("error"))["error"]["code"] == "sign_in"
    assert await tab.hear_close() == 4401


@pytest.mark.parametrize("how", ["signed out", "disabled", "new password"])
async def test_who_only_reads_loses_the_right_to_as_well(
    alice: User, bob: User, tab_of: OpenTab, writer: StreamWriter, how: str
) -> None:
    generation = await database(say, alice, "Hello")
    tab, other = await tab_of(alice), await tab_of(bob)
    await tab.say(type="watch", conversation=str(generation.conversation_id))
    await tab.hear("reply")
    if how == "signed out":
        await database(tab.client.logout)
    elif how == "disabled":
        await database(User.objects.filter(pk=alice.pk).update, is_active=False)
    else:
        alice.set_password("something else")
        await database(alice.save)
    async with asyncio.timeout(2):
        assert (await tab.hear("error"))["error"]["code"] == "sign_in"
        assert await tab.hear_close() == 4401
    secret = (Append(str(generation.pk), 1, (Text(text="a secret"),)),)
    await asyncio.to_thread(writer.append, secret)
    assert await other.hears_nothing()
    assert await tab.communicator.receive_nothing()


async def test_a_failure_in_one_frame_leaves_the_socket_alive(
    alice: User,
    tab_of: OpenTab,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a mistake of ours")

    tab = await tab_of(alice)
    with monkeypatch.context() as patch:
        patch.setattr("chat.answers.send", fail)
        refused = await tab.send("Hello, secret")
    assert refused["error"]["code"] == "unavailable"
    assert "a mistake of ours" in caplog.text
    assert "secret" not in caplog.text
    assert (await tab.send("Hello"))["type"] == "accepted"


async def flooded(tab: Tab, writer: StreamWriter, generation: str, *, frames: int) -> None:
    """More text than the window holds."""
    for _ in range(frames):
        writer.append([Append(generation, 1, (Text(text="x" * 16_000),))])


async def test_a_reader_who_does_not_read_is_closed_and_costs_no_memory(
    alice: User, tab_of: OpenTab, writer: StreamWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "PATIENCE_SECONDS", 0.2)
    tab = await tab_of(alice)
    generation = (await tab.send("Hello"))["generation"]
    await flooded(tab, writer, generation, frames=40)
    assert await tab.hear_close() == 4408
    replies = [frame for frame in tab.heard if frame["type"] == "reply"]
    assert 0 < sum(map(len, map(json.dumps, replies))) <= window.UNACKNOWLEDGED_BYTES * 1.01


async def test_a_reader_who_acknowledges_gets_it_all(
    alice: User, tab_of: OpenTab, writer: StreamWriter
) -> None:
    tab = await tab_of(alice)
    generation = (await tab.send("Hello"))["generation"]
    await flooded(tab, writer, generation, frames=40)
    frames = 0
    while len(tab.text(generation)) < 40 * 16_000:
        await tab.hear("reply")
        frames += 1
        await tab.say(type="acknowledge", frames=frames)
    assert tab.text(generation) == "x" * 640_000


async def test_frames_are_no_more_often_than_a_screen_is_drawn(
    alice: User, tab_of: OpenTab, writer: StreamWriter
) -> None:
    tab = await tab_of(alice)
    generation = (await tab.send("Hello"))["generation"]
    await tab.hear("reply")
    began = asyncio.get_running_loop().time()
    for _ in range(200):
        writer.append([Append(generation, 1, (Text(text="x"),))])
        await asyncio.sleep(0.001)
    while len(tab.text(generation)) < 200:
        await tab.hear("reply")
    seconds = asyncio.get_running_loop().time() - began
    frames = sum(frame["type"] == "reply" for frame in tab.heard) - 1
    assert frames <= seconds / 0.016 + 1


@pytest.mark.parametrize("what", ["the next text", "a ping"])
async def test_a_tab_that_is_gone_ends_its_reply_at_once_and_quietly(
    alice: User,
    tab_of: OpenTab,
    writer: StreamWriter,
    caplog: pytest.LogCaptureFixture,
    what: str,
) -> None:
    tab = await tab_of(alice)
    generation = (await tab.send("Hello"))["generation"]
    await tab.hear("reply")
    tab.is_gone = True
    if what == "a ping":
        await tab.say(type="ping")

    async def nothing_is_told() -> bool:
        await asyncio.to_thread(writer.append, [Append(generation, 1, (Text(text="x"),))])
        return not any(name.startswith("pump ") for name in tasks_left())

    assert await until(nothing_is_told)
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
