"""A worker waits for its server, learns from it, or says what is wrong."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import replace
from os import environ
from typing import Any

import pytest

from inference.backends.openai.counting import estimated_token_count
from inference.config import ConfigError, get_config
from inference.contract import Grammar, Turn
from inference.exceptions import InvalidRequest, ModelUnavailable, PromptTooLong
from tests.inference.backends.openai.conftest import KEY, SHORT, asking, backend_of
from tests.inference.backends.openai.stub import Act, Stub, whole
from tests.inference.support.requests import ask
from tests.support.waiting import wait_for


def models(**fields: Any) -> list[Act]:
    return whole(200, {"data": [{"id": "m", **fields}]})


def load_error(stub: Stub, model: str = "m") -> str:
    backend = backend_of(stub, SHORT, model)
    try:
        with pytest.raises(ModelUnavailable) as raised:
            backend.load(lambda *_: None)
    finally:
        backend.close()
    assert KEY not in str(raised.value)
    return str(raised.value)


@pytest.mark.parametrize(
    ("fields", "length"),
    [
        ({"max_model_len": 4096}, 4096),
        ({"meta": {"n_ctx_train": 2048}}, 2048),
        ({"context_length": 1024}, 1024),
        ({}, 8192),
    ],
)
def test_the_context_length_is_what_the_server_says(
    stub: Stub, fields: dict[str, Any], length: int
) -> None:
    stub.others["/v1/models"] = models(**fields)
    with asking(stub) as ear:
        assert (ear.backend.name, ear.backend.context_length) == ("m", length)


def test_a_server_without_a_list_is_taken_at_its_word(stub: Stub) -> None:
    stub.others["/v1/models"] = whole(404, "")
    with asking(stub) as ear:
        assert ear.backend.context_length == 8192


def test_a_model_that_is_not_there_names_those_that_are(stub: Stub) -> None:
    assert "It has m:" in load_error(stub, "other")


def test_a_wrong_key_names_its_setting(stub: Stub) -> None:
    stub.others["/v1/models"] = whole(401, f"Incorrect API key: {KEY}")
    assert "UPSTREAM_API_KEY" in load_error(stub)


def test_a_server_that_never_comes_is_given_up(stub: Stub) -> None:
    stub.others["/v1/models"] = whole(503, "loading")
    assert "did not answer" in load_error(stub)


def test_a_server_may_come_late(stub: Stub) -> None:
    stub.others["/v1/models"] = whole(503, "loading")
    backend = backend_of(stub)
    sentences: list[str] = []

    def told(share: float, sentence: str) -> None:
        sentences.append(sentence)
        if len(stub.asked) > 1:
            stub.others["/v1/models"] = models()

    backend.load(told)
    backend.close()
    assert any("Waiting for the server http://127.0.0.1" in sentence for sentence in sentences)


def test_the_prompt_is_counted_by_the_server_where_it_can(stub: Stub) -> None:
    stub.others["/tokenize"] = whole(200, {"count": 123, "max_model_len": 1000, "tokens": []})
    with asking(stub) as ear:
        assert ear.backend.prepare(ask("Hi")).prompt_token_count == 123


def test_else_it_is_estimated(stub: Stub) -> None:
    stub.others["/tokenize"] = whole(200, {"tokens": []})  # as llama.cpp answers
    with asking(stub) as ear:
        turn = Turn(role="user", content="How many tokens may this be?")
        prepared = ear.backend.prepare(ask(turn.content))
        assert prepared.prompt_token_count == estimated_token_count([turn])


def test_old_turns_are_left_out_by_the_count(stub: Stub) -> None:
    with asking(stub) as ear:
        prepared = ear.backend.prepare(ask("a" * 3000, "b" * 300, "c"))
        assert prepared.left_out_turn_count == 2
        assert [turn.content for turn in prepared.request.turns] == ["c"]
        with pytest.raises(PromptTooLong):
            ear.backend.prepare(ask("a" * 3000))


def test_only_vllm_is_asked_for_patterns(stub: Stub) -> None:
    stub.others["/v1/models"] = models(owned_by="library")
    with asking(stub) as ear, pytest.raises(InvalidRequest, match="only vLLM"):
        ear.backend.prepare(replace(ask("Hi"), grammar=Grammar(kind="regex", value="a+")))


def test_close_ends_a_load_that_waits(stub: Stub) -> None:
    stub.others["/v1/models"] = whole(503, "loading")
    backend = backend_of(stub)
    errors: list[ModelUnavailable] = []

    def load() -> None:
        try:
            backend.load(lambda *_: None)
        except ModelUnavailable as error:
            errors.append(error)

    thread = threading.Thread(target=load)
    thread.start()
    wait_for(lambda: stub.asked, what="the first look")
    backend.close()
    thread.join(10)
    assert not thread.is_alive()
    assert errors


@pytest.mark.parametrize(
    "address",
    [
        "openai:",
        "openai:http://127.0.0.1:1",
        "openai:ftp://127.0.0.1#m",
        "openai:http://#m",
        "openai:http://127.0.0.1:port#m",
        "openai:http://alice:secret@127.0.0.1#m",
        "openai:http://127.0.0.1?key=secret#m",
    ],
)
def test_a_wrong_address_stops_the_start(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHAT_MODEL", address)
    get_config.cache_clear()
    try:
        with pytest.raises(ConfigError, match="CHAT_MODEL") as raised:
            get_config()
    finally:
        monkeypatch.undo()
        get_config.cache_clear()
    assert "secret" not in str(raised.value)


def test_the_key_is_not_shown_with_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UPSTREAM_API_KEY", KEY)
    get_config.cache_clear()
    try:
        assert get_config().upstream_api_key == KEY
        assert KEY not in repr(get_config())
    finally:
        monkeypatch.undo()
        get_config.cache_clear()


def test_such_a_worker_never_loads_torch(stub: Stub) -> None:
    program = (
        "import sys, inference.tasks;"
        "from inference.backends import make_backend; from inference.config import get_config;"
        "backend = make_backend(get_config()); backend.load(lambda *_: None); backend.close();"
        "print([name for name in ('torch', 'transformers') if name in sys.modules])"
    )
    environment = {**environ, "CHAT_MODEL": f"openai:http://127.0.0.1:{stub.port}#m"}
    environment |= {"INFERENCE_BACKEND": "transformers"}
    told = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert told.stdout.strip() == "[]"
