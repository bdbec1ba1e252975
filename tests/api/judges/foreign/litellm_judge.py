"""litellm, as a program or a proxy asks a server that speaks OpenAI's API."""

from __future__ import annotations

import json
import os
from typing import Any

import litellm
import pytest

QUESTION = [{"role": "user", "content": "What is streaming?"}]
CALCULATOR = {
    "type": "function",
    "function": {
        "name": "calculator",
        "description": "Works out an expression.",
        "parameters": {
            "type": "object",
            "properties": {"expression": {"type": "string"}},
            "required": ["expression"],
        },
    },
}


def asked(site: str = "SITE", key: str = "KEY", **more: Any) -> dict[str, Any]:
    return {
        "model": "openai/default",
        "api_base": os.environ[site] + "/v1",
        "api_key": os.environ[key],
        "messages": QUESTION,
        "max_retries": 0,
        **more,
    }


def test_a_stream_says_what_a_whole_answer_says() -> None:
    whole = litellm.completion(**asked(temperature=0))
    options = {"stream": True, "stream_options": {"include_usage": True}}
    chunks = list(litellm.completion(**asked(temperature=0, **options)))
    pieces = [chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices]
    assert len(pieces) > 5
    assert "".join(pieces) == whole.choices[0].message.content
    assert chunks[-1].usage.completion_tokens == whole.usage.completion_tokens > 5
    assert litellm.stream_chunk_builder(chunks).choices[0].message.content == "".join(pieces)


async def test_its_asynchronous_twin_streams_too() -> None:
    stream = await litellm.acompletion(**asked(temperature=0, stream=True))
    pieces = [chunk.choices[0].delta.content or "" async for chunk in stream]
    assert "".join(pieces).startswith("Streaming means")


def test_a_tool_is_called() -> None:
    sum_ = [{"role": "user", "content": "What is 12*7?"}]
    told = litellm.completion(**asked(messages=sum_, tools=[CALCULATOR], temperature=0))
    (call,) = told.choices[0].message.tool_calls
    assert json.loads(call.function.arguments) == {"expression": "12*7"}


def test_a_text_is_completed() -> None:
    given = asked(model="text-completion-openai/default", prompt="Once upon a time", max_tokens=8)
    del given["messages"]
    assert litellm.text_completion(**given).choices[0].text


def test_a_response_is_made() -> None:
    given = asked(input="What is streaming?", temperature=0)
    del given["messages"]
    told = litellm.responses(**given)
    assert told.output[0].content[0].text.startswith("Streaming means")


def test_errors_have_types_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WRONG", "sk-chat-wrong")
    with pytest.raises(litellm.AuthenticationError):
        litellm.completion(**asked(key="WRONG"))
    with pytest.raises(litellm.NotFoundError):
        litellm.completion(**asked(model="openai/gone"))
    with pytest.raises(litellm.BadRequestError):
        litellm.completion(**asked(temperature=3))
    with pytest.raises(litellm.ContextWindowExceededError):
        litellm.completion(**asked(messages=[{"role": "user", "content": "word " * 9000}]))


def test_who_finds_no_room_is_told_so() -> None:
    with pytest.raises(litellm.RateLimitError):
        litellm.completion(**asked("SCRIPTED_SITE", "FULL_KEY"))


def test_what_breaks_off_raises_after_what_was_told() -> None:
    failing = [{"role": "user", "content": "!fail after 8"}]
    stream = litellm.completion(
        **asked("SCRIPTED_SITE", "SCRIPTED_KEY", messages=failing, stream=True)
    )
    told: list[Any] = []
    with pytest.raises(litellm.exceptions.MidStreamFallbackError, match="asked for this failure"):
        told.extend(stream)
    assert "".join(chunk.choices[0].delta.content or "" for chunk in told)
