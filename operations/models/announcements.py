"""What administrators tell everybody, and who has read it."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

TEXT_CHARACTERS = 500


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def not_over(self) -> Self:
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=timezone.now()))


class Announcement(models.Model):
    """A few sentences in plain text, shown above every page from starts_at until ends_at (`None`:
    until it is deleted)."""

    class Level(models.TextChoices):
        INFO = "info", "Information"
        WARNING = "warning", "Warning"

    class Audience(models.TextChoices):
        EVERYBODY = "everybody", "Everybody who is signed in"
        STAFF = "staff", "Staff"

    text = models.TextField(
        max_length=TEXT_CHARACTERS, help_text="Plain text; addresses become links."
    )
    level = models.CharField(max_length=7, choices=Level.choices, default=Level.INFO)
    audience = models.CharField(max_length=9, choices=Audience.choices, default=Audience.EVERYBODY)
    is_dismissible = models.BooleanField(
        "can be dismissed", default=True, help_text="Each person may close it for themselves."
    )
    starts_at = models.DateTimeField("starts", default=timezone.now)
    ends_at = models.DateTimeField("ends", null=True, blank=True)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="announcement_ends_after_it_starts",
                violation_error_message="It must end after it starts.",
            ),
        )

    def __str__(self) -> str:
        return f"Announcement {self.pk}"

    def clean(self) -> None:
        if "\0" in self.text:  # PostgreSQL cannot keep it
            raise ValidationError({"text": "The text holds the character NUL."})


class Dismissal(models.Model):
    """Somebody has closed an announcement for themselves."""

    announcement = models.ForeignKey(
        Announcement, on_delete=models.CASCADE, related_name="dismissals"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="dismissals"
    )

    class Meta:
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=["user", "announcement"], name="dismissed_once"),
        )

    def __str__(self) -> str:
        return f"Dismissal {self.pk}"
