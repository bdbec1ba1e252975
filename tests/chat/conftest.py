"""The cast, and their tabs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio
from django.test import Client
from redis import Redis

from accounts.models import User
from chat.feedback import give, put_before_reviewers
from chat.models import Feedback, Generation
from inference.stream import StreamWriter
from tests.chat.tab import OpenTab, Tab, open_tab, tasks_left
from tests.support.cast import make_user, talk


@pytest.fixture
def signed_in(client: Client, alice: User) -> Client:
    """Her browser."""
    client.force_login(alice)
    return client


@pytest.fixture
def charlie(db: None) -> User:
    return make_user("charlie", is_staff=True)


@pytest.fixture
def bad(alice: User) -> Feedback:
    """Its conversation is open to reviewers."""
    reply = talk(alice, "One?", "Zwei.")
    words = {"comment": "=1+1 is <b>two</b>.", "reasons": ["incorrect"]}
    Generation.objects.update(model="pocket")
    given = give(giver=alice, message_id=reply.pk, rating="bad", **words)  # type: ignore[arg-type]
    put_before_reviewers(given)
    return given


@pytest.fixture
def good(bob: User) -> Feedback:
    """Its conversation is closed to reviewers without a reason."""
    return give(giver=bob, message_id=talk(bob, "Three?", "Drei.").pk, rating="good")


@pytest.fixture
def writer(empty_redis: Redis) -> StreamWriter:
    """Writes events as a GPU worker does."""
    return StreamWriter(empty_redis)


@pytest_asyncio.fixture
async def tab_of(transactional_db: None) -> AsyncIterator[OpenTab]:
    """Opens tabs, closes them after the test and shows that no task was left behind."""
    async with AsyncExitStack() as stack:

        async def open_one(user: User | None) -> Tab:
            return await stack.enter_async_context(open_tab(user))

        yield open_one
    assert not tasks_left(), "a socket left tasks behind"
