"""Whatever a server does wrong ends one reply, with a sentence that says whose turn it is."""

from __future__ import annotations

from typing import Any

import pytest

from inference.backends.openai.wire import LONGEST_EVENT_BYTES
from inference.contract import ErrorType
from tests.inference.backends.openai.conftest import KEY
from tests.inference.backends.openai.stub import SILENCE, Act, Stub, delta, said, stream, whole
from tests.inference.support.ear import Ear
from tests.inference.support.requests import ask

LONG = {"message": "This model's maximum context length is 9"}
LLAMA_LONG = {"error": {"message": "the request exceeds", "type": "exceed_context_size_error"}}
HELLO = delta(content="Hello")


@pytest.mark.parametrize(
    ("answer", "error_type", "words"),
    [
        (whole(400, {"error": {"message": "top_p is odd"}}), "validation", "top_p is odd"),
        (whole(422, {"detail": "Unexpected fields: {'top_k'}"}), "validation", "Unexpected fields"),
        (whole(400, {"error": "bad", "error_type": "validation"}), "validation", "bad"),
        (whole(401, f"wrong: {KEY}"), "model_unavailable", "UPSTREAM_API_KEY"),
        (whole(400, f"odd: {KEY}"), "validation", "odd: …"),
        (whole(403, "no"), "model_unavailable", "UPSTREAM_API_KEY"),
        (whole(404, {"error": {"message": "model not found"}}), "model_unavailable", "'m'"),
        (whole(400, LONG), "prompt_too_long", "is 9"),
        (whole(400, LLAMA_LONG), "prompt_too_long", "exceeds"),
        (whole(413, "Too large"), "prompt_too_long", "Too large"),
        (whole(500, f"<html>{'x' * 9999}"), "generation", "500"),
        (whole(307, "", "location: http://127.0.0.2:1/"), "model_unavailable", "CHAT_MODEL"),
        (whole(200, {"choices": []}), "generation", "no part of a reply"),
        ([b"gibberish\r\n\r\n"], "generation", "broke"),
        ([], "generation", "broke"),
    ],
)
def test_a_refusal_is_explained(
    stub: Stub, ear: Ear, answer: list[Act], error_type: ErrorType, words: str
) -> None:
    stub.answers.append(answer)
    _, last = ear.complete(ask("Hi"))
    assert last.error_type == error_type
    assert words in last.error_message
    assert KEY not in last.error_message
    assert len(last.error_message) < 600


@pytest.mark.parametrize(
    ("rest", "error_type"),
    [
        ([b"data: {not json\n\n"], "generation"),
        ([b"data: 7\n\n"], "generation"),
        ([b'data: {"choices": [7]}\n\n'], "generation"),
        ([b"data: " + b"x" * (LONGEST_EVENT_BYTES + 1)], "generation"),
        ([{"error": {"message": "CUDA out of memory", "code": 500}}], "generation"),
        ([{"error": "Request failed", "error_type": "generation"}], "generation"),
        ([{"error": {"message": "context length exceeded"}}], "prompt_too_long"),
        ([delta(finish="content_filter")], "generation"),
        ([delta(finish="abort")], "incomplete_generation"),
        ([], "incomplete_generation"),
        ([b"data: [DONE]\n\n"], "incomplete_generation"),
    ],
)
def test_what_was_told_before_a_fault_stays(
    stub: Stub, ear: Ear, rest: list[Any], error_type: ErrorType
) -> None:
    stub.answers.append(stream(HELLO, *rest))
    text, last = ear.complete(ask("Hi"))
    assert (text, last.error_type) == ("Hello", error_type)


def test_a_connection_that_breaks_in_the_middle_is_a_fault(stub: Stub, ear: Ear) -> None:
    head = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 9999\r\n\r\n"
    stub.answers.append([head, stream(HELLO)[1]])
    text, last = ear.complete(ask("Hi"))
    assert (text, last.error_type) == ("Hello", "generation")


def test_a_silent_server_is_given_up(stub: Stub, impatient: Ear) -> None:
    stub.answers.append([SILENCE])
    _, last = impatient.complete(ask("Hi"))
    assert last.error_type == "timeout"
    assert stub.was_left.wait(5)


def test_a_server_that_goes_silent_is_given_up(stub: Stub, impatient: Ear) -> None:
    stub.answers.append(stream(HELLO, b": still here\n\n", SILENCE))
    text, last = impatient.complete(ask("Hi"))
    assert (text, last.error_type) == ("Hello", "timeout")


def test_a_whole_reply_stays_whole_though_its_stream_does_not_end(stub: Stub, ear: Ear) -> None:
    stub.answers.append(stream(HELLO, delta(finish="stop"), b"data: {oh\n\n"))
    text, last = ear.complete(ask("Hi"))
    assert (text, last.finish_reason) == ("Hello", "stop")


def test_a_busy_server_is_asked_once_more(stub: Stub, ear: Ear) -> None:
    stub.answers += [whole(429, "", "retry-after: 0"), said("Hello")]
    text, last = ear.complete(ask("Hi"))
    assert (text, last.finish_reason) == ("Hello", "stop")
    assert len(stub.chats) == 2


def test_a_server_that_stays_busy_is_not_asked_a_third_time(stub: Stub, ear: Ear) -> None:
    stub.answers.append(whole(503, "", "retry-after: 0"))
    _, last = ear.complete(ask("Hi"))
    assert last.error_type == "overloaded"
    assert len(stub.chats) == 2


def test_a_long_retry_after_is_not_waited_for(stub: Stub, ear: Ear) -> None:
    stub.answers.append(whole(429, "", "retry-after: 3600"))
    _, last = ear.complete(ask("Hi"))
    assert last.error_type == "overloaded"
    assert len(stub.chats) == 1


def test_a_fault_harms_no_other_reply(stub: Stub, ear: Ear) -> None:
    stub.answers += [stream(HELLO, SILENCE), stream(b"data: {oh\n\n"), said("Fine")]
    alice = ask("Hi")
    ear.begin(alice)
    ear.wait_for_tokens(alice.id)
    assert ear.complete(ask("Hi"))[1].error_type == "generation"
    assert ear.complete(ask("Hi"))[0] == "Fine"
    ear.backend.cancel(alice.id)
    assert ear.wait_for_end(alice.id).finish_reason == "stopped"
