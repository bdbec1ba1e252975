"""Conversations made of turns that were said elsewhere: copied, imported, or kept after all.

Knows no format and no file. Writes whole conversations or nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4, uuid5

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from chat.conversation_settings import AS_THE_SITE, ConversationSettings
from chat.models import Conversation, Message
from chat.models.tries import storable

BATCH = 500  # rows in one insert
OURS = UUID("6f0c4f3e-1d0b-4d0e-9a53-7a4b1c9d2e10")  # whose names the ids of copies are


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A turn with its place in the tree; parents come before what answers them.

    tool_calls: as Message has them. is_own: its new owner wrote it. is_edited: a reply in the words
    of a person.
    """

    key: str
    parent: str | None
    role: str
    text: str
    created_at: datetime
    reasoning: str = ""
    tool_calls: str = ""
    is_own: bool = False
    is_edited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """shown: the key of a turn in the branch to be shown; None: that of the newest."""

    title: str
    nodes: Sequence[Node]
    settings: ConversationSettings = AS_THE_SITE
    shown: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None


def copy_id(owner: User, *source: str) -> UUID:
    """The same for the same owner and source: so a copy that is asked for twice is one."""
    return uuid5(OURS, "\n".join((str(owner.pk), *source)))


def plant(plan: Plan, *, owner: User, conversation_id: UUID) -> tuple[Conversation, bool]:
    """The conversation, and whether it is new: the same id once more makes nothing, but brings back
    what was deleted a short while ago."""
    try:
        with transaction.atomic():
            return _plant(plan, owner, conversation_id), True
    except IntegrityError:
        there = owner.conversations.filter(pk=conversation_id).first()
        if there is None:
            raise
        was_deleted = there.deleted_at is not None
        if was_deleted:
            there.deleted_at = None
            there.save(update_fields=["deleted_at"])
        return there, was_deleted


def _plant(plan: Plan, owner: User, conversation_id: UUID) -> Conversation:
    now = timezone.now()
    conversation = Conversation(
        pk=conversation_id,
        owner=owner,
        title=storable(plan.title),
        title_by=Conversation.TitleBy.PERSON,  # it came with it: no model is to write another
        **plan.settings.to_json(),
        created_at=plan.created_at or now,
        updated_at=plan.updated_at or now,
    )
    conversation.save(force_insert=True)
    ids = {node.key: uuid4() for node in plan.nodes}
    rows = [
        Message(
            pk=ids[node.key],
            conversation=conversation,
            parent_id=None if node.parent is None else ids[node.parent],
            role=node.role,
            author=owner if node.is_own and node.role == Message.Role.USER else None,
            text=storable(node.text),
            reasoning=storable(node.reasoning),
            tool_calls=node.tool_calls,
            edit_client_id=uuid4() if node.is_edited else None,
            created_at=moment,
        )
        for node, moment in _in_order(plan)
    ]
    # Parents first, so that each batch finds those that it names.
    Message.objects.bulk_create(rows, batch_size=BATCH)
    if plan.shown is not None:
        conversation.head_id = ids[plan.shown]
        conversation.save(update_fields=["head"])
    return conversation


def _in_order(plan: Plan) -> Iterator[tuple[Node, datetime]]:
    """Each later than what it answers, and no two at one moment, as whatever looks for the newest
    expects."""
    moments: dict[str, datetime] = {}
    for node in plan.nodes:
        before = None if node.parent is None else moments[node.parent]
        moments[node.key] = _after(before, node.created_at)
    last: datetime | None = None
    for node in sorted(plan.nodes, key=lambda one: moments[one.key]):
        last = _after(last, moments[node.key])
        yield node, last


def _after(last: datetime | None, moment: datetime) -> datetime:
    return moment if last is None or last < moment else last + timedelta(microseconds=1)
