"""How much was used. No texts, no titles, and no key to any row of the chat: counts outlive what
they count."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

NAME_CHARACTERS = 200


class CountedReply(models.Model):
    """One reply that has ended, in numbers; its id is that of its generation, so that it is counted
    once. user, team: whoever they were; the account or team may be gone. ttft, gap: seconds to the
    first text, and between two tokens of it on average; `None`: there was none. is_added_up: it is
    in the Usage of its day."""

    class Kind(models.TextChoices):
        PAGE = "page", "On the page"
        API = "api", "By a program"

    id = models.UUIDField(primary_key=True, editable=False)
    asked_at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=4, choices=Kind.choices)
    user = models.CharField(max_length=40, blank=True)
    team = models.CharField(max_length=40, blank=True)
    model = models.CharField(max_length=NAME_CHARACTERS, blank=True)
    prompt_tokens = models.PositiveIntegerField(default=0)
    completion_tokens = models.PositiveIntegerField(default=0)
    is_stopped = models.BooleanField(default=False)
    error_type = models.CharField(max_length=40, blank=True)
    ttft = models.FloatField(null=True)
    gap = models.FloatField(null=True)
    is_added_up = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        indexes = (
            models.Index(fields=["asked_at"], condition=Q(is_added_up=False), name="not_added_up"),
        )

    def __str__(self) -> str:
        return f"Reply {str(self.pk)[:8]}"


class Usage(models.Model):
    """The replies of one day and one model, user or team, added up.

    day: in the time zone of the site. key: the model's name, or the id of the user or team; empty:
    none. api_replies: of the replies. errors: how often, by type. ttft, gap: how many, by bucket
    (see operations.usage.histogram).
    """

    class By(models.TextChoices):
        MODEL = "model", "Model"
        USER = "user", "User"
        TEAM = "team", "Team"

    day = models.DateField()
    by = models.CharField(max_length=5, choices=By.choices)
    key = models.CharField(max_length=NAME_CHARACTERS, blank=True)
    replies = models.PositiveIntegerField(default=0)
    api_replies = models.PositiveIntegerField(default=0)
    prompt_tokens = models.PositiveBigIntegerField(default=0)
    completion_tokens = models.PositiveBigIntegerField(default=0)
    stopped = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    errors = models.JSONField(default=dict)
    ttft = models.JSONField(default=dict)
    gap = models.JSONField(default=dict)
    counted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "usage"
        default_permissions = ("view",)
        constraints = (
            models.UniqueConstraint(fields=["by", "day", "key"], name="one_sum_of_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.by} {self.key}"


class Refusal(models.Model):
    """How many requests were refused within a window of some minutes. reason: overloaded or
    over_quota."""

    window = models.DateTimeField(db_index=True)
    reason = models.CharField(max_length=20)
    user = models.CharField(max_length=40, blank=True)
    team = models.CharField(max_length=40, blank=True)
    model = models.CharField(max_length=NAME_CHARACTERS, blank=True)
    count = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.window:%Y-%m-%d %H:%M} {self.reason}"
