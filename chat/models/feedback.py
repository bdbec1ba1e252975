"""What people think of replies."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chat.models.conversations import Conversation, Message

COMMENT_CHARACTERS = 2_000


class Reason(models.TextChoices):
    """Why, in words that can be counted."""

    CORRECT = "correct", _("Correct")
    CLEAR = "clear", _("Clear")
    COMPLETE = "complete", _("Complete")
    INCORRECT = "incorrect", _("Not correct")
    NOT_ASKED = "not_asked", _("Not what I asked for")
    INCOMPLETE = "incomplete", _("Not complete")
    HARMFUL = "harmful", _("Harmful")


class Feedback(models.Model):
    """A thumb of one person at one reply, and their words if they like. It goes with the reply,
    and with the account of who gave it.

    conversation: that of the message, so that whoever looks for conversations with feedback does
    not have to look at all their messages. reasons: of those that go with the rating.
    """

    class Rating(models.TextChoices):
        GOOD = "good", _("Good")
        BAD = "bad", _("Bad")

    REASONS: ClassVar = {
        Rating.GOOD: (Reason.CORRECT, Reason.CLEAR, Reason.COMPLETE),
        Rating.BAD: (Reason.INCORRECT, Reason.NOT_ASKED, Reason.INCOMPLETE, Reason.HARMFUL),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.ForeignKey(
        Message,
        on_delete=models.CASCADE,
        related_name="feedback",
        db_index=False,  # the constraint's index begins with it
    )
    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="feedback"
    )
    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="feedback"
    )
    rating = models.CharField(max_length=4, choices=Rating.choices)
    comment = models.TextField(blank=True, max_length=COMMENT_CHARACTERS)
    reasons = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField("given", default=timezone.now, editable=False)
    changed_at = models.DateTimeField("changed", default=timezone.now, editable=False)

    class Meta:
        verbose_name_plural = "feedback"
        ordering = ("-changed_at", "-id")
        indexes = (models.Index(fields=["-changed_at", "-id"], name="feedback_list"),)
        constraints = (
            models.UniqueConstraint(fields=["message", "giver"], name="one_feedback_of_a_person"),
            models.CheckConstraint(
                condition=Q(rating__in=["good", "bad"]), name="feedback_is_good_or_bad"
            ),
        )

    def __str__(self) -> str:
        return f"Feedback {str(self.pk)[:8]}"  # no words: Django's own log keeps it

    @property
    def reason_words(self) -> list[str]:
        return [str(Reason(one).label) for one in self.reasons]
