"""Reviewing: the queue of conversations to be looked at, the labels that reviewers put on them, and
what they note. For reviewers alone; all of it goes with its conversation."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from chat.models.conversations import Conversation
from chat.models.feedback import Feedback

if TYPE_CHECKING:
    from accounts.models import User

NOTE_CHARACTERS = 2_000
RESERVED_LETTERS = "adjknsx"  # what the page of the queue does with them


def check_letter(letter: str) -> None:
    if not (letter.isascii() and (letter.islower() or letter.isdecimal())):
        raise ValidationError("A small letter from a to z, or a digit.")
    if letter in RESERVED_LETTERS:
        raise ValidationError(f"The letters {', '.join(RESERVED_LETTERS)} do something else there.")


class ReviewLabel(models.Model):
    """A word of the site that reviewers put on conversations, by pressing its letter. One that is
    retired stays where it is, is offered no more, and leaves its letter to another."""

    class Colour(models.TextChoices):
        RED = "red", "Red"
        ORANGE = "orange", "Orange"
        YELLOW = "yellow", "Yellow"
        GREEN = "green", "Green"
        BLUE = "blue", "Blue"
        PURPLE = "purple", "Purple"
        GREY = "grey", "Grey"

    name = models.CharField(max_length=40, unique=True)
    letter = models.CharField(max_length=1, validators=[check_letter])
    colour = models.CharField(max_length=6, choices=Colour.choices, default=Colour.GREY)
    description = models.CharField("when to use it", max_length=200, blank=True)
    is_retired = models.BooleanField("retired", default=False)

    class Meta:
        verbose_name = "review label"
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=["letter"],
                condition=Q(is_retired=False),
                name="a_letter_means_one_label",
                violation_error_message="Another label has this letter.",
            ),
        )

    def __str__(self) -> str:
        return self.name


class ReviewItemQuerySet(models.QuerySet["ReviewItem"]):
    def open(self) -> Self:
        return self.filter(status=ReviewItem.Status.OPEN)

    def waiting(self) -> Self:
        """Those that nobody has taken."""
        return self.open().filter(assignee=None)

    def put(self, conversation: Conversation, source: str) -> ReviewItem:
        """Into the queue, again if it was closed. Call in a transaction; where it waits already,
        only a stronger reason for it changes something."""
        item, is_new = self.select_for_update(of=("self",)).get_or_create(
            conversation=conversation, defaults={"source": source}
        )
        if not is_new and item.status != ReviewItem.Status.OPEN:
            item.reopen(source)
        elif not is_new and ReviewItem.is_stronger(source, item.source):
            item.source = source
            item.save(update_fields=["source"])
        return item

    def withdraw(self, conversation: Conversation) -> None:
        """What somebody reported, or held against a reply, they have taken back: without another
        reason it is not waited for any more, unless a reviewer has begun. Call in a transaction."""
        waiting = self.waiting().filter(conversation=conversation, source__in=ReviewItem.BY_PEOPLE)
        item = waiting.filter(assessments=None).select_for_update(of=("self",)).first()
        if item is None:
            return
        if conversation.flagged_at is not None:
            item.source = ReviewItem.Source.REPORT
        elif Feedback.objects.filter(conversation=conversation, rating="bad").exists():
            item.source = ReviewItem.Source.FEEDBACK
        else:
            item.close(ReviewItem.Status.DISMISSED)
        item.save(update_fields=["source"])


class ReviewItem(models.Model):
    """A conversation in the queue, or that was in it.

    Open without an assignee it waits, with one it is in review. wants_second: it is done only when
    two reviewers have labelled it, each without the other's labels. queued_at: since when it is in
    the queue, this time. assignee: when it is closed, who closed it. shown_at: since when others
    may have seen what was said of it; who is through later did not judge without that.
    """

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        DONE = "done", "Done"
        DISMISSED = "dismissed", "Dismissed"

    class Source(models.TextChoices):
        REPORT = "report", "Put before reviewers"
        FEEDBACK = "feedback", "Thumbs down"
        SAMPLE = "sample", "Random sample"
        HAND = "hand", "By hand"

    BY_PEOPLE = (Source.REPORT, Source.FEEDBACK)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.OneToOneField(
        Conversation, on_delete=models.CASCADE, related_name="review", editable=False
    )
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.OPEN)
    source = models.CharField("why", max_length=8, choices=Source.choices)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    wants_second = models.BooleanField("second reviewer wanted", default=False)
    queued_at = models.DateTimeField("since", default=timezone.now, editable=False)
    closed_at = models.DateTimeField("closed", null=True, editable=False)
    shown_at = models.DateTimeField(null=True, editable=False)

    objects = ReviewItemQuerySet.as_manager()

    class Meta:
        verbose_name = "review"
        verbose_name_plural = "reviews"
        ordering = ("queued_at", "id")
        default_permissions = ()
        permissions = (("review", "Can review conversations: labels, notes, the queue"),)
        indexes = (
            models.Index(fields=["status", "queued_at", "id"], name="review_queue"),
            models.Index(
                fields=["queued_at", "id"],
                condition=Q(status="open", assignee=None),
                name="review_waiting",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(status="open", closed_at=None)
                | Q(status__in=["done", "dismissed"], closed_at__isnull=False),
                name="closed_reviews_know_when",
            ),
        )

    def __str__(self) -> str:
        return f"Review {str(self.pk)[:8]}"

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    @property
    def state(self) -> str:
        """In words, with the fourth that is a matter of who has it."""
        in_review = self.is_open and self.assignee_id is not None
        return "In review" if in_review else self.get_status_display()

    @classmethod
    def is_stronger(cls, source: str, than: str) -> bool:
        """What somebody reported stays reported, whoever else wants it looked at."""
        order = (cls.Source.SAMPLE, cls.Source.FEEDBACK, cls.Source.HAND, cls.Source.REPORT)
        return order.index(cls.Source(source)) > order.index(cls.Source(than))

    def assign(self, user: User | None) -> None:
        self.assignee = user
        self.save(update_fields=["assignee"])

    def close(self, status: Status) -> None:
        self.status, self.closed_at = status, timezone.now()
        self.shown_at = self.shown_at or self.closed_at
        self.save(update_fields=["status", "closed_at", "shown_at", "assignee"])

    def reopen(self, source: str) -> None:
        """As if it were new; whoever labelled it is to say again that they are through, and finds
        their labels and notes as they were."""
        self.status, self.closed_at, self.assignee = self.Status.OPEN, None, None
        self.source, self.queued_at = source, timezone.now()
        self.save(update_fields=["status", "closed_at", "assignee", "source", "queued_at"])
        self.assessments.update(finished_at=None)


class Assessment(models.Model):
    """What one reviewer says of an item. finished_at: when they were through; only then do others
    see it, and it changes no more. reviewer: empty when their account is gone."""

    item = models.ForeignKey(
        ReviewItem,
        on_delete=models.CASCADE,
        related_name="assessments",
        db_index=False,  # the constraint's index begins with it
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    labels = models.ManyToManyField(ReviewLabel, related_name="assessments")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["item", "reviewer"], name="one_assessment_of_a_person"),
        )

    def __str__(self) -> str:
        return f"Assessment {self.pk}"


class ReviewNote(models.Model):
    """What a reviewer wrote down for reviewers. The owner of the conversation never sees it."""

    item = models.ForeignKey(ReviewItem, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    text = models.TextField(max_length=NOTE_CHARACTERS)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return f"Note {self.pk}"
