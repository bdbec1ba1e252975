"""When a session ends, its sockets are told: one look a second for all sockets of this process."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from functools import partial
from weakref import WeakKeyDictionary

from django.db import DatabaseError

from accounts.sessions import get_signed_in_users
from chat.database import in_database

logger = logging.getLogger(__name__)

LOOK_SECONDS = 1.0  # whoever is signed out or disabled reads no further than two of these


class SessionWatch:
    """Looks while a socket is open."""

    def __init__(self) -> None:
        self._watched: Counter[str] = Counter()
        self._good: set[str] = set()
        self._looked = asyncio.Condition()
        self._looking: asyncio.Task[None] | None = None

    async def wait_for_end(self, session_key: str) -> None:
        """Returns when this session, which is good now, has ended."""
        self._watched[session_key] += 1
        self._good.add(session_key)
        if self._looking is None:
            self._looking = asyncio.create_task(self._look(), name="session-watch")
        try:
            async with self._looked:
                await self._looked.wait_for(lambda: session_key not in self._good)
        finally:
            self._leave(session_key)

    def _leave(self, session_key: str) -> None:
        self._watched[session_key] -= 1
        if not self._watched[session_key]:
            del self._watched[session_key]
            self._good.discard(session_key)
        if not self._watched and self._looking is not None:
            self._looking.cancel()
            self._looking = None

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            ended = await _ended(set(self._watched))
            if ended:
                async with self._looked:
                    self._good -= ended
                    self._looked.notify_all()


async def _ended(session_keys: set[str]) -> set[str]:
    try:
        return session_keys - (await in_database(partial(get_signed_in_users, session_keys))).keys()
    except DatabaseError as error:
        logger.warning("Sessions cannot be looked up just now: %s", error)
    except Exception:
        logger.exception("Sessions cannot be understood")
    return set()


_by_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, SessionWatch] = WeakKeyDictionary()


def get_session_watch() -> SessionWatch:
    """The one of this event loop; a web process has one."""
    return _by_loop.setdefault(asyncio.get_running_loop(), SessionWatch())
