"""One message makes one turn, or nothing at all."""

from __future__ import annotations

from uuid import uuid4

import pytest
from pytest_django.fixtures import Settings

from accounts.models import User
from chat import services
from chat.exceptions import (
    Busy,
    NotFound,
    StaleParent,
    TextEmpty,
    TextInvalid,
    TextTooLong,
    TooMany,
    Unavailable,
)
from chat.models import Conversation, Generation, Message
from inference.config import get_config
from inference.contract import Finished, Text
from inference.stream import Append, StreamWriter, read_log
from tests.support import plugin
from tests.support.cast import reply_to, say, talk

pytestmark = pytest.mark.django_db


def test_a_first_message_makes_a_conversation_a_turn_and_an_empty_reply(alice: User) -> None:
    generation = say(alice, "Hello,\n  world")
    reply = Message.objects.get(pk=generation.message_id)
    assert reply.role == "assistant"
    assert reply.text == ""
    assert reply.author is None
    assert reply.parent is not None
    assert reply.parent.text == "Hello,\n  world"
    assert reply.parent.author == alice
    assert reply.conversation.owner == alice
    assert reply.conversation.title == "Hello, world"


def test_the_reply_waits_in_its_queue_when_the_message_is_accepted(alice: User) -> None:
    generation = say(alice, "Hello")
    assert [numbered.event.type for numbered, _ in read_log(str(generation.pk))] == ["queued"]
    assert Generation.objects.get().queued_at is not None


def test_a_reply_is_sampled_as_the_site_says_and_remembers_it(
    alice: User, settings: Settings
) -> None:
    settings.REPLY_SAMPLING = {"temperature": 0.3, "stop": ["END"]}
    generation = say(alice, "Hello")
    assert Generation.objects.get(pk=generation.pk).sampling == settings.REPLY_SAMPLING


def test_the_next_message_follows_the_reply(alice: User) -> None:
    first = talk(alice, "One?", "One.")
    second = say(alice, "Two?", first)
    assert second.conversation_id == first.conversation_id
    assert second.message.parent is not None
    assert second.message.parent.parent_id == first.pk
    assert Conversation.objects.count() == 1


def test_messages_are_in_order_even_when_the_clock_was_set_back(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = talk(alice, "One?", "One.")
    monkeypatch.setattr("chat.turns.timezone.now", lambda: alice.date_joined)
    second = say(alice, "Two?", first)
    texts = [message.parent_id for message in second.conversation.messages.all()]
    assert texts == [None, first.parent_id, first.pk, second.message.parent_id]


def test_a_second_message_waits_for_the_end_of_the_reply(alice: User) -> None:
    generation = say(alice, "One?")
    with pytest.raises(Busy):
        say(alice, "Two?", generation.message)
    reply_to(generation)
    assert say(alice, "Two?", generation.message).is_active


def test_a_quick_reader_need_not_wait_until_an_ended_reply_is_saved(
    alice: User, writer: StreamWriter
) -> None:
    generation = say(alice, "One?")
    events = (Text(text="One."), Finished(reason="stop"))
    writer.append([Append(str(generation.pk), 1, events)])
    second = say(alice, "Two?", generation.message)
    assert second.is_active
    first = Generation.objects.select_related("message").get(pk=generation.pk)
    assert first.finish_reason == "stop"
    assert first.message.text == "One."


def test_a_title_is_found_behind_any_number_of_spaces(alice: User) -> None:
    assert say(alice, " " * 500 + "Hello").conversation.title == "Hello"


def test_bob_cannot_write_into_alices_conversation(alice: User, bob: User) -> None:
    last = talk(alice, "One?", "One.")
    with pytest.raises(NotFound):
        say(bob, "Me too", last)
    with pytest.raises(NotFound):
        services.send_message(
            author=bob, client_id=uuid4(), conversation_id=uuid4(), parent_id=None, text="Hello"
        )


def test_a_parent_of_another_conversation_is_refused(alice: User, bob: User) -> None:
    last, elsewhere, foreign = (
        talk(alice, "One?", "One."),
        talk(alice, "Else?", "Else."),
        talk(bob, "Hello?", "Hello."),
    )
    for parent_id in (elsewhere.pk, foreign.pk, uuid4()):
        with pytest.raises(StaleParent):
            services.send_message(
                author=alice,
                client_id=uuid4(),
                conversation_id=last.conversation_id,
                parent_id=parent_id,
                text="Hello",
            )
    with pytest.raises(StaleParent):
        services.send_message(
            author=alice, client_id=uuid4(), conversation_id=None, parent_id=last.pk, text="Hello"
        )
    assert Message.objects.count() == 6
    assert Conversation.objects.count() == 3


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", TextEmpty),
        (" \n\t ", TextEmpty),
        ("x" * 32_769, TextTooLong),
        ("x" * 65_536, TextTooLong),
        ("a\0b", TextInvalid),
        ("a\ud800b", TextInvalid),
    ],
)
def test_a_text_that_cannot_be_stored_is_refused_and_nothing_is_stored(
    alice: User, text: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        say(alice, text)
    assert not Conversation.objects.exists()


@pytest.mark.parametrize(
    "text", ["x" * 32_768, "\U0001f469\u200d\U0001f467 日本語 \u200fשלום\r\n\x1b[0m", "  indented"]
)
def test_any_other_text_is_kept_as_it_is(alice: User, text: str) -> None:
    parent = say(alice, text).message.parent
    assert parent is not None
    parent.refresh_from_db()
    assert parent.text == text


def test_a_site_without_room_stores_nothing_and_says_when_to_come_back(alice: User) -> None:
    last = talk(alice, "Before", "Before.")
    for number in range(get_config().max_requests_per_user):
        say(alice, f"Question {number}")
    stored = Message.objects.count()
    for after in (None, last):
        with pytest.raises(TooMany) as refusal:
            say(alice, "One more", after)
        assert refusal.value.retry_after_seconds >= 1
    assert Message.objects.count() == stored
    assert Conversation.objects.count() == get_config().max_requests_per_user + 1
    assert Message.objects.filter(pk=last.pk).exists()


def test_the_same_send_succeeds_when_there_is_room_again(alice: User) -> None:
    waiting = [say(alice, "Question") for _ in range(get_config().max_requests_per_user)]
    message = {"author": alice, "conversation_id": None, "parent_id": None, "text": "One more"}
    client_id = uuid4()
    with pytest.raises(TooMany):
        services.send_message(client_id=client_id, **message)  # type: ignore[arg-type]
    services.stop_reply(user=alice, generation_id=waiting[0].pk)
    assert services.send_message(client_id=client_id, **message).is_active  # type: ignore[arg-type]


def test_without_redis_nothing_is_stored(alice: User) -> None:
    plugin.redis_server.stop()
    try:
        with pytest.raises(Unavailable):
            say(alice, "Hello")
    finally:
        plugin.redis_server.start()
    assert not Conversation.objects.exists()
    assert say(alice, "Hello").is_active
