"""Conversations of thousands of messages, made at once."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from accounts.models import User
from chat.models import Conversation, Generation, Message


def make_long(owner: User, count: int, *, title: str = "Long", text: str = "") -> Conversation:
    """One path, "Message 0", "Message 1"…, every second one a reply. Each is followed by `text`,
    some times over, so that they have many heights."""
    conversation = Conversation.objects.create(owner=owner, title=title)
    begun = timezone.now() - timedelta(days=1)
    messages: list[Message] = []
    for number in range(count):
        message = Message(
            conversation=conversation,
            parent=messages[-1] if messages else None,
            role=Message.Role.ASSISTANT if number % 2 else Message.Role.USER,
            author=None if number % 2 else owner,
            text=f"Message {number}{text * (number % 23)}",
            created_at=begun + timedelta(seconds=number),
        )
        messages.append(message)
    Message.objects.bulk_create(messages, batch_size=500)
    Generation.objects.bulk_create(map(_finished, messages[1::2]), batch_size=500)
    return conversation


def _finished(reply: Message) -> Generation:
    return Generation(
        conversation=reply.conversation,
        message=reply,
        client_id=uuid4(),
        status=Generation.Status.FINISHED,
        finish_reason=Generation.FinishReason.STOP,
        model="pocket",
        finished_at=reply.created_at,
    )
