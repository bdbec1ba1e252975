"""Tools, thoughts and forms over /v1/messages and /v1/responses, by the bundled model."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from anthropic import Anthropic
from anthropic.types import ToolParam, ToolUseBlock
from openai import OpenAI
from openai.types.responses import FunctionToolParam, ResponseFunctionToolCall

from tests.support.program import Json, Program
from tests.support.site import Site

QUESTION = "What is 12*7?"
CALCULATION = {"expression": "12*7"}
SCHEMA: Json = {
    "type": "object",
    "properties": {"expression": {"type": "string"}},
    "required": ["expression"],
    "additionalProperties": False,
}
ANTHROPICS: ToolParam = {
    "name": "calculator",
    "description": "Works out an expression.",
    "input_schema": SCHEMA,
}
OPENAIS: FunctionToolParam = {
    "type": "function",
    "name": "calculator",
    "description": "Works out an expression.",
    "parameters": SCHEMA,
    "strict": False,
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    environment = {"INFERENCE_BACKEND": "transformers", "CHAT_MODEL": "pocket"}
    running = Site(Path(tmp_path_factory.mktemp("tools")), environment)
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="module")
def anthropic(program: Program) -> Iterator[Anthropic]:
    with Anthropic(base_url=program.site.url, api_key=program.secret, max_retries=0) as client:
        yield client


@pytest.fixture(scope="module")
def openai(program: Program) -> Iterator[OpenAI]:
    with OpenAI(base_url=f"{program.site.url}/v1", api_key=program.secret) as client:
        yield client


def test_anthropics_client_is_called_back_and_answers(anthropic: Anthropic) -> None:
    asked: list[Any] = [{"role": "user", "content": QUESTION}]
    with anthropic.messages.stream(
        model="pocket",
        max_tokens=80,
        messages=asked,
        tools=[ANTHROPICS],
        extra_body={"temperature": 0},
    ) as stream:
        fragments = [event.partial_json for event in stream if event.type == "input_json"]
        told = stream.get_final_message()
    (call,) = told.content
    assert isinstance(call, ToolUseBlock)
    assert (call.name, call.input, told.stop_reason) == ("calculator", CALCULATION, "tool_use")
    assert json.loads("".join(fragments)) == CALCULATION
    assert len(fragments) > 1
    result = {"type": "tool_result", "tool_use_id": call.id, "content": "84"}
    asked += [told.to_param(), {"role": "user", "content": [result]}]
    answer = anthropic.messages.create(
        model="pocket",
        max_tokens=80,
        messages=asked,
        tools=[ANTHROPICS],
        extra_body={"temperature": 0},
    )
    assert answer.stop_reason == "end_turn"
    assert "84" in answer.content[0].text  # type: ignore[union-attr]


def test_openais_client_is_called_back_and_answers(openai: OpenAI) -> None:
    asked: list[Any] = [{"role": "user", "content": QUESTION}]
    with openai.responses.stream(
        model="pocket", input=asked, tools=[OPENAIS], temperature=0, max_output_tokens=80
    ) as stream:
        events = list(stream)
        told = stream.get_final_response()
    (call,) = told.output
    assert isinstance(call, ResponseFunctionToolCall)
    assert (call.name, json.loads(call.arguments)) == ("calculator", CALCULATION)
    deltas = [one for one in events if one.type == "response.function_call_arguments.delta"]
    assert len(deltas) > 1
    assert deltas[-1].snapshot == call.arguments
    output = {"type": "function_call_output", "call_id": call.call_id, "output": "84"}
    asked += [*told.output, output]
    answer = openai.responses.create(
        model="pocket",
        input=asked,
        tools=[OPENAIS],
        temperature=0,
        max_output_tokens=80,
    )
    assert "84" in answer.output_text


def test_a_call_that_must_come_does(program: Program) -> None:
    tools = {"name": "calculator", "input_schema": SCHEMA}
    body = _message("Hello!", tools=[tools], tool_choice={"type": "any"})
    told = program.http.post("/v1/messages", json=body).json()
    assert [block["type"] for block in told["content"]] == ["tool_use"]
    body = _message("Hello!", tools=[tools], tool_choice={"type": "none"})
    told = program.http.post("/v1/messages", json=body).json()
    assert [block["type"] for block in told["content"]] == ["text"]
    body = _input("Hello!", tools=[OPENAIS], tool_choice={"type": "function", "name": "calculator"})
    told = program.http.post("/v1/responses", json=body).json()
    assert [item["type"] for item in told["output"]] == ["function_call"]
    assert told["tool_choice"] == body["tool_choice"]


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"type": "tool", "name": "nose"}, "no tool called nose"),
        ({"type": "any"}, "A tool must be called"),
    ],
)
def test_a_tool_that_is_not_there_cannot_be_asked_for(
    program: Program, choice: Json, said: str
) -> None:
    answer = program.http.post("/v1/messages", json=_message("Hello!", tool_choice=choice))
    assert answer.status_code == 400
    assert said in answer.json()["error"]["message"]


def test_a_call_that_is_cut_off_is_told_as_far_as_it_came(program: Program) -> None:
    tools = [{"name": "calculator", "input_schema": SCHEMA}]
    body = _message(QUESTION, tools=tools, tool_choice={"type": "any"}, max_tokens=12)
    told = program.http.post("/v1/messages", json=body).json()
    assert told["stop_reason"] == "max_tokens"
    for block in told["content"]:
        assert isinstance(block["input"], dict)


def test_thinking_is_asked_for_in_each_dialects_words(program: Program) -> None:
    thinking = {"thinking": {"type": "enabled", "budget_tokens": 1024}}
    told = program.http.post("/v1/messages", json=_message(QUESTION, **thinking)).json()
    assert told["content"][0]["type"] == "thinking"
    assert told["usage"]["output_tokens_details"]["thinking_tokens"] > 0
    body = _input(QUESTION, reasoning={"effort": "high"})
    told = program.http.post("/v1/responses", json=body).json()
    assert told["output"][0]["type"] == "reasoning"
    assert told["usage"]["output_tokens_details"]["reasoning_tokens"] > 0


def test_answers_are_held_to_a_schema_in_each_dialects_words(program: Program) -> None:
    verdict = {"type": "object", "properties": {"answer": {"enum": ["yes", "no"]}}}
    schema = {**verdict, "required": ["answer"], "additionalProperties": False}
    form = {"type": "json_schema", "schema": schema}
    body = _message(QUESTION, output_config={"format": form})
    said = program.http.post("/v1/messages", json=body).json()["content"][-1]
    assert json.loads(said["text"])["answer"] in ("yes", "no")
    body = _input(QUESTION, text={"format": {**form, "name": "verdict", "strict": True}})
    said = program.http.post("/v1/responses", json=body).json()["output"][-1]
    assert json.loads(said["content"][0]["text"])["answer"] in ("yes", "no")


def test_an_answer_goes_on_in_the_assistants_last_message(program: Program) -> None:
    body = _message("What can you do?")
    whole = program.http.post("/v1/messages", json=body).json()["content"][0]["text"]
    body["messages"].append({"role": "assistant", "content": whole[:5]})
    rest = program.http.post("/v1/messages", json=body).json()["content"][0]["text"]
    assert whole[:5] + rest == whole


def test_the_likeliest_tokens_are_told_with_their_probabilities(program: Program) -> None:
    body = _input("Hello!", top_logprobs=2, include=["message.output_text.logprobs"])
    told = program.http.post("/v1/responses", json=body).json()
    part = told["output"][0]["content"][0]
    assert part["text"].startswith(part["logprobs"][0]["token"])
    assert len(part["logprobs"][0]["top_logprobs"]) == 2
    with program.streaming("/v1/responses", body) as stream:
        events = [block.data or {} for block in stream]
    deltas = [one for one in events if one["type"] == "response.output_text.delta"]
    assert [one for delta in deltas for one in delta["logprobs"]] == part["logprobs"]


def test_the_tokens_of_a_prompt_are_counted_before_it_is_sent(
    program: Program, anthropic: Anthropic
) -> None:
    asked: dict[str, Any] = {
        "model": "pocket",
        "messages": [{"role": "user", "content": QUESTION}],
        "system": "Be kind.",
        "tools": [ANTHROPICS],
        "thinking": {"type": "enabled", "budget_tokens": 1024},
    }
    counted = anthropic.messages.count_tokens(**asked)
    assert (
        counted.input_tokens == anthropic.messages.create(max_tokens=9, **asked).usage.input_tokens
    )
    del asked["tools"]
    assert anthropic.messages.count_tokens(**asked).input_tokens < counted.input_tokens
    answer = program.http.post("/v1/messages/count_tokens", json={**asked, "model": "gone"})
    assert answer.status_code == 404
    assert answer.json()["error"]["type"] == "not_found_error"


def _message(text: str, **parameters: Any) -> Json:
    return {
        "model": "pocket",
        "max_tokens": 80,
        "temperature": 0,
        "messages": [{"role": "user", "content": text}],
        **parameters,
    }


def _input(said: str, **parameters: Any) -> Json:
    return {
        "model": "pocket",
        "max_output_tokens": 80,
        "temperature": 0,
        "input": said,
        **parameters,
    }
