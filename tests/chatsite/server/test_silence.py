"""A client whose end of the connection is gone, and who cannot say so."""

from __future__ import annotations

import asyncio

import pytest

from chatsite.server import server
from tests.support.fault_proxy import FaultProxy
from tests.support.fault_table import Fault
from tests.support.people import Person
from tests.support.site import Site
from tests.support.waiting import wait_for

OPEN = "chat_sockets_open"
SILENT = 'web_refused_total{what="silent"}'


@pytest.fixture(autouse=True)
def _others_are_gone(hasty: Site) -> None:
    """Clients of earlier tests that never read: their sockets take seconds to close."""
    wait_for(lambda: hasty.count(OPEN) == 0, what="the sockets of earlier tests to be closed")


@pytest.mark.fault(18, "the server drops a client that fell silent")
async def test_a_client_that_fell_silent_is_dropped(
    hasty: Site, alice: Person, fault: Fault
) -> None:
    """Two seconds and a look every two there; the real times are checked below."""
    silent = hasty.count(SILENT)
    async with FaultProxy(hasty.port) as proxy:
        with Person.signed_in(hasty, alice.name) as her:
            async with her.tab(), her.tab(through=proxy.url):
                assert hasty.count(OPEN) == 2
                proxy.black_hole()
                with fault.recovery():
                    await asyncio.to_thread(
                        wait_for, lambda: hasty.count(OPEN) == 1, what="it to be dropped"
                    )
    assert hasty.count(SILENT) == silent + 1


def test_it_is_noticed_within_a_minute() -> None:
    looks_every_seconds = 2
    assert server.PING_AFTER_SECONDS + server.PONG_WITHIN_SECONDS + looks_every_seconds < 60


async def test_a_client_that_answers_stays(hasty: Site, alice: Person) -> None:
    """Longer than a silent one would: its library answers pings, and it says nothing else."""
    with Person.signed_in(hasty, alice.name) as her:
        async with her.socket() as silent:
            async with FaultProxy(hasty.port) as proxy, her.socket(through=proxy.url):
                proxy.black_hole()
                await asyncio.to_thread(
                    wait_for, lambda: hasty.count(OPEN) == 1, what="the other to be dropped"
                )
            assert silent.close_code is None
            await silent.send('{"type":"ping"}')
            assert await silent.recv() == '{"type":"pong"}'
