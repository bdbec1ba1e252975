"""Replies that have ended, as the web worker leaves them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from accounts.models import Team, User
from chat.models import ApiGeneration, Conversation, Generation, Message


def times(asked_at: datetime, ttft: float, seconds: float) -> dict[str, Any]:
    """ttft: until the first text; seconds: from then to the end."""
    first = asked_at + timedelta(seconds=ttft)
    return {
        "created_at": asked_at,
        "queued_at": asked_at,
        "started_at": asked_at,
        "first_token_at": first,
        "finished_at": first + timedelta(seconds=seconds),
    }


def ended(
    author: User,
    asked_at: datetime | None = None,
    *,
    team: Team | None = None,
    ttft: float = 0.2,
    seconds: float = 1.0,
    **more: Any,
) -> Generation:
    """11 tokens, so that `seconds` are ten gaps."""
    conversation = Conversation.objects.create(owner=author, team=team, title="Heliotrope")
    message = Message.objects.create(conversation=conversation, role=Message.Role.ASSISTANT)
    return Generation.objects.create(
        conversation=conversation,
        message=message,
        requested_by=author,
        client_id=uuid4(),
        **outcome(asked_at, ttft, seconds, more),
    )


def ended_for_program(owner: User, asked_at: datetime | None = None, **more: Any) -> ApiGeneration:
    return ApiGeneration.objects.create(
        owner=owner, route="chat", **outcome(asked_at, 0.2, 1.0, more)
    )


def outcome(
    asked_at: datetime | None, ttft: float, seconds: float, more: dict[str, Any]
) -> dict[str, Any]:
    usual = {
        "status": Generation.Status.FINISHED,
        "finish_reason": "" if "error_type" in more else "stop",
        "model": "pocket",
        "prompt_token_count": 100,
        "completion_token_count": 11,
    }
    return {**usual, **times(asked_at or timezone.now(), ttft, seconds), **more}
