"""What a user may see, and in what they may write. A foreign id and a missing id raise the same
NotFound; who may read there and no more gets ReadOnly.

This is the one place that knows whose conversations are: a person's own, or those of a team, by
their role in it. What the site's reviewers may read besides is for chat.privacy.policy to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from accounts.models import Membership, Team, User
from chat.exceptions import NotFound, ReadOnly
from chat.models import Conversation, Generation, LastSeen, Message, QueuedMessage

MOST_UNREAD = 200  # marks in a sidebar; nobody counts more
NEWS_KEPT = timedelta(days=30)  # what a team has said before is no news to anybody
Row = TypeVar("Row", Message, Generation)
Found = TypeVar("Found", Conversation, Message, Generation)


# --- whose a conversation is ----------------------------------------------------------------------


def taken_part_in(user: User, of: str = "", *, to_write: bool = False) -> Q:
    """On conversations, or on what has one, called `of`: those that they may read, or write in."""
    memberships = Membership.objects.filter(user=user)
    if to_write:
        memberships = memberships.writers()
    return Q(**{f"{of}team": None, f"{of}owner": user}) | Q(
        **{f"{of}team__in": memberships.values("team")}
    )


def takes_part(user: User, conversation: Conversation, *, to_write: bool = False) -> bool:
    """They need no reviewer's right to read it. Whoever began it has left its team perhaps."""
    if conversation.team_id is None:
        return conversation.owner_id == user.pk
    memberships = Membership.objects.filter(user=user, team=conversation.team_id)
    if to_write:
        memberships = memberships.writers()
    return memberships.exists()


def may_write(user: User, conversation: Conversation) -> bool:
    """In one that they may read."""
    return conversation.team_id is None or takes_part(user, conversation, to_write=True)


def check_may_write(user: User, conversation: Conversation) -> None:
    """Of one that they may read. Raises ReadOnly."""
    if not may_write(user, conversation):
        raise ReadOnly


def list_teams(user: User) -> list[Team]:
    return list(Team.objects.of(user))


def get_membership(user: User, team_id: UUID) -> Membership:
    """With the team. Raises NotFound."""
    found = Membership.objects.select_related("team").filter(user=user, team=team_id).first()
    if found is None:
        raise NotFound
    return found


def get_team(user: User, team_id: UUID, *, to_write: bool = False) -> Team:
    """Raises NotFound, or ReadOnly."""
    membership = get_membership(user, team_id)
    if to_write and not membership.may_write:
        raise ReadOnly
    return membership.team


# --- one of them ----------------------------------------------------------------------------------


def get_conversation(
    user: User, conversation_id: UUID, *, to_write: bool = False, is_locked: bool = False
) -> Conversation:
    """is_locked: until the end of the transaction."""
    conversations = Conversation.objects.visible()
    if is_locked:
        conversations = conversations.select_for_update()
    found = _only(conversations.filter(taken_part_in(user), pk=conversation_id))
    if found is None:
        raise NotFound
    if to_write:
        check_may_write(user, found)
    return found


def get_personal(user: User, conversation_id: UUID) -> Conversation:
    """One that is theirs alone, for what is: pins, folders, tags, the archive."""
    found = user.conversations.visible().personal().filter(pk=conversation_id).first()
    if found is None:
        raise NotFound
    return found


def get_message(user: User, message_id: UUID, *, to_write: bool = False) -> Message:
    """With its conversation and, for a reply, the try that made it."""
    messages = Message.objects.select_related("conversation", "parent", "generation")
    return _found(user, messages.filter(pk=message_id), to_write)


def get_generation(user: User, generation_id: UUID, *, to_write: bool = False) -> Generation:
    """With its reply, the message that it answers and the conversation."""
    return _found(user, _whole_generations().filter(pk=generation_id), to_write)


def find_turn(user: User, client_id: UUID) -> Generation | None:
    """What this client id has made already. Raises NotFound if that was deleted, or is in a team
    that they have left."""
    found = _whole_generations().filter(requested_by=user, client_id=client_id).first()
    if found is not None and (
        found.conversation.deleted_at is not None or not takes_part(user, found.conversation)
    ):
        raise NotFound
    return found


def _found(user: User, rows: QuerySet[Row], to_write: bool) -> Row:
    there = rows.filter(taken_part_in(user, "conversation__"), conversation__deleted_at=None)
    found = _only(there)
    if found is None:
        raise NotFound
    if to_write:
        check_may_write(user, found.conversation)
    return found


def _only(rows: QuerySet[Found]) -> Found | None:
    """Of those that an id names. Without an order, which Django writes out for as long as the rest
    of such a query."""
    return next(iter(rows.order_by()), None)


# --- what waits, is being written, is new -------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Queue:
    """What is to be sent after the reply that is being written, in order. Held: not by itself.
    is_of_team: of several people."""

    messages: Sequence[QueuedMessage]
    is_held: bool
    is_of_team: bool = False


def get_queue(conversation: Conversation) -> Queue:
    messages = list(conversation.queued_messages.waiting())
    prefetch_related_objects(messages, "author")  # not joined: hardly ever does one wait
    is_of_team = conversation.team_id is not None
    return Queue(messages, bool(messages) and is_queue_held(conversation), is_of_team)


def list_being_written(user: User) -> list[UUID]:
    """The conversations in which a reply is being written."""
    active = Generation.objects.active().filter(taken_part_in(user, "conversation__"))
    return list(active.values_list("conversation", flat=True).distinct())


def list_unread(user: User) -> list[UUID]:
    """Those in which a reply has ended that they have not had before them; the newest of many."""
    unread = user.conversations.visible().personal().filter(is_unread=True)
    own = list(unread.values_list("pk", flat=True)[:MOST_UNREAD])
    return own + list(_news_of_teams(user)[: MOST_UNREAD - len(own)])


def _news_of_teams(user: User) -> QuerySet[Conversation, UUID]:
    """Since they have been in the team, and not from long ago: so it takes no longer in a team that
    has talked for years, and those who join one find nothing that waits for them."""
    seen = LastSeen.objects.filter(
        user=user, conversation=OuterRef("pk"), replied_at__gte=OuterRef("replied_at")
    )
    news = Conversation.objects.visible().filter(
        ~Exists(seen),
        team__memberships__user=user,
        replied_at__gt=F("team__memberships__joined_at"),
        replied_at__gte=timezone.now() - NEWS_KEPT,
    )
    return news.order_by("-replied_at").values_list("pk", flat=True)


def is_queue_held(conversation: Conversation) -> bool:
    newest = conversation.generations.order_by("-message__created_at").first()
    return newest is not None and newest.holds_queue


def _whole_generations() -> QuerySet[Generation]:
    return Generation.objects.select_related("conversation", "message__parent")
