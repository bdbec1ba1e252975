"""A queued message whose turn comes when it cannot be sent, or with nobody left to send it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import User
from chat import queueing, services, starting
from chat.exceptions import (
    TooMany,
)
from chat.models import Generation, QueuedMessage
from chat.tasks import save_outcome, sweep
from inference.config import get_config
from inference.contract import Outcome
from tests.chat.queues import fail, queue, queued_texts, texts, waiting
from tests.support import plugin
from tests.support.cast import reply_to, say

pytestmark = pytest.mark.django_db


def test_without_room_it_is_tried_again_when_the_site_said(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = say(alice, "One?")
    two, _ = waiting(alice, first, "Two?", "Three?")
    with monkeypatch.context() as without_room:
        config = replace(get_config(), max_requests_per_user=0)
        without_room.setattr("inference.admission.get_config", lambda: config)
        reply_to(first, "One.")
    assert texts(first.conversation) == ["One?", "One."]
    assert queued_texts(first.conversation) == ["Two?", "Three?"]
    delayed = QueuedMessage.objects.get(client_id=two.client_id)
    assert delayed.not_before is not None
    assert delayed.not_before > timezone.now()
    sweep()
    assert not Generation.objects.active().exists()
    behind = queue(alice, first.conversation, "Four?")
    assert isinstance(behind, QueuedMessage)

    QueuedMessage.objects.filter(pk=delayed.pk).update(not_before=timezone.now())
    sweep()
    assert texts(first.conversation)[-2:] == ["Two?", ""]
    assert queued_texts(first.conversation) == ["Three?", "Four?"]


def test_send_now_without_room_is_refused_and_keeps_it(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = say(alice, "One?")
    (queued,) = waiting(alice, first, "Two?")
    fail(first)
    with monkeypatch.context() as without_room:
        config = replace(get_config(), max_requests_per_user=0)
        without_room.setattr("inference.admission.get_config", lambda: config)
        with pytest.raises(TooMany):
            queueing.send_now(author=alice, client_id=queued.client_id)
    assert queued_texts(first.conversation) == ["Two?"]
    assert texts(first.conversation) == ["One?", "Half a"]


def test_without_redis_it_goes_on_when_redis_is_back(alice: User) -> None:
    first = say(alice, "One?")
    waiting(alice, first, "Two?")
    plugin.redis_server.stop()
    try:
        assert save_outcome(Outcome(id=str(first.pk), attempt=1, text="One.", finish_reason="stop"))
    finally:
        plugin.redis_server.start()
    assert queued_texts(first.conversation) == ["Two?"]
    QueuedMessage.objects.update(not_before=timezone.now())
    sweep()
    assert texts(first.conversation) == ["One?", "One.", "Two?", ""]


def test_the_sweep_sends_what_a_process_died_over(alice: User) -> None:
    first = say(alice, "One?")
    waiting(alice, first, "Two?")
    first.refresh_from_db()
    assert first.take(Outcome(id=str(first.pk), attempt=1, text="One.", finish_reason="stop"))
    assert queued_texts(first.conversation) == ["Two?"]
    sweep()
    assert texts(first.conversation) == ["One?", "One.", "Two?", ""]


def test_a_disabled_account_sends_nothing_more(alice: User) -> None:
    first = say(alice, "One?")
    waiting(alice, first, "Two?")
    User.objects.update(is_active=False)
    reply_to(first, "One.")
    sweep()
    assert queued_texts(first.conversation) == ["Two?"]


def test_a_conversation_deleted_for_good_takes_its_queue_along(alice: User) -> None:
    first = say(alice, "One?")
    waiting(alice, first, "Two?")
    services.delete(first.conversation)
    assert not QueuedMessage.objects.exists()


def test_a_first_message_that_is_refused_takes_nothing_along_that_waits_behind_it(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its process died before it was asked for; it comes again, and another tab has written on."""
    client_id = uuid4()
    first = partial(services.send_or_queue, author=alice, client_id=client_id, text="One?")
    first = partial(first, conversation_id=None, parent_id=None)
    with monkeypatch.context() as dying:
        dying.setattr(starting, "_start", lambda _: None)
        made = first()
    assert isinstance(made, Generation)
    waiting(alice, made, "Two?")
    with monkeypatch.context() as without_room:
        config = replace(get_config(), max_requests_per_user=0)
        without_room.setattr("inference.admission.get_config", lambda: config)
        with pytest.raises(TooMany):
            first()
    assert first() == made
    assert queued_texts(made.conversation) == ["Two?"]
    reply_to(made, "One.")
    assert texts(made.conversation) == ["One?", "One.", "Two?", ""]
