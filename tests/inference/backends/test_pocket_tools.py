"""The bundled model through the whole backend: calls, thoughts and forms as a program gets them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

from inference.backends.base import Piece
from inference.config import get_config
from inference.contract import (
    GenerationRequest,
    Grammar,
    Reasoning,
    Text,
    Tool,
    ToolCall,
    ToolCallPart,
    Turn,
)
from inference.transcript import Transcript
from tests.inference.conftest import hearing
from tests.inference.support.ear import Ear
from tests.inference.support.requests import ask


def schema(**properties: str) -> dict[str, Any]:
    kinds = {name: {"type": kind} for name, kind in properties.items()}
    return {"type": "object", "properties": kinds, "required": list(properties)} | {
        "additionalProperties": False
    }


TOOLS = (
    Tool(name="clock", description="Tells the time.", parameters=schema()),
    Tool(
        name="calculator",
        description="Works out an expression.",
        parameters=schema(expression="string"),
    ),
    Tool(name="dice", description="Rolls a die.", parameters=schema(sides="integer")),
)


@pytest.fixture(scope="module")
def pocket() -> Iterator[Ear]:
    config = replace(get_config(), backend="transformers", chat_model="pocket", device="cpu")
    with hearing(config) as ear:
        yield ear


def complete(ear: Ear, request: GenerationRequest) -> tuple[Transcript, Piece]:
    _, last = ear.complete(request)
    transcript = Transcript()
    for _, piece in ear.pieces[request.id]:
        for part in piece.parts:
            transcript.add(part)
    return transcript, last


def test_it_calls_a_tool_and_answers_with_what_came_of_it(pocket: Ear) -> None:
    question = ask("What is 12*7?", max_tokens=80)
    told, last = complete(pocket, replace(question, tools=TOOLS))
    assert last.finish_reason == "tool_calls"
    (call,) = told.tool_calls
    assert (call.name, json.loads(call.arguments)) == ("calculator", {"expression": "12*7"})
    assert call.id
    assert told.text.strip() == ""

    turns = (
        *question.turns,
        Turn(role="assistant", content="", tool_calls=(call,)),
        Turn(role="tool", content="84", tool_call_id=call.id),
    )
    answer, end = complete(pocket, replace(ask("", max_tokens=80), turns=turns, tools=TOOLS))
    assert end.finish_reason == "stop"
    assert "84" in answer.text


def test_arguments_come_in_fragments(pocket: Ear) -> None:
    request = replace(ask("What is 12*7?", max_tokens=80), tools=TOOLS)
    complete(pocket, request)
    parts = [part for _, piece in pocket.pieces[request.id] for part in piece.parts]
    calls = [part for part in parts if isinstance(part, ToolCallPart)]
    assert calls[0].name == "calculator"
    assert len([part for part in calls if part.arguments]) > 2


def test_without_tools_or_with_none_wanted_it_only_talks(pocket: Ear) -> None:
    for request in (
        ask("What is 12*7?", max_tokens=80),
        replace(ask("What is 12*7?", max_tokens=80), tools=TOOLS, tool_choice="none"),
    ):
        told, last = complete(pocket, request)
        assert (told.tool_calls, last.finish_reason) == ((), "stop")
        assert told.text


@pytest.mark.parametrize("name", [tool.name for tool in TOOLS])
def test_a_named_tool_is_called_whatever_was_said(pocket: Ear, name: str) -> None:
    request = replace(
        ask("Good morning!", max_tokens=120), tools=TOOLS, tool_choice="named", tool_name=name
    )
    told, last = complete(pocket, request)
    assert last.finish_reason == "tool_calls"
    assert {call.name for call in told.tool_calls} == {name}
    parameters = next(tool.parameters for tool in TOOLS if tool.name == name)
    for call in told.tool_calls:
        jsonschema.validate(json.loads(call.arguments), dict(parameters))


def test_a_call_that_must_come_comes(pocket: Ear) -> None:
    request = replace(ask("Good morning!", max_tokens=120), tools=TOOLS, tool_choice="required")
    told, _ = complete(pocket, request)
    assert told.tool_calls
    assert all(isinstance(call, ToolCall) for call in told.tool_calls)


def test_thoughts_come_before_the_answer_and_only_when_asked_for(pocket: Ear) -> None:
    request = replace(ask("Good morning!", max_tokens=120), thinking=True)
    told, _ = complete(pocket, request)
    assert told.reasoning
    assert told.text
    assert "think>" not in told.reasoning + told.text
    kinds = [type(part) for _, piece in pocket.pieces[request.id] for part in piece.parts]
    assert Reasoning not in kinds[kinds.index(Text) :]
    plain, _ = complete(pocket, ask("Good morning!", max_tokens=120))
    assert plain.reasoning == ""


def test_a_reply_takes_the_form_that_it_must_have(pocket: Ear) -> None:
    form = schema(name="string", age="integer")
    form["properties"] = {
        "name": {"type": "string", "maxLength": 12},
        "age": {"type": "integer", "minimum": 0, "maximum": 120},
    }
    grammar = Grammar(kind="json_schema", value=form)
    told, last = complete(
        pocket, replace(ask("My name is Alice.", max_tokens=200), grammar=grammar)
    )
    assert last.finish_reason == "stop"
    jsonschema.validate(json.loads(told.text), form)
