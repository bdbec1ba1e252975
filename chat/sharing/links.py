"""Links to shared conversations: made, renewed, revoked, found; and copies of what they show.

Raises NotFound alike for what is missing, foreign, revoked or switched off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from chat import selectors
from chat.authors import author_name
from chat.copies import BATCH, Node, Plan, copy_id, plant
from chat.exceptions import NotFound, NothingToShare
from chat.models import Conversation, Message, SharedLink, SharedMessage
from chat.models.tries import NAME_CHARACTERS
from chat.paths import list_path
from chat.sharing.pages import on_pages
from chat.sharing.tokens import make_token, read_token

LINKS_SHOWN = 200  # on the settings page


def are_on() -> bool:
    return settings.SHARE_LINKS != "off"


def are_public() -> bool:
    return settings.SHARE_LINKS == "public"


def path_of(link: SharedLink) -> str:
    return reverse("chat:shared", args=[make_token(link.pk)])


@dataclass(frozen=True, slots=True)
class Shareable:
    """What a link that is made now would show, and the one that is there. news: how many messages
    of now it does not show. may_share: make and revoke it."""

    conversation: Conversation
    turns: Sequence[Message]
    link: SharedLink | None
    news: int
    may_share: bool


def look(user: User, conversation_id: UUID) -> Shareable:
    conversation = selectors.get_conversation(user, conversation_id)
    turns = _turns(conversation)
    link = SharedLink.objects.filter(conversation=conversation).first()
    shown = set(link.messages.values_list("created_at", flat=True)) if link else set()
    news = sum(one.created_at not in shown for one in turns)
    return Shareable(conversation, turns, link, news, selectors.may_write(user, conversation))


def share(user: User, conversation_id: UUID) -> SharedLink:
    """Make the link, or show from now on by the one that is there what is shown now. Raises
    NotFound or NothingToShare."""
    with transaction.atomic():
        if not are_on():
            raise NotFound
        conversation = selectors.get_conversation(
            user, conversation_id, to_write=True, is_locked=True
        )
        turns = _turns(conversation)
        if not turns:
            raise NothingToShare
        link, _ = SharedLink.objects.get_or_create(conversation=conversation)
        link.messages.all().delete()
        rows = [_row(link, *turn) for turn in _on_places(turns)]
        SharedMessage.objects.bulk_create(rows, batch_size=BATCH)
        link.title, link.shared_at = conversation.title, timezone.now()
        link.message_count, link.page_count = len(rows), rows[-1].page
        link.save()
    return link


def revoke(user: User, link_id: UUID) -> SharedLink:
    """At once; a link that is made later is another one. Raises NotFound."""
    link = _links().filter(_may_revoke(user), pk=link_id).first()
    if link is None:
        raise NotFound
    SharedLink.objects.filter(pk=link_id).delete()
    return link


def list_links(user: User) -> list[SharedLink]:
    links = _links().filter(_may_revoke(user)).select_related("conversation")
    return list(links[:LINKS_SHOWN])


def find(token: str) -> SharedLink:
    link_id = read_token(token) if are_on() else None
    link = None if link_id is None else _links().filter(pk=link_id).first()
    if link is None:
        raise NotFound
    return link


def list_page(link: SharedLink, page: int) -> list[SharedMessage]:
    """Raises NotFound for a page that it does not have."""
    if not 1 <= page <= link.page_count:
        raise NotFound
    return list(link.messages.filter(page=page))


def fork(user: User, token: str, form_id: UUID) -> Conversation:
    """A conversation of the reader's own with what the link shows. The same form twice is one."""
    link = find(token)
    nodes: list[Node] = []
    for one in link.messages.all():
        parent = nodes[-1].key if nodes else None
        nodes.append(
            Node(
                key=str(one.place),
                parent=parent,
                role=one.role,
                text=one.text,
                created_at=one.created_at,
                is_edited=one.is_edited,
            )
        )
    plan = Plan(title=link.title, nodes=nodes)
    source = copy_id(user, "fork", str(link.pk), str(form_id))
    return plant(plan, owner=user, conversation_id=source)[0]


def _links() -> QuerySet[SharedLink]:
    """But those of conversations that were deleted, which may come back."""
    return SharedLink.objects.filter(conversation__deleted_at=None)


def _may_revoke(user: User) -> Q:
    return selectors.taken_part_in(user, "conversation__", to_write=True)


def _turns(conversation: Conversation) -> list[Message]:
    """Of the branch that is shown, as far as it is written."""
    return [one for one in list_path(conversation) if one.text.strip()]


def _on_places(turns: Sequence[Message]) -> list[tuple[int, int, Message]]:
    paged = on_pages((one, len(one.text)) for one in turns)
    return [(place, page, turn) for place, (turn, page) in enumerate(paged, 1)]


def _row(link: SharedLink, place: int, page: int, turn: Message) -> SharedMessage:
    return SharedMessage(
        link=link,
        place=place,
        page=page,
        role=turn.role,
        text=turn.text,
        model=turn.try_at_it.model if turn.try_at_it else "",
        author=author_name(turn)[:NAME_CHARACTERS],
        is_edited=turn.is_edited,
        created_at=turn.created_at,
    )
