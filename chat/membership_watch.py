"""When somebody joins a team, leaves it, or gets another role, their open sockets are told: one
look a second for a whole process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Collection, Mapping
from functools import partial
from uuid import UUID
from weakref import WeakKeyDictionary

from accounts.models import Membership
from chat.polling import Polling

Roles = Mapping[UUID, str]  # by team


class MembershipWatch(Polling[int]):
    """Looks while somebody watches."""

    what = "Who is in which team"

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[int, Roles] = {}

    async def changes(self, user_id: int) -> AsyncGenerator[Roles]:
        """Their roles as they are, and again whenever they are others."""
        with self._watching(user_id):
            if user_id not in self._known:
                await self._poll({user_id})
            while True:
                told = self._known.get(user_id, {})
                yield told
                async with self._polled:
                    await self._polled.wait_for(
                        lambda told=told: self._known.get(user_id, {}) != told  # type: ignore[misc]
                    )

    def _forget(self, name: int) -> None:
        self._known.pop(name, None)

    async def _poll(self, names: set[int]) -> None:
        found = await self._ask(partial(list_roles, names))
        if found is not None:
            await self._take({one: found.get(one, {}) for one in names if one in self._watched})

    async def _take(self, roles: Mapping[int, Roles]) -> None:
        is_news = any(self._known.get(one, {}) != those for one, those in roles.items())
        self._known |= roles
        if is_news:  # every open socket wakes up for it, twice
            async with self._polled:
                self._polled.notify_all()


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
