"""Retrying branches; renaming, stopping and deleting."""

from __future__ import annotations

from uuid import uuid4

import pytest

from accounts.models import User
from chat import services, versions
from chat.exceptions import Busy, NotFound, TextEmpty, TextInvalid, TextTooLong, TooMany
from chat.models import Conversation, Generation, Message
from chat.paths import list_path
from chat.texts import title_from
from inference.config import get_config
from inference.contract import Text
from inference.stream import Append, StreamWriter, read_log
from tests.support.cast import reply_to, say, talk
from tests.support.taking import take

pytestmark = pytest.mark.django_db


def retry(user: User, reply: Message) -> Generation:
    return versions.retry_reply(author=user, client_id=uuid4(), message_id=reply.pk)


def path_of(conversation: Conversation) -> list[str]:
    return [message.text for message in list_path(conversation)]


def test_a_retry_stands_beside_the_reply_and_the_newest_is_shown(alice: User) -> None:
    first = talk(alice, "One?", "One.")
    second = retry(alice, first)
    assert second.message.parent_id == first.parent_id
    reply_to(second, "Won.")
    assert path_of(first.conversation) == ["One?", "Won."]
    assert Message.objects.get(pk=first.pk).text == "One."


def test_going_on_from_the_older_branch_shows_it_again(alice: User) -> None:
    first = talk(alice, "One?", "One.")
    reply_to(retry(alice, first), "Won.")
    reply_to(say(alice, "Two?", first), "Two.")
    assert path_of(first.conversation) == ["One?", "One.", "Two?", "Two."]


def test_a_refused_retry_leaves_the_first_reply_alone(alice: User) -> None:
    first = talk(alice, "One?", "One.")
    for _ in range(get_config().max_requests_per_user):
        say(alice, "Question")
    with pytest.raises(TooMany):
        retry(alice, first)
    assert path_of(first.conversation) == ["One?", "One."]


def test_a_reply_that_is_being_written_cannot_be_retried(alice: User) -> None:
    with pytest.raises(Busy):
        retry(alice, say(alice, "Hello").message)


def test_only_ones_own_replies_can_be_retried(alice: User, bob: User) -> None:
    reply = talk(alice, "One?", "One.")
    assert reply.parent is not None
    for user, message in ((bob, reply), (alice, reply.parent), (alice, Message(pk=uuid4()))):
        with pytest.raises(NotFound):
            retry(user, message)


def test_stopping_before_any_worker_took_it_ends_it_at_once(alice: User) -> None:
    generation = say(alice, "Hello")
    services.stop_reply(user=alice, generation_id=generation.pk)
    ended = Generation.objects.get()
    assert (ended.status, ended.finish_reason) == ("finished", "stopped")
    assert [one.event.type for one, _ in read_log(str(generation.pk))] == ["queued", "finished"]


def test_bob_cannot_stop_alices_reply(alice: User, bob: User) -> None:
    generation = say(alice, "Hello")
    with pytest.raises(NotFound):
        services.stop_reply(user=bob, generation_id=generation.pk)
    assert Generation.objects.get().is_active


def test_deleting_for_good_stops_the_reply_and_leaves_nothing(
    alice: User, writer: StreamWriter
) -> None:
    generation = say(alice, "Hello")
    assert take(str(generation.pk))
    services.delete(generation.conversation)
    assert not Conversation.objects.exists()
    assert not Message.objects.exists()
    assert not Generation.objects.exists()
    assert writer.append([Append(str(generation.pk), 1, (Text(text="x"),))])[0].stop_requested


def test_a_conversation_of_two_thousand_messages_can_be_deleted_for_good(alice: User) -> None:
    conversation = Conversation.objects.create(owner=alice, title="Long")
    messages: list[Message] = []
    for _ in range(2_000):
        parent = messages[-1] if messages else None
        messages.append(Message(conversation=conversation, parent=parent, role="user", text="x"))
    Message.objects.bulk_create(messages)
    assert len(list_path(conversation)) == 2_000
    services.delete(conversation)
    assert not Message.objects.exists()


def test_only_ones_own_conversations_can_be_renamed_or_deleted(alice: User, bob: User) -> None:
    conversation_id = talk(alice, "One?", "One.").conversation_id
    with pytest.raises(NotFound):
        services.rename_conversation(user=bob, conversation_id=conversation_id, title="Mine")
    with pytest.raises(NotFound):
        services.delete_conversation(user=bob, conversation_id=conversation_id)
    assert Conversation.objects.get().title == "One?"


def test_a_title_is_one_line_of_at_most_two_hundred_characters(alice: User) -> None:
    conversation = talk(alice, "One?", "One.").conversation
    services.rename_conversation(
        user=alice, conversation_id=conversation.pk, title="  Numbers\n and  more "
    )
    conversation.refresh_from_db()
    assert conversation.title == "Numbers and more"
    for title, refusal in ((" ", TextEmpty), ("x" * 201, TextTooLong), ("a\0", TextInvalid)):
        with pytest.raises(refusal):
            services.rename_conversation(user=alice, conversation_id=conversation.pk, title=title)


def test_renaming_does_not_move_it_in_the_sidebar(alice: User) -> None:
    conversation = talk(alice, "One?", "One.").conversation
    before = Conversation.objects.get().updated_at
    services.rename_conversation(user=alice, conversation_id=conversation.pk, title="Numbers")
    assert Conversation.objects.get().updated_at == before


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Hello", "Hello"),
        ("  Two\n\nlines ", "Two lines"),
        ("word " * 40, "word word word word word word word word word word word word…"),
        ("x" * 100, "x" * 60 + "…"),
    ],
)
def test_a_conversation_is_called_as_it_begins(text: str, title: str) -> None:
    assert title_from(text) == title
