"""Messages that wait for the end of a reply outlive every process, and an emptied Redis."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.faults.persistence import saved
from tests.support.fault_table import Fault
from tests.support.people import Person
from tests.support.site import Site, running_site
from tests.support.waiting import until

SAID = ["!rate 20\n!tokens 60", "!reply Second answer.", "!reply Third answer."]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("queue")) as running:
        yield running


@pytest.mark.fault(16, "every process killed while messages wait")
@pytest.mark.fault(6, "messages wait for the end of a reply")
async def test_messages_that_wait_are_answered_after_everything_was_killed(
    site: Site, alice: Person, fault: Fault
) -> None:
    async with alice.tab() as tab:
        first = await tab.send(SAID[0])
        conversation, reply = first["conversation"]["id"], first["reply"]["id"]
        await tab.some_text(first["generation"])
        for text in SAID[1:]:
            await tab.say(
                type="send",
                client_id=str(uuid4()),
                conversation=conversation,
                parent=reply,
                text=text,
            )
            assert (await tab.hear("queue"))["queue"]["messages"][-1]["text"] == text
        for name in ("gpu-worker", "web-worker", "web"):
            site.kill(name)
    site.redis_client().flushall()
    site.start_web()
    site.start_web_worker()
    site.start_gpu_worker()
    site.wait_until_ready()

    async def all_answered() -> list[str]:
        texts = await saved(alice, first)
        return texts if len(texts) == 6 else []

    with fault.recovery(within=40):  # the first reply, and two sweeps before it
        texts = await until(all_answered, seconds=60, what="all answers")
    assert texts[::2] == SAID
    assert texts[3::2] == ["Second answer.", "Third answer."]
