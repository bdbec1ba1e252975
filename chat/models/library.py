"""What people keep order with: folders and tags of conversations, and prompts to be used again."""

from __future__ import annotations

import unicodedata
import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

NAME_CHARACTERS = 60
KEY_CHARACTERS = 6 * NAME_CHARACTERS  # folding and composing make some characters several
PROMPT_CHARACTERS = 8_000


def key_of(name: str) -> str:
    """Two names with one key are the same to a reader. Not the database's `lower`: SQLite knows
    ASCII only."""
    return unicodedata.normalize("NFC", name).casefold()


class Named(models.Model):
    """Something of one owner with a name that nothing else of its kind and owner has."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=NAME_CHARACTERS)
    key = models.CharField(max_length=KEY_CHARACTERS, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {str(self.pk)[:8]}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = key_of(self.name)
        super().save(*args, **kwargs)


class Folder(Named):
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="folders", db_index=False
    )

    class Meta:
        ordering = ("key",)
        constraints = (
            models.UniqueConstraint(fields=["owner", "key"], name="one_folder_of_a_name"),
        )


class Tag(Named):
    """It is there as long as a conversation has it."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tags", db_index=False
    )

    class Meta:
        ordering = ("key",)
        constraints = (models.UniqueConstraint(fields=["owner", "key"], name="one_tag_of_a_name"),)


class SavedPromptQuerySet(models.QuerySet["SavedPrompt"]):
    def visible(self) -> Self:
        return self.filter(deleted_at=None)


class SavedPrompt(Named):
    """A text to be asked again, with `{{places}}` for what is different each time."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="saved_prompts",
        db_index=False,
    )
    text = models.TextField(max_length=PROMPT_CHARACTERS)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    deleted_at = models.DateTimeField(null=True, editable=False)

    objects = SavedPromptQuerySet.as_manager()

    class Meta:
        ordering = ("key",)
        indexes = (models.Index(fields=["owner", "key"], name="prompts_by_name"),)
        constraints = (
            models.UniqueConstraint(
                fields=["owner", "key"], condition=Q(deleted_at=None), name="one_prompt_of_a_name"
            ),
        )
