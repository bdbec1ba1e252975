"""A program's stream when something breaks behind it."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import httpx
import psutil
import pytest

from inference.store import LISTENED
from tests.support.people import Person
from tests.support.program import Block, Program, text_of
from tests.support.site import Site, running_site
from tests.support.waiting import wait_for

LONG = "!tokens 200\n!rate 50"


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("trouble")) as site:
        yield site


@pytest.fixture(scope="module")
def own_program(own_site: Site) -> Iterator[Program]:
    with Person.signed_up(own_site, "alice") as alice, Program.of(alice) as program:
        yield program


def test_another_worker_goes_on_with_a_stream(own_site: Site, own_program: Program) -> None:
    undisturbed = text_of(_whole(own_program))
    with own_program.asking(LONG) as stream:
        before = [next(stream) for _ in range(20)]
        own_site.end("gpu-worker", signal.SIGKILL)
        own_site.start_gpu_worker()
        told = [*before, *stream]
    assert told[-1].data is None
    assert text_of(told) == undisturbed
    assert sum('"role"' in json.dumps(block.data) for block in told) == 1
    own_site.wait_until_at_work()


def test_a_restarted_web_process_goes_on_from_the_last_number(
    own_site: Site, own_program: Program
) -> None:
    undisturbed = text_of(_whole(own_program))
    told: list[Block] = []
    try:
        with own_program.asking(LONG, background=True) as stream:
            told += [next(stream) for _ in range(20)]
            own_site.end("web", signal.SIGKILL)
            told += stream
    except httpx.HTTPError:
        own_site.start_web()
    generation_id = told[0].data["id"]  # type: ignore[index]
    told += own_program.resumed(generation_id, int(told[-1].id or 0))
    assert told[-1].data is None
    assert text_of(told) == undisturbed


@pytest.mark.parametrize("streamed", [True, False], ids=["a stream", "a whole answer"])
def test_a_web_process_that_ends_cancels_what_it_was_telling(
    own_site: Site, own_program: Program, streamed: bool
) -> None:
    with ThreadPoolExecutor(1) as threads:
        asking = threads.submit(own_program.ask, "!tokens 5000\n!rate 50", stream=streamed)
        try:
            wait_for(lambda: not _has_ended(own_site), what="the beginning")
            own_site.end("web", signal.SIGTERM)
            wait_for(lambda: _has_ended(own_site), what="the engine to be free")
            assert isinstance(asking.exception(), httpx.HTTPError)
        finally:
            own_site.start_web()


@pytest.mark.parametrize("streamed", [True, False], ids=["a stream", "a whole answer"])
def test_what_a_killed_web_process_was_telling_is_stopped(
    own_site: Site, own_program: Program, streamed: bool
) -> None:
    with ThreadPoolExecutor(1) as threads:
        asking = threads.submit(own_program.ask, "!tokens 20000\n!rate 50", stream=streamed)
        try:
            wait_for(lambda: not _has_ended(own_site), what="the beginning")
            with closing(own_site.redis_client()) as redis:
                wait_for(lambda: redis.zcard(LISTENED) == 1, what="the listener to be known")
            own_site.end("web", signal.SIGKILL)
            assert isinstance(asking.exception(), httpx.HTTPError)
            wait_for(lambda: _has_ended(own_site), seconds=60, what="the engine to be free")
        finally:
            own_site.start_web()


def test_what_goes_on_in_the_background_outlives_a_killed_web_process(
    own_site: Site, own_program: Program
) -> None:
    with own_program.asking("!tokens 60000\n!rate 50", background=True) as stream:
        generation_id = next(stream).data["id"]  # type: ignore[index]
        with closing(own_site.redis_client()) as redis:
            assert not redis.exists(LISTENED)
    own_site.end("web", signal.SIGKILL)
    own_site.start_web()
    assert own_program.generation(generation_id)["status"] == "active"
    own_program.http.delete(f"/v1/generations/{generation_id}").raise_for_status()


def test_an_emptied_redis_ends_a_stream_with_an_error_and_the_row_too(
    own_site: Site, own_program: Program
) -> None:
    with own_program.asking("!tokens 3000\n!rate 50") as stream:
        first = next(stream)
        next(stream)
        with closing(own_site.redis_client()) as redis:
            redis.flushall()
        own_site.end("gpu-worker", signal.SIGKILL)  # else it goes on and nothing is lost
        told = [first, *stream]
    error, end = told[-2:]
    assert end.data is None
    assert error.data is not None
    assert error.data["error"]["code"] == "incomplete_generation"
    generation_id = first.data["id"]  # type: ignore[index]
    wait_for(
        lambda: own_program.generation(generation_id)["status"] == "failed",
        seconds=60,
        what="the sweep",
    )
    own_site.start_gpu_worker()
    own_site.wait_until_at_work()


def test_a_program_that_does_not_read_costs_a_bounded_amount_of_memory(
    own_site: Site, own_program: Program
) -> None:
    process = psutil.Process(own_site.pid("web"))
    before = process.memory_info().rss
    with own_program.asking("!tokens 100000\n!rate 50000") as stream:
        next(stream)
        wait_for(lambda: _has_ended(own_site), seconds=60, what="the reply to end or be cut")
        assert process.memory_info().rss - before < 50_000_000


def _whole(program: Program) -> list[Block]:
    with program.asking(LONG) as stream:
        return list(stream)


def _has_ended(site: Site) -> bool:
    return site.count("inference_running", "gpu-worker") == 0
