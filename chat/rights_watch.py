"""When a session or key ends, what it opened is told: one look a second for a whole process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from uuid import UUID
from weakref import WeakKeyDictionary

from django.contrib.sessions.backends.base import SessionBase

from accounts import api_keys
from accounts.models import ApiKey
from accounts.sessions import Proof, prove, still_good
from chat.polling import Name, Polling

Right = ApiKey | SessionBase  # by which somebody asks: a program, or a person at a page


class RightsWatch(Polling[Name]):
    """Looks while something is open. find_good: which of these are good now; runs in a thread."""

    what = "Rights"

    def __init__(self, find_good: Callable[[set[Name]], set[Name]]) -> None:
        super().__init__()
        self._find_good = find_good
        self._good: set[Name] = set()

    async def wait_for_end(self, right: Name) -> None:
        """Returns when this one, which is good now, has ended."""
        self._good.add(right)
        with self._watching(right):
            async with self._polled:
                await self._polled.wait_for(lambda: right not in self._good)

    def _forget(self, name: Name) -> None:
        self._good.discard(name)

    async def _poll(self, names: set[Name]) -> None:
        good = await self._ask(partial(self._find_good, names))
        if good is not None and (ended := names - good):
            async with self._polled:
                self._good -= ended
                self._polled.notify_all()


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
