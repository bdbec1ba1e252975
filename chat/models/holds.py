"""What must be kept although its owner, or a rule, would delete it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from chat.models.audit import NAME_CHARACTERS
from chat.models.conversations import Conversation


class Hold(models.Model):
    """A legal hold on one conversation, or on an account and every conversation of it.

    The database itself refuses to delete what a hold names. placed_by: as text; who it was may
    leave before the hold does.
    """

    conversation = models.ForeignKey(
        Conversation, on_delete=models.PROTECT, null=True, blank=True, related_name="holds"
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="holds",
    )
    reason = models.TextField()
    placed_by = models.CharField(max_length=NAME_CHARACTERS, editable=False)
    placed_at = models.DateTimeField("since", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "legal hold"
        ordering = ("-placed_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(conversation__isnull=True) ^ Q(account__isnull=True),
                name="a_hold_is_on_one_thing",
                violation_error_message="Name a conversation or an account, and not both.",
            ),
        )

    def __str__(self) -> str:
        what = f"account {self.account_id}" if self.account_id else str(self.conversation_id)
        return f"Legal hold on {what}"
