"""Messages and replies in other words: what stands beside what, and what the model is told."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

import pytest

from accounts.models import User
from chat import services, versions
from chat.exceptions import Busy, NotFound, TextEmpty, TextTooLong, TooMany
from chat.models import Generation, Message
from chat.texts import MESSAGE_CHARACTERS, REPLY_CHARACTERS
from inference.config import get_config
from inference.contract import Finished, Text, Turn
from inference.store import get_redis
from inference.stream import Append, StreamWriter
from tests.chat.queues import queue, texts
from tests.chat.turns import begun, end
from tests.support.cast import reply_to, say, talk
from tests.support.taking import take_next

pytestmark = pytest.mark.django_db


def edit(user: User, message: Message, text: str) -> Generation:
    return versions.edit_message(author=user, client_id=uuid4(), message_id=message.pk, text=text)


def edit_reply(user: User, reply: Message, text: str) -> Message:
    return versions.edit_reply(author=user, client_id=uuid4(), message_id=reply.pk, text=text)


def go_on(user: User, reply: Message) -> Generation:
    return versions.continue_reply(author=user, client_id=uuid4(), message_id=reply.pk)


def show(user: User, message: Message) -> list[str]:
    return texts(versions.show_branch(user=user, message_id=message.pk))


def ask_of(message: Message) -> Message:
    assert message.parent is not None
    return message.parent


def told() -> tuple[Turn, ...]:
    """What the next worker is asked."""
    taken = take_next()
    assert taken is not None
    return taken.request.turns


# --- a message in other words ---------------------------------------------------------------------


def test_an_edited_message_stands_beside_the_first_and_is_answered(alice: User) -> None:
    last = talk(alice, "One?", "One.", "Two?", "Two.")
    generation = edit(alice, ask_of(last), "Three?")
    assert ask_of(generation.message).parent_id == ask_of(last).parent_id
    assert [(turn.role, turn.content) for turn in told()] == [
        ("user", "One?"),
        ("assistant", "One."),
        ("user", "Three?"),
    ]
    reply_to(generation, "Three.")
    assert texts(last.conversation) == ["One?", "One.", "Three?", "Three."]
    assert show(alice, last) == ["One?", "One.", "Two?", "Two."]


def test_the_first_message_can_be_edited(alice: User) -> None:
    reply = talk(alice, "One?", "One.")
    edited = edit(alice, ask_of(reply), "Won?")
    assert ask_of(edited.message).parent is None
    assert told() == (Turn(role="user", content="Won?"),)
    reply_to(edited, "Won.")
    assert texts(reply.conversation) == ["Won?", "Won."]


def test_a_refused_edit_leaves_what_was_shown(alice: User) -> None:
    first = talk(alice, "One?", "One.")
    second = reply_to(edit(alice, ask_of(first), "Two?"), "Two.")
    assert show(alice, first) == ["One?", "One."]
    for _ in range(get_config().max_requests_per_user):
        say(alice, "Question")
    with pytest.raises(TooMany):
        edit(alice, ask_of(second), "Three?")
    first.conversation.refresh_from_db()
    assert texts(first.conversation) == ["One?", "One."]
    assert first.conversation.messages.count() == 4


def test_an_edit_is_refused_while_a_reply_is_being_written_and_never_queued(alice: User) -> None:
    last = talk(alice, "One?", "One.")
    say(alice, "Two?", last)
    for way in (
        partial(edit, alice, ask_of(last), "Won?"),
        partial(edit_reply, alice, last, "Won."),
        partial(go_on, alice, last),
        partial(show, alice, last),
    ):
        with pytest.raises(Busy):
            way()
    assert not last.conversation.queued_messages.exists()
    assert last.conversation.messages.count() == 4


def test_an_edit_right_after_the_end_that_is_not_saved_yet_is_taken(alice: User) -> None:
    generation = say(alice, "One?")
    StreamWriter(get_redis()).append(
        [Append(str(generation.pk), 1, (Text(text="One."), Finished(reason="stop")))]
    )
    assert edit_reply(alice, generation.message, "Won.").text == "Won."
    assert texts(generation.conversation) == ["One?", "Won."]


def test_limits_are_those_of_what_is_written(alice: User) -> None:
    reply = talk(alice, "One?", "One.")
    for text, refusal in ((" ", TextEmpty), ("x" * (MESSAGE_CHARACTERS + 1), TextTooLong)):
        with pytest.raises(refusal):
            edit(alice, ask_of(reply), text)
    for text, refusal in ((" ", TextEmpty), ("x" * (REPLY_CHARACTERS + 1), TextTooLong)):
        with pytest.raises(refusal):
            edit_reply(alice, reply, text)
    assert Message.objects.count() == 2


def test_nobody_touches_what_is_not_theirs_or_of_the_other_kind(alice: User, bob: User) -> None:
    reply = talk(alice, "One?", "One.")
    missing = Message(pk=uuid4())
    for user, message in ((bob, ask_of(reply)), (alice, reply), (alice, missing)):
        with pytest.raises(NotFound):
            edit(user, message, "Mine")
    for user, message in ((bob, reply), (alice, ask_of(reply)), (alice, missing)):
        for way in (partial(edit_reply, text="Mine"), go_on):
            with pytest.raises(NotFound):
                way(user, message)
    for user, message in ((bob, reply), (alice, missing)):
        with pytest.raises(NotFound):
            show(user, message)
    assert Message.objects.count() == 2


# --- a reply in other words -----------------------------------------------------------------------


def test_an_edited_reply_is_shown_and_told_to_the_model(alice: User) -> None:
    first = begun(alice, "One.", reasoning="Hm.")
    edited = edit_reply(alice, first, "Won.")
    assert (edited.edited_by, edited.is_edited, edited.reasoning) == (alice, True, "")
    assert edited.try_at_it is None
    assert not Generation.objects.active().exists()
    assert texts(first.conversation) == ["Count.", "Won."]
    say(alice, "Two?", edited)
    assert [turn.content for turn in told()] == ["Count.", "Won.", "Two?"]
    assert Message.objects.get(pk=first.pk).text == "One."


def test_an_edited_reply_can_be_written_again_and_continued(alice: User) -> None:
    edited = edit_reply(alice, talk(alice, "One?", "One."), "Won")
    again = versions.retry_reply(author=alice, client_id=uuid4(), message_id=edited.pk)
    assert [turn.content for turn in told()] == ["One?"]
    reply_to(again, "Wan.")
    go_on(alice, edited)
    assert [turn.content for turn in told()] == ["One?", "Won"]


def test_it_stays_edited_when_its_editor_is_gone(alice: User, bob: User) -> None:
    edited = edit_reply(alice, talk(alice, "One?", "One."), "Won.")
    Message.objects.filter(pk=edited.pk).update(edited_by=bob)
    bob.delete()
    edited.refresh_from_db()
    assert (edited.edited_by, edited.is_edited) == (None, True)


# --- which is shown -------------------------------------------------------------------------------


def test_a_branch_comes_back_as_it_was_last_shown(alice: User) -> None:
    one = talk(alice, "One?", "One.", "Two?", "Two.")
    other = reply_to(edit(alice, ask_of(one), "Three?"), "Three.")
    first = Message.objects.get(conversation=one.conversation_id, parent=None)
    assert show(alice, one)[2:] == ["Two?", "Two."]
    reply_to(edit(alice, first, "Zero?"), "Zero.")
    assert texts(one.conversation) == ["Zero?", "Zero."]
    assert show(alice, first) == ["One?", "One.", "Two?", "Two."]
    assert show(alice, other)[2:] == ["Three?", "Three."]
    assert show(alice, Message.objects.get(text="Zero?")) == ["Zero?", "Zero."]
    assert show(alice, first) == ["One?", "One.", "Three?", "Three."]


def test_what_is_sent_next_goes_where_one_looks(alice: User) -> None:
    first = talk(alice, "One?", "One.")
    versions.retry_reply(author=alice, client_id=uuid4(), message_id=first.pk)
    reply_to(Generation.objects.active().get(), "Won.")
    assert show(alice, first) == ["One?", "One."]
    reply_to(say(alice, "Two?", first), "Two.")
    assert texts(first.conversation) == ["One?", "One.", "Two?", "Two."]


def test_a_queued_message_follows_the_branch_that_is_shown_when_its_turn_comes(
    alice: User,
) -> None:
    first = talk(alice, "One?", "One.")
    again = versions.retry_reply(author=alice, client_id=uuid4(), message_id=first.pk)
    queued = queue(alice, first.conversation, "Two?")
    end(again, Text(text="Won"), Finished(reason="stopped"))  # which holds the queue
    assert show(alice, first) == ["One?", "One."]
    sent = services.send_queued(user=alice, client_id=queued.client_id)
    assert ask_of(sent.message).parent_id == first.pk
    assert texts(first.conversation) == ["One?", "One.", "Two?", ""]


def test_the_queue_goes_on_after_the_reply_to_an_edited_message(alice: User) -> None:
    first = begun(alice)
    other = say(alice, "One?", first)
    queue(alice, first.conversation, "Two?")
    stopped = end(other, Text(text="On"), Finished(reason="stopped"))
    edited = edit(alice, ask_of(stopped), "Three?")
    reply_to(edited, "Three.")
    assert texts(first.conversation)[2:] == ["Three?", "Three.", "Two?", ""]


def test_showing_what_is_shown_changes_nothing(alice: User) -> None:
    last = talk(alice, "One?", "One.", "Two?", "Two.")
    assert show(alice, ask_of(last)) == ["One?", "One.", "Two?", "Two."]
    last.conversation.refresh_from_db()
    assert last.conversation.head_id is None
