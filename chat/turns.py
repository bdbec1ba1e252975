"""Turns as they are stored: a message, the empty reply to it, and the try that will write it.

Knows neither inference nor refusals of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from chat import selectors
from chat.conversation_settings import ConversationSettings, settings_of
from chat.exceptions import Busy
from chat.models import Conversation, Generation, Message
from chat.models.generations import begun_usage
from chat.team_rules import check_model


class StillActive(Busy):
    """As the database has it; its stream may have ended."""

    def __init__(self, generation: Generation) -> None:
        super().__init__()
        self.generation = generation


@dataclass(frozen=True, slots=True)
class Asked:
    """A message to be answered, which is stored with the reply if it is new, and when the newest
    message of its conversation was made. begun: a reply to it, with whose words the new one begins.
    """

    message: Message
    newest_at: datetime
    begun: Message | None = None


@dataclass(frozen=True, slots=True)
class Ids:
    """What a turn that is to be stored is called, and the conversation, if one begins with it.
    before_commit: called when nobody else can see it yet."""

    generation: UUID = field(default_factory=uuid4)
    conversation: UUID = field(default_factory=uuid4)
    before_commit: Callable[[], None] = lambda: None


def store_turn(
    asked: Asked,
    *,
    author: User,
    client_id: UUID,
    generation_id: UUID | None = None,
    answered_by: ConversationSettings | None = None,
    beside: Generation | None = None,
) -> Generation:
    """answered_by: other settings than those of the conversation. Call in a transaction. Raises
    IntegrityError when another turn was a moment faster, or this client id has one, and
    SettingRefused when its team may not use the model."""
    conversation, begun = asked.message.conversation, asked.begun
    own = None if answered_by is None else answered_by.system_prompt
    answered_by = answered_by or settings_of(conversation)
    model = answered_by.model or _model_of(begun)
    check_model(conversation, model)
    reply = Message(
        conversation=conversation,
        parent=asked.message,
        role=Message.Role.ASSISTANT,
        text=begun.text if begun else "",
        reasoning=begun.reasoning if begun else "",
        tool_calls=begun.tool_calls if begun else "",
        created_at=_moment_after(asked.newest_at),
    )
    is_new = asked.message._state.adding  # noqa: SLF001 - documented
    Message.objects.bulk_create([asked.message, reply] if is_new else [reply])
    return Generation.objects.create(
        pk=generation_id or uuid4(),
        conversation=conversation,
        message=reply,
        requested_by=author,
        client_id=client_id,
        model=model,
        sampling={**settings.REPLY_SAMPLING, **answered_by.sampling},
        system_prompt=own,
        usage=begun_usage(begun.try_at_it if begun else None),
        beside=beside,
    )


def begin_conversation(
    *,
    author: User,
    team_id: UUID | None,
    title: str,
    settings: ConversationSettings,
    conversation_id: UUID | None = None,
) -> Conversation:
    """team_id: in this team, as it has its conversations. Raises NotFound or ReadOnly."""
    team = None if team_id is None else selectors.get_team(author, team_id, to_write=True)
    settings = settings if team is None else settings.or_as_in(team)
    values = settings.to_json()
    conversation = Conversation.objects.create(
        pk=conversation_id or uuid4(), owner=author, team=team, title=title, **values
    )
    conversation.is_new = True
    return conversation


def new_message(
    *,
    author: User,
    conversation: Conversation,
    parent: Message | None,
    text: str,
    after: datetime | None,
) -> Asked:
    message = Message(
        conversation=conversation,
        parent=parent,
        role=Message.Role.USER,
        author=author,
        text=text,
        created_at=_moment_after(after),
    )
    return Asked(message, message.created_at)


def store_edited_reply(
    reply: Message, *, author: User, client_id: UUID, text: str, after: datetime
) -> Message:
    """Without what the model thought: that led to other words. Raises IntegrityError when this
    client id has one."""
    return Message.objects.create(
        conversation=reply.conversation,
        parent=reply.parent,
        role=Message.Role.ASSISTANT,
        text=text,
        edited_by=author,
        edit_client_id=client_id,
        created_at=_moment_after(after),
    )


def find_newest(conversation: Conversation, *, beside: Generation | None = None) -> Message | None:
    """Raises StillActive while a reply is being written, but for the one that is to be compared."""
    active = conversation.generations.active()
    if beside is not None:
        active = active.exclude(pk=beside.pk)
    still_active = active.first()
    if still_active is not None:
        raise StillActive(still_active)
    return conversation.messages.order_by("-created_at").first()


@transaction.atomic
def undo(generation: Generation) -> bool:
    """Take the turn back, so that the same client_id can be sent again. False: inference has it, it
    is gone already, or it begins a conversation in which others wait: the sweep asks for it."""
    never_queued = Generation.objects.active().filter(pk=generation.pk, queued_at=None)
    if never_queued.select_for_update().first() is None:
        return False
    reply, conversation = generation.message, generation.conversation
    if conversation.messages.count() == 2 and _has_queue(conversation):
        return False
    generation.delete()
    reply.delete()
    if reply.parent is not None and not reply.parent.children.exists():
        reply.parent.delete()
    if not conversation.messages.exists():
        conversation.delete()
    return True


def _has_queue(conversation: Conversation) -> bool:
    """Nothing is added to it until the end of this transaction."""
    Conversation.objects.select_for_update().filter(pk=conversation.pk).first()
    return conversation.queued_messages.waiting().exists()


def _model_of(begun: Message | None) -> str:
    """Whose words they stay, even if nothing is added to them."""
    written = begun.try_at_it if begun else None
    return written.model if written else ""


def _moment_after(last: datetime | None) -> datetime:
    """Now, but later than every message before, even when the clock was set back: the newest
    message decides which branch is shown."""
    now = timezone.now()
    return now if last is None or last < now else last + timedelta(microseconds=1)
