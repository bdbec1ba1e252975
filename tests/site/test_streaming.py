"""A reply on its way from a real worker, over a real Redis and a real Daphne, to several people."""

from __future__ import annotations

import asyncio
import re

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin

from tests.support.people import Person
from tests.support.site import Site
from tests.support.waiting import until


async def test_a_message_is_answered_token_by_token(alice: Person) -> None:
    async with alice.tab() as tab:
        generation = (await tab.send("!tokens 30"))["generation"]
        text = await tab.whole_reply(generation)

        kinds = [event["type"] for event in tab.events(generation)]
        assert kinds[0] == "queued"
        assert kinds[1] == "started"
        assert kinds[-2:] == ["usage", "finished"]
        assert kinds.count("text") > 5, "the text must come in many pieces"
        assert len(text) > 30


async def test_two_users_stream_at_once_and_never_see_each_others_text(
    alice: Person, bob: Person
) -> None:
    async with alice.tab() as hers, bob.tab() as his:
        a = (await hers.send("!reply " + "apple " * 60))["generation"]
        b = (await his.send("!reply " + "banana " * 60))["generation"]
        texts = await asyncio.gather(hers.whole_reply(a), his.whole_reply(b))

        assert [set(text.split()) for text in texts] == [{"apple"}, {"banana"}]
        assert "banana" not in str(hers.frames)
        assert "apple" not in str(his.frames)


async def test_reload_in_mid_reply_shows_the_earlier_text_and_goes_on(alice: Person) -> None:
    words = " ".join(f"word{n}" for n in range(120))
    async with alice.tab() as tab:
        accepted = await tab.send(f"!reply {words}")
        await tab.some_text(accepted["generation"], 40)
    async with alice.tab() as reloaded:
        await reloaded.say(type="watch", conversation=accepted["conversation"]["id"])
        snapshot = await reloaded.hear("snapshot")

        assert snapshot["reply"]["generation"] == accepted["generation"]
        assert await reloaded.whole_reply(accepted["generation"]) == words


async def test_a_second_tab_sees_the_same_tokens_live(alice: Person) -> None:
    async with alice.tab() as first, alice.tab() as second:
        accepted = await first.send("!tokens 10")
        await first.whole_reply(accepted["generation"])
        conversation = accepted["conversation"]["id"]
        await second.say(type="watch", conversation=conversation)
        await second.hear("snapshot")

        parent = accepted["reply"]["id"]
        again = await first.send("!reply hello again", conversation, parent=parent)

        assert await second.whole_reply(again["generation"]) == "hello again"
        assert await first.whole_reply(again["generation"]) == "hello again"


async def test_the_tab_closed_during_a_reply_finds_it_whole_later(alice: Person) -> None:
    words = " ".join(f"word{n}" for n in range(60))
    async with alice.tab() as tab:
        accepted = await tab.send(f"!reply {words}")
        await tab.some_text(accepted["generation"])
    conversation = accepted["conversation"]["id"]

    async def is_whole() -> bool:
        async with alice.tab() as later:
            await later.say(type="watch", conversation=conversation)
            messages = (await later.hear("snapshot"))["messages"]
            return bool(messages[-1]["text"] == words)

    assert await until(is_whole, what="the reply to be saved")


async def test_resume_after_a_number_gives_exactly_the_rest(alice: Person) -> None:
    async with alice.tab() as tab:
        accepted = await tab.send("!reply " + " ".join(f"w{n}" for n in range(40)))
        generation = accepted["generation"]
        whole = await tab.whole_reply(generation)
        half = next(
            frame
            for frame in tab.frames
            if frame["type"] == "reply" and frame["generation"] == generation and frame["seq"] > 20
        )
        known = "".join(
            event.get("text", "")
            for frame in tab.frames[: tab.frames.index(half) + 1]
            if frame["type"] == "reply"
            for event in frame["events"]
        )
    async with alice.tab() as other:
        await other.say(type="resume", generation=generation, after=half["seq"])
        assert known + await other.whole_reply(generation) == whole


async def test_the_finished_reply_knows_its_times_and_counts(alice: Person) -> None:
    async with alice.tab() as tab:
        generation = (await tab.send("!tokens 20"))["generation"]
        await tab.whole_reply(generation)
        usage = tab.events(generation)[-2]

    assert usage["completion_token_count"] == 20
    assert 0 <= usage["queue_seconds"] <= usage["ttft_seconds"] < 10
    assert usage["decode_seconds"] > 0.1


async def test_a_failure_in_mid_reply_keeps_what_was_said(alice: Person) -> None:
    async with alice.tab() as tab:
        accepted = await tab.send("!fail after 10")
        generation = accepted["generation"]
        text = await tab.whole_reply(generation)

        ending = tab.ending(generation)
        assert ending is not None
        assert ending["type"] == "failed"
        assert ending["message"]
        assert text
        saved = await tab.hear_when(
            lambda frame: (
                frame["type"] == "snapshot"
                and frame["messages"][-1]["generation"]["status"] == "failed"
            ),
            what="the saved failure",
        )
        assert saved["messages"][-1]["text"] == text


async def test_a_socket_without_our_origin_is_refused(site: Site, alice: Person) -> None:
    address = site.url.replace("http", "ws", 1) + "/ws/"
    suffix, other_port = f"http://127.0.0.1.evil.example:{site.port}", "http://127.0.0.1:1"
    for origin in ("https://evil.example", "null", None, suffix, other_port):
        headers = {"Cookie": alice.cookie}
        foreign = Origin(origin) if origin else None
        with pytest.raises(InvalidStatus) as refusal:
            await connect(address, origin=foreign, additional_headers=headers)
        assert refusal.value.response.status_code == 403


async def test_the_metrics_move(site: Site, alice: Person) -> None:
    async with alice.tab() as tab:
        await tab.whole_reply((await tab.send("!tokens 5"))["generation"])

    page = httpx.get(site.url + "/metrics").text
    counted = re.findall(r'^chat_frames_sent_total{type="reply"} (\S+)', page, re.MULTILINE)
    assert counted
    assert float(counted[0]) > 0
