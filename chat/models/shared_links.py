"""What people show others of their conversations."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from chat.models.conversations import TITLE_CHARACTERS, Conversation, Message
from chat.models.tries import NAME_CHARACTERS


class SharedLink(models.Model):
    """A link to a copy of one branch, as it was at `shared_at`. The id alone opens nothing: see
    chat.sharing.tokens. What is shown is kept beside it, so that nothing said later can leak."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.OneToOneField(
        Conversation, on_delete=models.CASCADE, related_name="shared_link"
    )
    title = models.CharField(max_length=TITLE_CHARACTERS)
    message_count = models.PositiveIntegerField(default=0)
    page_count = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    shared_at = models.DateTimeField("as it was", default=timezone.now, editable=False)

    class Meta:
        ordering = ("-shared_at", "-id")

    def __str__(self) -> str:
        return f"Link {str(self.pk)[:8]}"


class SharedMessage(models.Model):
    """One turn of such a copy. page: which page shows it, see chat.sharing.pages. author: how they
    were called who said it, in a conversation of several people. is_edited: a reply in the words of
    a person."""

    link = models.ForeignKey(
        SharedLink, on_delete=models.CASCADE, related_name="messages", db_index=False
    )
    place = models.PositiveIntegerField()
    page = models.PositiveIntegerField()
    role = models.CharField(max_length=9, choices=Message.Role.choices)
    text = models.TextField()
    model = models.CharField(max_length=NAME_CHARACTERS, blank=True)
    author = models.CharField(max_length=NAME_CHARACTERS, blank=True)
    is_edited = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("place",)
        constraints = (
            models.UniqueConstraint(fields=["link", "page", "place"], name="one_shared_at_a_place"),
        )

    def __str__(self) -> str:
        return f"Turn {self.place}"
