"""What the database itself refuses, whatever the code does."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from chat.models import Conversation, Generation, Message
from tests.support.cast import reply_to, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def generation(alice: User) -> Generation:
    return say(alice, "Hello")


@pytest.mark.parametrize(
    "state",
    [
        {"status": "active", "finish_reason": "stop"},
        {"status": "active", "error_type": "generation"},
        {"status": "active", "finished_at": timezone.now()},
        {"status": "finished", "finished_at": timezone.now()},
        {"status": "finished", "finish_reason": "stop"},
        {"status": "finished", "finish_reason": "stop", "error_type": "generation"},
        {"status": "failed", "finished_at": timezone.now()},
        {"status": "failed", "finish_reason": "stop", "error_type": "generation"},
        {"status": "lost"},
    ],
    ids="-".join,
)
def test_a_state_that_says_two_things_is_refused(
    generation: Generation, state: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Generation.objects.update(**state)


def test_one_reply_at_a_time(generation: Generation, alice: User) -> None:
    def begin(conversation: Conversation) -> Generation:
        return Generation.objects.create(
            conversation=conversation,
            message=Message.objects.create(conversation=conversation, role="assistant"),
            requested_by=alice,
            client_id=uuid4(),
        )

    with pytest.raises(IntegrityError), transaction.atomic():
        begin(generation.conversation)
    reply_to(generation)
    assert begin(generation.conversation).is_active


def test_a_reply_has_no_author(alice: User, generation: Generation) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(role="assistant").update(author=alice)


def test_there_is_no_third_role(generation: Generation) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(role="assistant").update(role="system")
