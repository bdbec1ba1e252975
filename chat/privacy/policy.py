"""Who may read what others wrote. Every path that shows or finds other people's texts asks here.
Whose a conversation is, and what a team's members may do, is in chat.selectors.

Titles are texts; counts, dates, models and owners are not. What somebody shares by a link is for
whoever has the link. Docs: administration.md, decisions/0032.
"""

from __future__ import annotations

from enum import Enum

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from chat.models import ApiGeneration, Conversation, Hold, Message
from chat.selectors import taken_part_in, takes_part

NOBODY, FLAGGED, WITH_REASON = POLICIES = ("nobody", "flagged", "with_reason")


class Decision(Enum):
    NO = "no"
    NEEDS_REASON = "needs a reason"
    YES = "yes"


def may_read(reader: User, subject: Conversation | ApiGeneration) -> Decision:
    if isinstance(subject, ApiGeneration):
        return _may_read_generation(reader, subject)
    if open_to(reader).filter(pk=subject.pk).exists():
        return Decision.YES
    if readable_by(reader).filter(pk=subject.pk).exists():
        return Decision.NEEDS_REASON
    return Decision.NO


def is_theirs(reader: User, subject: Conversation | ApiGeneration) -> bool:
    """Nobody need be told that they read it."""
    if isinstance(subject, ApiGeneration):
        return subject.owner_id == reader.pk
    return subject.deleted_at is None and takes_part(reader, subject)


def may_search(reader: User) -> Decision:
    """The texts of everybody. Without a reason what is open to the reader can be searched."""
    if _policy() == WITH_REASON and may_review(reader):
        return Decision.NEEDS_REASON
    return Decision.YES


def readable_by(reader: User) -> QuerySet[Conversation]:
    """All that they may read, for a reason where one is needed."""
    readable = _taken_part_in(reader)
    if may_review(reader):
        if _policy() == FLAGGED:
            readable |= _flagged()
        elif _policy() == WITH_REASON:
            readable |= _not_withdrawn()
    return Conversation.objects.filter(readable)


def open_to(reader: User) -> QuerySet[Conversation]:
    """What they may read without saying why: their own, their teams', and what was put before
    reviewers."""
    is_open = _taken_part_in(reader)
    if may_review(reader) and _policy() != NOBODY:
        is_open |= _flagged()
    return Conversation.objects.filter(is_open)


def not_withdrawn() -> QuerySet[Conversation]:
    """All but what its owner has deleted, unless it must be kept."""
    return Conversation.objects.filter(_not_withdrawn())


def reviewable() -> QuerySet[Conversation]:
    """What the policy opens to reviewers at all, for a reason where one is needed."""
    if _policy() == NOBODY:
        return Conversation.objects.none()
    return Conversation.objects.filter(_flagged() if _policy() == FLAGGED else _not_withdrawn())


def may_be_flagged() -> bool:
    """There is somebody to put it before."""
    return _policy() != NOBODY


def may_review(reader: User, permission: str = "chat.view_conversation") -> bool:
    return reader.is_active and reader.is_staff and reader.has_perm(permission)


def held() -> Q:
    """On conversations: those under a legal hold, or whose owner is, or, in a team, somebody who
    wrote there, or edited a reply."""
    on_it = Q(conversation=OuterRef("pk")) | Q(account=OuterRef("owner"))
    by_them = Q(author__holds__isnull=False) | Q(edited_by__holds__isnull=False)
    said = Message.objects.filter(by_them, conversation=OuterRef("pk"))
    return Q(Exists(Hold.objects.filter(on_it))) | Q(team__isnull=False) & Q(Exists(said))


def _may_read_generation(reader: User, generation: ApiGeneration) -> Decision:
    """What a program said, where the owner of its key keeps it. Nobody can flag it."""
    if generation.owner_id == reader.pk:
        return Decision.YES
    if _policy() != WITH_REASON or not may_review(reader, "chat.view_apigeneration"):
        return Decision.NO
    return Decision.NEEDS_REASON


def _taken_part_in(reader: User) -> Q:
    """What was deleted there is nobody's own any more, though a legal hold keeps it."""
    return taken_part_in(reader) & Q(deleted_at=None)


def _flagged() -> Q:
    return Q(flagged_at__isnull=False) & _not_withdrawn()


def _not_withdrawn() -> Q:
    """What its owner has deleted is nobody's to read any more, unless it must be kept."""
    return Q(deleted_at=None) | held()


def _policy() -> str:
    return str(settings.REVIEW_POLICY)
