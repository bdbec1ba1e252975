"""Conversations, their messages (a tree) and the tries at replies. Knows no socket and no Redis."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from inference.contract import Outcome

TITLE_CHARACTERS = 200
NAME_CHARACTERS = 200


class Conversation(models.Model):
    """`updated_at` is the last thing said in it; the sidebar is in its order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="conversations",
        db_index=False,  # the sidebar's index begins with it
    )
    title = models.CharField(max_length=TITLE_CHARACTERS)
    created_at = models.DateTimeField("started", default=timezone.now, editable=False)
    updated_at = models.DateTimeField("last activity", default=timezone.now, editable=False)

    class Meta:
        ordering = ("-updated_at", "-id")
        indexes = (
            models.Index("owner", F("updated_at").desc(), F("id").desc(), name="sidebar"),
            models.Index(F("updated_at").desc(), F("id").desc(), name="admin_list"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("chat:conversation", args=[self.pk])

    def touch(self) -> None:
        """Something was said just now."""
        self.updated_at = timezone.now()
        self.save(update_fields=["updated_at"])


class Message(models.Model):
    """One turn. Those with the same parent are branches: other versions of the same turn."""

    class Role(models.TextChoices):
        USER = "user", "User"
        ASSISTANT = "assistant", "Assistant"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(
        Conversation,
        on_delete=models.CASCADE,
        related_name="messages",
        db_index=False,  # the thread's index begins with it
    )
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="children")
    role = models.CharField(max_length=9, choices=Role.choices)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    text = models.TextField(blank=True)
    reasoning = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("created_at",)
        indexes = (models.Index(fields=["conversation", "created_at"], name="thread"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(role="user") | Q(role="assistant", author=None),
                name="only_people_are_authors",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.text[:60]}"

    @property
    def try_at_it(self) -> Generation | None:
        """How this reply was made; `None` for what a person wrote."""
        return getattr(self, "generation", None) if self.role == self.Role.ASSISTANT else None


class GenerationQuerySet(models.QuerySet["Generation"]):
    def active(self) -> Self:
        return self.filter(status=Generation.Status.ACTIVE)

    def suspect(self, age: timedelta) -> Self:
        """Active ones that inference should know: it took them, or had time enough for it."""
        due = Q(queued_at__isnull=False) | Q(created_at__lt=timezone.now() - age)
        return self.active().filter(due)


class Generation(models.Model):
    """One try at one reply; its id names the event stream.

    An outcome is taken once, and only from the newest attempt: the fence of the stream, kept here
    too. queued_at is null until inference has taken the request.
    """

    class Status(models.TextChoices):
        ACTIVE = "active", "Being written"
        FINISHED = "finished", "Finished"
        FAILED = "failed", "Failed"

    class FinishReason(models.TextChoices):
        STOP = "stop", "Complete"
        LENGTH = "length", "Out of tokens"
        TOOL_CALLS = "tool_calls", "Calls tools"
        STOPPED = "stopped", "Stopped"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="generations"
    )
    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="generation")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    client_id = models.UUIDField()

    status = models.CharField(max_length=8, choices=Status.choices, default=Status.ACTIVE)
    attempt = models.PositiveSmallIntegerField(default=1)
    finish_reason = models.CharField(max_length=10, choices=FinishReason.choices, blank=True)
    error_type = models.CharField(max_length=40, blank=True)
    error_message = models.TextField(blank=True)

    model = models.CharField(max_length=NAME_CHARACTERS, blank=True)
    revision = models.CharField(max_length=NAME_CHARACTERS, blank=True)
    sampling = models.JSONField(default=dict)
    prompt_token_count = models.PositiveIntegerField(null=True)
    completion_token_count = models.PositiveIntegerField(null=True)
    left_out_turn_count = models.PositiveIntegerField(null=True)

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    queued_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    first_token_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = GenerationQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["status", "created_at"], name="by_status"),)
        constraints = (
            models.UniqueConstraint(
                fields=["conversation"], condition=Q(status="active"), name="one_reply_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["requested_by", "client_id"], name="one_turn_for_one_client_id"
            ),
            models.CheckConstraint(
                condition=~Q(status="active")
                | Q(finish_reason="", error_type="", finished_at__isnull=True),
                name="active_has_no_ending",
            ),
            models.CheckConstraint(
                condition=~Q(status="finished")
                | (~Q(finish_reason="") & Q(error_type="", finished_at__isnull=False)),
                name="finished_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status="failed")
                | (~Q(error_type="") & Q(finish_reason="", finished_at__isnull=False)),
                name="failed_has_an_error",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["active", "finished", "failed"]), name="status_is_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_status_display()} ({self.pk})"

    @property
    def is_active(self) -> bool:
        return self.status == self.Status.ACTIVE

    @property
    def holds_queue(self) -> bool:
        """It was stopped or failed: its reader is to say what comes next."""
        stopped = self.finish_reason == self.FinishReason.STOPPED
        return stopped or self.status == self.Status.FAILED

    @property
    def queue_seconds(self) -> float | None:
        return _seconds(self.queued_at, self.started_at)

    @property
    def ttft_seconds(self) -> float | None:
        """From sent to first text."""
        return _seconds(self.queued_at, self.first_token_at)

    @property
    def tokens_per_second(self) -> float | None:
        """While decoding; `None` below two tokens."""
        seconds = _seconds(self.first_token_at, self.finished_at)
        if not seconds or not self.completion_token_count or self.completion_token_count < 2:
            return None
        return (self.completion_token_count - 1) / seconds

    def take(self, outcome: Outcome) -> bool:
        """End as the outcome says and keep its text. False: it has ended already, or a newer
        attempt is at work. Call in a transaction, on a locked row."""
        if not self.is_active or outcome.attempt < self.attempt:
            return False
        self.status = self.Status.FINISHED if outcome.finish_reason else self.Status.FAILED
        self.attempt = outcome.attempt
        self.finish_reason = outcome.finish_reason or ""
        self.error_type = outcome.error_type or ""
        self.error_message = _storable(outcome.error_message)
        self.model = outcome.model[:NAME_CHARACTERS]
        self.revision = outcome.revision[:NAME_CHARACTERS]
        self.prompt_token_count = outcome.prompt_token_count
        self.completion_token_count = outcome.completion_token_count
        self.left_out_turn_count = outcome.left_out_turn_count
        self.started_at = _moment(outcome.started_at)
        self.first_token_at = _moment(outcome.first_token_at)
        self.finished_at = _moment(outcome.finished_at) or timezone.now()
        self.save()
        self.message.text = _storable(outcome.text)
        self.message.reasoning = _storable(outcome.reasoning)
        self.message.save(update_fields=["text", "reasoning"])
        self.conversation.touch()
        return True


class QueuedMessageQuerySet(models.QuerySet["QueuedMessage"]):
    def waiting(self) -> Self:
        return self.filter(is_cancelled=False)

    def due(self) -> Self:
        """Those to be sent now, if nothing holds up their conversation."""
        return self.waiting().filter(Q(not_before=None) | Q(not_before__lte=timezone.now()))


class QueuedMessage(models.Model):
    """Written while a reply was being written: a message from the moment when its turn comes.

    not_before: its turn came when there was no room for it. One that was taken back stays for a
    while, without its text, so that a page that missed the answer cannot queue it again.
    """

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="queued_messages"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    client_id = models.UUIDField()
    text = models.TextField(blank=True)
    is_cancelled = models.BooleanField(default=False)
    not_before = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = QueuedMessageQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["author", "client_id"], name="one_queued_message_for_one_client_id"
            ),
            models.CheckConstraint(
                condition=Q(is_cancelled=False) | Q(text=""), name="cancelled_keeps_no_text"
            ),
        )

    def __str__(self) -> str:
        return f"Queued: {self.text[:60]}"


def _storable(text: str) -> str:
    """PostgreSQL cannot keep NUL, and a byte-level model can write it."""
    text = text.encode(errors="replace").decode()  # half a surrogate pair can come in JSON
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")


def _moment(epoch_seconds: float | None) -> datetime | None:
    return None if epoch_seconds is None else datetime.fromtimestamp(epoch_seconds, UTC)


def _seconds(start: datetime | None, end: datetime | None) -> float | None:
    """Never negative, though two machines' clocks took the times."""
    return max(0.0, (end - start).total_seconds()) if start and end else None
