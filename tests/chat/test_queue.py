"""What is written while a reply is being written waits in the database, and is sent in its turn."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.utils import timezone
from redis import Redis

from accounts.models import User
from chat import queueing, selectors, services
from chat.exceptions import (
    AlreadyRemoved,
    AlreadySent,
    Busy,
    NotFound,
    QueueFull,
    TextEmpty,
)
from chat.models import Generation, QueuedMessage, QueuedMessageQuerySet
from chat.queueing import LONGEST_QUEUE
from chat.tasks import sweep
from tests.chat.queues import active, fail, queue, queued_texts, texts, waiting
from tests.support.cast import reply_to, say
from tests.support.taking import take_next

pytestmark = pytest.mark.django_db


def test_it_waits_while_a_reply_is_written(alice: User) -> None:
    first = say(alice, "One?")
    (queued,) = waiting(alice, first, "Two?")
    assert queued_texts(first.conversation) == ["Two?"]
    assert texts(first.conversation) == ["One?", ""]
    assert queued.not_before is None
    assert not selectors.get_queue(first.conversation).is_held


def test_the_end_of_the_reply_sends_it_with_nobody_looking(alice: User) -> None:
    first = say(alice, "One?")
    (queued,) = waiting(alice, first, "Two?")
    taken = take_next()
    assert taken is not None
    reply_to(first, "One.")

    second = active()
    assert second.client_id == queued.client_id
    assert second.requested_by == alice
    assert texts(first.conversation) == ["One?", "One.", "Two?", ""]
    assert not QueuedMessage.objects.exists()
    asked = take_next()
    assert asked is not None
    assert [turn.content for turn in asked.request.turns] == ["One?", "One.", "Two?"]


def test_several_are_sent_one_after_another_in_their_order(alice: User) -> None:
    first = say(alice, "One?")
    waiting(alice, first, "Two?", "Three?")
    reply_to(first, "One.")
    assert queued_texts(first.conversation) == ["Three?"]
    reply_to(active(), "Two.")
    reply_to(active(), "Three.")
    said = ["One?", "One.", "Two?", "Two.", "Three?", "Three."]
    assert texts(first.conversation) == said
    assert not QueuedMessage.objects.exists()


@pytest.mark.parametrize("ending", ["stopped", "failed"])
def test_after_a_stop_or_a_failure_the_queue_is_held(
    alice: User, ending: str, empty_redis: Redis
) -> None:
    first = say(alice, "One?")
    (queued,) = waiting(alice, first, "Two?")
    if ending == "failed":
        fail(first)
    else:
        services.stop_reply(user=alice, generation_id=first.pk)
    sweep()
    assert queued_texts(first.conversation) == ["Two?"]
    assert selectors.get_queue(first.conversation).is_held
    assert not Generation.objects.active().exists()

    sent = queueing.send_now(author=alice, client_id=queued.client_id)
    assert sent.message.parent is not None
    assert sent.message.parent.text == "Two?"
    assert not QueuedMessage.objects.exists()


def test_what_is_sent_past_a_held_queue_lets_it_go_on(alice: User) -> None:
    first = say(alice, "One?")
    waiting(alice, first, "Three?")
    services.stop_reply(user=alice, generation_id=first.pk)
    second = queue(alice, first.conversation, "Two?")
    assert isinstance(second, Generation)
    assert not selectors.get_queue(first.conversation).is_held
    reply_to(second, "Two.")
    assert texts(first.conversation)[2:] == ["Two?", "Two.", "Three?", ""]


def test_send_now_takes_the_one_that_was_chosen(alice: User) -> None:
    first = say(alice, "One?")
    _, chosen = waiting(alice, first, "Two?", "Three?")
    fail(first)
    sent = queueing.send_now(author=alice, client_id=chosen.client_id)
    assert sent.client_id == chosen.client_id
    reply_to(sent, "Three.")
    assert active().message.parent.text == "Two?"  # type: ignore[union-attr]


def test_send_now_while_a_reply_is_written_leaves_it_in_the_queue(alice: User) -> None:
    first = say(alice, "One?")
    (queued,) = waiting(alice, first, "Two?")
    with pytest.raises(Busy):
        queueing.send_now(author=alice, client_id=queued.client_id)
    assert queued_texts(first.conversation) == ["Two?"]


def test_it_can_be_edited_and_removed_until_it_is_sent(alice: User) -> None:
    first = say(alice, "One?")
    two, three = waiting(alice, first, "Two?", "Three?")
    services.edit_queued(user=alice, client_id=two.client_id, text="Two, please?")
    for _ in range(2):
        queueing.cancel(author=alice, client_id=three.client_id)
    assert queued_texts(first.conversation) == ["Two, please?"]
    reply_to(first, "One.")
    assert texts(first.conversation)[2] == "Two, please?"
    for change in (
        partial(services.edit_queued, user=alice, client_id=two.client_id, text="Late"),
        partial(queueing.cancel, author=alice, client_id=two.client_id),
        partial(queueing.send_now, author=alice, client_id=two.client_id),
    ):
        with pytest.raises(AlreadySent):
            change()
    with pytest.raises(AlreadyRemoved):
        services.edit_queued(user=alice, client_id=three.client_id, text="Late")
    with pytest.raises(AlreadyRemoved):
        queueing.send_now(author=alice, client_id=three.client_id)


def test_a_change_in_the_last_moment_is_not_said_to_be_late(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = say(alice, "One?")
    (queued,) = waiting(alice, first, "Two?")
    update = QueuedMessageQuerySet.update

    def update_and_end(found: QueuedMessageQuerySet, **values: object) -> int:
        monkeypatch.undo()
        changed = update(found, **values)
        reply_to(first, "One.")
        return changed

    monkeypatch.setattr(QueuedMessageQuerySet, "update", update_and_end)
    services.edit_queued(user=alice, client_id=queued.client_id, text="Two, please?")
    assert texts(first.conversation) == ["One?", "One.", "Two, please?", ""]


def test_an_edit_must_have_a_text(alice: User) -> None:
    (queued,) = waiting(alice, say(alice, "One?"), "Two?")
    with pytest.raises(TextEmpty):
        services.edit_queued(user=alice, client_id=queued.client_id, text=" ")


def test_bob_cannot_touch_alices_queue(alice: User, bob: User) -> None:
    first = say(alice, "One?")
    (queued,) = waiting(alice, first, "Two?")
    for change in (
        partial(services.edit_queued, user=bob, client_id=queued.client_id, text="Mine"),
        partial(queueing.cancel, author=bob, client_id=queued.client_id),
        partial(queueing.send_now, author=bob, client_id=queued.client_id),
        partial(queue, bob, first.conversation, "Mine"),
    ):
        with pytest.raises(NotFound):
            change()
    assert queued_texts(first.conversation) == ["Two?"]


def test_the_same_client_id_is_one_message_before_and_after_its_turn(alice: User) -> None:
    first, client_id = say(alice, "One?"), uuid4()
    for _ in range(2):
        assert isinstance(queue(alice, first.conversation, "Two?", client_id), QueuedMessage)
    assert queued_texts(first.conversation) == ["Two?"]
    reply_to(first, "One.")
    sent = queue(alice, first.conversation, "Two?", client_id)
    assert isinstance(sent, Generation)
    reply_to(sent, "Two.")
    assert queue(alice, first.conversation, "Two?", client_id) == sent
    assert texts(first.conversation) == ["One?", "One.", "Two?", "Two."]


def test_what_was_sent_a_moment_before_is_not_queued_as_well(alice: User) -> None:
    sent = say(alice, "One?")
    added = queueing.add(
        author=alice, client_id=sent.client_id, conversation=sent.conversation, text="One?"
    )
    assert added == sent
    assert not QueuedMessage.objects.exists()


def test_the_same_client_id_in_a_held_queue_is_not_sent_past_it(alice: User) -> None:
    first, client_id = say(alice, "One?"), uuid4()
    queue(alice, first.conversation, "Two?", client_id)
    fail(first)
    assert isinstance(queue(alice, first.conversation, "Two?", client_id), QueuedMessage)
    assert not Generation.objects.active().exists()


def test_what_was_removed_does_not_come_back_when_it_is_sent_again(alice: User) -> None:
    first, client_id = say(alice, "One?"), uuid4()
    queue(alice, first.conversation, "Two?", client_id)
    queueing.cancel(author=alice, client_id=client_id)
    assert QueuedMessage.objects.get().text == ""
    with pytest.raises(AlreadyRemoved):
        queue(alice, first.conversation, "Two?", client_id)
    fail(first)
    with pytest.raises(AlreadyRemoved):
        queue(alice, first.conversation, "Two?", client_id)


def test_removed_ones_are_forgotten_after_a_day(alice: User) -> None:
    first = say(alice, "One?")
    (removed,) = waiting(alice, first, "Two?")
    queueing.cancel(author=alice, client_id=removed.client_id)
    QueuedMessage.objects.update(created_at=timezone.now() - timedelta(days=2))
    waiting(alice, first, "Three?")
    assert [one.text for one in QueuedMessage.objects.all()] == ["Three?"]


def test_a_queue_has_an_end(alice: User) -> None:
    first = say(alice, "One?")
    one, *_ = waiting(alice, first, *(f"{number}?" for number in range(LONGEST_QUEUE)))
    with pytest.raises(QueueFull):
        queue(alice, first.conversation, "One more?")
    queueing.cancel(author=alice, client_id=one.client_id)
    assert isinstance(queue(alice, first.conversation, "One more?"), QueuedMessage)


def test_one_that_came_just_after_the_end_is_sent_at_once(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It found the reply being written, and it was saved before it stood in the queue."""
    first = say(alice, "One?")
    add = queueing.add

    def late_add(**values: object) -> object:
        reply_to(first, "One.")
        return add(**values)  # type: ignore[arg-type]

    monkeypatch.setattr(queueing, "add", late_add)
    sent = queue(alice, first.conversation, "Two?")
    assert isinstance(sent, Generation)
    assert texts(first.conversation) == ["One?", "One.", "Two?", ""]


def test_one_whose_client_id_was_sent_elsewhere_does_not_hold_up_the_others(alice: User) -> None:
    """Its turn cannot be made twice."""
    first, elsewhere = say(alice, "One?"), say(alice, "Elsewhere?")
    two, _ = waiting(alice, first, "Two?", "Three?")
    reply_to(elsewhere, "Here.")
    sent = queue(alice, elsewhere.conversation, "Two?", two.client_id)
    assert isinstance(sent, Generation)
    reply_to(first, "One.")
    assert texts(first.conversation) == ["One?", "One.", "Three?", ""]
    assert not QueuedMessage.objects.exists()


def test_only_so_many_removed_ones_are_remembered(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queueing, "CANCELLED_KEPT_COUNT", 2)
    first = say(alice, "One?")
    for number in range(4):
        (removed,) = waiting(alice, first, f"{number}?")
        queueing.cancel(author=alice, client_id=removed.client_id)
    waiting(alice, first, "Last?")
    assert QueuedMessage.objects.filter(is_cancelled=True).count() == 2
    assert queued_texts(first.conversation) == ["Last?"]
