"""Connections that are cut at every place, that are slow, and that are dead without a word."""

from __future__ import annotations

from collections.abc import AsyncIterator
from random import Random

import pytest
import pytest_asyncio

from tests.faults.oracle import ask, assert_survived
from tests.support.fault_proxy import AfterBytes, AfterReplyFrames, Cut, FaultProxy
from tests.support.fault_table import Fault
from tests.support.lasting_page import open_page
from tests.support.people import Person
from tests.support.site import Site

TOKENS = 30
SLOW = 6  # tokens a second: a page is back before the next one


@pytest_asyncio.fixture
async def proxy(site: Site) -> AsyncIterator[FaultProxy]:
    async with FaultProxy(site.port) as proxy:
        yield proxy


@pytest.mark.fault(17, "behind each frame of a reply")
async def test_a_reply_whose_connection_is_cut_at_each_token_is_whole(
    site: Site, alice: Person, fault: Fault, proxy: FaultProxy
) -> None:
    resumes = site.count("chat_resumes_total")
    async with open_page(alice, proxy.url) as page:
        proxy.cut = lambda: AfterReplyFrames(1)
        proxy.reset()
        turn = await ask(page, tokens=TOKENS, rate=SLOW)
        await page.ending(turn.generation)
        proxy.heal()
        await assert_survived(turn, [page], owner=alice, fault=fault)
    assert proxy.cut_count > 5  # nearly one for each token, but on a busy machine
    assert site.count("chat_resumes_total") - resumes > 5


@pytest.mark.fault(17, "in the midst of frames")
async def test_a_reply_whose_connection_is_cut_anywhere_is_whole(
    alice: Person, fault: Fault, proxy: FaultProxy
) -> None:
    places = Random(17)
    async with open_page(alice, proxy.url) as page:
        proxy.cut = lambda: AfterBytes(places.randrange(100, 2_500))
        proxy.reset()
        turn = await ask(page, tokens=TOKENS, rate=SLOW)
        await page.ending(turn.generation)
        proxy.heal()
        await assert_survived(turn, [page], owner=alice, fault=fault)
    assert proxy.cut_count > 5


@pytest.mark.nightly
@pytest.mark.timeout(600)
@pytest.mark.fault(17, "once, at each place in turn")
async def test_one_cut_at_any_place_of_a_reply_is_not_seen(
    site: Site, fault: Fault, proxy: FaultProxy
) -> None:
    places: list[Cut] = [AfterReplyFrames(number) for number in range(1, TOKENS)]
    places += [AfterBytes(count) for count in range(200, 4_000, 53)]
    for place in places:
        cuts = iter([place])
        proxy.cut = lambda cuts=cuts: next(cuts, AfterBytes(10**9))
        with Person.signed_up(site, "alice") as alice:
            async with open_page(alice, proxy.url) as page:
                turn = await ask(page, tokens=TOKENS)
                await assert_survived(turn, [page], owner=alice, fault=fault)


@pytest.mark.parametrize(
    "weather",
    [
        pytest.param(
            {"latency_seconds": 0.1, "jitter_seconds": 0.4},
            marks=pytest.mark.fault(19, "0.1 to 0.5 s each way"),
            id="latency",
        ),
        pytest.param(
            {"bytes_per_second": 4_000}, marks=pytest.mark.fault(19, "4 kB a second"), id="throttle"
        ),
    ],
)
async def test_a_bad_network_is_slower_and_nothing_else(
    site: Site, alice: Person, fault: Fault, proxy: FaultProxy, weather: dict[str, float]
) -> None:
    counters = ("chat_ttft_seconds_count", "chat_reply_endings_total")
    before = [site.count(name) for name in counters]
    for name, value in weather.items():
        setattr(proxy, name, value)
    async with open_page(alice, proxy.url) as page, open_page(alice) as near:
        turn = await ask(page, tokens=150)
        await near.watch(turn.conversation)
        await near.ending(turn.generation)
        await assert_survived(turn, [page, near], owner=alice, fault=fault)
        assert page.close_codes == []
    assert [site.count(name) for name in counters] == [one + 1 for one in before], "counted once"


@pytest.mark.fault(18, "black hole, noticed by the page")
async def test_a_page_leaves_a_connection_that_is_dead(
    site: Site, alice: Person, fault: Fault, proxy: FaultProxy
) -> None:
    resumes = site.count("chat_resumes_total")
    async with open_page(alice, proxy.url, quiet_seconds=1, pong_seconds=1) as page:
        turn = await ask(page, tokens=200)
        seen = await page.more_text(turn.generation, 100)
        proxy.black_hole()
        await page.notice("The connection is lost.")
        proxy.heal()
        with fault.recovery():
            await page.more_text(turn.generation, 20, than=seen)
        await assert_survived(turn, [page], owner=alice, fault=fault)
    assert site.count("chat_resumes_total") > resumes


@pytest.mark.fault(18, "the server's side closed alone")
async def test_a_half_closed_connection_is_left(
    site: Site, alice: Person, fault: Fault, proxy: FaultProxy
) -> None:
    resumes = site.count("chat_resumes_total")
    async with open_page(alice, proxy.url) as page:
        turn = await ask(page, tokens=200)
        seen = await page.more_text(turn.generation, 100)
        proxy.half_close()
        with fault.recovery():
            await page.more_text(turn.generation, 20, than=seen)
            await page.notice("The connection is lost.")
        await assert_survived(turn, [page], owner=alice, fault=fault)
    assert site.count("chat_resumes_total") > resumes
