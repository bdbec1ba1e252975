"""A second conversation with all that is in the first."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from chat import selectors
from chat.conversation_settings import settings_of
from chat.copies import Node, Plan, copy_id, plant
from chat.models import TITLE_CHARACTERS, Conversation, Generation


def duplicate(user: User, conversation_id: UUID, form_id: UUID) -> Conversation:
    """All branches, and the settings; not the tries that wrote them, nor what waits in the queue or
    is being written. The same form twice is one. Raises NotFound."""
    original = selectors.get_conversation(user, conversation_id)
    unfinished = Generation.objects.active().filter(conversation=original).values("message")
    nodes = [
        Node(
            key=str(one.pk),
            parent=None if one.parent_id is None else str(one.parent_id),
            role=one.role,
            text=one.text,
            reasoning=one.reasoning,
            tool_calls=one.tool_calls,
            created_at=one.created_at,
            is_own=one.author_id == user.pk,
            is_edited=one.is_edited,
        )
        for one in original.messages.exclude(pk__in=unfinished)
    ]
    head = str(original.head_id)
    plan = Plan(
        title=_title(original),
        nodes=nodes,
        settings=settings_of(original),
        shown=head if any(node.key == head for node in nodes) else None,
    )
    source = copy_id(user, "duplicate", str(original.pk), str(form_id))
    return plant(plan, owner=user, conversation_id=source)[0]


def _title(original: Conversation) -> str:
    words: str = _("{title} (copy)")
    return words.format(title=original.title[: TITLE_CHARACTERS - len(words)])
