"""A peer that others wrote: `transformers serve` with the bundled model, as a real process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from inference.backends.openai import OpenAIBackend
from inference.config import get_config
from tests.inference.conftest import hearing
from tests.inference.support.ear import Ear
from tests.inference.support.requests import ask, ask_raw
from tests.support.redis_server import free_port
from tests.support.waiting import wait_for

POCKET = Path("inference/pocket/model").resolve()

pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Its address and its log."""
    home, port = tmp_path_factory.mktemp("serve"), free_port()
    (home / "hub").mkdir()
    url, log = f"http://127.0.0.1:{port}", home / "log"
    command = [sys.executable, "-m", "transformers.cli.transformers", "serve", str(POCKET)]
    options = ["--host", "127.0.0.1", "--port", str(port), "--device", "cpu", "--dtype", "float32"]
    batching = ["--continuous-batching", "--cb-num-blocks", "64", "--cb-max-batch-tokens", "256"]
    environment = {
        **os.environ,
        "HF_HOME": str(home),
        "HF_HUB_OFFLINE": "1",
        "OMP_NUM_THREADS": "1",
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, *options, *batching], env=environment, stdout=output, stderr=output
        )
    try:
        wait_for(lambda: _is_up(process, url, log), seconds=150, what="transformers serve")
        yield url, log
    finally:
        process.kill()
        process.wait()


def _is_up(process: subprocess.Popen[bytes], url: str, log: Path) -> bool:
    assert process.poll() is None, log.read_text()[-2000:]
    try:
        return httpx.get(f"{url}/health").status_code == 200
    except httpx.TransportError:
        return False


@pytest.fixture(scope="module")
def ear(server: tuple[str, Path]) -> Iterator[Ear]:
    url, _ = server
    backend = OpenAIBackend(replace(get_config(), chat_model=f"openai:{url}#{POCKET}"))
    backend.load(lambda *_: None)
    ear = Ear(backend)
    yield ear
    backend.close()
    ear.join()


def test_a_reply_streams_with_the_servers_own_counts(ear: Ear) -> None:
    request = ask("Hello!", max_tokens=12)
    text, last = ear.complete(request)
    assert text
    assert last.finish_reason in ("stop", "length")
    assert ear.tokens(request.id) > 1
    assert len([one for _, one in ear.pieces[request.id] if one.parts]) > 1
    assert last.prompt_token_count is not None
    assert last.prompt_token_count > 1


def test_the_same_question_gets_the_same_greedy_answer_among_others(ear: Ear) -> None:
    alone, _ = ear.complete(ask("What is your name?", max_tokens=12))
    requests = [ask("What is your name?", max_tokens=12) for _ in range(4)]
    for request in requests:
        ear.begin(request)
    for request in requests:
        ear.wait_for_end(request.id)
    assert {ear.text(request.id) for request in requests} == {alone}


def test_max_tokens_is_the_reason_of_the_end(ear: Ear) -> None:
    request = ask("Tell me a long story.", max_tokens=5)
    assert ear.complete(request)[1].finish_reason == "length"
    assert ear.tokens(request.id) == 5


def test_a_stopped_reply_leaves_the_server_fit_for_the_next(ear: Ear) -> None:
    request = ask("Tell me a long story.", max_tokens=900)
    ear.begin(request)
    ear.wait_for_tokens(request.id, 3)
    ear.backend.cancel(request.id)
    assert ear.wait_for_end(request.id).finish_reason == "stopped"
    text, last = ear.complete(ask("Hello!", max_tokens=5))
    assert text
    assert last.error_type is None


def test_what_it_does_not_know_is_refused_in_its_own_words(ear: Ear) -> None:
    _, last = ear.complete(ask("Hello!", top_k=3))
    assert last.error_type == "validation"
    assert "top_k" in last.error_message


def test_a_raw_prompt_goes_on_as_the_same_model_does_here(ear: Ear) -> None:
    config = replace(get_config(), backend="transformers", chat_model="pocket", device="cpu")
    request = ask_raw("The capital of France is", max_tokens=12)
    with hearing(config) as own:
        expected, _ = own.complete(request)
        counted = own.backend.prepare(request).prompt_token_count
    text, last = ear.complete(request)
    assert text == expected != ""
    assert last.finish_reason in ("stop", "length")
    assert last.prompt_token_count == counted
