"""`openai`, the Python client, on chat completions and models."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator

import openai
import pytest
import pytest_asyncio
from openai import AsyncOpenAI, OpenAI
from openai.types.chat import (
    ChatCompletionChunk,
    ChatCompletionMessageParam,
    ChatCompletionToolParam,
)
from pydantic import BaseModel, Field

from tests.api.judges.conftest import AllPlacesTaken
from tests.support.program import Program

QUESTION: list[ChatCompletionMessageParam] = [{"role": "user", "content": "What is streaming?"}]
SUM: list[ChatCompletionMessageParam] = [{"role": "user", "content": "What is 12*7?"}]
CALCULATOR: ChatCompletionToolParam = {
    "type": "function",
    "function": {
        "name": "calculator",
        "description": "Works out an expression.",
        "parameters": {
            "type": "object",
            "properties": {"expression": {"type": "string"}},
            "required": ["expression"],
            "additionalProperties": False,
        },
    },
}


class Person(BaseModel):
    """Short enough for a small model to come to an end."""

    name: str = Field(max_length=12)
    age: int = Field(ge=0, le=120)


@pytest.fixture
def client(pocket_program: Program) -> Iterator[OpenAI]:
    with of(pocket_program) as client:
        yield client


@pytest_asyncio.fixture
async def later_client(pocket_program: Program) -> AsyncIterator[AsyncOpenAI]:
    address = f"{pocket_program.site.url}/v1"
    async with AsyncOpenAI(base_url=address, api_key=pocket_program.secret) as client:
        yield client


def of(program: Program, *, key: str = "", retries: int = 0) -> OpenAI:
    address = f"{program.site.url}/v1"
    return OpenAI(base_url=address, api_key=key or program.secret, max_retries=retries)


def test_it_lists_models_and_gets_one(client: OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["pocket"]
    assert client.models.retrieve("pocket").object == "model"


def test_a_stream_says_what_a_whole_answer_says(client: OpenAI) -> None:
    whole = client.chat.completions.create(model="pocket", messages=QUESTION, temperature=0)
    stream = client.chat.completions.create(
        model="pocket",
        messages=QUESTION,
        temperature=0,
        stream=True,
        stream_options={"include_usage": True},
    )
    chunks = list(stream)
    pieces = [chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices]
    assert len(pieces) > 5
    assert "".join(pieces) == whole.choices[0].message.content
    assert chunks[-1].usage is not None
    assert whole.usage is not None
    counts = ("prompt_tokens", "completion_tokens", "total_tokens")
    assert [getattr(chunks[-1].usage, one) for one in counts] == [
        getattr(whole.usage, one) for one in counts
    ]


def test_its_stream_helper_gathers_the_answer(client: OpenAI) -> None:
    with client.chat.completions.stream(model="pocket", messages=QUESTION, temperature=0) as stream:
        kinds = {event.type for event in stream}
        told = stream.get_final_completion()
    assert {"chunk", "content.delta", "content.done"} <= kinds
    assert told.choices[0].message.role == "assistant"
    assert told.choices[0].finish_reason == "stop"


async def test_its_asynchronous_twin_asks_whole_and_streams(later_client: AsyncOpenAI) -> None:
    create = later_client.chat.completions.create
    whole = await create(model="pocket", messages=QUESTION, temperature=0)
    stream = await create(model="pocket", messages=QUESTION, temperature=0, stream=True)
    pieces = [chunk.choices[0].delta.content or "" async for chunk in stream]
    assert "".join(pieces) == whole.choices[0].message.content


def test_a_tool_is_called_and_answered_for(client: OpenAI) -> None:
    asked = client.chat.completions.create(
        model="pocket", messages=SUM, tools=[CALCULATOR], temperature=0
    )
    assert asked.choices[0].finish_reason == "tool_calls"
    (call,) = asked.choices[0].message.tool_calls or []
    assert call.type == "function"
    assert (call.function.name, json.loads(call.function.arguments)) == (
        "calculator",
        {"expression": "12*7"},
    )
    said = asked.choices[0].message.model_dump(exclude_none=True)
    result: ChatCompletionMessageParam = {
        "role": "tool",
        "tool_call_id": call.id,
        "content": "84",
    }
    answered = client.chat.completions.create(
        model="pocket",
        messages=[*SUM, said, result],  # type: ignore[list-item]
        tools=[CALCULATOR],
        temperature=0,
    )
    assert "84" in (answered.choices[0].message.content or "")


def test_the_arguments_of_a_call_are_streamed(client: OpenAI) -> None:
    with client.chat.completions.stream(
        model="pocket", messages=SUM, tools=[CALCULATOR], temperature=0
    ) as stream:
        events = list(stream)
        told = stream.get_final_completion()
    assert len([one for one in events if one.type.endswith("arguments.delta")]) > 2
    (call,) = told.choices[0].message.tool_calls or []
    assert json.loads(call.function.arguments) == {"expression": "12*7"}


def test_an_answer_is_parsed_into_the_form_that_was_asked_for(client: OpenAI) -> None:
    told = client.chat.completions.parse(
        model="pocket",
        messages=[{"role": "user", "content": "My name is Alice."}],
        response_format=Person,
        temperature=0,
        max_tokens=200,
    )
    parsed = told.choices[0].message.parsed
    assert parsed is not None
    assert 0 <= parsed.age <= 120
    assert len(parsed.name) <= 12


def test_log_probabilities_and_choices_are_told(client: OpenAI) -> None:
    told = client.chat.completions.create(
        model="pocket",
        messages=QUESTION,
        seed=1,
        n=2,
        max_tokens=5,
        logprobs=True,
        top_logprobs=3,
    )
    assert [choice.index for choice in told.choices] == [0, 1]
    for choice in told.choices:
        assert choice.finish_reason == "length"
        assert choice.logprobs is not None
        content = choice.logprobs.content or ()
        assert len(content) == 5
        assert all(len(one.top_logprobs) == 3 for one in content)


def test_a_wrong_key_a_missing_model_and_a_wrong_value_have_types_of_their_own(
    pocket_program: Program, client: OpenAI
) -> None:
    create = client.chat.completions.create
    with (
        of(pocket_program, key="sk-chat-wrong") as stranger,
        pytest.raises(openai.AuthenticationError) as unknown,
    ):
        stranger.models.list()
    assert (unknown.value.status_code, unknown.value.code) == (401, "invalid_api_key")
    with pytest.raises(openai.NotFoundError) as missing:
        create(model="gone", messages=QUESTION)
    assert (missing.value.status_code, missing.value.code) == (404, "model_not_found")
    with pytest.raises(openai.BadRequestError) as wrong:
        create(model="pocket", messages=QUESTION, temperature=3)
    assert (wrong.value.status_code, wrong.value.param) == (400, "temperature")
    assert wrong.value.request_id


def test_who_finds_no_room_is_told_when_to_come_back(
    busy_program: Program, all_places_taken: AllPlacesTaken
) -> None:
    with (
        of(busy_program) as client,
        all_places_taken(),
        pytest.raises(openai.RateLimitError) as refused,
    ):
        client.chat.completions.create(model="scripted", messages=QUESTION)
    assert (refused.value.status_code, refused.value.code) == (429, "overloaded")
    assert int(refused.value.response.headers["Retry-After"]) >= 1


def test_it_comes_back_by_itself_when_there_is_room(
    busy_program: Program, all_places_taken: AllPlacesTaken
) -> None:
    statuses: list[int] = []
    with of(busy_program, retries=2) as client:
        places = all_places_taken()
        places.__enter__()

        def heard(response: object) -> None:
            statuses.append(getattr(response, "status_code", 0))
            if statuses == [429]:
                places.__exit__(None, None, None)

        client._client.event_hooks = {"request": [], "response": [heard]}
        told = client.chat.completions.create(
            model="scripted", messages=[{"role": "user", "content": "!reply Here."}]
        )
    assert statuses == [429, 200]
    assert told.choices[0].message.content == "Here."


def test_what_breaks_off_raises_after_what_was_told(program: Program) -> None:
    told: list[ChatCompletionChunk] = []
    with of(program) as client:
        stream = client.chat.completions.create(
            model="scripted",
            messages=[{"role": "user", "content": "!fail after 8"}],
            stream=True,
        )
        with pytest.raises(openai.APIError, match="asked for this failure"):
            told.extend(stream)
    assert "".join(chunk.choices[0].delta.content or "" for chunk in told)
