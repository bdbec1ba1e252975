"""Rare "this conversation changed" notices between processes. They may be lost."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator
from typing import Any, cast
from uuid import UUID

from inference.exceptions import StoreUnavailable
from inference.stream import Expected, publish_notice, watch_notices

logger = logging.getLogger(__name__)


def channel_of(conversation_id: UUID) -> str:
    return f"chat:conversation:{conversation_id}"


def announce_change(
    conversation_id: UUID, *, turn: UUID | None = None, saved: dict[str, Any] | None = None
) -> None:
    """Best effort: what was changed is in the database already. turn: the generation, if nothing
    but its turn is new, so that whoever sent it need not look. saved: see wire.outbound, if nothing
    but that reply's ending is new, so that nobody who knows the rest need look."""
    news = {"turn": None if turn is None else str(turn), "saved": saved}
    try:
        publish_notice(
            channel_of(conversation_id), {k: v for k, v in news.items() if v is not None}
        )
    except StoreUnavailable as error:
        logger.warning("A change was not announced: %s", error)


def watch_changes(
    conversation_id: UUID, *, expected: Expected | None = None
) -> AsyncGenerator[dict[str, Any]]:
    """Yields whenever the conversation has changed or may have."""
    notices = watch_notices(channel_of(conversation_id), expected=expected)
    return cast("AsyncGenerator[dict[str, Any]]", notices)
