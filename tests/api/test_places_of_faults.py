"""A fault is named by its own place, also where a type of content has the name of its field."""

from __future__ import annotations

import pytest

from tests.support.program import Json, Program

CHAT, RESPONSES, MESSAGES = "/v1/chat/completions", "/v1/responses", "/v1/messages"
FUNCTION = {"name": "f", "parameters": {}}
SCHEMA = {"name": "n", "schema": {}, "strict": True}


def refused(program: Program, path: str, asked: Json) -> Json:
    """The error."""
    answer = program.http.post(path, json=asked)
    assert answer.status_code == 400, answer.text
    error: Json = answer.json()["error"]
    return error


def content(part: Json, role: str = "user") -> Json:
    return {"role": role, "content": [part]}


OF_CHAT: list[tuple[Json, str]] = [
    (
        {"messages": [content({"type": "text", "text": "a", "cache_control": {}})]},
        "messages.0.content.0.cache_control",
    ),
    ({"messages": [content({"type": "text", "text": 3})]}, "messages.0.content.0.text"),
    ({"messages": [content({"type": "text"})]}, "messages.0.content.0.text"),
    (
        {"response_format": {"type": "json_schema", "json_schema": SCHEMA, "strict": True}},
        "response_format.strict",
    ),
    (
        {"response_format": {"type": "json_schema", "json_schema": {**SCHEMA, "foo": 1}}},
        "response_format.json_schema.foo",
    ),
    ({"response_format": {"type": "json_schema"}}, "response_format.json_schema"),
    (
        {"response_format": {"type": "json_schema", "json_schema": {}}},
        "response_format.json_schema.name",
    ),
    ({"response_format": {"type": "json"}}, "response_format.value"),
    ({"stop": ["a", 1]}, "stop.1"),
    ({"stop": 1}, "stop"),
    (
        {"tool_choice": {"type": "function", "function": {"name": 3}}},
        "tool_choice.function.name",
    ),
    ({"tools": [{"type": "function", "function": {}}]}, "tools.0.function.name"),
    (
        {"tools": [{"type": "function", "function": {**FUNCTION, "foo": 1}}]},
        "tools.0.function.foo",
    ),
    ({"tools": [{"type": "function", "function": FUNCTION, "foo": 1}]}, "tools.0.foo"),
]


@pytest.mark.parametrize(("wrong", "place"), OF_CHAT, ids=lambda one: str(one)[:80])
def test_of_chat_completions(program: Program, wrong: Json, place: str) -> None:
    asked = {"model": "scripted", "messages": [{"role": "user", "content": "Hi"}], **wrong}
    assert refused(program, CHAT, asked)["param"] == place


@pytest.mark.parametrize(
    ("part", "place"),
    [
        ({"type": "refusal", "refusal": "x", "foo": 1}, "input.0.content.0.foo"),
        ({"type": "input_text", "text": 3}, "input.0.content.0.text"),
        ({"type": "input_text"}, "input.0.content.0.text"),
    ],
)
def test_of_responses(program: Program, part: Json, place: str) -> None:
    asked = {"model": "scripted", "input": [content(part, "assistant")]}
    assert refused(program, RESPONSES, asked)["param"] == place


@pytest.mark.parametrize(
    ("part", "place"),
    [
        ({"type": "thinking", "thinking": "a", "foo": 1}, "messages.0.content.0.foo"),
        ({"type": "thinking", "thinking": 1}, "messages.0.content.0.thinking"),
        ({"type": "text", "text": "a", "foo": 1}, "messages.0.content.0.foo"),
    ],
)
def test_of_messages(program: Program, part: Json, place: str) -> None:
    asked = {"model": "scripted", "max_tokens": 5, "messages": [content(part, "assistant")]}
    assert place in refused(program, MESSAGES, asked)["message"]
