"""The tree of a conversation: which path is shown, its versions, and windows of it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from chat import versions
from chat.exceptions import NotFound
from chat.models import Conversation, Message
from chat.paths import (
    WINDOW_MESSAGES,
    list_path,
    list_path_to,
    list_siblings_in_turn,
    load_older,
    load_window,
)
from tests.support.cast import reply_to, say, talk
from tests.support.long_conversations import make_long

pytestmark = pytest.mark.django_db


def texts(conversation: Conversation) -> list[str]:
    return [message.text for message in list_path(conversation)]


def again(user: User, reply: Message, text: str) -> Message:
    generation = versions.retry_reply(author=user, client_id=uuid4(), message_id=reply.pk)
    return reply_to(generation, text)


def show(message: Message) -> Conversation:
    Conversation.objects.filter(pk=message.conversation_id).update(head=message)
    return Conversation.objects.get(pk=message.conversation_id)


def test_a_head_shows_its_branch_and_the_newest_end_below_it(alice: User) -> None:
    first = talk(alice, "One?", "One.")
    two = reply_to(say(alice, "Two?", first), "Two.")
    again(alice, two, "Deux.")
    last = again(alice, first, "Un.")
    assert texts(last.conversation) == ["One?", "Un."]
    assert texts(show(two)) == ["One?", "One.", "Two?", "Two."]
    assert texts(show(first)) == ["One?", "One.", "Two?", "Deux."]


def test_a_head_that_is_gone_shows_the_newest_message(alice: User) -> None:
    first = talk(alice, "One?", "One.")
    second = again(alice, first, "Un.")
    show(first)
    first.delete()
    conversation = Conversation.objects.get()
    assert conversation.head_id is None
    assert texts(conversation) == ["One?", second.text]


def test_a_new_turn_is_shown_whatever_was_chosen_before(alice: User) -> None:
    first = talk(alice, "One?", "One.")
    second = again(alice, first, "Un.")
    show(first)
    reply_to(say(alice, "Two?", second), "Two.")
    assert texts(Conversation.objects.get()) == ["One?", "Un.", "Two?", "Two."]


def test_a_refused_turn_leaves_the_chosen_branch(alice: User) -> None:
    first = talk(alice, "One?", "One.")
    again(alice, first, "Un.")
    show(first)
    with pytest.raises(NotFound):
        versions.retry_reply(author=alice, client_id=uuid4(), message_id=uuid4())
    assert texts(Conversation.objects.get()) == ["One?", "One."]


def test_versions_of_a_turn_are_told_in_order_of_making(alice: User) -> None:
    first = talk(alice, "One?", "One.")
    second, third = again(alice, first, "Un."), again(alice, first, "Eins.")
    window = load_window(first.conversation)
    assert [message.text for message in window.messages] == ["One?", "Eins."]
    assert window.siblings[third.pk] == [first.pk, second.pk, third.pk]
    assert window.siblings[window.messages[0].pk] == [window.messages[0].pk]
    assert list_siblings_in_turn(second) == {
        first.parent_id: [first.parent_id],
        second.pk: [first.pk, second.pk, third.pk],
    }


def test_a_prompt_follows_its_own_message_not_the_shown_path(alice: User) -> None:
    first = talk(alice, "One?", "One.")
    again(alice, first, "Un.")
    generation = say(alice, "Two?", first)
    assert [one.text for one in list_path_to(generation.message)] == ["One?", "One.", "Two?", ""]


def test_a_conversation_without_messages_shows_nothing(alice: User) -> None:
    window = load_window(Conversation.objects.create(owner=alice, title="Empty"))
    assert (window.messages, window.older) == ([], 0)


def test_two_thousand_messages_are_read_in_two_queries_a_window_at_a_time(
    alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    conversation = make_long(alice, 2_000)
    with django_assert_num_queries(2):
        window = load_window(conversation)
    assert [one.text for one in window.messages][-1] == "Message 1999"
    assert (len(window.messages), window.older) == (WINDOW_MESSAGES, 2_000 - WINDOW_MESSAGES)
    seen = list(window.messages)
    while window.older:
        with django_assert_num_queries(2):
            window = load_older(conversation, seen[0].pk)
        seen[:0] = window.messages
        assert window.older == 2_000 - len(seen)
    assert [one.text for one in seen] == [f"Message {number}" for number in range(2_000)]


def test_nothing_stands_before_the_first_message_or_a_foreign_one(alice: User, bob: User) -> None:
    conversation = talk(alice, "One?", "One.").conversation
    first = list_path(conversation)[0]
    assert list(load_older(conversation, first.pk).messages) == []
    for stranger in (talk(bob, "Two?", "Two.").pk, uuid4()):
        with pytest.raises(NotFound):
            load_older(conversation, stranger)


def test_a_window_reaches_back_to_a_little_before_the_message_it_is_opened_at(
    alice: User,
) -> None:
    conversation = make_long(alice, 300)
    path = list_path(conversation)
    window = load_window(conversation, through=path[100].pk)
    assert (window.older, len(window.messages), window.is_other) == (80, 220, False)
    assert load_window(conversation, through=path[290].pk).older == 240
    assert load_window(conversation, through=path[3].pk).older == 0
    assert load_window(conversation, through=uuid4()).older == 240


def test_a_message_of_another_branch_opens_that_branch_and_leaves_the_head(alice: User) -> None:
    first = talk(alice, "One?", "One.")
    again(alice, first, "Un.")
    window = load_window(first.conversation, through=first.pk)
    assert [one.text for one in window.messages] == ["One?", "One."]
    assert window.is_other
    assert texts(Conversation.objects.get()) == ["One?", "Un."]
