"""What a user may see. A foreign id and a missing id raise the same NotFound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from chat.exceptions import NotFound
from chat.models import Conversation, Generation, Message, QueuedMessage

MOST_UNREAD = 200  # marks in a sidebar; nobody counts more


def get_conversation(user: User, conversation_id: UUID, *, is_locked: bool = False) -> Conversation:
    """is_locked: until the end of the transaction."""
    conversations = Conversation.objects.visible()
    if is_locked:
        conversations = conversations.select_for_update()
    try:
        return conversations.get(owner=user, pk=conversation_id)
    except Conversation.DoesNotExist:
        raise NotFound from None


def get_message(user: User, message_id: UUID) -> Message:
    """With its conversation and, for a reply, the try that made it."""
    try:
        return Message.objects.select_related("conversation", "parent", "generation").get(
            conversation__owner=user, conversation__deleted_at=None, pk=message_id
        )
    except Message.DoesNotExist:
        raise NotFound from None


def get_generation(user: User, generation_id: UUID) -> Generation:
    """With its reply, the message that it answers and the conversation."""
    try:
        return _whole_generations().get(
            conversation__owner=user, conversation__deleted_at=None, pk=generation_id
        )
    except Generation.DoesNotExist:
        raise NotFound from None


def find_turn(user: User, client_id: UUID) -> Generation | None:
    """What this client id has made already. Raises NotFound if that was deleted."""
    found = _whole_generations().filter(requested_by=user, client_id=client_id).first()
    if found is not None and found.conversation.deleted_at is not None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class Queue:
    """What is to be sent after the reply that is being written, in order. Held: not by itself."""

    messages: Sequence[QueuedMessage]
    is_held: bool


def get_queue(conversation: Conversation) -> Queue:
    messages = list(conversation.queued_messages.waiting())
    return Queue(messages, bool(messages) and is_queue_held(conversation))


def list_being_written(user: User) -> list[UUID]:
    """The conversations in which a reply is being written."""
    active = Generation.objects.active().filter(conversation__owner=user)
    return list(active.values_list("conversation", flat=True).distinct())


def list_unread(user: User) -> list[UUID]:
    """Those in which a reply has ended that they have not had before them; the newest of many."""
    unread = user.conversations.visible().filter(is_unread=True)
    return list(unread.values_list("pk", flat=True)[:MOST_UNREAD])


def is_queue_held(conversation: Conversation) -> bool:
    newest = conversation.generations.order_by("-message__created_at").first()
    return newest is not None and newest.holds_queue


def _whole_generations() -> QuerySet[Generation]:
    return Generation.objects.select_related("conversation", "message__parent")
