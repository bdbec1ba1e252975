"""Versions over the socket: made in one tab, shown in all, and told from where they begin."""

from __future__ import annotations

from uuid import uuid4

import pytest

from accounts.models import User
from chat import answers
from chat.models import Message
from chat.tasks import save_outcome
from inference.client import recover_outcome
from inference.contract import Event, Finished, Started, Text
from inference.stream import Append, StreamWriter
from tests.chat.tab import Frame, OpenTab, Tab, database
from tests.support.cast import talk
from tests.support.long_conversations import make_long

pytestmark = pytest.mark.django_db(transaction=True)

STARTED = Started(model="", revision="1", prompt_token_count=5)


def texts(frame: Frame) -> list[str]:
    return [message["text"] for message in frame["messages"]]


async def hear_texts(tab: Tab, *wanted: str) -> Frame:
    """The snapshot with these messages."""
    return await tab.hear_when(
        lambda frame: frame["type"] == "snapshot" and texts(frame) == list(wanted)
    )


async def watching(tab_of: OpenTab, user: User, conversation: object) -> Tab:
    """conversation: its id."""
    tab = await tab_of(user)
    await tab.say(type="watch", conversation=str(conversation))
    await tab.hear("snapshot")
    return tab


async def tell(writer: StreamWriter, generation: str, *events: Event) -> None:
    """As a worker does; after an ending the web worker saves it."""
    writer.append([Append(generation, 1, events)])
    outcome = await database(recover_outcome, generation)
    if outcome is not None:
        await database(save_outcome, outcome)


async def test_an_edited_message_is_answered_in_every_tab(
    alice: User, tab_of: OpenTab, writer: StreamWriter
) -> None:
    reply = await database(talk, alice, "One?", "One.")
    tab = await watching(tab_of, alice, reply.conversation_id)
    other = await watching(tab_of, alice, reply.conversation_id)
    edit = {
        "type": "edit",
        "client_id": str(uuid4()),
        "message": str(reply.parent_id),
        "text": "Won?",
    }
    accepted = await tab.ask(**edit)
    assert accepted["message"]["siblings"] == [str(reply.parent_id), accepted["message"]["id"]]
    await hear_texts(other, "Won?", "")
    assert await other.ask(**edit) == accepted
    await tell(writer, accepted["generation"], Text(text="Won."), Finished(reason="stop"))
    for one in (tab, other):
        await one.hear_ending(accepted["generation"])
        await hear_texts(one, "Won?", "Won.")
    assert [frame["type"] for frame in tab.heard].count("snapshot") == 2  # watched, and saved


async def test_a_first_message_that_is_edited_leaves_the_queue_in_sight(
    alice: User, tab_of: OpenTab, writer: StreamWriter
) -> None:
    tab = await tab_of(alice)
    accepted = await tab.send("One?")
    conversation = accepted["conversation"]["id"]
    queued = await tab.send("Two?", conversation=conversation, parent=accepted["reply"]["id"])
    await tell(writer, accepted["generation"], Text(text="On"), Finished(reason="stopped"))
    await hear_texts(tab, "One?", "On")
    edited = await tab.ask(
        type="edit", client_id=str(uuid4()), message=accepted["message"]["id"], text="Won?"
    )
    await tell(writer, edited["generation"], Text(text="Wo"), Finished(reason="stopped"))
    shown = await hear_texts(tab, "Won?", "Wo")
    assert [one["client_id"] for one in shown["queue"]["messages"]] == [queued["client_id"]]


async def test_an_edited_reply_is_acknowledged_and_shown_in_every_tab(
    alice: User, tab_of: OpenTab
) -> None:
    reply = await database(talk, alice, "One?", "One.")
    tab = await watching(tab_of, alice, reply.conversation_id)
    other = await watching(tab_of, alice, reply.conversation_id)
    edit = {
        "type": "edit_reply",
        "client_id": str(uuid4()),
        "message": str(reply.pk),
        "text": "Won.",
    }
    edited = await tab.ask(**edit)
    assert (edited["type"], edited["conversation"]["id"]) == ("edited", str(reply.conversation_id))
    for one in (tab, other):
        shown = (await hear_texts(one, "One?", "Won."))["messages"][-1]
        assert (shown["id"], shown["is_edited"]) == (edited["message"], True)
        assert shown["siblings"] == [str(reply.pk), edited["message"]]
        assert shown["generation"] is None
    assert await other.ask(**edit) == edited
    assert await database(Message.objects.count) == 3
    refused = await tab.ask(**{**edit, "client_id": str(uuid4()), "text": " "})
    assert refused["error"]["code"] == "text_empty"


async def test_a_continued_reply_is_told_behind_what_it_has(
    alice: User, tab_of: OpenTab, writer: StreamWriter
) -> None:
    tab = await tab_of(alice)
    first = await tab.send("Count.")
    await tell(writer, first["generation"], Text(text="One"), Finished(reason="length"))
    other = await watching(tab_of, alice, first["conversation"]["id"])
    go_on = {
        "type": "continue_reply",
        "client_id": str(uuid4()),
        "message": first["reply"]["id"],
    }
    accepted = await tab.ask(**go_on)
    assert (accepted["reply"]["text"], accepted["message"]["id"]) == ("One", first["message"]["id"])
    generation = accepted["generation"]
    await tell(writer, generation, STARTED, Text(text=", two"))
    late = await tab_of(alice)
    await late.say(type="watch", conversation=accepted["conversation"]["id"])
    assert (await hear_texts(late, "Count.", "One"))["reply"]["generation"] == generation
    await tell(writer, generation, Text(text=", three."), Finished(reason="stop"))
    for one in (tab, other, late):
        assert await one.hear_ending(generation) == {"type": "finished", "reason": "stop"}
        assert one.text(generation) == ", two, three."
        await hear_texts(one, "Count.", "One, two, three.")
    again = await tab.ask(**go_on)
    assert (again["generation"], again["reply"]["text"]) == (generation, "One, two, three.")


async def test_another_branch_is_shown_in_every_tab(alice: User, tab_of: OpenTab) -> None:
    reply = await database(talk, alice, "One?", "One.")
    tab = await watching(tab_of, alice, reply.conversation_id)
    other = await watching(tab_of, alice, reply.conversation_id)
    await tab.ask(type="edit_reply", client_id=str(uuid4()), message=str(reply.pk), text="Won.")
    for one in (tab, other):
        await hear_texts(one, "One?", "Won.")
    await tab.say(type="show_branch", message=str(reply.pk))
    for one in (tab, other):
        await hear_texts(one, "One?", "One.")
    await tab.say(type="show_branch", message=str(reply.pk))
    await hear_texts(tab, "One?", "One.")  # answered, though nothing has changed
    assert await other.hears_nothing()


async def test_no_branch_is_chosen_while_a_reply_is_being_written(
    alice: User, tab_of: OpenTab
) -> None:
    reply = await database(talk, alice, "One?", "One.")
    tab = await watching(tab_of, alice, reply.conversation_id)
    await tab.ask(type="retry", client_id=str(uuid4()), message=str(reply.pk))
    await tab.say(type="show_branch", message=str(reply.pk))
    refusal = await tab.hear("error")
    assert (refusal["error"]["code"], refusal["in_reply_to"]) == ("busy", "show_branch")


async def test_bob_learns_nothing_of_alices_messages(
    alice: User, bob: User, tab_of: OpenTab
) -> None:
    reply = await database(talk, alice, "One?", "One.")
    his = await tab_of(bob)
    for name, more in (
        ("edit", {"text": "Mine"}),
        ("edit_reply", {"text": "Mine"}),
        ("continue_reply", {}),
        ("retry", {}),
    ):
        refusals = [
            (await his.ask(type=name, client_id=str(uuid4()), message=message, **more))["error"]
            for message in (str(reply.pk), str(reply.parent_id), str(uuid4()))
        ]
        assert [one["code"] for one in refusals] == ["not_found"] * 3
        assert refusals[0] == refusals[2]
    for message in (str(reply.pk), str(uuid4())):
        await his.say(type="show_branch", message=message)
        assert (await his.hear("error"))["error"]["code"] == "not_found"
    assert await database(Message.objects.count) == 2


async def test_an_early_branch_of_a_long_conversation_comes_with_its_window(
    alice: User, tab_of: OpenTab
) -> None:
    long = await database(make_long, alice, 150)
    early = await database(lambda: long.messages.order_by("created_at")[3])
    tab = await watching(tab_of, alice, long.pk)
    await tab.ask(type="edit_reply", client_id=str(uuid4()), message=str(early.pk), text="Other")
    shown = await hear_texts(tab, "Message 0", "Message 1", "Message 2", "Other")
    assert shown["older"] == 0
    await tab.say(type="show_branch", message=str(early.pk))
    shown = await tab.hear("snapshot")
    assert (texts(shown)[-1], len(shown["messages"]), shown["older"]) == ("Message 149", 60, 90)
    assert shown == await database(answers.snapshot, alice, long.pk)
