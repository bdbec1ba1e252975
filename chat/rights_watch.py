"""When a session or key ends, what it opened is told: one look a second for a whole process."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Hashable
from functools import partial
from typing import Generic, TypeVar
from uuid import UUID
from weakref import WeakKeyDictionary

from django.contrib.sessions.backends.base import SessionBase
from django.db import DatabaseError

from accounts import api_keys
from accounts.models import ApiKey
from accounts.sessions import Proof, prove, still_good
from chat.database import in_database

logger = logging.getLogger(__name__)

LOOK_SECONDS = 1.0  # whoever is signed out or disabled reads no further than two of these

Name = TypeVar("Name", bound=Hashable)
Right = ApiKey | SessionBase  # by which somebody asks: a program, or a person at a page


class RightsWatch(Generic[Name]):
    """Looks while something is open. find_good: which of these are good now; runs in a thread."""

    def __init__(self, find_good: Callable[[set[Name]], set[Name]]) -> None:
        self._find_good = find_good
        self._watched: Counter[Name] = Counter()
        self._good: set[Name] = set()
        self._looked = asyncio.Condition()
        self._looking: asyncio.Task[None] | None = None

    async def wait_for_end(self, right: Name) -> None:
        """Returns when this one, which is good now, has ended."""
        self._watched[right] += 1
        self._good.add(right)
        if self._looking is None:
            self._looking = asyncio.create_task(self._look(), name="rights-watch")
        try:
            async with self._looked:
                await self._looked.wait_for(lambda: right not in self._good)
        finally:
            self._leave(right)

    def _leave(self, right: Name) -> None:
        self._watched[right] -= 1
        if not self._watched[right]:
            del self._watched[right]
            self._good.discard(right)
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

    async def _find_ended(self) -> set[Name]:
        watched = set(self._watched)
        try:
            return watched - await in_database(partial(self._find_good, watched))
        except DatabaseError as error:
            logger.warning("Rights cannot be looked up just now: %s", error)
        except Exception:
            logger.exception("Rights cannot be understood")
        return set()


class GoodSessions:
    """Of those that were good before, only what has changed is looked at closely."""

    def __init__(self) -> None:
        self._proofs: dict[str, Proof] = {}

    def __call__(self, session_keys: set[str]) -> set[str]:
        proofs = {key: one for key, one in self._proofs.items() if key in session_keys}
        unchanged = still_good(proofs)
        kept = {key: proofs[key] for key in unchanged}
        self._proofs = kept | prove(session_keys - unchanged)
        return set(self._proofs)


_sessions: WeakKeyDictionary[asyncio.AbstractEventLoop, RightsWatch[str]] = WeakKeyDictionary()
_keys: WeakKeyDictionary[asyncio.AbstractEventLoop, RightsWatch[UUID]] = WeakKeyDictionary()


def get_session_watch() -> RightsWatch[str]:
    """The one of this event loop; a web process has one."""
    return _sessions.setdefault(asyncio.get_running_loop(), RightsWatch(GoodSessions()))


def get_key_watch() -> RightsWatch[UUID]:
    """The same for API keys."""
    return _keys.setdefault(asyncio.get_running_loop(), RightsWatch(api_keys.still_good))


async def wait_for_end_of(right: Right) -> None:
    """Returns when what is good now has ended."""
    if isinstance(right, ApiKey):
        await get_key_watch().wait_for_end(right.pk)
    else:
        await get_session_watch().wait_for_end(str(right.session_key))
