"""When somebody joins a team, leaves it, or gets another role, their open sockets are told: one
look a second for a whole process."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncGenerator, Collection, Mapping
from functools import partial
from uuid import UUID
from weakref import WeakKeyDictionary

from django.db import DatabaseError

from accounts.models import Membership
from chat.database import in_database

logger = logging.getLogger(__name__)

LOOK_SECONDS = 1.0  # as chat.rights_watch: who is put out reads no further than two of these

Roles = Mapping[UUID, str]  # by team


class MembershipWatch:
    """Looks while somebody watches."""

    def __init__(self) -> None:
        self._watched: Counter[int] = Counter()
        self._known: dict[int, Roles] = {}
        self._looked = asyncio.Condition()
        self._looking: asyncio.Task[None] | None = None

    async def changes(self, user_id: int) -> AsyncGenerator[Roles]:
        """Their roles as they are, and again whenever they are others."""
        self._watched[user_id] += 1
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look(), name="membership-watch")
        try:
            if user_id not in self._known:
                await self._learn({user_id})
            while True:
                told = self._known.get(user_id, {})
                yield told
                async with self._looked:
                    await self._looked.wait_for(
                        lambda told=told: self._known.get(user_id, {}) != told  # type: ignore[misc]
                    )
        finally:
            self._leave(user_id)

    def _leave(self, user_id: int) -> None:
        self._watched[user_id] -= 1
        if not self._watched[user_id]:
            del self._watched[user_id]
            self._known.pop(user_id, None)
        if not self._watched and self._looking is not None:
            self._looking.cancel()
            self._looking = None

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            await self._learn(set(self._watched))

    async def _learn(self, user_ids: Collection[int]) -> None:
        try:
            found = await in_database(partial(list_roles, user_ids))
        except DatabaseError as error:
            logger.warning("Who is in which team cannot be looked up just now: %s", error)
        except Exception:  # such as InterfaceError: without this look nobody hears of a change
            logger.exception("Who is in which team cannot be understood")
        else:
            await self._take({one: found.get(one, {}) for one in user_ids if one in self._watched})

    async def _take(self, roles: Mapping[int, Roles]) -> None:
        is_news = any(self._known.get(one, {}) != those for one, those in roles.items())
        self._known |= roles
        if is_news:  # every open socket wakes up for it, twice
            async with self._looked:
                self._looked.notify_all()


def list_roles(user_ids: Collection[int]) -> dict[int, dict[UUID, str]]:
    """Of those who are in a team."""
    roles: dict[int, dict[UUID, str]] = {}
    memberships = Membership.objects.filter(user__in=user_ids).order_by()
    for user_id, team_id, role in memberships.values_list("user", "team", "role"):
        roles.setdefault(user_id, {})[team_id] = role
    return roles


_watches: WeakKeyDictionary[asyncio.AbstractEventLoop, MembershipWatch] = WeakKeyDictionary()


def get_membership_watch() -> MembershipWatch:
    """The one of this event loop; a web process has one."""
    return _watches.setdefault(asyncio.get_running_loop(), MembershipWatch())
