"""Who may review, and what. The policy has the first word: what it keeps closed is in nobody's
queue. Nobody reviews what is theirs, or sees what was noted about it."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Membership, User
from chat.models import Conversation, ReviewItem
from chat.models.review import ReviewItemQuerySet
from chat.privacy.policy import may_review as may_read_others
from chat.privacy.policy import reviewable

PERMISSION, READING = "chat.review", "chat.view_conversation"
MOST_REVIEWERS = 200  # to choose from in a list


def may_review(reader: User) -> bool:
    """Labels, notes and the queue, beside reading what others wrote."""
    return may_read_others(reader) and reader.has_perm(PERMISSION)


def items_for(reader: User) -> ReviewItemQuerySet:
    """All that are in the queue or were, as far as the reader may review them now."""
    if not may_review(reader):
        return ReviewItem.objects.none()
    return ReviewItem.objects.filter(conversation__in=conversations_for(reader))


def conversations_for(reader: User) -> QuerySet[Conversation]:
    in_team = Membership.objects.filter(team=OuterRef("team"), user=reader)
    return reviewable().exclude(owner=reader).exclude(Exists(in_team))


def waiting_for(reader: User) -> ReviewItemQuerySet:
    """Those they could take, the oldest first."""
    labelled = Q(assessments__reviewer=reader, assessments__finished_at__isnull=False)
    already = ReviewItem.objects.filter(labelled)
    return items_for(reader).waiting().exclude(pk__in=already.values("pk"))


def list_reviewers() -> list[User]:
    """To whom something can be given. Not one reviews their own all the same: see `items_for`."""
    backend = f"{ModelBackend.__module__}.{ModelBackend.__name__}"
    readers = User.objects.with_perm(READING, backend=backend)
    able = User.objects.with_perm(PERMISSION, backend=backend).filter(is_staff=True)
    both = able.filter(pk__in=readers.values("pk"))
    return list(both.order_by("username")[:MOST_REVIEWERS])
