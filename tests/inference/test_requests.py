"""Requests cross process boundaries as JSON, and wait there while the site is updated."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from inference.contract import GenerationRequest, Grammar, Tool, ToolCall, Turn
from tests.inference.support.requests import ask, ask_raw

CALL = ToolCall(id="1", name="clock", arguments="{}")
REQUESTS = {
    "turns": replace(
        ask("Hi", logit_bias={5: 1.0}, stop=("x",)),
        tools=(Tool(name="clock", parameters={"type": "object"}),),
        grammar=Grammar(kind="choice", value=["yes", "no"]),
        made=((1, 2), (3,)),
    ),
    "calls": replace(ask(), turns=(Turn(role="assistant", content="", tool_calls=(CALL,)),)),
    "prompt": ask_raw("Once upon"),
    "an empty prompt": ask_raw(""),
    "ids": ask_raw((1, 2, 3)),
}


def carried(request: GenerationRequest) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(json.dumps(request.to_json()))
    return values


@pytest.mark.parametrize("kind", REQUESTS)
def test_a_request_comes_out_as_it_went_in(kind: str) -> None:
    request = REQUESTS[kind]
    assert GenerationRequest.from_json(carried(request)) == request
    assert request.is_raw is (kind not in ("turns", "calls"))


def test_one_that_was_queued_before_there_were_raw_prompts_is_read() -> None:
    values = carried(REQUESTS["turns"])
    del values["prompt"], values["prompt_token_ids"]
    assert GenerationRequest.from_json(values) == REQUESTS["turns"]


def test_an_unknown_field_fails() -> None:
    with pytest.raises(TypeError, match="surprise"):
        GenerationRequest.from_json({**carried(REQUESTS["turns"]), "surprise": 1})
