"""What a user may see. A foreign id and a missing id raise the same NotFound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from chat.cursors import Cursor
from chat.exceptions import NotFound
from chat.models import Conversation, Generation, Message, QueuedMessage

PAGE_CONVERSATIONS = 50


def get_conversation(user: User, conversation_id: UUID, *, is_locked: bool = False) -> Conversation:
    """is_locked: until the end of the transaction."""
    conversations = Conversation.objects.select_for_update() if is_locked else Conversation.objects
    try:
        return conversations.get(owner=user, pk=conversation_id)
    except Conversation.DoesNotExist:
        raise NotFound from None


def get_message(user: User, message_id: UUID) -> Message:
    """With its conversation and, for a reply, the try that made it."""
    try:
        return Message.objects.select_related("conversation", "parent", "generation").get(
            conversation__owner=user, pk=message_id
        )
    except Message.DoesNotExist:
        raise NotFound from None


def get_generation(user: User, generation_id: UUID) -> Generation:
    """With its reply, the message that it answers and the conversation."""
    try:
        return _whole_generations().get(conversation__owner=user, pk=generation_id)
    except Generation.DoesNotExist:
        raise NotFound from None


def find_turn(user: User, client_id: UUID) -> Generation | None:
    """What this client id has made already."""
    return _whole_generations().filter(requested_by=user, client_id=client_id).first()


@dataclass(frozen=True, slots=True)
class Queue:
    """What is to be sent after the reply that is being written, in order. Held: not by itself."""

    messages: Sequence[QueuedMessage]
    is_held: bool


def get_queue(conversation: Conversation) -> Queue:
    messages = list(conversation.queued_messages.waiting())
    return Queue(messages, bool(messages) and is_queue_held(conversation))


def is_queue_held(conversation: Conversation) -> bool:
    newest = conversation.generations.order_by("-message__created_at").first()
    return newest is not None and newest.holds_queue


@dataclass(frozen=True, slots=True)
class Page:
    """Conversations by last activity, newest first; `next_cursor` asks for the older ones."""

    conversations: Sequence[Conversation]
    next_cursor: str | None


def list_conversations(user: User, *, before: str | None = None) -> Page:
    """Raises Malformed for a cursor that is not ours."""
    conversations = user.conversations.all()
    if before:
        conversations = conversations.filter(Cursor.read(before).older("updated_at"))
    found = list(conversations[: PAGE_CONVERSATIONS + 1])
    page, more = found[:PAGE_CONVERSATIONS], len(found) > PAGE_CONVERSATIONS
    return Page(page, str(Cursor(page[-1].updated_at, page[-1].pk)) if more else None)


def _whole_generations() -> QuerySet[Generation]:
    return Generation.objects.select_related("conversation", "message__parent")
