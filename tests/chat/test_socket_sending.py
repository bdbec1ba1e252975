"""send, retry and stop over the socket."""

from __future__ import annotations

from uuid import uuid4

from accounts.models import User
from chat.models import Conversation, Generation, Message
from inference.config import get_config
from inference.contract import Event, Failed, Finished, Reasoning, Started, Text, ToolCallPart
from inference.stream import Append, Held, StreamWriter
from tests.chat.tab import OpenTab, database
from tests.support.cast import reply_to, say, talk
from tests.support.taking import take
from tests.support.waiting import until


async def test_the_reply_comes_after_the_answer_and_ends(
    alice: User, tab_of: OpenTab, writer: StreamWriter
) -> None:
    tab = await tab_of(alice)
    accepted = await tab.send("Hello")
    assert accepted["type"] == "accepted"
    assert accepted["message"]["text"] == "Hello"
    assert accepted["message"]["parent"] is None
    assert accepted["reply"]["parent"] == accepted["message"]["id"]
    assert accepted["reply"]["generation"]["status"] == "active"
    assert accepted["conversation"]["url"] == f"/c/{accepted['conversation']['id']}/"

    generation = accepted["generation"]
    events: tuple[Event, ...] = (
        Started(model="pocket", revision="1", prompt_token_count=5),
        Text(text="Hel"),
        Text(text="lo 👋"),
        Finished(reason="stop"),
    )
    writer.append([Append(generation, 1, events)])
    assert await tab.hear_ending(generation) == {"type": "finished", "reason": "stop"}
    assert tab.text(generation) == "Hello 👋"
    first = next(frame for frame in tab.heard if frame["type"] == "reply")
    assert first["message"] == accepted["reply"]["id"]
    assert first["events"][0] == {"type": "queued", "position": 0}


async def test_neighbouring_text_comes_joined(
    alice: User, tab_of: OpenTab, writer: StreamWriter
) -> None:
    tab = await tab_of(alice)
    generation = (await tab.send("Hello"))["generation"]
    writer.append([Append(generation, 1, tuple(Text(text=str(n % 10)) for n in range(100)))])
    frame = await tab.hear_when(lambda frame: frame["type"] == "reply" and frame["seq"] == 101)
    assert frame["events"][-1] == {"type": "text", "text": "0123456789" * 10, "token_count": 100}


async def test_reasoning_and_fragments_of_tool_calls_come_joined_and_in_order(
    alice: User, tab_of: OpenTab, writer: StreamWriter
) -> None:
    tab = await tab_of(alice)
    generation = (await tab.send("Hello"))["generation"]
    events: tuple[Event, ...] = (
        *(Reasoning(text=word) for word in ("One ", "may ", "think.")),
        *(Text(text=word) for word in ("I ", "say.")),
        ToolCallPart(index=0, id="call_a", name="clock"),
        *(ToolCallPart(index=0, arguments=part) for part in ('{"a"', ": 1}")),
        ToolCallPart(index=1, id="call_b", name="dice"),
    )
    writer.append([Append(generation, 1, events)])
    frame = await tab.hear_when(lambda frame: frame["type"] == "reply" and frame["seq"] == 10)
    told = [event for event in frame["events"] if event["type"] != "queued"]
    call = {"type": "tool_call", "index": 0, "id": "call_a", "name": "clock"}
    other = {"type": "tool_call", "index": 1, "id": "call_b", "name": "dice"}
    assert told == [
        {"type": "reasoning", "text": "One may think.", "token_count": 3},
        {"type": "text", "text": "I say.", "token_count": 2},
        call | {"arguments": '{"a": 1}', "token_count": 3},
        other | {"arguments": "", "token_count": 1},
    ]


async def test_the_same_send_twice_gets_the_same_answer(alice: User, tab_of: OpenTab) -> None:
    tab, client_id = await tab_of(alice), str(uuid4())
    answers = [await tab.send("Hello", client_id=client_id) for _ in range(10)]
    assert len({(answer["generation"], answer["message"]["id"]) for answer in answers}) == 1
    assert await database(Message.objects.count) == 2


async def test_two_tabs_with_the_same_send_get_the_same_answer(
    alice: User, tab_of: OpenTab
) -> None:
    tabs, client_id = [await tab_of(alice) for _ in range(4)], str(uuid4())
    for tab in tabs:
        await tab.say(
            type="send", client_id=client_id, conversation=None, parent=None, text="Hello"
        )
    answers = [await tab.hear("accepted") for tab in tabs]
    assert len({answer["generation"] for answer in answers}) == 1
    assert await database(Message.objects.count) == 2


async def test_a_text_that_is_too_long_is_refused_and_the_socket_lives(
    alice: User, tab_of: OpenTab
) -> None:
    tab, client_id = await tab_of(alice), str(uuid4())
    refused = await tab.send("x" * 65_536, client_id=client_id)
    assert refused["type"] == "refused"
    assert refused["client_id"] == client_id
    assert refused["error"]["code"] == "text_too_long"
    assert not await database(Conversation.objects.exists)
    assert (await tab.send("shorter", client_id=client_id))["type"] == "accepted"


async def test_half_a_surrogate_pair_is_refused(alice: User, tab_of: OpenTab) -> None:
    tab = await tab_of(alice)
    for text in ("a\ud800b", "nul\0nul"):
        assert (await tab.send(text))["error"]["code"] == "text_invalid"
    assert (await tab.send("  "))["error"]["code"] == "text_empty"


async def test_a_site_without_room_says_when_to_come_back(alice: User, tab_of: OpenTab) -> None:
    for _ in range(get_config().max_requests_per_user):
        await database(say, alice, "Question")
    stored = await database(Message.objects.count)
    tab = await tab_of(alice)
    refused = await tab.send("One more")
    assert refused["error"]["code"] == "overloaded"
    assert refused["error"]["retry_after_seconds"] >= 1
    assert await database(Message.objects.count) == stored


async def test_a_busy_conversation_refuses_a_retry(alice: User, tab_of: OpenTab) -> None:
    tab = await tab_of(alice)
    accepted = await tab.send("One?")
    reply = accepted["reply"]["id"]
    refused = await tab.ask(type="retry", client_id=str(uuid4()), message=reply)
    assert refused["error"]["code"] == "busy"


async def test_bob_cannot_reach_alices_conversation(
    alice: User, bob: User, tab_of: OpenTab
) -> None:
    last = await database(talk, alice, "One?", "One.")
    waiting = await database(say, alice, "Two?", last)
    tab = await tab_of(bob)

    await tab.say(type="watch", conversation=str(last.conversation_id))
    foreign = await tab.hear("error")
    await tab.say(type="watch", conversation=str(uuid4()))
    assert await tab.hear("error") == foreign
    assert foreign["error"]["code"] == "not_found"

    await tab.say(type="resume", generation=str(waiting.pk), after=0)
    assert (await tab.hear("error"))["error"] == foreign["error"]
    await tab.say(type="stop", generation=str(waiting.pk))
    assert (await tab.hear("error"))["error"] == foreign["error"]
    answer = await tab.send("Hello", conversation=str(last.conversation_id), parent=str(last.pk))
    assert answer["error"] == foreign["error"]
    await tab.say(type="retry", client_id=str(uuid4()), message=str(last.pk))
    assert (await tab.hear("refused"))["error"] == foreign["error"]

    assert (await database(Generation.objects.get, pk=waiting.pk)).is_active
    assert await database(Message.objects.count) == 4


async def test_retry_makes_another_reply_beside_the_first(
    alice: User, tab_of: OpenTab, writer: StreamWriter
) -> None:
    tab = await tab_of(alice)
    accepted = await tab.send("Hello")
    failed = Failed(error_type="generation", message="The engine failed.")
    writer.append([Append(accepted["generation"], 1, (Text(text="Half"), failed))])
    await tab.hear_ending(accepted["generation"])
    generation = await database(Generation.objects.get, pk=accepted["generation"])
    outcome = {"id": str(generation.pk), "attempt": 1, "text": "Half", "error_type": "generation"}
    from chat.tasks import save_reply

    await database(save_reply, outcome)

    await tab.say(type="retry", client_id=str(uuid4()), message=accepted["reply"]["id"])
    again = await tab.hear("accepted")
    assert again["message"]["id"] == accepted["message"]["id"]
    assert again["reply"]["id"] != accepted["reply"]["id"]
    writer.append([Append(again["generation"], 1, (Text(text="Whole"), Finished(reason="stop")))])
    await tab.hear_ending(again["generation"])
    assert tab.text(again["generation"]) == "Whole"
    assert (await database(Message.objects.get, pk=accepted["reply"]["id"])).text == "Half"


async def test_a_reply_that_waits_is_stopped_at_once(alice: User, tab_of: OpenTab) -> None:
    tab = await tab_of(alice)
    accepted = await tab.send("Hello")
    await tab.say(type="stop", generation=accepted["generation"])
    assert await tab.hear_ending(accepted["generation"]) == {
        "type": "finished",
        "reason": "stopped",
    }
    ended = Generation.objects.filter(status="finished", finish_reason="stopped")
    await until(lambda: database(ended.filter(pk=accepted["generation"]).exists))


async def test_a_running_reply_is_asked_to_stop(
    alice: User, tab_of: OpenTab, writer: StreamWriter
) -> None:
    tab = await tab_of(alice)
    generation = (await tab.send("Hello"))["generation"]
    assert take(generation)
    await tab.say(type="stop", generation=generation)
    assert (await tab.hear("stopping"))["generation"] == generation
    assert writer.renew([Held(generation, 1)]) == {generation: "stop"}
    assert (await database(Generation.objects.get, pk=generation)).is_active


async def test_stopping_what_has_ended_changes_nothing(alice: User, tab_of: OpenTab) -> None:
    waiting = await database(say, alice, "Hello")
    await database(reply_to, waiting, "Whole.")
    tab = await tab_of(alice)
    await tab.say(type="stop", generation=str(waiting.pk))
    assert (await tab.hear("stopping"))["generation"] == str(waiting.pk)
    generation = await database(Generation.objects.get, pk=waiting.pk)
    assert generation.finish_reason == "stop"
