"""watch and resume: whatever was dropped between, a page shows exactly what was said."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from unittest.mock import AsyncMock
from uuid import UUID, uuid4

from redis import Redis

from accounts.models import User
from chat import services
from chat.models import Generation
from chat.streaming import Reply
from chat.tasks import save_outcome, save_reply
from chat.watching import Watch
from chat.wire.outbound import with_saved
from inference.client import recover_outcome
from inference.contract import Event, Finished, Outcome, Text
from inference.store import log_key, state_key
from inference.stream import Append, StreamWriter
from tests.chat.tab import OpenTab, Tab, database, tasks_left
from tests.support.cast import reply_to, say, talk


def write(writer: StreamWriter, generation: Generation | str, *events: Event) -> None:
    name = generation if isinstance(generation, str) else str(generation.pk)
    assert not writer.append([Append(name, 1, events)])[0].refused


async def watched(tab: Tab, conversation: UUID | str) -> dict[str, object]:
    await tab.say(type="watch", conversation=str(conversation))
    return await tab.hear("snapshot")


def texts(snapshot: dict[str, object]) -> Sequence[str]:
    messages = snapshot["messages"]
    assert isinstance(messages, list)
    return [message["text"] for message in messages]


async def test_a_snapshot_holds_the_whole_conversation(alice: User, tab_of: OpenTab) -> None:
    last = await database(talk, alice, "One?", "One.", "Two?", "Two.")
    tab = await tab_of(alice)
    snapshot = await watched(tab, last.conversation_id)
    assert texts(snapshot) == ["One?", "One.", "Two?", "Two."]
    assert snapshot["reply"] is None
    assert await tab.hears_nothing()


async def test_a_page_that_comes_back_is_told_only_what_it_has_not(
    alice: User, tab_of: OpenTab, writer: StreamWriter
) -> None:
    generation = await database(say, alice, "Hello")
    write(writer, generation, Text(text="Once "), Text(text="upon "), Text(text="a time"))
    had = {"generation": str(generation.pk), "after": 3}  # queued, and two parts
    tab = await tab_of(alice)
    await tab.say(type="watch", conversation=str(generation.conversation_id), **had)
    await tab.hear("snapshot")
    frame = await tab.hear("reply")
    assert (frame["after"], frame["seq"]) == (3, 4)
    assert [event["text"] for event in frame["events"]] == ["a time"]


async def test_what_a_page_has_of_another_reply_does_not_count(
    alice: User, tab_of: OpenTab, writer: StreamWriter
) -> None:
    generation = await database(say, alice, "Hello")
    write(writer, generation, Text(text="Once "))
    had = {"generation": str(uuid4()), "after": 1}
    tab = await tab_of(alice)
    await tab.say(type="watch", conversation=str(generation.conversation_id), **had)
    assert (await tab.hear("reply"))["after"] == 0


async def test_a_reload_in_mid_reply_shows_what_was_written_and_goes_on(
    alice: User, tab_of: OpenTab, writer: StreamWriter
) -> None:
    generation = await database(say, alice, "Hello")
    write(writer, generation, Text(text="Once "), Text(text="upon "))
    tab = await tab_of(alice)
    snapshot = await watched(tab, generation.conversation_id)
    assert texts(snapshot) == ["Hello", ""]
    assert snapshot["reply"] == {
        "generation": str(generation.pk),
        "message": str(generation.message_id),
    }
    await tab.hear("reply")
    write(writer, generation, Text(text="a time"), Finished(reason="stop"))
    await tab.hear_ending(str(generation.pk))
    assert tab.text(str(generation.pk)) == "Once upon a time"


async def test_resume_goes_on_after_the_last_number(
    alice: User, tab_of: OpenTab, writer: StreamWriter
) -> None:
    generation = await database(say, alice, "Hello")
    write(writer, generation, *(Text(text=str(number)) for number in range(9)))
    tab = await tab_of(alice)
    await tab.say(type="resume", generation=str(generation.pk), after=4)
    frame = await tab.hear("reply")
    assert frame["after"] == 4
    assert frame["seq"] == 10
    assert frame["events"][0]["text"] == "345678"
    write(writer, generation, Text(text="9"))
    assert (await tab.hear("reply"))["events"][0]["text"] == "9"


async def test_resume_right_after_watch_is_answered_at_once(
    alice: User, tab_of: OpenTab, writer: StreamWriter
) -> None:
    generation = await database(say, alice, "Hello")
    write(writer, generation, Text(text="Once "))
    tab = await tab_of(alice)
    for _ in range(100):
        began = asyncio.get_running_loop().time()
        await watched(tab, generation.conversation_id)
        await tab.say(type="resume", generation=str(generation.pk), after=1)
        frame = await tab.hear_when(lambda frame: frame.get("after") == 1)
        assert frame["seq"] == 2
        assert asyncio.get_running_loop().time() - began < 2.5


async def test_two_reasons_to_tell_a_reply_at_once_tell_it_once(
    alice: User, tab_of: OpenTab
) -> None:
    generation = await database(say, alice, "Hello")
    reply = Reply(
        conversation=generation.conversation_id,
        generation=generation.pk,
        message=generation.message_id,
    )
    watch = Watch(
        say=AsyncMock(),
        tell=AsyncMock(),
        load_snapshot=AsyncMock(),
        is_active=AsyncMock(),
        keep_company=AsyncMock(),
    )
    await watch.follow(reply)
    await asyncio.gather(watch.follow(reply), watch.follow(reply))
    assert len(tasks_left()) == 1
    await watch.stop()
    assert not tasks_left()


async def test_a_second_tab_sees_the_message_and_its_reply_by_itself(
    alice: User, tab_of: OpenTab, writer: StreamWriter
) -> None:
    last = await database(talk, alice, "One?", "One.")
    first, second = await tab_of(alice), await tab_of(alice)
    await watched(first, last.conversation_id)
    await watched(second, last.conversation_id)
    accepted = await first.send("Two?", conversation=str(last.conversation_id), parent=str(last.pk))
    snapshot = await second.hear("snapshot")
    assert texts(snapshot) == ["One?", "One.", "Two?", ""]

    write(writer, accepted["generation"], Text(text="Two."), Finished(reason="stop"))
    for tab in (first, second):
        await tab.hear_ending(accepted["generation"])
        assert tab.text(accepted["generation"]) == "Two."


async def test_the_tab_that_sent_hears_no_snapshot_of_its_own_turn(
    alice: User, tab_of: OpenTab, writer: StreamWriter
) -> None:
    first, second = await tab_of(alice), await tab_of(alice)
    accepted = await first.send("Hello")
    await watched(second, accepted["conversation"]["id"])
    rename = partial(
        services.rename_conversation,
        user=alice,
        conversation_id=UUID(accepted["conversation"]["id"]),
        title="Greetings",
    )
    await database(rename)
    for tab in (first, second):
        snapshot = await tab.hear("snapshot")
        assert snapshot["conversation"]["title"] == "Greetings"
    assert [frame["type"] for frame in first.heard].count("snapshot") == 1


async def test_the_saved_reply_is_told_after_its_last_event(
    alice: User, tab_of: OpenTab, writer: StreamWriter
) -> None:
    tab = await tab_of(alice)
    accepted = await tab.send("Hello")
    generation = accepted["generation"]
    write(writer, generation, Text(text="Hi."), Finished(reason="stop"))
    outcome = Outcome(id=generation, attempt=1, text="Hi.", finish_reason="stop")
    await database(save_reply, outcome.to_json())

    snapshot = await tab.hear("snapshot")
    assert texts(snapshot) == ["Hello", "Hi."]
    assert snapshot["messages"][1]["generation"]["status"] == "finished"
    endings = [one for frame in tab.heard for one in frame.get("events", ())]
    assert endings[-1]["type"] == "finished"
    assert tab.text(generation) == "Hi."


async def test_a_retry_elsewhere_shows_the_new_branch(alice: User, tab_of: OpenTab) -> None:
    last = await database(talk, alice, "One?", "One.")
    tab = await tab_of(alice)
    await watched(tab, last.conversation_id)
    other = await tab_of(alice)
    client_id = "0b9f2c4e-3c46-4a4e-9f0a-3f1d5a6b7c8d"
    await other.say(type="retry", client_id=client_id, message=str(last.pk))
    accepted = await other.hear("accepted")
    snapshot = await tab.hear("snapshot")
    assert [one["id"] for one in snapshot["messages"]] == [
        str(last.parent_id),
        accepted["reply"]["id"],
    ]


async def test_a_conversation_deleted_elsewhere_is_not_found_any_more(
    alice: User, tab_of: OpenTab
) -> None:
    last = await database(talk, alice, "One?", "One.")
    tab = await tab_of(alice)
    await watched(tab, last.conversation_id)
    await database(
        partial(services.delete_conversation, user=alice, conversation_id=last.conversation_id)
    )
    error = await tab.hear("error")
    assert error["error"]["code"] == "not_found"
    assert error["in_reply_to"] == "watch"


async def test_watching_nothing_ends_what_was_told(
    alice: User, tab_of: OpenTab, writer: StreamWriter
) -> None:
    tab = await tab_of(alice)
    generation = (await tab.send("Hello"))["generation"]
    await tab.say(type="watch", conversation=None)
    await tab.say(type="ping")
    await tab.hear("pong")
    write(writer, generation, Text(text="Hi."), Finished(reason="stop"))
    assert await tab.hears_nothing()


async def test_two_tabs_with_two_conversations_never_mix(
    alice: User, bob: User, tab_of: OpenTab, writer: StreamWriter
) -> None:
    tabs = {"Alice's": await tab_of(alice), "Bob's": await tab_of(bob)}
    sent = {text: (await tab.send(text))["generation"] for text, tab in tabs.items()}
    for _ in range(20):
        writer.append([Append(one, 1, (Text(text=text),)) for text, one in sent.items()])
    for text, tab in tabs.items():
        write(writer, sent[text], Finished(reason="stop"))
        await tab.hear_ending(sent[text])
        assert tab.text(sent[text]) == text * 20
        assert {one["generation"] for one in tab.heard if one["type"] == "reply"} == {sent[text]}


async def test_a_reply_whose_log_has_expired_is_gone(
    alice: User, tab_of: OpenTab, empty_redis: Redis
) -> None:
    generation = await database(say, alice, "Hello")
    await database(reply_to, generation, "Whole.")
    empty_redis.delete(state_key(str(generation.pk)), log_key(str(generation.pk)))
    tab = await tab_of(alice)
    await tab.say(type="resume", generation=str(generation.pk), after=1)
    assert (await tab.hear("gone"))["generation"] == str(generation.pk)
    snapshot = await watched(tab, generation.conversation_id)
    assert texts(snapshot) == ["Hello", "Whole."]


async def test_a_saved_reply_is_told_as_the_database_has_it(
    alice: User, tab_of: OpenTab, writer: StreamWriter
) -> None:
    generation = await database(say, alice, "Hello")
    tab = await tab_of(alice)
    before = await watched(tab, generation.conversation_id)
    write(writer, generation, Text(text="Hello!"), Finished(reason="stop"))
    outcome = await database(recover_outcome, str(generation.pk))
    assert outcome is not None
    await database(save_outcome, outcome)
    stored = await watched(await tab_of(alice), generation.conversation_id)
    # One that was being loaded when it was saved may hold a part of it, and comes first.
    while (told := await tab.hear("snapshot")) != stored:
        pass
    saved = {"conversation": told["conversation"], "message": told["messages"][-1]}
    assert with_saved(before, saved) == told  # nobody need ask the database for it
