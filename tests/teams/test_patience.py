"""While the database is in trouble, what follows teams and conversations tries again."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import Any
from unittest.mock import AsyncMock
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, InterfaceError
from django.db.models.sql.compiler import SQLCompiler

from accounts.models import Team, User
from chat.activity import Following
from chat.exceptions import NotFound
from chat.membership_watch import MembershipWatch
from chat.polling import POLL_SECONDS
from chat.streaming import Reply
from chat.watching import Watch
from tests.chat.tab import database
from tests.support.team import leave

PATIENCE_SECONDS = 30


async def test_a_connection_that_is_cut_ends_no_look_for_memberships(
    transactional_db: None, team: Team, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: Any, **__: Any) -> None:
        raise InterfaceError("connection already closed")

    async with aclosing(MembershipWatch().changes(bob.pk)) as changes:
        assert await anext(changes) == {team.pk: "member"}
        with monkeypatch.context() as broken:
            broken.setattr(SQLCompiler, "execute_sql", cut)
            await asyncio.sleep(3 * POLL_SECONDS)
        await database(leave, team, bob)
        assert await asyncio.wait_for(anext(changes), PATIENCE_SECONDS) == {}


async def test_who_leaves_a_team_is_told_all_when_the_database_is_back(
    transactional_db: None, team: Team, bob: User
) -> None:
    told, told_since = asyncio.Event(), asyncio.Event()
    troubles: list[Exception] = []

    async def load_all() -> dict[str, Any]:
        if troubles:
            raise troubles.pop()
        return {"type": "activities"}

    async def say(_: object) -> None:
        (told_since if told.is_set() else told).set()

    following = asyncio.create_task(Following(bob.pk, say=say, load_all=load_all).run())
    await asyncio.wait_for(told.wait(), PATIENCE_SECONDS)
    await asyncio.sleep(3 * POLL_SECONDS)  # both channels are heard
    told_since.clear()
    troubles += [DatabaseError(), InterfaceError()]
    await database(leave, team, bob)
    try:
        await asyncio.wait_for(told_since.wait(), PATIENCE_SECONDS)
        assert not following.done()
    finally:
        following.cancel()
        await asyncio.wait([following])


class Conversations:
    """Gives snapshots, once the database is back."""

    def __init__(self, *there: UUID) -> None:
        self.there = set(there)
        self.troubles: list[Exception] = []

    async def load(self, conversation: UUID, _leafed_to: UUID | None) -> dict[str, Any]:
        if self.troubles:
            raise self.troubles.pop()
        if conversation not in self.there:
            raise NotFound
        about = {"id": str(conversation), "team": None}
        return {"type": "snapshot", "conversation": about, "reply": None}


async def test_a_reply_elsewhere_that_is_theirs_no_more_leaves_what_they_watch() -> None:
    watched, left = uuid4(), uuid4()
    conversations = Conversations(watched, left)
    say = AsyncMock()
    watch = Watch(
        say=say,
        tell=AsyncMock(),
        load_snapshot=conversations.load,
        is_active=AsyncMock(),
        keep_company=AsyncMock(),
    )
    await watch.start(watched)
    await watch.follow(Reply(conversation=left, generation=uuid4(), message=uuid4()))
    conversations.troubles = [DatabaseError(), InterfaceError(), DatabaseError()]
    await asyncio.wait_for(watch.look_again(), PATIENCE_SECONDS)
    conversations.there.discard(left)
    await asyncio.wait_for(watch.look_again(), PATIENCE_SECONDS)
    assert not [one for one in asyncio.all_tasks() if one.get_name().startswith("pump")]
    assert [call.args[0]["type"] for call in say.await_args_list] == ["snapshot"]
    await watch.stop()
