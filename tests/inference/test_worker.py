"""The Celery worker as it is started in earnest: a process, a broker, signals."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from celery import Celery

from inference.client import (
    detokenize,
    list_workers,
    request_stop,
    start_generation,
    tokenize,
)
from inference.config import get_config
from inference.contract import Failed, Finished, GenerationRequest, Outcome, Tokenize
from inference.store import get_redis
from inference.watchdog import EXIT_CODE
from tests.inference.support.office import events, text, wait_for_text
from tests.inference.support.requests import ask
from tests.support.taking import take_next
from tests.support.waiting import wait_for

ROOT = Path(__file__).parents[2]
COMMAND = (
    "-A inference.worker worker -P threads -c 8 --prefetch-multiplier 1 -l INFO "
    "--without-gossip --without-mingle"
)


class Worker:
    def __init__(self, log: Path, environment: Mapping[str, str], *arguments: str) -> None:
        self.log = log
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "celery", *COMMAND.split(), *arguments],
                cwd=ROOT,
                env={**os.environ, **environment},
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def wait_until(self, state: str) -> None:
        wait_for(lambda: any(one.state == state for one in list_workers()), seconds=60, what=state)

    def terminate(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=40)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Worker]:
    worker = Worker(tmp_path / "worker.log", {})
    yield worker
    worker.kill()


def send(request: GenerationRequest) -> None:
    web = Celery("web", broker=get_config().redis_url, set_as_current=False)
    on_outcome = web.signature("save", queue="web", immutable=False)
    start_generation(request, on_outcome=dict(on_outcome))


def saved() -> list[Outcome]:
    """What was handed on to the web's queue."""
    messages: Any = get_redis().lrange("web", 0, -1)
    bodies = [json.loads(message)["body"] for message in messages]
    return [Outcome.from_json(_arguments(body)[0]) for body in bodies]


def _arguments(body: str) -> Any:
    import base64

    return json.loads(base64.b64decode(body))[0]


def test_a_request_comes_back_as_an_outcome_for_the_linked_task(worker: Worker) -> None:
    request = ask("Is anybody there?")
    send(request)  # before the worker is up: it waits in the queue
    (outcome,) = wait_for(saved, seconds=60, what="the outcome")
    assert outcome.id == request.id
    assert outcome.text == text(request)
    assert outcome.finish_reason == "stop"


def test_what_people_say_and_are_told_stays_out_of_the_log(worker: Worker) -> None:
    send(ask("!reply the secret of the house"))
    wait_for(saved, seconds=60, what="the outcome")
    assert worker.terminate() == 0
    assert "secret" not in worker.log.read_text()


def test_asked_to_end_it_finishes_what_runs(worker: Worker) -> None:
    worker.wait_until("ready")
    request = ask("!rate 50\n!tokens 100")
    send(request)
    wait_for_text(request)
    assert worker.terminate() == 0
    assert events(request)[-1] == Finished(reason="stop")
    assert [outcome.finish_reason for outcome in saved()] == ["stop"]


def test_asked_to_end_it_hands_over_what_takes_too_long(tmp_path: Path) -> None:
    code = "import inference.tasks as t; t.FINISH_SECONDS = 0.5"
    (tmp_path / "sitecustomize.py").write_text(code)
    worker = Worker(tmp_path / "worker.log", {"PYTHONPATH": f"{tmp_path}:{ROOT}"})
    try:
        worker.wait_until("ready")
        request = ask("!tokens 100000")
        send(request)
        wait_for_text(request)
        assert worker.terminate() == 0
        assert not isinstance(events(request)[-1], Failed | Finished)
        assert saved() == []
        taken = take_next()
        assert taken is not None
        assert (taken.request.id, taken.request.attempt) == (request.id, 2)
        assert taken.request.made[0]
    finally:
        worker.kill()


def test_a_stopped_reply_frees_its_place_in_the_worker(worker: Worker) -> None:
    worker.wait_until("ready")
    requests = [ask(f"!tokens 100000\n{i}") for i in range(9)]  # one more than it has threads
    for request in requests:
        send(request)
    wait_for_text(requests[0])
    request_stop(requests[0].id)
    wait_for_text(requests[8])
    for request in requests[1:]:
        request_stop(request.id)
    wait_for(lambda: len(saved()) == 9, what="all outcomes")
    assert {outcome.finish_reason for outcome in saved()} == {"stopped"}


def test_it_says_which_tokens_a_text_is_though_all_its_threads_are_taken(worker: Worker) -> None:
    worker.wait_until("ready")
    requests = [ask(f"!tokens 100000\n{i}") for i in range(9)]  # one more than it has threads
    for request in requests:
        send(request)
    wait_for_text(requests[0])
    told = tokenize("scripted", Tokenize(text="Naïve?"))
    assert detokenize("scripted", told.ids) == "Naïve?"
    (status,) = list_workers()
    assert told.context_length == status.context_length == 8192


def test_a_broken_model_is_said_to_every_request(tmp_path: Path) -> None:
    environment = {"INFERENCE_BACKEND": "transformers", "CHAT_MODEL": "/nowhere/at/all"}
    worker = Worker(tmp_path / "worker.log", environment)
    try:
        worker.wait_until("failed")
        send(replace(ask("hello"), model="all"))
        (outcome,) = wait_for(saved, what="the outcome")
        assert outcome.error_type == "model_unavailable"
        (status,) = list_workers()
        assert "/nowhere/at/all does not exist" in status.message
    finally:
        worker.kill()


def test_an_engine_that_hangs_ends_its_process_with_everyone_told(
    tmp_path: Path, tiny_model_directory: Path
) -> None:
    """A thread that hangs cannot be ended: the worker says so, and is gone for its supervisor."""
    hang = tmp_path / "hang"
    environment = {
        "INFERENCE_BACKEND": "transformers",
        "CHAT_MODEL": str(tiny_model_directory),
        "STEP_TIMEOUT_SECONDS": "2",
        "HANG_FILE": str(hang),
    }
    worker = Worker(tmp_path / "worker.log", environment, "-I", "tests.inference.support.hanging")
    try:
        worker.wait_until("ready")
        request = replace(ask("hello", max_tokens=400), model=tiny_model_directory.name)
        hang.touch()
        send(request)
        wait_for(lambda: any(one.step_age_seconds > 0 for one in list_workers()), what="its age")
        assert worker.process.wait(timeout=60) == EXIT_CODE
        ending = events(request)[-1]
        assert isinstance(ending, Failed)
        assert ending.error_type == "incomplete_generation"
        assert [outcome.id for outcome in saved()] == [request.id]
        assert "The engine made no step for" in worker.log.read_text()
    finally:
        worker.kill()


def test_a_worker_that_cannot_serve_its_metrics_does_not_take_requests(tmp_path: Path) -> None:
    with socket.create_server(("0.0.0.0", 0)) as taken:
        port = str(taken.getsockname()[1])
        worker = Worker(tmp_path / "worker.log", {"METRICS_PORT": port})
        assert worker.process.wait(timeout=60) != 0
    assert f"METRICS_PORT={port} cannot be used" in worker.log.read_text()


def test_the_worker_says_that_it_loads_before_torch_is_there(
    tmp_path: Path, tiny_model_directory: Path
) -> None:
    environment = {"INFERENCE_BACKEND": "transformers", "CHAT_MODEL": str(tiny_model_directory)}
    worker = Worker(tmp_path / "worker.log", environment)
    try:
        worker.wait_until("loading")
        worker.wait_until("ready")
    finally:
        worker.kill()


def test_importing_the_clients_app_brings_no_torch() -> None:
    code = "import inference.client, inference.tasks, sys; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
