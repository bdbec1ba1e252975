"""Turns that end as a worker ends them."""

from __future__ import annotations

from accounts.models import User
from chat.models import Generation, Message
from chat.tasks import save_outcome
from inference.client import recover_outcome
from inference.contract import Event, Finished, Reasoning, Text
from inference.store import get_redis
from inference.stream import Append, StreamWriter
from tests.support.cast import say


def end(generation: Generation, *events: Event) -> Message:
    """As a worker does, and the web worker after it."""
    StreamWriter(get_redis()).append([Append(str(generation.pk), 1, events)])
    outcome = recover_outcome(str(generation.pk))
    assert outcome is not None
    assert save_outcome(outcome)
    return Message.objects.get(pk=generation.message_id)


def begun(user: User, text: str = "One, two", reasoning: str = "") -> Message:
    """A reply that was stopped."""
    thought = (Reasoning(text=reasoning),) if reasoning else ()
    return end(say(user, "Count."), *thought, Text(text=text), Finished(reason="stopped"))
