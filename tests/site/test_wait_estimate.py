"""How long a message will wait, on a site that writes one reply at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.people import Person
from tests.support.site import Site, running_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    directory = Path(tmp_path_factory.mktemp("one-slot"))
    with running_site(directory, {"MAX_IN_FLIGHT": "1"}) as running:
        yield running


async def test_bob_is_told_his_place_and_about_how_long_he_waits(
    site: Site, alice: Person, bob: Person
) -> None:
    async with alice.tab() as alices, bob.tab() as bobs:
        for _ in range(3):
            done = await alices.send("!rate 20\n!tokens 40")
            await alices.whole_reply(done["generation"])
        long = await alices.send("!tokens 5000")
        await alices.some_text(long["generation"])
        waiting = await bobs.send("!reply At last.")

        def is_estimated(_: object) -> bool:
            return any("wait_seconds" in event for event in bobs.events(waiting["generation"]))

        await bobs.hear_when(is_estimated, what="an estimate")
        told = [one for one in bobs.events(waiting["generation"]) if "wait_seconds" in one]
        assert told[0]["position"] == 0
        assert 2 <= told[0]["wait_seconds"] <= 10  # each took about two seconds, on an idle machine
        await alices.say(type="stop", generation=long["generation"])
        assert await bobs.whole_reply(waiting["generation"]) == "At last."
