"""Titles by the model, on a site of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.people import Frame, Person
from tests.support.site import Site, running_site
from tests.support.waiting import wait_for


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    directory = Path(tmp_path_factory.mktemp("titled"))
    with running_site(directory, {"TITLES": "model", "MAX_IN_FLIGHT": "2"}) as running:
        yield running


def is_titled(frame: Frame) -> bool:
    return bool(frame["type"] == "activity" and frame["state"] == "titled")


async def test_the_title_comes_after_the_first_reply(site: Site, alice: Person) -> None:
    async with alice.tab() as tab:
        accepted = await tab.send("!reply Growing tomatoes")
        assert accepted["conversation"]["title"] == "!reply Growing tomatoes"
        assert await tab.whole_reply(accepted["generation"]) == "Growing tomatoes"
        told = await tab.hear_when(is_titled, what="the title")
        assert told["conversation"]["title"] == "Growing tomatoes"
        assert told["conversation"]["id"] == accepted["conversation"]["id"]
    assert "Growing tomatoes</h1>" in alice.http.get(accepted["conversation"]["url"]).text


async def test_a_worker_killed_in_the_middle_of_a_title_loses_nothing_else(
    site: Site, alice: Person
) -> None:
    async with alice.tab() as tab:
        accepted = await tab.send("!delay 3\n!reply Growing pears")
        text = await tab.whole_reply(accepted["generation"])
        client = site.redis_client()
        wait_for(lambda: bool(client.exists("replies:active:background")), what="the request")
        site.kill("gpu-worker")
        site.start_gpu_worker()
        again = await tab.send(
            "!reply Here I am",
            conversation=accepted["conversation"]["id"],
            parent=accepted["reply"]["id"],
        )
        assert await tab.whole_reply(again["generation"], seconds=60) == "Here I am"
    page = alice.http.get(accepted["conversation"]["url"]).text
    assert text in page
