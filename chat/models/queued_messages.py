"""Messages that wait for their turn."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import Membership
from chat.models.conversations import Conversation


class QueuedMessageQuerySet(models.QuerySet["QueuedMessage"]):
    def waiting(self) -> Self:
        return self.filter(is_cancelled=False)

    def due(self) -> Self:
        """Those to be sent now, if nothing holds up their conversation."""
        return self.waiting().filter(Q(not_before=None) | Q(not_before__lte=timezone.now()))

    def may_be_sent(self) -> Self:
        """What those wrote who have left, or may only read now, is passed over until they are back
        or somebody removes it."""
        membership = Membership.objects.writers().filter(
            user=OuterRef("author"), team=OuterRef("conversation__team")
        )
        may_write = Q(conversation__team=None) | Q(Exists(membership))
        return self.filter(may_write, author__is_active=True)


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
        return f"Queued {self.pk}"
