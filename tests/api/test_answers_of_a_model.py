"""What a real model's markup leaves of itself in an answer: nothing."""

from __future__ import annotations

import json

import pytest

from tests.support.program import Json, Program, chat

TOOL = {
    "type": "function",
    "function": {
        "name": "calculator",
        "parameters": {
            "type": "object",
            "properties": {"expression": {"type": "string"}},
            "required": ["expression"],
        },
    },
}


@pytest.mark.parametrize("text", ["What is 12*7?", "What is streaming?", "Hi", "Tell me a joke."])
def test_log_probabilities_are_those_of_the_answer_alone(
    pocket_program: Program, text: str
) -> None:
    choice = _choice(pocket_program, text, reasoning_effort="high", logprobs=True, temperature=0)
    assert choice["message"]["reasoning_content"]
    told = "".join(one["token"] for one in choice["logprobs"]["content"])
    assert told.strip() == choice["message"]["content"].strip()


def test_a_call_that_must_come_and_is_cut_leaves_no_markup(pocket_program: Program) -> None:
    called = dict[str, str]()
    for length in range(1, 40):
        choice = _choice(
            pocket_program,
            "What is 12*7?",
            tools=[TOOL],
            tool_choice="required",
            max_tokens=length,
            temperature=0,
            stop=["{", "name"],
        )
        assert not choice["message"]["content"], length
        if choice["finish_reason"] != "length":
            assert choice["finish_reason"] == "tool_calls"
            (call,) = choice["message"]["tool_calls"]
            called = call["function"]
            break
    assert called["name"] == "calculator"


def test_tools_may_be_called_where_the_answer_has_a_form(pocket_program: Program) -> None:
    form = {"type": "json_object"}
    choice = _choice(
        pocket_program, "What is 12*7?", tools=[TOOL], response_format=form, temperature=0
    )
    (call,) = choice["message"]["tool_calls"]
    assert json.loads(call["function"]["arguments"])["expression"]
    assert not choice["message"]["content"]


def _choice(program: Program, text: str, **asked: object) -> Json:
    body = chat(text, **asked) | {"model": "pocket"}
    answer = program.http.post("/v1/chat/completions", json=body)
    assert answer.status_code == 200, answer.text
    (choice,) = answer.json()["choices"]
    told: Json = choice
    return told
