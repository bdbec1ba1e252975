"""Whoever sends, removes or notices an end at the same moment: a queued message is sent once."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

import pytest

from accounts.models import User
from chat import queueing
from chat.exceptions import (
    AlreadySent,
)
from chat.models import Generation, Message
from chat.tasks import save_outcome, sweep
from inference.contract import Outcome
from tests.chat.queues import active, queue, queued_texts, texts, waiting
from tests.support.at_once import all_at_once
from tests.support.cast import reply_to, say

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_is_sent_once_whoever_notices_the_end(alice: User) -> None:
    first = say(alice, "One?")
    waiting(alice, first, "Two?")
    first.take(Outcome(id=str(first.pk), attempt=1, text="One.", finish_reason="stop"))
    sent = all_at_once(6, partial(queueing.go_on, first.conversation_id))
    assert [type(one) for one in sent].count(Generation) == 1, sent
    assert [one for one in sent if isinstance(one, Exception)] == []
    assert texts(first.conversation) == ["One?", "One.", "Two?", ""]


def test_the_same_send_at_the_moment_of_the_end_makes_one_turn(alice: User) -> None:
    for _ in range(5):
        first, client_id = say(alice, "One?"), uuid4()
        send = partial(queue, alice, first.conversation, "Two?", client_id)
        outcome = Outcome(id=str(first.pk), attempt=1, text="One.", finish_reason="stop")
        ways = iter([send, send, partial(save_outcome, outcome), send, send])
        answers = all_at_once(5, lambda ways=ways: next(ways)())  # type: ignore[misc]
        assert [one for one in answers if isinstance(one, Exception)] == []
        sweep()
        assert texts(first.conversation) == ["One?", "One.", "Two?", ""]
        assert Message.objects.filter(conversation=first.conversation).count() == 4
        reply_to(active(), "Two.")


def test_what_is_removed_at_its_turn_is_either_sent_or_gone(alice: User) -> None:
    for _ in range(5):
        first = say(alice, "One?")
        (queued,) = waiting(alice, first, "Two?")
        first.take(Outcome(id=str(first.pk), attempt=1, text="One.", finish_reason="stop"))
        ways = iter(
            [
                partial(queueing.cancel, author=alice, client_id=queued.client_id),
                partial(queueing.go_on, first.conversation_id),
            ]
        )
        answers = all_at_once(2, lambda ways=ways: next(ways)())  # type: ignore[misc]
        was_sent = any(isinstance(one, Generation) for one in answers)
        was_refused = any(isinstance(one, AlreadySent) for one in answers)
        assert was_sent == was_refused, answers
        assert queued_texts(first.conversation) == []
        if was_sent:
            reply_to(active(), "Two.")
