"""Row 21: a page that hears no answer sends the same again and again, over several sockets."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack

import pytest

from tests.faults.persistence import Message, saved
from tests.support.fault_table import Fault
from tests.support.people import Person
from tests.support.site import Site, running_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("same-send")) as running:
        yield running


@pytest.mark.fault(21, "ten sockets at once")
async def test_the_same_send_ten_times_makes_one_turn(alice: Person, fault: Fault) -> None:
    async with AsyncExitStack() as stack:
        tabs = [await stack.enter_async_context(alice.tab()) for _ in range(10)]
        first = Message(tabs[0], "!reply Only once.")
        same = [first, *(first.over(tab) for tab in tabs[1:])]
        answers = await asyncio.gather(*(one.accepted() for one in same))
        (generation,) = {answer["generation"] for answer in answers}
        texts = [await tab.whole_reply(generation) for tab in tabs]
        assert texts == ["Only once."] * 10
        assert await saved(alice, answers[0]) == ["!reply Only once.", "Only once."]
