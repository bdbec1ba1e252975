"""Labels and notes of reviewers, and who sees them when.

Two are to label the same without each other's opinion in their eyes. So labels of others are shown
to whoever is through with their own, and to all when the item is closed; their notes too, where a
second reviewer is wanted.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from chat.models import NOTE_CHARACTERS, Assessment, ReviewItem, ReviewLabel, ReviewNote
from chat.models.tries import storable
from chat.privacy.holds import is_held
from chat.review.exceptions import ReviewRefused
from chat.review.queue import take

KEPT = "A legal hold is on this conversation: its labels and notes stay until it is released."


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a reviewer sees of an item: their own labels, those of others, and notes. hidden_notes:
    how many others wrote that are not for them to see yet."""

    own: Collection[int]
    others: Sequence[Assessment]
    notes: Sequence[ReviewNote]
    hidden_notes: int
    is_finished: bool


def get_opinion(item: ReviewItem, reviewer: User) -> Opinion:
    assessments = list(
        item.assessments.select_related("reviewer").prefetch_related("labels").order_by("pk")
    )
    own = next((one for one in assessments if one.reviewer_id == reviewer.pk), None)
    is_finished = own is not None and own.finished_at is not None
    sees_others = is_finished or not item.is_open
    notes = list(item.notes.select_related("author"))
    shown = [
        one for one in notes if sees_others or not item.wants_second or one.author_id == reviewer.pk
    ]
    others = [one for one in assessments if one is not own and one.finished_at is not None]
    return Opinion(
        own={label.pk for label in own.labels.all()} if own else set(),
        others=others if sees_others else [],
        notes=shown,
        hidden_notes=len(notes) - len(shown),
        is_finished=is_finished,
    )


@transaction.atomic
def set_labels(item: ReviewItem, reviewer: User, label_ids: Collection[int]) -> ReviewItem:
    """These and no others; a legal hold lets none come off. Raises ReviewRefused; see `take`."""
    locked = take(item, reviewer)
    own, _ = Assessment.objects.get_or_create(item=locked, reviewer=reviewer)
    offered = Q(is_retired=False) | Q(assessments=own)
    is_less = own.labels.exclude(pk__in=label_ids).exists()
    if is_less and is_held(locked.conversation):
        raise ReviewRefused(KEPT)
    own.labels.set(ReviewLabel.objects.filter(offered, pk__in=label_ids).distinct())
    return locked


def add_note(item: ReviewItem, author: User, text: str) -> ReviewNote:
    """Also to what another has, and to what is closed. Raises ReviewRefused."""
    text = storable(text.replace("\r\n", "\n").strip())
    if not text:
        raise ReviewRefused("Write something first.")
    if len(text) > NOTE_CHARACTERS:
        raise ReviewRefused(f"A note has at most {NOTE_CHARACTERS:,} characters.")
    return ReviewNote.objects.create(item=item, author=author, text=text)


def delete_note(item: ReviewItem, author: User, note_id: int) -> None:
    """Their own; another's is as good as not there. Raises ReviewRefused under a legal hold."""
    if is_held(item.conversation):
        raise ReviewRefused(KEPT)
    item.notes.filter(pk=note_id, author=author).delete()


def seen_with_label(reviewer: User, label: ReviewLabel | int) -> QuerySet[Assessment]:
    """Of which the reviewer may know that they have it; what a filter of lists may go by."""
    mine = Assessment.objects.filter(
        item=OuterRef("item"), reviewer=reviewer, finished_at__isnull=False
    )
    is_known = ~Q(item__status=ReviewItem.Status.OPEN) | Q(Exists(mine))
    finished = Q(finished_at__isnull=False) & is_known
    return Assessment.objects.filter(Q(reviewer=reviewer) | finished, labels=label)
