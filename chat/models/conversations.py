"""Conversations and their messages, a tree."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from chat.models.library import Folder, Tag

if TYPE_CHECKING:
    from chat.models.generations import Generation

TITLE_CHARACTERS = 200


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def visible(self) -> Self:
        """Those that are there for their owner: not deleted, though the rows wait for an undo."""
        return self.filter(deleted_at=None)


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
    is_pinned = models.BooleanField(default=False)
    is_archived = models.BooleanField(default=False)
    folder = models.ForeignKey(
        Folder, on_delete=models.SET_NULL, null=True, related_name="conversations"
    )
    tags = models.ManyToManyField(Tag, related_name="conversations")
    deleted_at = models.DateTimeField("deleted", null=True, editable=False)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        ordering = ("-updated_at", "-id")
        indexes = (
            models.Index("owner", condition=Q(is_pinned=True), name="pinned"),
            models.Index("deleted_at", condition=Q(deleted_at__isnull=False), name="deleted"),
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

    def unarchive(self) -> None:
        """Its owner writes in it: it is not put away any more."""
        if self.is_archived:
            self.is_archived = False
            self.save(update_fields=["is_archived"])


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
