"""A browser that lost the answer sends again: one turn, the same answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import uuid4

import pytest

from accounts.models import User
from chat import services, versions
from chat.exceptions import Busy
from chat.models import Conversation, Generation, Message
from inference.config import get_config
from tests.support.at_once import all_at_once
from tests.support.cast import reply_to, say, talk


def hello(author: User) -> Callable[[], Generation]:
    return partial(
        services.send_message,
        author=author,
        client_id=uuid4(),
        conversation_id=None,
        parent_id=None,
        text="Hello",
    )


def test_ten_times_in_a_row_makes_one_turn(alice: User) -> None:
    send = hello(alice)
    assert len({send().pk for _ in range(10)}) == 1
    assert Message.objects.count() == 2
    assert Conversation.objects.count() == 1


@pytest.mark.fault(21, "from ten threads at once")
@pytest.mark.django_db(transaction=True)
def test_ten_times_at_once_makes_one_turn(alice: User) -> None:
    answers = all_at_once(10, hello(alice))
    assert len({answer.pk for answer in answers if isinstance(answer, Generation)}) == 1, answers
    assert not any(isinstance(answer, Exception) for answer in answers), answers
    assert Message.objects.count() == 2
    assert Conversation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_second_message_ten_times_at_once_is_accepted_each_time(alice: User) -> None:
    last = talk(alice, "One?", "One.")
    send = partial(
        services.send_message,
        author=alice,
        client_id=uuid4(),
        conversation_id=last.conversation_id,
        parent_id=last.pk,
        text="Two?",
    )
    answers = all_at_once(10, send)
    assert not any(isinstance(answer, Exception) for answer in answers), answers
    assert Message.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_ten_times_at_once_without_room_leaves_nothing_behind(alice: User) -> None:
    for _ in range(get_config().max_requests_per_user):
        say(alice, "Question")
    stored = Message.objects.count()
    answers = all_at_once(10, hello(alice))
    assert all(isinstance(answer, Exception) for answer in answers), answers
    assert Message.objects.count() == stored


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_send_at_once_into_one_conversation_make_one_reply(alice: User) -> None:
    last = talk(alice, "One?", "One.")
    answers = all_at_once(5, lambda: say(alice, "Two?", last))
    assert sum(isinstance(answer, Generation) for answer in answers) == 1, answers
    assert sum(isinstance(answer, Busy) for answer in answers) == 4, answers
    assert Message.objects.count() == 4


def test_sending_again_after_the_reply_ended_answers_with_it(alice: User) -> None:
    send = hello(alice)
    reply_to(send(), "Hello Alice.")
    again = send()
    assert again.status == "finished"
    assert again.message.text == "Hello Alice."


def test_bob_may_use_the_same_client_id(alice: User, bob: User) -> None:
    client_id = uuid4()
    turns = [
        services.send_message(
            author=user, client_id=client_id, conversation_id=None, parent_id=None, text="Hello"
        )
        for user in (alice, bob)
    ]
    assert turns[0].pk != turns[1].pk


@pytest.mark.django_db(transaction=True)
def test_the_same_retry_at_once_makes_one_reply(alice: User) -> None:
    reply = talk(alice, "One?", "One.")
    retry = partial(versions.retry_reply, author=alice, client_id=uuid4(), message_id=reply.pk)
    answers = all_at_once(6, retry)
    assert not any(isinstance(answer, Exception) for answer in answers), answers
    assert len({answer.pk for answer in answers if isinstance(answer, Generation)}) == 1
    assert Message.objects.count() == 3
