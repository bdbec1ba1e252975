"""POST /v1/chat/completions, in OpenAI's exact shapes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.people import Person
from tests.support.program import Program, chat, text_of

SAID = "!reply Line one.\nLine two, with \u2028 and \x85 in it."
REPLY = "Line one.\nLine two, with \u2028 and \x85 in it."


def test_a_whole_answer_has_openais_shape(program: Program) -> None:
    answer = program.ask(SAID)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    (choice,) = told["choices"]
    assert told["id"].startswith("chatcmpl-")
    assert (told["object"], told["model"]) == ("chat.completion", "scripted")
    assert choice["message"] == {"role": "assistant", "content": REPLY, "refusal": None}
    assert (choice["index"], choice["finish_reason"], choice["logprobs"]) == (0, "stop", None)
    usage = told["usage"]
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"]
    assert usage["completion_tokens"] > 0


def test_a_stream_tells_role_content_reason_usage_and_done_in_this_order(program: Program) -> None:
    with program.asking(SAID, stream_options={"include_usage": True}) as stream:
        told = list(stream)
    assert told[-1].data is None
    chunks = [block.data for block in told if block.data]
    assert len({(c["id"], c["created"], c["model"], c["object"]) for c in chunks}) == 1
    first, *parts, end, usage = chunks
    assert _delta(first) == {"role": "assistant", "content": ""}
    assert {tuple(_delta(part)) for part in parts} == {("content",)}
    assert all(part["choices"][0]["finish_reason"] is None for part in parts)
    assert (_delta(end), end["choices"][0]["finish_reason"]) == ({}, "stop")
    assert all(chunk["usage"] is None for chunk in chunks[:-1])
    assert usage["choices"] == []
    assert usage["usage"]["completion_tokens"] > 0
    assert text_of(told) == REPLY


def test_without_the_option_no_chunk_speaks_of_usage(program: Program) -> None:
    with program.asking("!tokens 3") as stream:
        assert all("usage" not in block.data for block in stream if block.data)


def test_a_stream_is_ascii_with_a_space_after_data(program: Program) -> None:
    body = chat(SAID, stream=True)
    with program.http.stream("POST", "/v1/chat/completions", json=body) as response:
        raw = response.read()
        assert response.headers["Content-Type"] == "text/event-stream"
        assert response.headers["Cache-Control"] == "no-cache"
        assert response.headers["X-Accel-Buffering"] == "no"
        assert response.headers["X-Request-Id"]
    assert raw.isascii()
    assert raw.endswith(b"data: [DONE]\n\n")
    kinds = {line.split(b" ")[0] for line in raw.split(b"\n") if line}
    assert kinds <= {b"data:", b"id:", b":"}


def test_numbers_of_events_rise(program: Program) -> None:
    with program.asking("!tokens 5") as stream:
        ids = [int(block.id) for block in stream if block.id]
    assert ids == sorted(set(ids))


def test_reasoning_is_told_beside_the_answer(program: Program) -> None:
    asked = "!think 5\n!tokens 9"
    (choice,) = program.ask(asked).json()["choices"]
    with program.asking(asked) as stream:
        told = list(stream)
    thought = "".join(
        _delta(block.data).get("reasoning_content", "")
        for block in told
        if block.data and block.data["choices"]
    )
    assert thought == choice["message"]["reasoning_content"] != ""
    assert text_of(told) == choice["message"]["content"] != ""


def test_a_reply_that_is_cut_finishes_with_length(program: Program) -> None:
    (choice,) = program.ask("!tokens 50", max_completion_tokens=4).json()["choices"]
    assert choice["finish_reason"] == "length"


def test_a_stop_string_is_not_part_of_the_answer(program: Program) -> None:
    (choice,) = program.ask("!reply one two three four", stop="three").json()["choices"]
    assert choice["message"]["content"] == "one two "
    assert choice["finish_reason"] == "stop"


def test_a_failure_in_mid_stream_leaves_its_beginning_and_an_error(program: Program) -> None:
    with program.asking("!tokens 20\n!fail after 6") as stream:
        told = list(stream)
    assert text_of(told)
    error, end = told[-2:]
    assert end.data is None
    assert error.data is not None
    assert error.data["error_type"] == "generation"
    assert error.data["error"]["message"]


def test_a_failure_of_a_whole_answer_is_a_500(program: Program) -> None:
    answer = program.ask("!fail after 2")
    assert answer.status_code == 500
    assert answer.json()["error_type"] == "generation"


CALLS = {
    "tool_calls": [{"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}]
}
WRONG: list[tuple[dict[str, Any], str | None, str]] = [
    ({"temperature": 3}, "temperature", "less than or equal to 2"),
    ({"temperature": "1"}, "temperature", "number"),
    ({"n": 5}, "n", "less than or equal to 4"),
    ({"stop": ["a", "b", "c", "d", "e"]}, "stop", "at most 4"),
    ({"messages": []}, "messages", "at least 1"),
    ({"messages": [{"role": "user", "content": "word " * 9000}]}, "messages", "too long"),
    ({"messages": [{"role": "user"}]}, "messages.0.content", "Missing"),
    ({"messages": [{"role": "user", "content": 5}]}, "messages.0.content", "string"),
    ({"messages": [{"role": "king", "content": "x"}]}, "messages.0", "king"),
    ({"stream_options": {"include_usage": True}}, "stream_options", "streams"),
    ({"top_logprobs": 2}, "top_logprobs", "logprobs"),
    ({"store": True}, "store", "False"),
    ({"functions": []}, "functions", "Unknown parameter"),
    ({"logit_bias": {"x": 1}}, "logit_bias", "'x'"),
    ({"logit_bias": {"9" * 5000: 1}}, "logit_bias", "'99999999999999999999'"),
    ({"continue_final_message": True}, "continue_final_message", "last message"),
    (
        {
            "continue_final_message": True,
            "messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", **CALLS}],
        },
        "continue_final_message",
        "only calls tools",
    ),
    (
        {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {}}]}]},
        "messages.0.content",
        "send text",
    ),
]


@pytest.mark.parametrize(("wrong", "param", "said"), WRONG, ids=lambda one: str(one)[:40])
def test_what_is_wrong_is_named(
    program: Program, wrong: dict[str, Any], param: str | None, said: str
) -> None:
    answer = program.http.post("/v1/chat/completions", json=chat("hello") | wrong)
    assert answer.status_code == 400, answer.text
    error = answer.json()["error"]
    assert error["type"] == "invalid_request_error"
    assert error["param"] == param
    assert said in error["message"]


@pytest.mark.parametrize(
    "body",
    [b"{", b"", b"[]", b'{"model": NaN}', b'"\xff"', b'"\\ud800"', b"[" * 100_000, b"null"],
    ids=str,
)
def test_a_body_that_is_not_a_json_object_is_refused(program: Program, body: bytes) -> None:
    answer = program.http.post("/v1/chat/completions", content=body)
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]["type"] == "invalid_request_error"


def test_a_number_that_no_json_could_repeat_is_refused(program: Program) -> None:
    tool = '{"type": "function", "name": "f", "parameters": {"maximum": 1e999}}'
    body = f'{{"model": "scripted", "input": "!tokens 2", "tools": [{tool}]}}'
    answer = program.http.post("/v1/responses", content=body)
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]["code"] == "invalid_json"


def test_what_is_wrong_in_the_address_is_named(program: Program) -> None:
    path = "/v1/generations/00000000-0000-4000-8000-000000000000/stream?after=x"
    answer = program.http.get(path)
    assert answer.status_code == 400
    assert answer.json()["error"]["param"] == "after"


def test_the_name_of_a_tool_may_stand_beside_its_result(program: Program) -> None:
    call = {"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    messages = [
        {"role": "user", "content": "Look."},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "c", "name": "f", "content": "!tokens 2"},
    ]
    answer = program.http.post("/v1/chat/completions", json=chat("") | {"messages": messages})
    assert answer.status_code == 200, answer.text


def test_a_body_that_is_too_large_is_refused(program: Program) -> None:
    body = json.dumps(chat("x" * 3_000_000)).encode()
    answer = program.http.post("/v1/chat/completions", content=body)
    assert answer.status_code == 413
    assert answer.headers["X-Request-Id"]
    assert answer.json()["error"]["type"] == "invalid_request_error"


def test_an_unknown_model_is_a_404_that_names_those_there_are(program: Program) -> None:
    answer = program.ask("hello", model="nothing-of-the-kind")
    assert answer.status_code == 404
    error = answer.json()["error"]
    assert (error["code"], error["param"]) == ("model_not_found", "model")
    assert "scripted" in error["message"]


def test_models_are_listed_with_how_long_a_context_may_be(program: Program) -> None:
    (model,) = program.http.get("/v1/models").json()["data"]
    assert (model["id"], model["object"]) == ("scripted", "model")
    assert model["max_model_len"] > 0
    assert program.http.get("/v1/models/scripted").json() == model
    assert program.http.get("/v1/models/other").status_code == 404


def test_an_unknown_route_answers_in_json(program: Program) -> None:
    answer = program.http.post("/v1/embeddings", json={})
    assert answer.status_code == 404
    assert "/v1/embeddings" in answer.json()["error"]["message"]


@pytest.mark.parametrize("path", ["/v1", "/v1/", "/chat/completions", "/generate/"])
def test_an_address_beside_the_routes_answers_programs_in_json(program: Program, path: str) -> None:
    answer = program.http.post(path, json={})
    assert answer.status_code == 404
    assert path in answer.text
    assert answer.json()["error"]


def test_people_get_a_page_there(alice: Person) -> None:
    answer = alice.http.get("/chat/completions")
    assert answer.status_code == 404
    assert "</html>" in answer.text


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/v1/messages", "/generate"])
@pytest.mark.parametrize("method", ["GET", "PUT", "OPTIONS"])
def test_another_method_is_refused_in_json(program: Program, method: str, path: str) -> None:
    answer = program.http.request(method, path)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert answer.json()["error"]
    assert answer.headers["x-request-id"]


def _delta(chunk: Any) -> dict[str, Any]:
    (choice,) = chunk["choices"]
    delta: dict[str, Any] = choice["delta"]
    return delta
