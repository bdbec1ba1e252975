"""Conversations and their messages, a tree."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Team
from chat.models.library import Folder, Tag
from chat.models.tries import NAME_CHARACTERS, storable
from inference.contract import ToolCall

if TYPE_CHECKING:
    from chat.models.generations import Generation

TITLE_CHARACTERS = 200
TOLD_FOR = timedelta(days=14)  # on the page itself; the settings tell it for ever


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def visible(self) -> Self:
        """Those that are there for their owner: not deleted, though the rows wait for an undo."""
        return self.filter(deleted_at=None)

    def personal(self) -> Self:
        """Those of nobody but their owner."""
        return self.filter(team=None)


class Conversation(models.Model):
    """`updated_at` is the last thing said in it; the sidebar is in its order.

    The path that is shown goes through `head`; without one it ends with the newest message.
    is_unread: a reply has ended that its owner has not had before them. replied_at: when a reply
    last ended that its readers are to be told of; see LastSeen. model, system_prompt and sampling
    are for the replies to come; empty: as the site has it. title_by: who wrote the title; a model
    is asked once, and not when a person gave one. team: whose members read and write it; then its
    owner is who began it. flagged_at, flag_note: when somebody of the conversation put it before
    reviewers, and their words. last_read_at: by a reviewer.
    """

    class TitleBy(models.TextChoices):
        BEGINNING = "first", "The first words"
        ASKED = "asked", "The first words, and a model was asked"
        MODEL = "model", "A model"
        PERSON = "person", "A person"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="conversations",
        db_index=False,  # the sidebar's index begins with it
    )
    team = models.ForeignKey(
        Team,
        on_delete=models.PROTECT,
        null=True,
        related_name="conversations",
        db_index=False,  # the index of its list begins with it
    )
    title = models.CharField(max_length=TITLE_CHARACTERS)
    head = models.ForeignKey("Message", on_delete=models.SET_NULL, null=True, related_name="+")
    title_by = models.CharField(
        max_length=8, choices=TitleBy.choices, default=TitleBy.BEGINNING, editable=False
    )
    is_unread = models.BooleanField(default=False)
    replied_at = models.DateTimeField(null=True, editable=False)
    model = models.CharField(max_length=NAME_CHARACTERS, blank=True)
    system_prompt = models.TextField(blank=True)
    sampling = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField("started", default=timezone.now, editable=False)
    updated_at = models.DateTimeField("last activity", default=timezone.now, editable=False)
    is_pinned = models.BooleanField(default=False)
    is_archived = models.BooleanField(default=False)
    folder = models.ForeignKey(
        Folder, on_delete=models.SET_NULL, null=True, related_name="conversations"
    )
    tags = models.ManyToManyField(Tag, related_name="conversations")
    deleted_at = models.DateTimeField("deleted", null=True, editable=False)
    flagged_at = models.DateTimeField("reported", null=True, editable=False)
    flag_note = models.TextField(blank=True, editable=False)
    last_read_at = models.DateTimeField(null=True, editable=False)

    is_new = False  # it was made just now, with its first turn: nobody else knows it

    objects = ConversationQuerySet.as_manager()

    class Meta:
        ordering = ("-updated_at", "-id")
        indexes = (
            models.Index("owner", condition=Q(is_pinned=True), name="pinned"),
            models.Index("flagged_at", condition=Q(flagged_at__isnull=False), name="flagged"),
            models.Index("deleted_at", condition=Q(deleted_at__isnull=False), name="deleted"),
            models.Index("owner", F("updated_at").desc(), F("id").desc(), name="sidebar"),
            models.Index(
                "team",
                F("updated_at").desc(),
                F("id").desc(),
                condition=Q(team__isnull=False),
                name="team_list",
            ),
            models.Index("team", "replied_at", condition=Q(team__isnull=False), name="team_news"),
            models.Index(F("updated_at").desc(), F("id").desc(), name="admin_list"),
            models.Index(fields=["owner"], condition=Q(is_unread=True), name="unread"),
        )

    def __str__(self) -> str:
        """Without the title: this is what logs and pages of the admin call it."""
        return f"Conversation {str(self.pk)[:8]}"

    def get_absolute_url(self) -> str:
        return reverse("chat:conversation", args=[self.pk])

    @property
    def was_read_lately(self) -> bool:
        """By a reviewer; its owner is to be told."""
        return self.last_read_at is not None and self.last_read_at > timezone.now() - TOLD_FOR

    def touch(self) -> None:
        """Something was said just now, and that is shown."""
        self.updated_at = timezone.now()
        self._leave_head()
        self.save(update_fields=["updated_at", "head"])

    def show(self, end: UUID) -> None:
        """The path that ends with this message."""
        self._leave_head()
        self.head_id = end
        self.save(update_fields=["head"])

    def _leave_head(self) -> None:
        """Without a head the newest message was shown, which every other is older than."""
        if self.head_id is not None:
            Message.objects.filter(pk=self.head_id).update(shown_at=timezone.now())
            self.head = None

    def end_reply(self, *, is_unread: bool) -> None:
        """As touch; is_unread: its owner is to be told."""
        self.updated_at = timezone.now()
        if self.team_id is None:
            self.is_unread = is_unread
        elif is_unread:  # by whom is for each of them to say
            self.replied_at = self.updated_at
        self._leave_head()
        self.save(update_fields=["updated_at", "head", "is_unread", "replied_at"])

    def unarchive(self) -> None:
        """Its owner writes in it: it is not put away any more."""
        if self.is_archived:
            self.is_archived = False
            self.save(update_fields=["is_archived"])


class LastSeen(models.Model):
    """Up to which reply a member of a team has had a conversation before them.

    Whoever has none, or one of an earlier reply, has not read the last. Written when somebody
    looks, so that the end of a reply writes one row and not one for each member. Kept as long as a
    conversation can be unread: see selectors.list_unread.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,  # the constraint's index begins with it
    )
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    replied_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "conversation"], name="seen_by_each"),
        )

    def __str__(self) -> str:
        return f"Seen until {self.replied_at}"


class Message(models.Model):
    """One turn. Those with the same parent are branches: other versions of the same turn.

    A reply that is to be continued has text from its beginning, and what the model adds is put
    behind it. edited_by, edit_client_id: of a reply in the words of a person, and what their
    browser called that; who it was may be forgotten with their account. shown_at: when a path that
    ended here was left for another.
    """

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
    tool_calls = models.TextField(blank=True)  # JSON, as text: PostgreSQL keeps no NUL in its own
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,  # the constraint's index begins with it
    )
    edit_client_id = models.UUIDField(null=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    shown_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("created_at",)
        indexes = (models.Index(fields=["conversation", "created_at"], name="thread"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(role="user") | Q(role="assistant", author=None),
                name="only_people_are_authors",
            ),
            models.CheckConstraint(
                condition=Q(edited_by=None, edit_client_id=None)
                | Q(role="assistant", edit_client_id__isnull=False),
                name="only_replies_are_edited",
            ),
            models.UniqueConstraint(
                fields=["edited_by", "edit_client_id"],
                condition=Q(edited_by__isnull=False),
                name="one_edit_for_one_client_id",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_role_display()} {str(self.pk)[:8]}"

    @property
    def calls(self) -> list[dict[str, str]]:
        """Which tools the model called: each with id, name and arguments, JSON text that may have
        been cut."""
        return list(json.loads(self.tool_calls)) if self.tool_calls else []

    def call_more(self, calls: Sequence[ToolCall]) -> None:
        """Behind those that are there. Does not save."""
        if calls:
            all_of_them = [*self.calls, *map(asdict, calls)]
            self.tool_calls = storable(json.dumps(all_of_them, ensure_ascii=False))

    @property
    def is_edited(self) -> bool:
        """A reply in the words of a person."""
        return self.edit_client_id is not None

    @property
    def try_at_it(self) -> Generation | None:
        """How this reply was made; `None` for what a person wrote."""
        return getattr(self, "generation", None) if self.role == self.Role.ASSISTANT else None
