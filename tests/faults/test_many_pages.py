"""Many pages of one user: what one does holds for all, and what all do at once is done once."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from uuid import uuid4

import pytest

from tests.faults.oracle import Turn, ask, assert_survived, turn_of
from tests.support.fault_table import Fault
from tests.support.lasting_page import LastingPage, open_page
from tests.support.people import Person
from tests.support.site import Site

LONG = 5000  # tokens: it ends by a stop only
SHORT = 12
MOMENTS = (1, 6, *[SHORT - 1] * 10, *[SHORT] * 4)  # mostly the last


@pytest.mark.fault(20, "one reads along, one stops")
async def test_two_tabs_and_another_device_show_the_same_and_any_of_them_stops_it(
    site: Site, alice: Person, fault: Fault
) -> None:
    with Person.signed_in(site, alice.name) as elsewhere:
        async with open_page(alice) as tab, open_page(alice) as other, open_page(elsewhere) as far:
            pages = [tab, other, far]
            for number, stopper in enumerate(pages, 1):
                turn = await ask(tab, tokens=LONG)
                await asyncio.gather(other.watch(turn.conversation), far.watch(turn.conversation))
                await asyncio.gather(*(one.more_text(turn.generation, 50) for one in pages))
                await stopper.stop(turn.generation)
                await assert_survived(
                    turn, pages, owner=alice, fault=fault, ending="stopped", conversations=number
                )


@pytest.mark.fault(21, "from ten sockets at once")
async def test_the_same_send_from_ten_sockets_makes_one_turn(
    site: Site, alice: Person, fault: Fault
) -> None:
    repeated = site.count("chat_repeated_sends_total")
    text = f"!tokens {SHORT}\nOnce, please."
    client_id = str(uuid4())
    async with AsyncExitStack() as stack:
        pages = [await stack.enter_async_context(open_page(alice)) for _ in range(10)]
        answers = await asyncio.gather(*(page.send(text, client_id=client_id) for page in pages))
        assert len({answer["generation"] for answer in answers}) == 1
        turn = turn_of(text, answers[0], tokens=SHORT)
        await assert_survived(turn, pages, owner=alice, fault=fault)
    assert site.count("chat_repeated_sends_total") == repeated + 9


@pytest.mark.fault(22, "two pages stop as it ends, at each token")
async def test_a_stop_that_races_the_end_has_one_outcome_everywhere(
    alice: Person, fault: Fault
) -> None:
    async with open_page(alice) as page, open_page(alice) as other:
        for number, after in enumerate(MOMENTS, 1):
            turn = await race(page, other, after=after)
            ending = await page.ending(turn.generation)
            assert ending in ("stop", "stopped")
            await assert_survived(
                turn, [page, other], owner=alice, fault=fault, ending=ending, conversations=number
            )


async def race(page: LastingPage, other: LastingPage, *, after: int) -> Turn:
    """Both pages stop it after so many twelfths of its text."""
    turn = await ask(page, tokens=SHORT, rate=120)
    await other.watch(turn.conversation)
    await page.more_text(turn.generation, len(turn.produced) * after // SHORT)
    await asyncio.gather(page.stop(turn.generation), other.stop(turn.generation))
    return turn
