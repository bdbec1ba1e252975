"""Rows 13 and 15: PostgreSQL is stopped at once, or has no slot left. Sends are refused for now,
what streams goes on, and everything is saved when it is back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from inference.backends.script import read_script
from tests.faults.persistence import Message, saved
from tests.support.fault_table import Fault
from tests.support.people import Person
from tests.support.plugin import VAR_DIR
from tests.support.postgres_server import PostgresServer
from tests.support.site import Site, running_site

Trouble = Callable[[PostgresServer], AbstractContextManager[None]]

LONG = "!rate 20\n!tokens 300\nTell me something long."
WHOLE = "".join(read_script(LONG, rate=20, length=300).tokens)


@pytest.fixture(scope="module")
def postgres() -> Iterator[PostgresServer]:
    # Not in pytest's directory, which every other run shuts to all users but its own.
    server = PostgresServer(VAR_DIR / "postgresql-to-break")
    server.limit_connections(40)
    yield server
    server.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, postgres: PostgresServer) -> Iterator[Site]:
    environment = {"DATABASE_URL": postgres.url}
    with running_site(tmp_path_factory.mktemp("on-postgresql"), environment) as running:
        yield running


@pytest.mark.parametrize(
    "trouble",
    [
        pytest.param(
            PostgresServer.away,
            id="stopped",
            marks=pytest.mark.fault(13, "immediate shutdown in mid-reply"),
        ),
        pytest.param(
            PostgresServer.all_slots_taken,
            id="full",
            marks=pytest.mark.fault(15, "all slots taken"),
        ),
    ],
)
async def test_sends_are_refused_for_now_and_nothing_is_lost(
    alice: Person, postgres: PostgresServer, fault: Fault, trouble: Trouble
) -> None:
    async with alice.tab() as reading, alice.tab() as writing:
        running = await reading.send(LONG)
        seen = await reading.some_text(running["generation"], 100)
        message = Message(writing, "!reply Here I am.")
        with trouble(postgres):
            assert (await message.send())["error"]["code"] == "unavailable"
            assert alice.http.get("/").status_code == 503
            await reading.some_text(running["generation"], len(seen) + 40)
        with fault.recovery():
            accepted = await message.accepted()
        assert await writing.whole_reply(accepted["generation"]) == "Here I am."
        assert await reading.whole_reply(running["generation"], seconds=60) == WHOLE
        assert await saved(alice, running) == [LONG, WHOLE]
        assert await saved(alice, accepted) == ["!reply Here I am.", "Here I am."]


@pytest.mark.fault(13, "away while a reply ends")
async def test_a_reply_that_ends_meanwhile_is_saved_when_the_database_is_back(
    alice: Person, postgres: PostgresServer, fault: Fault
) -> None:
    async with alice.tab() as tab:
        running = await tab.send("!reply " + "word " * 60)
        await tab.some_text(running["generation"])
        with postgres.away():
            text = await tab.whole_reply(running["generation"])
        with fault.recovery():
            assert (await saved(alice, running))[1] == text
