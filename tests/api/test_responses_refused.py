"""What /v1/responses refuses, by the name of the parameter."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.test_responses import ROUTE
from tests.support.program import Json, Program

TOOL = {"type": "function", "name": "clock", "parameters": {"type": "object"}}

WRONG: list[tuple[Json, str | None, str]] = [
    ({"store": True}, "store", "keeps no responses"),
    ({"previous_response_id": "resp_1"}, "previous_response_id", "items of the input"),
    ({"conversation": "conv_1"}, "conversation", "Unknown parameter"),
    ({"prompt": {"id": "p"}}, "prompt", "Unknown parameter"),
    ({"max_tokens": 5}, "max_tokens", "Unknown parameter"),
    ({"truncation": "disabled"}, "truncation", "auto"),
    ({"temperature": 3}, "temperature", "less than or equal to 2"),
    ({"max_output_tokens": 0}, "max_output_tokens", "greater than or equal to 1"),
    ({"stream_options": {"include_obfuscation": True}}, "stream_options", "streams"),
    ({"include": ["file_search_call.results"]}, "include.0", "logprobs"),
    ({"input": []}, "input", "at least 1"),
    ({"input": 5}, "input", "string"),
    ({"input": "word " * 9000}, "input", "too long"),
    ({"input": [{"role": "king", "content": "x"}]}, "input.0.role", "'user', 'assistant'"),
    ({"input": [{"role": "user"}]}, "input.0.content", "Missing"),
    ({"input": [5]}, "input.0", "An item is"),
    ({"input": [{"type": "item_reference", "id": "msg_1"}]}, "input.0", "An item is"),
    (
        {"input": [{"role": "user", "content": [{"type": "input_image", "image_url": "x"}]}]},
        "input.0.content",
        "send text",
    ),
    ({"tools": [{"type": "web_search"}]}, "tools.0.type", "'function'"),
    ({"tools": [{**TOOL, "strict": True}]}, "tools", "strict holds only"),
    ({"tool_choice": {"type": "allowed_tools"}}, None, "tool_choice"),
    ({"text": {"format": {"type": "json_schema"}}}, None, "Missing"),
    ({"reasoning": {"effort": "some"}}, "reasoning.effort", "'low'"),
    ({"metadata": {"a": 1}}, "metadata.a", "string"),
]


@pytest.mark.parametrize(("wrong", "param", "said"), WRONG, ids=lambda one: str(one)[:40])
def test_what_is_wrong_is_named(
    program: Program, wrong: Json, param: str | None, said: str
) -> None:
    answer = program.http.post(ROUTE, json={"model": "scripted", "input": "hello"} | wrong)
    assert answer.status_code == 400, answer.text
    error: dict[str, Any] = answer.json()["error"]
    assert error["type"] == "invalid_request_error"
    assert param is None or error["param"] == param
    assert said in error["message"]


def test_a_failure_of_a_whole_answer_is_a_500(program: Program) -> None:
    answer = program.http.post(ROUTE, json={"model": "scripted", "input": "!fail after 2"})
    assert answer.status_code == 500
    assert answer.json()["error"]["message"] == "The script asked for this failure."


def test_where_to_go_on_is_only_for_streams(program: Program) -> None:
    asked = program.http.post(ROUTE, json={"model": "scripted", "input": "!tokens 2"}).json()
    answer = program.http.get(f"{ROUTE}/{asked['id']}", params={"starting_after": 2})
    assert answer.status_code == 400
    assert answer.json()["error"]["param"] == "starting_after"
