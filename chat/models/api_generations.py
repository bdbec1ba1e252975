"""What programs asked for over the HTTP API."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Self

from django.conf import settings
from django.db import models

from accounts.models import ApiKey, Team
from chat.models import tries
from chat.models.tries import Try, TryQuerySet, storable
from inference.contract import Outcome


class ApiGenerationQuerySet(TryQuerySet["ApiGeneration"]):
    def with_texts(self) -> Self:
        """Those whose texts nothing keeps from going: a legal hold on their owner would."""
        return self.filter(keeps_text=True, owner__holds=None)

    def forget_texts(self) -> int:
        """→ of how many. Counts and times stay. What is still being written is not kept either."""
        gone = dict.fromkeys(("prompt", "text", "reasoning", "tool_calls"), "")
        return self.update(**gone, keeps_text=False)


class ApiGeneration(Try):
    """One generation of a program: counts and times; texts only where the key's owner wants them.

    team: for which its key asked. form: how its stream is told, see chat.api.forms; a stream that
    is gone on with is told alike.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_generations"
    )
    key = models.ForeignKey(
        ApiKey, on_delete=models.SET_NULL, null=True, related_name="generations"
    )
    team = models.ForeignKey(
        Team, on_delete=models.SET_NULL, null=True, related_name="api_generations"
    )
    route = models.CharField(max_length=40)
    form = models.JSONField(default=dict)
    is_streamed = models.BooleanField(default=False)
    is_background = models.BooleanField(default=False)  # goes on when its caller goes away
    keeps_text = models.BooleanField(default=False)
    prompt = models.TextField(blank=True)  # JSON, as text: PostgreSQL keeps no NUL in its own
    text = models.TextField(blank=True)
    reasoning = models.TextField(blank=True)
    tool_calls = models.TextField(blank=True)  # JSON as well

    objects = ApiGenerationQuerySet.as_manager()

    class Meta:
        verbose_name = "API generation"
        ordering = ("-created_at", "-id")
        indexes = (
            models.Index(fields=["status", "created_at"], name="api_by_status"),
            models.Index(fields=["-created_at", "-id"], name="api_newest"),
            models.Index(fields=["owner", "-created_at"], name="api_by_owner"),
        )
        constraints = (
            models.CheckConstraint(
                condition=tries.ACTIVE_HAS_NO_ENDING, name="api_active_has_no_ending"
            ),
            models.CheckConstraint(
                condition=tries.FINISHED_HAS_A_REASON, name="api_finished_has_a_reason"
            ),
            models.CheckConstraint(
                condition=tries.FAILED_HAS_AN_ERROR, name="api_failed_has_an_error"
            ),
            models.CheckConstraint(condition=tries.STATUS_IS_KNOWN, name="api_status_is_known"),
        )

    def take(self, outcome: Outcome) -> bool:
        """End as the outcome says; see `end_as`. Call in a transaction, on a locked row."""
        if not self.end_as(outcome):
            return False
        if self.keeps_text:
            self.text, self.reasoning = storable(outcome.text), storable(outcome.reasoning)
            self.tool_calls = json.dumps([asdict(call) for call in outcome.tool_calls])
        self.save()
        return True
