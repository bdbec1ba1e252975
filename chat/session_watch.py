"""When a session ends, its sockets are told: one look a second for all sockets of this process."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from functools import partial
from weakref import WeakKeyDictionary

from django.db import DatabaseError

from accounts.sessions import Proof, prove, still_good
from chat.database import in_database

logger = logging.getLogger(__name__)

LOOK_SECONDS = 1.0  # whoever is signed out or disabled reads no further than two of these


class SessionWatch:
    """Looks while a socket is open."""

    def __init__(self) -> None:
        self._watched: Counter[str] = Counter()
        self._good: set[str] = set()
        self._proofs: dict[str, Proof] = {}
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
            self._proofs.pop(session_key, None)
        if not self._watched and self._looking is not None:
            self._looking.cancel()
            self._looking = None

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            ended = await self._find_ended()
            if ended:
                async with self._looked:
                    self._good -= ended
                    self._looked.notify_all()

    async def _find_ended(self) -> set[str]:
        watched = set(self._watched)
        try:
            proofs = await in_database(partial(_prove_again, watched, dict(self._proofs)))
        except DatabaseError as error:
            logger.warning("Sessions cannot be looked up just now: %s", error)
            return set()
        except Exception:
            logger.exception("Sessions cannot be understood")
            return set()
        self._proofs = {key: one for key, one in proofs.items() if key in self._watched}
        return watched - proofs.keys()


def _prove_again(session_keys: set[str], proofs: dict[str, Proof]) -> dict[str, Proof]:
    """Of those that are good; only what has changed is looked at closely."""
    unchanged = still_good(proofs) & session_keys
    kept = {key: proofs[key] for key in unchanged}
    return kept | prove(session_keys - unchanged)


_by_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, SessionWatch] = WeakKeyDictionary()


def get_session_watch() -> SessionWatch:
    """The one of this event loop; a web process has one."""
    return _by_loop.setdefault(asyncio.get_running_loop(), SessionWatch())
