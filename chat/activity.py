"""What happens in a person's conversations, told to all their open pages: a reply is being written,
or has ended. Two notices for each reply, whoever listens, and in a team however many they are. They
may be lost: then all is told again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from typing import Any, Literal, cast
from uuid import UUID

from django.db import DatabaseError, InterfaceError

from accounts.models import User
from chat.exceptions import SignInNeeded
from chat.membership_watch import get_membership_watch
from chat.models import Conversation, Generation
from chat.socket_tasks import cancelled, started
from chat.streaming import AGAIN_SECONDS
from chat.wire.outbound import Json, conversation_json
from inference.exceptions import StoreUnavailable
from inference.stream import publish_notice, watch_notices

logger = logging.getLogger(__name__)

State = Literal["writing", "finished", "failed", "stopped", "seen", "titled", "deleted", "restored"]


def announce_activity(
    conversation: Conversation, state: State, *, asked_by: int | None = None
) -> None:
    """Best effort, after the commit: what a page misses it is told when it comes back. asked_by:
    whose message or wish it is that is answered."""
    channel = _channel(conversation.owner_id)
    if conversation.team_id is not None:  # one notice, however many they are
        channel = _team_channel(conversation.team_id)
    _announce(channel, conversation, state, asked_by)


def announce_to_team(conversation: Conversation, state: State) -> None:
    """What the pages of its owner know by themselves."""
    if conversation.team_id is not None:
        announce_activity(conversation, state)


def announce_seen(conversation: Conversation, *, by: User) -> None:
    """To their own pages: nobody else need know what they have read."""
    _announce(_channel(by.pk), conversation, "seen", by.pk)


def _announce(channel: str, conversation: Conversation, state: State, asked_by: int | None) -> None:
    notice = {"conversation": conversation_json(conversation), "state": state, "by": asked_by}
    try:
        publish_notice(channel, notice)
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
    announce_activity(generation.conversation, state, asked_by=generation.requested_by_id)


class Following:
    """What happens in the conversations of one person and in those of their teams, as long as they
    are in them."""

    def __init__(
        self,
        user_id: int,
        *,
        say: Callable[[Json], Awaitable[None]],
        load_all: Callable[[], Awaitable[Json]],
    ) -> None:
        self._user_id = user_id
        self._say, self._load_all = say, load_all
        self._lock = asyncio.Lock()  # all is told again before what happened since
        self._is_stale = True

    async def run(self) -> None:
        """Say how all is, and then what happens; all again whenever something may have been
        missed."""
        own = started(self._follow(_channel(self._user_id)), name="activity of oneself")
        teams: dict[UUID, asyncio.Task[None]] = {}
        try:
            async with aclosing(get_membership_watch().changes(self._user_id)) as changes:
                async for roles in changes:
                    for left in teams.keys() - roles.keys():
                        await cancelled(teams.pop(left))
                        await self._tell_all_patiently()
                    for joined in roles.keys() - teams.keys():
                        follow = self._follow(_team_channel(joined))
                        teams[joined] = started(follow, name="activity of a team")
        finally:
            for task in (own, *teams.values()):
                await cancelled(task)

    async def _tell_all_patiently(self) -> None:
        while True:
            try:
                return await self._missed_some()
            except (StoreUnavailable, DatabaseError, InterfaceError) as error:
                logger.warning("What happens in conversations cannot be told: %s", error)
            await asyncio.sleep(AGAIN_SECONDS)

    async def _follow(self, channel: str) -> None:
        while True:
            try:
                async with aclosing(_watch(channel)) as notices:
                    async for notice in notices:
                        await (self._tell(notice) if notice else self._missed_some())
            except SignInNeeded:
                return  # the socket's guard closes it
            except (StoreUnavailable, DatabaseError, InterfaceError) as error:
                logger.warning("What happens in conversations is not heard: %s", error)
            await asyncio.sleep(AGAIN_SECONDS)

    async def _tell(self, notice: Json) -> None:
        asked_by = notice.pop("by", None)
        async with self._lock:
            await self._say({"type": "activity", **notice, "is_mine": asked_by == self._user_id})

    async def _missed_some(self) -> None:
        """Once, though several channels say so at the same moment."""
        self._is_stale = True
        async with self._lock:
            if self._is_stale:
                self._is_stale = False
                await self._say(await self._load_all())


def _watch(channel: str) -> AsyncGenerator[dict[str, Any]]:
    return cast("AsyncGenerator[dict[str, Any]]", watch_notices(channel))


def _channel(user_id: int) -> str:
    return f"chat:user:{user_id}"


def _team_channel(team_id: UUID) -> str:
    return f"chat:team:{team_id}"
