"""Files that people bring with them."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

FILE_NAME_CHARACTERS = 200


class Import(models.Model):
    """A file that is brought, and what came of it. Its parts are here only until it is read.

    report: see chat.importing.report.
    """

    class Status(models.TextChoices):
        COMING = "coming", _("Being sent")
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Being read")
        DONE = "done", _("Done")
        FAILED = "failed", _("Could not be read")

    UNREAD = (Status.COMING, Status.WAITING, Status.RUNNING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="imports"
    )
    name = models.CharField(max_length=FILE_NAME_CHARACTERS)
    byte_count = models.PositiveBigIntegerField(default=0)
    read_byte_count = models.PositiveBigIntegerField(default=0)
    status = models.CharField(max_length=7, choices=Status.choices, default=Status.COMING)
    report: Any = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    touched_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=["owner"],
                condition=Q(status__in=["coming", "waiting", "running"]),
                name="one_import_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"Import {str(self.pk)[:8]}"

    @property
    def is_over(self) -> bool:
        return self.status in (self.Status.DONE, self.Status.FAILED)


class ImportPart(models.Model):
    """A piece of the file: the web process and the worker may share no disk."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="parts", db_index=False)
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["of", "number"], name="one_part_of_a_number"),
        )

    def __str__(self) -> str:
        return f"{self.of_id}: {self.number}"
