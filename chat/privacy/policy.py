"""Who may read what others wrote. Every path that shows or finds other people's texts asks here.

Titles are texts; counts, dates, models and owners are not. What somebody shares by a link is for
whoever has the link. Docs: administration.md, decisions/0032.
"""

from __future__ import annotations

from enum import Enum

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from chat.models import ApiGeneration, Conversation, Hold

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


def may_search(reader: User) -> Decision:
    """The texts of everybody. Without a reason what is open to the reader can be searched."""
    if _policy() == WITH_REASON and may_review(reader):
        return Decision.NEEDS_REASON
    return Decision.YES


def readable_by(reader: User) -> QuerySet[Conversation]:
    """All that they may read, for a reason where one is needed."""
    readable = Q(owner=reader)
    if may_review(reader):
        if _policy() == FLAGGED:
            readable |= _flagged()
        elif _policy() == WITH_REASON:
            readable |= _not_withdrawn()
    return Conversation.objects.filter(readable)


def open_to(reader: User) -> QuerySet[Conversation]:
    """What they may read without saying why: their own, and what was put before reviewers."""
    is_open = Q(owner=reader)
    if may_review(reader) and _policy() != NOBODY:
        is_open |= _flagged()
    return Conversation.objects.filter(is_open)


def not_withdrawn() -> QuerySet[Conversation]:
    """All but what its owner has deleted, unless it must be kept."""
    return Conversation.objects.filter(_not_withdrawn())


def may_be_flagged() -> bool:
    """There is somebody to put it before."""
    return _policy() != NOBODY


def may_review(reader: User, permission: str = "chat.view_conversation") -> bool:
    return reader.is_active and reader.is_staff and reader.has_perm(permission)


def held() -> Q:
    """On conversations: those under a legal hold, or whose owner is."""
    on_it = Q(conversation=OuterRef("pk")) | Q(account=OuterRef("owner"))
    return Q(Exists(Hold.objects.filter(on_it)))


def _may_read_generation(reader: User, generation: ApiGeneration) -> Decision:
    """What a program said, where the owner of its key keeps it. Nobody can flag it."""
    if generation.owner_id == reader.pk:
        return Decision.YES
    if _policy() != WITH_REASON or not may_review(reader, "chat.view_apigeneration"):
        return Decision.NO
    return Decision.NEEDS_REASON


def _flagged() -> Q:
    return Q(flagged_at__isnull=False) & _not_withdrawn()


def _not_withdrawn() -> Q:
    """What its owner has deleted is nobody's to read any more, unless it must be kept."""
    return Q(deleted_at=None) | held()


def _policy() -> str:
    return str(settings.REVIEW_POLICY)
