"""The queue: an item is put there, taken by one reviewer, done or dismissed.

Only who has an item says something of it, so that no two work on the same unawares; whoever begins
on one that waits takes it. Rows are locked before they are looked at. Raises those of
chat.review.exceptions.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from chat.models import Assessment, Conversation, ReviewItem
from chat.review.access import conversations_for, items_for, waiting_for
from chat.review.exceptions import Closed, Finished, ReviewRefused, Taken

Status, Source = ReviewItem.Status, ReviewItem.Source

REVIEWERS_OF_A_PAIR = 2
MOST_SAMPLED = 500


def take_next(reviewer: User) -> ReviewItem | None:
    """The oldest that waits. Two who ask at the same moment get two: on PostgreSQL each passes over
    what the other has locked; on SQLite one transaction waits for the other."""
    with transaction.atomic():
        free = waiting_for(reviewer).select_for_update(skip_locked=True, of=("self",))
        item = free.order_by("queued_at", "id").first()
        if item is not None:
            item.assign(reviewer)
    return item


def take(item: ReviewItem, reviewer: User) -> ReviewItem:
    """To be called in a transaction: locked, and theirs from now on."""
    locked = _lock(item)
    if not locked.is_open:
        raise Closed
    if locked.assignee_id not in (None, reviewer.pk):
        raise Taken(f"{locked.assignee} has it.")
    if _has_finished(locked, reviewer):
        raise Finished
    if locked.assignee_id is None:
        locked.assign(reviewer)
    return locked


@transaction.atomic
def assign(item: ReviewItem, to: User | None) -> ReviewItem:
    """To somebody, whoever has it now; or to nobody, so that it waits again."""
    locked = _lock(item)
    if not locked.is_open:
        raise Closed
    if to is not None:
        if not items_for(to).filter(pk=locked.pk).exists():
            raise ReviewRefused(f"{to} may not review it.")
        if _has_finished(locked, to):
            raise ReviewRefused(f"{to} has labelled it already. It waits for somebody else.")
    locked.assign(to)
    return locked


@transaction.atomic
def finish(item: ReviewItem, reviewer: User) -> ReviewItem:
    """They are through with it. Where a second reviewer is wanted it waits for that one."""
    locked = take(item, reviewer)
    Assessment.objects.update_or_create(
        item=locked, reviewer=reviewer, defaults={"finished_at": timezone.now()}
    )
    finished = locked.assessments.exclude(finished_at=None).count()
    if locked.wants_second and finished < REVIEWERS_OF_A_PAIR:
        locked.assign(None)
    else:
        locked.close(Status.DONE)
    return locked


@transaction.atomic
def dismiss(item: ReviewItem, reviewer: User) -> ReviewItem:
    """There is nothing to be said of it."""
    locked = _lock(item)
    if locked.assignee_id not in (None, reviewer.pk):
        raise Taken(f"{locked.assignee} has it.")
    if locked.is_open:
        locked.assignee = reviewer
        locked.close(Status.DISMISSED)
    return locked


@transaction.atomic
def reopen(item: ReviewItem) -> ReviewItem:
    locked = _lock(item)
    if not locked.is_open:
        locked.reopen(Source.HAND)
    return locked


@transaction.atomic
def want_second(item: ReviewItem) -> ReviewItem:
    """Of one that is done by one reviewer alone it becomes one that waits for the second. The notes
    that are there were for all to read until now."""
    locked = _lock(item)
    if not locked.wants_second and locked.shown_at is None and locked.notes.exists():
        locked.shown_at = timezone.now()
    locked.wants_second = True
    locked.save(update_fields=["wants_second", "shown_at"])
    finished = locked.assessments.exclude(finished_at=None).count()
    if locked.status == Status.DONE and finished < REVIEWERS_OF_A_PAIR:
        locked.status, locked.closed_at, locked.assignee = Status.OPEN, None, None
        locked.save(update_fields=["status", "closed_at", "assignee"])
    return locked


@transaction.atomic
def do_without_second(item: ReviewItem, reviewer: User) -> ReviewItem:
    """One is enough after all: where one is through, it is done. Whoever has yet to label it would
    see by this what that one said."""
    locked = _lock(item)
    has_begun = locked.is_open and locked.assessments.exclude(finished_at=None).exists()
    if has_begun and locked.assignee_id not in (None, reviewer.pk):
        raise Taken(f"{locked.assignee} has it.")
    if has_begun and not _has_finished(locked, reviewer):
        raise ReviewRefused("Another has labelled it, and you are to do so without their labels.")
    locked.wants_second = False
    locked.save(update_fields=["wants_second"])
    if has_begun:
        locked.assignee = reviewer
        locked.close(Status.DONE)
    return locked


def put(conversations: Iterable[Conversation], source: ReviewItem.Source) -> int:
    """→ how many of them wait now."""
    count = 0
    for conversation in conversations:
        with transaction.atomic():
            ReviewItem.objects.put(conversation, source)
        count += 1
    return count


def put_chosen(reviewer: User, conversations: QuerySet[Conversation]) -> int:
    """By hand, those of them that the reviewer may review."""
    return put(_allowed(reviewer, conversations), Source.HAND)


def put_sample(reviewer: User, conversations: QuerySet[Conversation], count: int) -> int:
    """So many of these by chance, of those that were in no queue yet."""
    fresh = _allowed(reviewer, conversations).filter(review=None).order_by("?")
    return put(list(fresh[: min(count, MOST_SAMPLED)]), Source.SAMPLE)


def _allowed(reviewer: User, conversations: QuerySet[Conversation]) -> QuerySet[Conversation]:
    wanted = conversations.order_by().values("pk")
    return conversations_for(reviewer).filter(pk__in=wanted).select_related(None)


def _lock(item: ReviewItem) -> ReviewItem:
    return ReviewItem.objects.select_for_update(of=("self",)).get(pk=item.pk)


def _has_finished(item: ReviewItem, reviewer: User) -> bool:
    mine = item.assessments.filter(reviewer=reviewer)
    return mine.exclude(finished_at=None).exists()
