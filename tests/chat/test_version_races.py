"""Versions made or chosen by several tabs at the same moment, or said again after a lost answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID, uuid4

import pytest

from accounts.models import User
from chat import services, versions
from chat.exceptions import Busy
from chat.models import Generation, Message
from tests.chat.queues import texts
from tests.support.at_once import all_at_once
from tests.support.cast import reply_to, say, talk

pytestmark = pytest.mark.django_db(transaction=True)

Way = Callable[[User, UUID, Message], Generation | Message]


def edit(user: User, client_id: UUID, reply: Message) -> Generation:
    assert reply.parent_id is not None
    return versions.edit_message(
        author=user, client_id=client_id, message_id=reply.parent_id, text="Won?"
    )


def edit_reply(user: User, client_id: UUID, reply: Message) -> Message:
    return versions.edit_reply(author=user, client_id=client_id, message_id=reply.pk, text="Won.")


def go_on(user: User, client_id: UUID, reply: Message) -> Generation:
    return versions.continue_reply(author=user, client_id=client_id, message_id=reply.pk)


every_way = pytest.mark.parametrize(
    ("way", "made"), [(edit, 2), (edit_reply, 1), (go_on, 1)], ids=["edit", "edit reply", "go on"]
)


@every_way
def test_the_same_one_at_once_and_again_later_is_done_once(
    alice: User, way: Way, made: int
) -> None:
    reply = talk(alice, "One?", "One.")
    same = partial(way, alice, uuid4(), reply)
    answers = [*all_at_once(6, same), same()]
    assert not any(isinstance(answer, Exception) for answer in answers), answers
    assert len({answer.pk for answer in answers if not isinstance(answer, Exception)}) == 1
    assert Message.objects.count() == 2 + made


@every_way
def test_the_same_one_again_while_another_reply_is_being_written(
    alice: User, way: Way, made: int
) -> None:
    reply = talk(alice, "One?", "One.")
    same = partial(way, alice, uuid4(), reply)
    first = same()
    if isinstance(first, Generation):
        reply_to(first, "Done.")
    say(alice, "Two?", reply)
    assert same().pk == first.pk
    assert Message.objects.count() == 4 + made


def test_of_two_tabs_that_edit_at_once_one_is_answered_and_one_told_to_wait(alice: User) -> None:
    reply = talk(alice, "One?", "One.")
    answers = all_at_once(4, lambda: edit(alice, uuid4(), reply))
    assert sum(isinstance(answer, Generation) for answer in answers) == 1, answers
    assert sum(isinstance(answer, Busy) for answer in answers) == 3, answers
    assert Message.objects.count() == 4


def test_two_tabs_that_edit_a_reply_at_once_both_keep_their_words(alice: User) -> None:
    reply = talk(alice, "One?", "One.")
    answers = all_at_once(4, lambda: edit_reply(alice, uuid4(), reply))
    assert not any(isinstance(answer, Exception) for answer in answers), answers
    moments = Message.objects.filter(text="Won.").values_list("created_at", flat=True)
    assert len(set(moments)) == 4


def test_a_reply_edited_while_a_message_is_sent_never_stands_behind_what_is_being_written(
    alice: User,
) -> None:
    for _ in range(5):
        reply = talk(alice, "One?", "One.")
        ways = iter(
            [
                lambda reply=reply: edit_reply(alice, uuid4(), reply),
                lambda reply=reply: say(alice, "Two?", reply),
            ]
        )
        answers = all_at_once(2, lambda ways=ways: next(ways)())  # type: ignore[misc]
        assert all(isinstance(one, Message | Generation | Busy) for one in answers), answers
        active = Generation.objects.active().get()
        newest = reply.conversation.messages.latest("created_at")
        assert newest.pk == active.message_id
        assert texts(reply.conversation) == ["One?", "One.", "Two?", ""]
        reply_to(active, "Two.")


def test_a_branch_chosen_while_a_message_is_sent_hides_no_reply_that_is_being_written(
    alice: User,
) -> None:
    for _ in range(5):
        first = talk(alice, "One?", "One.")
        second = versions.retry_reply(author=alice, client_id=uuid4(), message_id=first.pk)
        newer = reply_to(second, "Won.")
        ways = iter(
            [
                partial(versions.show_branch, user=alice, message_id=first.pk),
                partial(say, alice, "Two?", newer),
            ]
        )
        answers = all_at_once(2, lambda ways=ways: next(ways)())  # type: ignore[misc]
        assert not [
            one for one in answers if isinstance(one, Exception) and not isinstance(one, Busy)
        ]
        active = Generation.objects.active().get()
        first.conversation.refresh_from_db()
        assert texts(first.conversation) == ["One?", "Won.", "Two?", ""]
        services.stop_reply(user=alice, generation_id=active.pk)
