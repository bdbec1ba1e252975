"""What only the model's engine can say is wrong names its parameter, in the words of its route."""

from __future__ import annotations

import pytest

from tests.support.program import Json, Program

TOOL = {"type": "function", "function": {"name": "clock", "parameters": {}}}
DEEP: Json = {"type": "object"}
for _ in range(80):
    DEEP = {"type": "object", "properties": {"in": DEEP}}

AS_DEEP = {"type": "json_schema", "json_schema": {"name": "deep", "schema": DEEP}}


@pytest.mark.parametrize(
    ("wrong", "param"),
    [
        ({"top_k": 10**9}, "top_k"),
        ({"logit_bias": {"999999": 1}}, "logit_bias"),
        ({"max_tokens": 10**9}, "max_tokens"),
        ({"max_completion_tokens": 10**9}, "max_completion_tokens"),
        ({"stop": ["x" * 2000]}, "stop"),
        ({"tools": [TOOL, TOOL]}, "tools"),
        ({"response_format": AS_DEEP}, "response_format"),
        ({"structured_outputs": {"regex": "(" * 5}}, "structured_outputs"),
        ({"messages": [{"role": "user", "content": "word " * 9000}]}, "messages"),
    ],
)
@pytest.mark.parametrize("streamed", [False, True], ids=["whole", "as a stream"])
def test_of_chat_completions(
    pocket_program: Program, wrong: Json, param: str, streamed: bool
) -> None:
    asked = {
        "model": "pocket",
        "messages": [{"role": "user", "content": "Hi"}],
        "stream": streamed,
        **wrong,
    }
    answer = pocket_program.http.post("/v1/chat/completions", json=asked)
    assert answer.status_code == 400
    assert answer.json()["error"]["param"] == param


def test_a_schema_that_is_found_too_costly_in_mid_reply(pocket_program: Program) -> None:
    start = {"type": "string", "minLength": 150, "maxLength": 160}
    branches = [
        {"type": "object", "properties": {"k": {"const": i}}, "required": ["k"]}
        for i in range(2_500)
    ]
    costly = {"type": "array", "prefixItems": [start, {"anyOf": branches}], "minItems": 2}
    asked = {"messages": [{"role": "user", "content": "Hi"}], "model": "pocket"}
    form = {"type": "json_schema", "json_schema": {"name": "costly", "schema": costly}}
    answer = pocket_program.http.post(
        "/v1/chat/completions", json={**asked, "response_format": form}
    )
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]["param"] == "response_format"
    assert "too costly to follow" in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("wrong", "param"),
    [
        ({"prompt": [10**6]}, "prompt"),
        ({"prompt": "word " * 9000}, "prompt"),
        ({"structured_outputs": {"regex": "(" * 5}}, "structured_outputs"),
        ({"min_p": 0.5, "top_k": 10**9}, "top_k"),
    ],
)
def test_of_completions(pocket_program: Program, wrong: Json, param: str) -> None:
    answer = pocket_program.http.post(
        "/v1/completions", json={"model": "pocket", "prompt": "Hi", **wrong}
    )
    assert answer.status_code == 400
    assert answer.json()["error"]["param"] == param


@pytest.mark.parametrize(
    ("wrong", "param"),
    [
        ({"input": "word " * 9000}, "input"),
        ({"max_output_tokens": 10**9}, "max_output_tokens"),
        ({"text": {"format": {"type": "json_schema", "name": "d", "schema": DEEP}}}, "text.format"),
    ],
)
def test_of_responses(pocket_program: Program, wrong: Json, param: str) -> None:
    asked = {"model": "pocket", "input": "Hi", **wrong}
    answer = pocket_program.http.post("/v1/responses", json=asked)
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]["param"] == param


ANTHROPICS_TOOL = {"name": "clock", "input_schema": {"type": "string"}}
AS_DEEP_OF_ANTHROPIC = {"format": {"type": "json_schema", "schema": DEEP}}


@pytest.mark.parametrize(
    ("wrong", "param"),
    [
        ({"messages": [{"role": "user", "content": "word " * 9000}]}, "messages"),
        ({"max_tokens": 10**9}, "max_tokens"),
        ({"top_k": 10**9}, "top_k"),
        ({"stop_sequences": ["x" * 2000]}, "stop_sequences"),
        ({"output_config": AS_DEEP_OF_ANTHROPIC}, "output_config.format"),
        ({"tools": [ANTHROPICS_TOOL], "tool_choice": {"type": "any"}}, "tools"),
        ({"tool_choice": {"type": "tool", "name": "clock"}}, "tool_choice"),
    ],
)
@pytest.mark.parametrize("streamed", [False, True], ids=["whole", "as a stream"])
def test_of_messages_in_the_text_for_anthropic_has_no_place_of_its_own(
    pocket_program: Program, wrong: Json, param: str, streamed: bool
) -> None:
    hello = {"role": "user", "content": "Hi"}
    asked = {"model": "pocket", "max_tokens": 5, "messages": [hello], "stream": streamed, **wrong}
    answer = pocket_program.http.post("/v1/messages", json=asked)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"].startswith((f"{param}: ", f"{param} must"))


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"inputs": "word " * 9000}, "inputs"),
        ({"inputs": ""}, "inputs"),
        ({"parameters": {"max_new_tokens": 10**9}}, "parameters.max_new_tokens"),
        ({"parameters": {"top_k": 10**9}}, "parameters.top_k"),
        ({"parameters": {"stop": ["x" * 2000]}}, "parameters.stop"),
        ({"parameters": {"grammar": {"type": "regex", "value": "("}}}, "parameters.grammar"),
    ],
)
@pytest.mark.parametrize("route", ["/generate", "/generate_stream", "/"])
def test_of_tgis_in_the_text_for_tgi_has_no_place_of_its_own(
    pocket_program: Program, wrong: Json, place: str, route: str
) -> None:
    answer = pocket_program.http.post(route, json={"inputs": "Hi", **wrong})
    assert answer.status_code == 422
    assert answer.json()["error"].startswith(f"{place}: ")


def test_of_detokenize(pocket_program: Program) -> None:
    answer = pocket_program.http.post("/detokenize", json={"tokens": [10**6]})
    assert answer.status_code == 400
    assert answer.json()["error"]["param"] == "tokens"
