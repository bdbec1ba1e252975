"""A model that cannot be loaded: the site serves its readers and says what is wrong."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.people import Person
from tests.support.processes import ROOT
from tests.support.site import Site
from tests.support.waiting import wait_for


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    directory = Path(tmp_path_factory.mktemp("broken-model"))
    model = directory / "model"
    shutil.copytree(ROOT / "inference" / "pocket" / "model", model)
    weights = (model / "model.safetensors").read_bytes()
    (model / "model.safetensors").write_bytes(weights[: len(weights) // 2])
    environment = {"INFERENCE_BACKEND": "transformers", "CHAT_MODEL": str(model)}
    running = Site(directory / "var", environment)
    try:
        running.start(wait_until_ready=False)
        yield running
    finally:
        running.stop()


def the_message_of_the_worker(site: Site) -> str:
    parts = httpx.get(site.url + "/readyz", timeout=10).json()["parts"]
    worker = parts["worker"]
    return str(worker["message"]) if worker.get("state") == "failed" else ""


@pytest.mark.fault(26, "a truncated file, told to machines")
def test_readyz_says_what_is_wrong(site: Site) -> None:
    message = wait_for(
        lambda: the_message_of_the_worker(site), seconds=60, what="the model to fail"
    )
    assert "model" in message
    assert "Traceback" not in message
    assert httpx.get(site.url + "/readyz").status_code == 503


@pytest.mark.fault(26, "a truncated file, told to readers")
async def test_pages_load_and_a_message_fails_clearly(site: Site, alice: Person) -> None:
    assert alice.http.get("/").status_code == 200
    wait_for(lambda: the_message_of_the_worker(site), seconds=60, what="the model to fail")
    async with alice.tab() as tab:
        accepted = await tab.send("Is anybody there?")
        await tab.whole_reply(accepted["generation"])

        ending = tab.ending(accepted["generation"])
        assert ending is not None
        assert ending["error_type"] == "model_unavailable"
        await tab.say(type="watch", conversation=accepted["conversation"]["id"])
        saved = await tab.hear_when(
            lambda frame: (
                frame["type"] == "snapshot"
                and frame["messages"][-1]["generation"]["status"] == "failed"
            ),
            what="the saved failure",
        )
        assert saved["messages"][0]["text"] == "Is anybody there?"
