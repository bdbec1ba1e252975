"""Queues of messages, and what became of them."""

from __future__ import annotations

from uuid import UUID, uuid4

from accounts.models import User
from chat import selectors, services
from chat.models import Conversation, Generation, QueuedMessage
from chat.paths import list_path
from chat.tasks import save_outcome
from inference.contract import Outcome


def queue(
    author: User, conversation: Conversation, text: str, client_id: UUID | None = None
) -> Generation | QueuedMessage:
    return services.send_or_queue(
        author=author,
        client_id=client_id or uuid4(),
        conversation_id=conversation.pk,
        parent_id=conversation.messages.latest("created_at").pk,
        text=text,
    )


def waiting(author: User, first: Generation, *texts: str) -> list[QueuedMessage]:
    """Queued behind a reply that is being written."""
    found = [queue(author, first.conversation, text) for text in texts]
    return [one for one in found if isinstance(one, QueuedMessage)]


def texts(conversation: Conversation) -> list[str]:
    return [message.text for message in list_path(conversation)]


def queued_texts(conversation: Conversation) -> list[str]:
    return [queued.text for queued in selectors.get_queue(conversation).messages]


def active() -> Generation:
    return Generation.objects.active().select_related("message__parent").get()


def fail(generation: Generation) -> None:
    assert save_outcome(
        Outcome(id=str(generation.pk), attempt=1, text="Half a", error_type="generation")
    )
