"""Queued messages over the socket: every tab sees them, and sees them go."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

import pytest

from accounts.models import User
from chat.models import Generation
from chat.queueing import LONGEST_QUEUE
from chat.tasks import save_outcome
from inference.client import recover_outcome
from inference.contract import Finished, Text
from inference.stream import Append, StreamWriter
from tests.chat.tab import Frame, OpenTab, Tab, database

pytestmark = pytest.mark.django_db(transaction=True)


async def queue(tab: Tab, accepted: Frame, text: str, client_id: str | None = None) -> Frame:
    """Behind the reply that was accepted."""
    return await tab.send(
        text,
        conversation=accepted["conversation"]["id"],
        parent=accepted["reply"]["id"],
        client_id=client_id or str(uuid4()),
    )


def queued_texts(frame: Frame) -> list[str]:
    return [one["text"] for one in frame["queue"]["messages"]]


async def hear_queue(tab: Tab, *texts: str, held: bool = False) -> Frame:
    """The snapshot with this queue."""
    return await tab.hear_when(
        lambda frame: (
            frame["type"] == "snapshot"
            and queued_texts(frame) == list(texts)
            and frame["queue"]["held"] == held
        )
    )


async def end(writer: StreamWriter, generation: str, text: str) -> None:
    """As a worker does, and the web worker after it."""
    writer.append([Append(generation, 1, (Text(text=text), Finished(reason="stop")))])
    outcome = await database(recover_outcome, generation)
    assert outcome is not None
    await database(save_outcome, outcome)


async def both_tabs(alice: User, tab_of: OpenTab) -> tuple[Tab, Tab, Frame]:
    """Two that watch the same conversation, in which a reply is being written."""
    tab, other = await tab_of(alice), await tab_of(alice)
    accepted = await tab.send("One?")
    await other.say(type="watch", conversation=accepted["conversation"]["id"])
    await hear_queue(other)
    return tab, other, accepted


async def test_it_is_told_to_every_tab_and_after_a_reload(alice: User, tab_of: OpenTab) -> None:
    tab, other, accepted = await both_tabs(alice, tab_of)
    client_id = str(uuid4())
    answer = await queue(tab, accepted, "Two?", client_id)
    assert (answer["type"], answer["conversation"]) == ("queue", accepted["conversation"]["id"])
    (message,) = answer["queue"]["messages"]
    assert (message["client_id"], message["text"]) == (client_id, "Two?")
    assert (message["not_before"], answer["queue"]["held"]) == (None, False)
    assert (await hear_queue(other, "Two?"))["queue"] == answer["queue"]

    later = await tab_of(alice)
    await later.say(type="watch", conversation=accepted["conversation"]["id"])
    assert (await later.hear("snapshot"))["queue"] == answer["queue"]


async def test_who_queued_it_needs_no_snapshot_of_that(alice: User, tab_of: OpenTab) -> None:
    tab, other, accepted = await both_tabs(alice, tab_of)
    await tab.say(type="watch", conversation=accepted["conversation"]["id"])
    await hear_queue(tab)
    await queue(tab, accepted, "Two?")
    await hear_queue(other, "Two?")  # it has been announced
    await queue(tab, accepted, "Three?")
    await hear_queue(other, "Two?", "Three?")
    assert not [one for one in tab.heard if one["type"] == "snapshot" and queued_texts(one)]


async def test_it_is_edited_and_removed_in_all_tabs(alice: User, tab_of: OpenTab) -> None:
    tab, other, accepted = await both_tabs(alice, tab_of)
    two, three = str(uuid4()), str(uuid4())
    await queue(tab, accepted, "Two?", two)
    await queue(tab, accepted, "Three?", three)
    await hear_queue(other, "Two?", "Three?")
    answer = await other.ask(type="edit_queued", client_id=two, text="Two, please?")
    assert queued_texts(answer) == ["Two, please?", "Three?"]
    await hear_queue(tab, "Two, please?", "Three?")
    answer = await other.ask(type="cancel_queued", client_id=three)
    assert queued_texts(answer) == ["Two, please?"]
    await hear_queue(tab, "Two, please?")
    again = await other.ask(type="cancel_queued", client_id=three)
    assert again == answer
    refused = await other.ask(type="edit_queued", client_id=three, text="Late")
    assert refused["error"]["code"] == "already_removed"
    refused = await other.ask(type="edit_queued", client_id=two, text=" ")
    assert refused["error"]["code"] == "text_empty"


async def test_when_the_reply_has_ended_all_tabs_see_the_next_one_told(
    alice: User, tab_of: OpenTab, writer: StreamWriter
) -> None:
    tab, other, accepted = await both_tabs(alice, tab_of)
    client_id = str(uuid4())
    await queue(tab, accepted, "Two?", client_id)
    await hear_queue(other, "Two?")
    await end(writer, accepted["generation"], "One.")
    second = await database(partial(Generation.objects.get, client_id=client_id))
    for one in (tab, other):
        shown = await hear_texts(one, ["One?", "One.", "Two?", ""])
        assert shown["reply"]["generation"] == str(second.pk)
        assert queued_texts(shown) == []
    await end(writer, str(second.pk), "Two.")
    for one in (tab, other):
        await one.hear_ending(str(second.pk))
        assert one.text(accepted["generation"]) == "One."
        assert one.text(str(second.pk)) == "Two."
        await hear_texts(one, ["One?", "One.", "Two?", "Two."])


async def hear_texts(tab: Tab, texts: list[str]) -> Frame:
    """The snapshot with these messages."""
    return await tab.hear_when(
        lambda frame: (
            frame["type"] == "snapshot" and [one["text"] for one in frame["messages"]] == texts
        )
    )


async def test_a_stop_holds_it_until_it_is_sent_by_hand(alice: User, tab_of: OpenTab) -> None:
    tab, other, accepted = await both_tabs(alice, tab_of)
    two, three = str(uuid4()), str(uuid4())
    await queue(tab, accepted, "Two?", two)
    await queue(tab, accepted, "Three?", three)
    await tab.say(type="stop", generation=accepted["generation"])
    for one in (tab, other):
        await hear_queue(one, "Two?", "Three?", held=True)
    sent = await tab.ask(type="send_queued", client_id=two)
    assert sent["type"] == "accepted"
    assert sent["message"]["text"] == "Two?"
    shown = await hear_queue(other, "Three?")
    assert shown["reply"]["generation"] == sent["generation"]
    again = await other.ask(type="send_queued", client_id=two)
    assert (again["type"], again["generation"]) == ("accepted", sent["generation"])
    refused = await other.ask(type="send_queued", client_id=three)
    assert refused["error"]["code"] == "busy"
    refused = await other.ask(type="edit_queued", client_id=two, text="Late")
    assert refused["error"]["code"] == "already_sent"


async def test_a_send_whose_answer_was_lost_is_answered_alike(
    alice: User, tab_of: OpenTab, writer: StreamWriter
) -> None:
    tab, _, accepted = await both_tabs(alice, tab_of)
    client_id = str(uuid4())
    answer = await queue(tab, accepted, "Two?", client_id)
    later = await tab_of(alice)
    assert await queue(later, accepted, "Two?", client_id) == answer
    await end(writer, accepted["generation"], "One.")
    sent = await queue(later, accepted, "Two?", client_id)
    assert (sent["type"], sent["message"]["text"]) == ("accepted", "Two?")
    assert sent["message"]["parent"] == accepted["reply"]["id"]


async def test_a_full_queue_says_so(alice: User, tab_of: OpenTab) -> None:
    tab, _, accepted = await both_tabs(alice, tab_of)
    for number in range(LONGEST_QUEUE):
        assert (await queue(tab, accepted, f"{number}?"))["type"] == "queue"
    assert (await queue(tab, accepted, "One more?"))["error"]["code"] == "queue_full"


async def test_bob_cannot_touch_alices_queue(alice: User, bob: User, tab_of: OpenTab) -> None:
    tab, other, accepted = await both_tabs(alice, tab_of)
    client_id = str(uuid4())
    await queue(tab, accepted, "Two?", client_id)
    his = await tab_of(bob)
    for frame in (
        {"type": "edit_queued", "text": "Mine"},
        {"type": "cancel_queued"},
        {"type": "send_queued"},
    ):
        foreign = await his.ask(client_id=client_id, **frame)
        missing = await his.ask(client_id=str(uuid4()), **frame)
        assert foreign["error"] == missing["error"]
        assert foreign["error"]["code"] == "not_found"
    assert (await queue(his, accepted, "Mine"))["error"]["code"] == "not_found"
    await hear_queue(other, "Two?")
