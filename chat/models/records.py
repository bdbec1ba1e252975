"""How replies were made, and what came of making one again: beside the generation, so that whoever
loads replies does not load this."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from chat.models.generations import Generation
from chat.models.tries import Try, storable
from inference.contract import Outcome


class ReplyRecord(models.Model):
    """Of a reply that has ended; written once.

    provenance: as its worker told it (`Provenance`), empty if nobody did. attempts: as Redis knew
    them (`Attempt`), with their times in milliseconds. system_prompt: what the model was told
    before everything else. arrivals: when which part came, see `chat.replaying.packing`; `None`:
    Redis had forgotten it. is_whole: and knew all of it.

    Times are milliseconds since the reply was queued, by Redis' clock.
    """

    generation = models.OneToOneField(
        Generation, on_delete=models.CASCADE, primary_key=True, related_name="record"
    )
    provenance = models.JSONField(default=dict)
    attempts = models.JSONField(default=list)
    system_prompt = models.TextField(blank=True)
    arrivals = models.BinaryField(null=True)
    is_whole = models.BooleanField(default=True)
    started_ms = models.PositiveBigIntegerField(null=True)
    stop_asked_ms = models.PositiveBigIntegerField(null=True)
    ended_ms = models.PositiveBigIntegerField(null=True)

    def __str__(self) -> str:
        return f"Record of reply {self.pk}"


class Rerun(Try):
    """The last time that somebody had a reply made again, to see whether it is the same.

    It is a reply of no conversation: its text is here, and goes when the reply goes.
    """

    generation = models.OneToOneField(Generation, on_delete=models.CASCADE, related_name="rerun")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    text = models.TextField(blank=True)
    reasoning = models.TextField(blank=True)
    tool_calls = models.JSONField(default=list)
    provenance = models.JSONField(default=dict)

    def take(self, outcome: Outcome) -> bool:
        """End as the outcome says; see `end_as`. Call in a transaction, on a locked row."""
        if not self.end_as(outcome):
            return False
        self.text, self.reasoning = storable(outcome.text), storable(outcome.reasoning)
        self.tool_calls = [
            {"name": storable(one.name), "arguments": storable(one.arguments)}
            for one in outcome.tool_calls
        ]
        if outcome.provenance is not None:
            self.provenance = outcome.provenance.to_json()
        self.save()
        return True
