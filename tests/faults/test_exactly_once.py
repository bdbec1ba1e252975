"""Whatever happens in whatever order, to real processes: everybody sees every character once.

The model of what must be seen is small: of each message that was accepted the text that the
scripted backend makes of it, whole unless its reader pressed Stop, and a beginning of that on every
page at every moment.
"""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections.abc import Coroutine, Iterator
from contextlib import AsyncExitStack
from typing import Any, ClassVar, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.faults.oracle import Turn, ask, assert_survived
from tests.support.fault_table import Fault
from tests.support.lasting_page import LastingPage, open_page
from tests.support.people import Person
from tests.support.site import Site

RUNS, NIGHTLY_RUNS, STEPS = 30, 300, 8
TOKENS, RATE = 90, 60
PAGES = 4
A_PAGE = st.integers(0, PAGES - 1)

T = TypeVar("T")


class Story(RuleBasedStateMachine):
    """One user, up to four pages, one reply at a time."""

    site: ClassVar[Site]
    fault: ClassVar[Fault]
    names = itertools.count()

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.thread.start()
        self.owner = Person.signed_up(self.site, "alice")
        self.stacks: list[AsyncExitStack] = []
        self.pages: list[LastingPage] = []
        self.turn: Turn | None = None
        self.is_stopped = False
        self.turn_count = 0
        self.open_page()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(120)

    # --- what people do ---------------------------------------------------------------------------

    @precondition(lambda self: len(self.pages) < PAGES)
    @rule()
    def open_page(self) -> None:
        """Another tab, another device."""
        stack, page = self.run(self._opened())
        self.stacks.append(stack)
        self.pages.append(page)

    @rule(number=A_PAGE)
    def reload_page(self, number: int) -> None:
        at = number % len(self.pages)
        self.run(self.stacks[at].aclose())
        self.stacks[at], self.pages[at] = self.run(self._opened())

    @rule(number=A_PAGE)
    def pull_the_cable(self, number: int) -> None:
        self.loop.call_soon_threadsafe(self.pages[number % len(self.pages)].drop)

    @rule(number=A_PAGE)
    def send(self, number: int) -> None:
        """A new conversation, that every page shows then."""
        self.finish()
        page = self.pages[number % len(self.pages)]
        self.turn = self.run(ask(page, tokens=TOKENS, rate=RATE))
        self.turn_count += 1
        for other in self.pages:
            if other is not page:
                self.run(other.watch(self.turn.conversation))

    @precondition(lambda self: self.turn is not None)
    @rule(number=A_PAGE)
    def stop(self, number: int) -> None:
        """Nothing keeps a Stop that meets a dead connection: its reader presses it again."""
        assert self.turn is not None
        self.is_stopped = True
        self.run(self._press_stop(self.pages[number % len(self.pages)], self.turn))

    @rule(seconds=st.floats(0.05, 0.6))
    def read(self, seconds: float) -> None:
        self.run(asyncio.sleep(seconds))

    # --- what breaks ------------------------------------------------------------------------------

    @rule()
    def kill_the_worker(self) -> None:
        self.site.kill("gpu-worker")
        self.site.start_gpu_worker()

    @rule()
    def restart_redis(self) -> None:
        self.site.redis.kill()
        self.site.redis.start()

    @rule()
    def cut_the_subscription(self) -> None:
        self.site.redis_client().client_kill_filter(_type="pubsub")

    # --- what must hold ---------------------------------------------------------------------------

    @invariant()
    def nobody_sees_anything_wrong(self) -> None:
        for page in self.pages:
            assert page.wrongs == []
            if self.turn is not None:
                assert self.turn.produced.startswith(page.text(self.turn.generation))

    def finish(self) -> None:
        if self.turn is None:
            return
        ending = self.run(self.pages[0].ending(self.turn.generation))
        assert ending == "stop" or (self.is_stopped and ending == "stopped")
        survived = assert_survived(
            self.turn,
            self.pages,
            owner=self.owner,
            fault=self.fault,
            ending=ending,
            conversations=self.turn_count,
        )
        self.run(survived)
        self.turn, self.is_stopped = None, False

    def teardown(self) -> None:
        try:
            self.finish()
        finally:
            for stack in self.stacks:
                self.run(stack.aclose())
            self.owner.http.close()
            self.loop.call_soon_threadsafe(self.loop.stop)
            self.thread.join()
            self.loop.close()
            self.site.mend()

    async def _opened(self) -> tuple[AsyncExitStack, LastingPage]:
        stack = AsyncExitStack()
        page = await stack.enter_async_context(open_page(self.owner))
        if self.turn is not None:
            await page.watch(self.turn.conversation)
        return stack, page

    async def _press_stop(self, page: LastingPage, turn: Turn) -> None:
        while not page.endings(turn.generation):
            await page.stop(turn.generation)
            await asyncio.sleep(0.3)


def play(runs: int) -> None:
    Story.TestCase.settings = settings(
        max_examples=runs,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=[Phase.generate],  # real processes do not do the same twice: nothing to make smaller
        suppress_health_check=list(HealthCheck),
    )
    Story.TestCase().runTest()


@pytest.fixture
def story(site: Site, fault: Fault) -> Iterator[None]:
    Story.site, Story.fault = site, fault
    yield
    del Story.site, Story.fault


@pytest.mark.fault(20, "whatever in whatever order, 30 stories")
@pytest.mark.timeout(600)
@pytest.mark.usefixtures("story")
def test_whatever_happens_everybody_sees_every_character_once() -> None:
    play(RUNS)


@pytest.mark.nightly
@pytest.mark.timeout(7200)
@pytest.mark.fault(20, "whatever in whatever order, 300 stories")
@pytest.mark.usefixtures("story")
def test_it_does_in_three_hundred_stories() -> None:
    play(NIGHTLY_RUNS)
