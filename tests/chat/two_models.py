"""One message to two models."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from accounts.models import User
from chat.comparing import pairs
from chat.comparing.pairs import Pair
from chat.conversation_settings import ConversationSettings
from chat.models import Message


def side(model: str = "", **sampling: Any) -> ConversationSettings:
    return ConversationSettings(model=model, sampling=sampling)


def compare(
    user: User, text: str = "Hello", after: Message | None = None, client_id: UUID | None = None
) -> Pair:
    return pairs.compare(
        author=user,
        client_id=client_id or uuid4(),
        conversation_id=after.conversation_id if after else None,
        text=text,
        sides=(side(), side("big", temperature=0.2)),
    )
