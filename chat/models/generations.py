"""The tries at replies in conversations."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from chat.models import tries
from chat.models.conversations import Conversation, Message
from chat.models.tries import Try, TryQuerySet, storable
from inference.contract import Outcome

REASONING_SECONDS = "reasoning_seconds"
KNOWN_OF_SOME = (
    "reasoning_token_count",
    REASONING_SECONDS,
    "cached_prompt_token_count",
    "steps_after_stop",
    "tokens_after_stop",
    "freed_after_seconds",
)


class GenerationQuerySet(TryQuerySet["Generation"]):
    def compared_with(self, generation: Generation) -> Self:
        """The other one of a pair, if it is in one."""
        return self.filter(Q(beside=generation.pk) | Q(second=generation.pk))


class Generation(Try):
    """One try at the reply that a message of a conversation stands for.

    model and sampling are what it was asked with; model becomes the name of the one that wrote it.
    system_prompt: of one that was compared; others are asked with that of their conversation.
    usage: what else is known of it when it has ended, see `usage_of`; before, of a reply that is
    continued, how long its model thought. beside: the reply to the same message that it was asked
    for together with, to be compared with it; the only one that it is written at the same time as.
    """

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="generations"
    )
    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="generation")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    client_id = models.UUIDField()
    sampling = models.JSONField(default=dict)
    system_prompt = models.TextField(null=True)  # noqa: DJ001 - it may be told nothing
    left_out_turn_count = models.PositiveIntegerField(null=True)
    usage = models.JSONField(default=dict)
    beside = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, related_name="second"
    )

    objects = GenerationQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["status", "created_at"], name="by_status"),
            # By these the administration finds conversations.
            models.Index(fields=["model", "conversation"], name="generation_model"),
            models.Index(
                fields=["finish_reason", "conversation"],
                condition=~Q(finish_reason="stop"),
                name="generation_ending",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["conversation"],
                condition=Q(status="active", beside=None),
                name="one_reply_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["conversation"],
                condition=Q(status="active", beside__isnull=False),
                name="one_reply_beside_it",
            ),
            models.UniqueConstraint(
                fields=["requested_by", "client_id"], name="one_turn_for_one_client_id"
            ),
            models.CheckConstraint(
                condition=tries.ACTIVE_HAS_NO_ENDING, name="active_has_no_ending"
            ),
            models.CheckConstraint(
                condition=tries.FINISHED_HAS_A_REASON, name="finished_has_a_reason"
            ),
            models.CheckConstraint(condition=tries.FAILED_HAS_AN_ERROR, name="failed_has_an_error"),
            models.CheckConstraint(condition=tries.STATUS_IS_KNOWN, name="status_is_known"),
        )

    @property
    def effective_system_prompt(self) -> str:
        """Its own, or that of its conversation; without the site's."""
        own = self.system_prompt
        return self.conversation.system_prompt if own is None else own

    @property
    def holds_queue(self) -> bool:
        """It was stopped or failed: its reader is to say what comes next."""
        stopped = self.finish_reason == self.FinishReason.STOPPED
        return stopped or self.status == self.Status.FAILED

    def take(self, outcome: Outcome) -> bool:
        """End as the outcome says and keep what it wrote, behind what is continued; see `end_as`.
        Call in a transaction, on a locked row."""
        if not self.end_as(outcome):
            return False
        self.left_out_turn_count = outcome.left_out_turn_count
        self.usage |= usage_of(outcome)
        self.save()
        self.message.text += storable(outcome.text)
        self.message.reasoning += storable(outcome.reasoning)
        self.message.call_more(outcome.tool_calls)
        self.message.save(update_fields=["text", "reasoning", "tool_calls"])
        is_news = outcome.finish_reason != "stopped"
        if not is_news and Generation.objects.compared_with(self).exists():
            is_news = self.conversation.is_unread  # of the other one
        self.conversation.end_reply(is_unread=is_news)
        return True


def usage_of(outcome: Outcome) -> dict[str, int | float]:
    """What is known beside the counts and times of every try: tokens that were cached, those of the
    reasoning and how long that took, and the receipt of a stop (see `Usage`)."""
    values = {name: getattr(outcome, name) for name in KNOWN_OF_SOME}
    return {name: value for name, value in values.items() if value is not None}


def begun_usage(begun: Generation | None) -> dict[str, int | float]:
    """Of a reply that goes on in what this one wrote, whose reasoning it has too."""
    usage = begun.usage if begun else {}
    return {name: value for name, value in usage.items() if name == REASONING_SECONDS}
