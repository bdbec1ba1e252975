"""Several Celery workers: each request is made once, in turn, whoever is killed or busy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from inference import admission
from inference.client import list_workers
from inference.config import get_config
from inference.contract import Finished
from inference.store import get_redis
from inference.stream import read_log
from tests.inference.support.office import events, started, wait_for_text
from tests.inference.support.requests import ask
from tests.inference.test_worker import Worker, saved, send
from tests.support.waiting import wait_for

StartWorker = Callable[..., Worker]


@pytest.fixture
def start_worker(tmp_path: Path) -> Iterator[StartWorker]:
    workers: list[Worker] = []

    def start(**environment: str) -> Worker:
        workers.append(Worker(tmp_path / f"worker-{len(workers)}.log", environment))
        return workers[-1]

    yield start
    for worker in workers:
        worker.kill()


@pytest.fixture(autouse=True)
def no_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    config = replace(get_config(), max_concurrent_requests=1000, max_requests_per_user=1000)
    monkeypatch.setattr(admission, "get_config", lambda: config)


def wait_until_ready(count: int) -> None:
    wait_for(
        lambda: [one.state for one in list_workers()] == ["ready"] * count,
        seconds=90,
        what=f"{count} workers",
    )


def started_at(request_id: str) -> float:
    return next(at for numbered, at in read_log(request_id) if numbered.event.type == "started")


def test_bobs_reply_starts_before_alices_third_of_fifty(start_worker: StartWorker) -> None:
    start_worker(MAX_IN_FLIGHT="1")
    wait_until_ready(1)
    alices = [replace(ask("!tokens 3"), owner="alice") for _ in range(50)]
    bobs = replace(ask("!tokens 3"), owner="bob")
    held = replace(ask("!tokens 100"), owner="alice")
    send(held)
    wait_for_text(held)
    for request in (*alices, bobs):
        send(request)
    wait_for(lambda: len(saved()) == 52, seconds=90, what="all outcomes")
    assert started_at(bobs.id) < started_at(alices[2].id)
    order = sorted((started_at(one.id), number) for number, one in enumerate(alices))
    assert [number for _, number in order] == list(range(50))


def test_two_workers_make_everything_once_though_one_is_killed(start_worker: StartWorker) -> None:
    killed = start_worker(MAX_IN_FLIGHT="1")
    start_worker(MAX_IN_FLIGHT="1")
    wait_until_ready(2)
    requests = [replace(ask("!tokens 5"), owner=f"owner-{i % 5}") for i in range(30)]
    for request in requests:
        send(request)
    wait_for(saved, what="the first outcome")
    killed.kill()
    wait_for(lambda: len(saved()) >= 29, seconds=90, what="the outcomes")
    assert get_redis().zcard("replies:waiting") == 0
    ids = [outcome.id for outcome in saved()]
    assert len(ids) == len(set(ids))
    for request in requests:
        if request.id in ids:
            assert [type(one) for one in events(request)].count(Finished) == 1


def test_a_busy_worker_leaves_requests_to_an_idle_one(start_worker: StartWorker) -> None:
    start_worker(MAX_IN_FLIGHT="1")
    wait_until_ready(1)
    long = ask("!tokens 100000")
    send(long)
    wait_for_text(long)
    start_worker(MAX_IN_FLIGHT="1")
    wait_until_ready(2)
    for _ in range(3):
        short = ask("!tokens 2")
        send(short)
        wait_for(lambda: any(one.id == short.id for one in saved()), what="the short one")  # noqa: B023


def test_a_full_worker_fetches_no_ticket_but_the_one_that_it_waited_for(
    start_worker: StartWorker,
) -> None:
    start_worker(MAX_IN_FLIGHT="1")
    wait_until_ready(1)
    long = ask("!tokens 100000")
    send(long)
    wait_for_text(long)
    for _ in range(5):
        send(ask("!tokens 2"))
    written = len(events(long))
    wait_for(lambda: len(events(long)) > written + 100, what="half a second of tokens")
    assert get_redis().llen("gpu.scripted") >= 4


def test_a_lost_ticket_loses_no_request(start_worker: StartWorker) -> None:
    request = ask("!tokens 2")
    send(request)
    get_redis().delete("gpu.scripted")
    start_worker()
    assert wait_for(saved, seconds=60, what="the outcome")[0].id == request.id


def test_a_worker_takes_only_what_is_for_its_model(start_worker: StartWorker) -> None:
    start_worker(MODEL_NAME="a")
    start_worker(MODEL_NAME="b")
    wait_until_ready(2)
    requests = [replace(ask(f"!tokens 2\n{i}"), model="ab"[i % 2]) for i in range(10)]
    for request in requests:
        send(request)
    wait_for(lambda: len(saved()) == 10, what="all outcomes")
    assert [started(one).model for one in requests] == [one.model for one in requests]
