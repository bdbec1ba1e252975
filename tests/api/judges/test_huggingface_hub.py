"""`huggingface_hub`: InferenceClient, on chat completions and on TGI's own routes."""

from __future__ import annotations

import json
from typing import Any

import huggingface_hub.errors
import pytest
from huggingface_hub import (
    AsyncInferenceClient,
    ChatCompletionInputFunctionDefinition,
    ChatCompletionInputTool,
    ChatCompletionStreamOutput,
    InferenceClient,
)

from tests.api.judges.conftest import AllPlacesTaken
from tests.support.program import Program

QUESTION = [{"role": "user", "content": "What is streaming?"}]
PROMPT = "Once upon a time"


@pytest.fixture
def client(pocket_program: Program) -> InferenceClient:
    return of(pocket_program)


def of(program: Program) -> InferenceClient:
    return InferenceClient(base_url=program.site.url, api_key=program.secret)


def raw(program: Program) -> InferenceClient:
    """As it talks to a server of TGI: by the address in place of a model."""
    return InferenceClient(model=program.site.url, token=program.secret)


def test_a_chat_is_answered_whole_and_as_a_stream(client: InferenceClient) -> None:
    whole = client.chat_completion(QUESTION, temperature=0)
    chunks = list(client.chat_completion(QUESTION, temperature=0, stream=True))
    pieces = [chunk.choices[0].delta.content or "" for chunk in chunks]
    assert len(pieces) > 5
    assert "".join(pieces) == whole.choices[0].message.content
    assert chunks[-1].choices[0].finish_reason == "stop"
    assert whole.usage.completion_tokens > 5


async def test_its_asynchronous_twin_streams_too(pocket_program: Program) -> None:
    async with AsyncInferenceClient(
        base_url=pocket_program.site.url, api_key=pocket_program.secret
    ) as client:
        stream = await client.chat_completion(QUESTION, temperature=0, stream=True)
        pieces = [chunk.choices[0].delta.content or "" async for chunk in stream]
    assert "".join(pieces).startswith("Streaming means")


def test_a_tool_is_called(client: InferenceClient) -> None:
    expression = {"type": "object", "properties": {"expression": {"type": "string"}}}
    function = ChatCompletionInputFunctionDefinition(
        name="calculator", description="Works out an expression.", parameters=expression
    )
    told = client.chat_completion(
        [{"role": "user", "content": "What is 12*7?"}],
        tools=[ChatCompletionInputTool(function=function, type="function")],
        temperature=0,
    )
    (call,) = told.choices[0].message.tool_calls or []
    assert call.function.name == "calculator"


@pytest.mark.parametrize("kind", ["json_schema", "json"])
def test_an_answer_has_the_form_that_is_asked_for(client: InferenceClient, kind: str) -> None:
    verdict = {"type": "string", "enum": ["yes", "no"]}
    schema = {
        "type": "object",
        "properties": {"verdict": verdict},
        "required": ["verdict"],
        "additionalProperties": False,
    }
    of_openai = {"json_schema": {"name": "verdict", "schema": schema}}
    # Its types lack TGI's form, which its documentation shows.
    form: Any = {"type": kind, **(of_openai if kind == "json_schema" else {"value": schema})}
    told = client.chat_completion(QUESTION, response_format=form)
    assert json.loads(told.choices[0].message.content or "")["verdict"] in {"yes", "no"}


def test_a_text_is_gone_on_with_whole_and_as_a_stream(pocket_program: Program) -> None:
    client = raw(pocket_program)
    whole = client.text_generation(PROMPT, max_new_tokens=12)
    pieces = list(client.text_generation(PROMPT, max_new_tokens=12, stream=True))
    assert len(pieces) > 3
    assert "".join(pieces) == whole


def test_the_details_of_a_text_are_told(pocket_program: Program) -> None:
    client = raw(pocket_program)
    told = client.text_generation(PROMPT, max_new_tokens=6, details=True)
    assert told.details is not None
    assert (told.details.finish_reason, told.details.generated_tokens) == ("length", 6)
    assert "".join(token.text for token in told.details.tokens) == told.generated_text
    *_, last = client.text_generation(PROMPT, max_new_tokens=6, details=True, stream=True)
    assert last.details is not None
    assert (last.details.finish_reason, last.generated_text) == ("length", told.generated_text)


def test_a_server_that_has_no_room_is_overloaded(
    busy_program: Program, all_places_taken: AllPlacesTaken
) -> None:
    with all_places_taken():
        with pytest.raises(huggingface_hub.errors.OverloadedError):
            raw(busy_program).text_generation(PROMPT)
        with pytest.raises(huggingface_hub.errors.HfHubHTTPError, match="429"):
            of(busy_program).chat_completion(QUESTION)


def test_what_breaks_off_raises_after_what_was_told(program: Program) -> None:
    client = of(program)  # held: one that is let go closes its streams
    told: list[ChatCompletionStreamOutput] = []
    failing = [{"role": "user", "content": "!fail after 8"}]
    with pytest.raises(huggingface_hub.errors.GenerationError, match="asked for this failure"):
        told.extend(client.chat_completion(failing, stream=True))
    assert "".join(chunk.choices[0].delta.content or "" for chunk in told)
