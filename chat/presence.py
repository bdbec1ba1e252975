"""Who has a team's conversation open, and who writes in it: told to all who have. Redis alone
knows the former, for a minute: a web process that dies takes nobody along for longer."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterable
from contextlib import aclosing, suppress
from typing import Any
from uuid import UUID, uuid4

from chat.socket_tasks import cancelled, started
from chat.streaming import AGAIN_SECONDS
from inference.exceptions import StoreUnavailable
from inference.stream import leave, present_key, stay, tell, watch_notices

logger = logging.getLogger(__name__)

BEAT_SECONDS, LASTS_SECONDS = 20, 50  # one beat may be lost
SETTLE_SECONDS = 0.3  # who reloads the page is gone and back; a crowd comes in one look
CROWD, CROWD_SETTLES_SECONDS = 20, 5.0
WRITING_SECONDS = 3  # no page has to know more exactly who is typing
NAMED = 12  # of the others only the count is told

Json = dict[str, Any]


class Company:
    """Keeps one socket among those who have a conversation open, and tells it who else is."""

    def __init__(self, user_id: int, name: str, say: Callable[[Json], Awaitable[None]]) -> None:
        self._say, self._user_id = say, user_id
        self._me = json.dumps([user_id, name, str(uuid4())])  # two tabs are two who can leave

    async def keep(self, conversation: UUID) -> None:
        """Until it is cancelled; then they are gone at once."""
        place, news = str(conversation), asyncio.Event()
        listening = started(self._listen(place, news), name=f"company of {conversation}")
        try:
            await self._stay(place, news)
        finally:
            await cancelled(listening)
            with suppress(StoreUnavailable):
                await leave(place, self._me)

    async def _stay(self, place: str, news: asyncio.Event) -> None:
        told: Json | None = None
        while True:
            news.clear()
            try:
                present = await stay(place, self._me, seconds=LASTS_SECONDS)
            except StoreUnavailable as error:
                logger.warning("Who else is here is not known: %s", error)
                await asyncio.sleep(AGAIN_SECONDS)
                continue
            frame = {"type": "presence", "conversation": place, **_people(present)}
            if frame != told:
                told = frame
                await self._say(frame)
            await asyncio.sleep(CROWD_SETTLES_SECONDS if len(present) > CROWD else SETTLE_SECONDS)
            with suppress(TimeoutError):
                async with asyncio.timeout(BEAT_SECONDS):
                    await news.wait()

    async def _listen(self, place: str, news: asyncio.Event) -> None:
        while True:
            try:
                async with aclosing(watch_notices(present_key(place))) as notices:  # type: ignore[type-var]
                    async for notice in notices:
                        if "writing" in notice:
                            await self._tell_who_writes(place, notice["writing"])
                        else:
                            news.set()
            except StoreUnavailable as error:
                logger.warning("Who comes is not heard: %s", error)
            await asyncio.sleep(AGAIN_SECONDS)

    async def _tell_who_writes(self, place: str, person: Json) -> None:
        if person["id"] != self._user_id:
            await self._say({"type": "writing", "conversation": place, "person": person})


async def tell_who_writes(conversation: UUID, user_id: int, name: str) -> None:
    """To the others who have it open, now and never later."""
    notice = {"writing": {"id": user_id, "name": name}}
    with suppress(StoreUnavailable):
        await tell(str(conversation), str(user_id), notice, every_seconds=WRITING_SECONDS)


def _people(present: Iterable[str]) -> Json:
    """Each once, in the order of their names."""
    names: dict[int, str] = {}
    for one in present:
        user_id, name, _socket = json.loads(one)
        names[user_id] = name
    people = sorted(names.items(), key=lambda person: (person[1].casefold(), person[0]))
    named = [{"id": user_id, "name": name} for user_id, name in people[:NAMED]]
    return {"people": named, "count": len(people)}
