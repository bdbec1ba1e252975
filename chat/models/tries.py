"""One try at one reply, whoever asked for it: how it went, counts and times. Knows no texts."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from inference.contract import Outcome

NAME_CHARACTERS = 200


AnyTry = TypeVar("AnyTry", bound="Try")


class TryQuerySet(models.QuerySet[AnyTry]):
    """To be given a name for each model, or its managers would not know whose they are."""

    def active(self) -> Self:
        return self.filter(status=Try.Status.ACTIVE)

    def suspect(self, age: timedelta) -> Self:
        """Active ones that inference should know: it took them, or had time enough for it."""
        due = Q(queued_at__isnull=False) | Q(created_at__lt=timezone.now() - age)
        return self.active().filter(due)


class Try(models.Model):
    """Its id names the event stream.

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

    status = models.CharField(max_length=8, choices=Status.choices, default=Status.ACTIVE)
    attempt = models.PositiveSmallIntegerField(default=1)
    finish_reason = models.CharField(max_length=10, choices=FinishReason.choices, blank=True)
    error_type = models.CharField(max_length=40, blank=True)
    error_message = models.TextField(blank=True)

    model = models.CharField(max_length=NAME_CHARACTERS, blank=True)
    revision = models.CharField(max_length=NAME_CHARACTERS, blank=True)
    prompt_token_count = models.PositiveIntegerField(null=True)
    completion_token_count = models.PositiveIntegerField(null=True)

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    queued_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    first_token_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.get_status_display()} ({self.pk})"

    @property
    def is_active(self) -> bool:
        return self.status == self.Status.ACTIVE

    @property
    def token_count(self) -> int:
        """Read and written."""
        return (self.prompt_token_count or 0) + (self.completion_token_count or 0)

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

    def end_as(self, outcome: Outcome) -> bool:
        """Take what the outcome says, without saving. False: it has ended already, or a newer
        attempt is at work."""
        if not self.is_active or outcome.attempt < self.attempt:
            return False
        self.status = self.Status.FINISHED if outcome.finish_reason else self.Status.FAILED
        self.attempt = outcome.attempt
        self.finish_reason = outcome.finish_reason or ""
        self.error_type = outcome.error_type or ""
        self.error_message = storable(outcome.error_message)
        self.model = outcome.model[:NAME_CHARACTERS] or self.model
        self.revision = outcome.revision[:NAME_CHARACTERS]
        self.prompt_token_count = outcome.prompt_token_count
        self.completion_token_count = outcome.completion_token_count
        self.started_at = _moment(outcome.started_at)
        self.first_token_at = _moment(outcome.first_token_at)
        self.finished_at = _moment(outcome.finished_at) or timezone.now()
        return True


# What the database itself knows of an ending.
ACTIVE_HAS_NO_ENDING = ~Q(status="active") | Q(
    finish_reason="", error_type="", finished_at__isnull=True
)
FINISHED_HAS_A_REASON = ~Q(status="finished") | (
    ~Q(finish_reason="") & Q(error_type="", finished_at__isnull=False)
)
FAILED_HAS_AN_ERROR = ~Q(status="failed") | (
    ~Q(error_type="") & Q(finish_reason="", finished_at__isnull=False)
)
STATUS_IS_KNOWN = Q(status__in=["active", "finished", "failed"])


def storable(text: str) -> str:
    """PostgreSQL cannot keep NUL, and a byte-level model can write it."""
    text = text.encode(errors="replace").decode()  # half a surrogate pair can come in JSON
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")


def _moment(epoch_seconds: float | None) -> datetime | None:
    return None if epoch_seconds is None else datetime.fromtimestamp(epoch_seconds, UTC)


def _seconds(start: datetime | None, end: datetime | None) -> float | None:
    """Never negative, though two machines' clocks took the times."""
    return max(0.0, (end - start).total_seconds()) if start and end else None
