"""What happens in a person's conversations, told to all their open pages: a reply is being written,
or has ended. Two notices for each reply, whoever listens. They may be lost: then all is told again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from typing import Any, Literal, cast

from django.db import DatabaseError

from chat.exceptions import SignInNeeded
from chat.models import Conversation, Generation
from chat.streaming import AGAIN_SECONDS
from chat.wire.outbound import Json, conversation_json
from inference.exceptions import StoreUnavailable
from inference.stream import publish_notice, watch_notices

logger = logging.getLogger(__name__)

State = Literal["writing", "finished", "failed", "stopped", "seen", "titled"]


def announce_activity(conversation: Conversation, state: State) -> None:
    """Best effort, after the commit: what a page misses it is told when it comes back."""
    notice = {"conversation": conversation_json(conversation), "state": state}
    try:
        publish_notice(_channel(conversation.owner_id), notice)
    except StoreUnavailable as error:
        logger.warning("What happens in a conversation was not announced: %s", error)


def announce_end(generation: Generation) -> None:
    """In what was deleted meanwhile there is nothing to be read: only the marks go."""
    state: State = "finished"
    if generation.conversation.deleted_at is not None:
        state = "stopped"
    elif generation.status == generation.Status.FAILED:
        state = "failed"
    elif generation.finish_reason == generation.FinishReason.STOPPED:
        state = "stopped"
    announce_activity(generation.conversation, state)


async def follow_activity(
    user_id: int,
    *,
    say: Callable[[Json], Awaitable[None]],
    load_all: Callable[[], Awaitable[Json]],
) -> None:
    """Say how all is, and then what happens; all again whenever something may have been missed."""
    while True:
        try:
            async with aclosing(_watch(user_id)) as notices:
                async for notice in notices:
                    await say({"type": "activity", **notice} if notice else await load_all())
        except SignInNeeded:
            return  # the socket's guard closes it
        except (StoreUnavailable, DatabaseError) as error:
            logger.warning("What happens in conversations is not heard: %s", error)
        await asyncio.sleep(AGAIN_SECONDS)


def _watch(user_id: int) -> AsyncGenerator[dict[str, Any]]:
    return cast("AsyncGenerator[dict[str, Any]]", watch_notices(_channel(user_id)))


def _channel(user_id: int) -> str:
    return f"chat:user:{user_id}"
