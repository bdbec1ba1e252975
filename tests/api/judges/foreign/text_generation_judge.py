"""text-generation, the client that came with TGI."""

from __future__ import annotations

import os
from typing import Any

import pytest
from text_generation import AsyncClient, Client
from text_generation.errors import OverloadedError, ValidationError
from text_generation.types import FinishReason, Message

PROMPT = "Once upon a time"
QUESTION = [Message(role="user", content="What is streaming?")]


def address(site: str = "SITE", key: str = "KEY") -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {os.environ[key]}"}
    return {"base_url": os.environ[site], "headers": headers, "timeout": 60}


def test_a_text_is_gone_on_with_whole_and_as_a_stream() -> None:
    client = Client(**address())
    whole = client.generate(PROMPT, max_new_tokens=12)
    told = list(client.generate_stream(PROMPT, max_new_tokens=12))
    assert "".join(one.token.text for one in told) == whole.generated_text
    assert told[-1].generated_text == whole.generated_text
    assert all(one.details is None for one in told[:-1])
    details = whole.details
    assert (details.finish_reason, details.generated_tokens) == (FinishReason.Length, 12)
    ids = [one.token.id for one in told if not one.token.special]
    assert ids == [token.id for token in details.tokens]


async def test_its_asynchronous_twin_streams_too() -> None:
    client = AsyncClient(**address())
    whole = await client.generate(PROMPT, max_new_tokens=12)
    told = [one async for one in client.generate_stream(PROMPT, max_new_tokens=12)]
    assert "".join(one.token.text for one in told) == whole.generated_text


def test_a_stop_sequence_ends_a_text_and_a_seed_repeats_it() -> None:
    client = Client(**address())
    asked: dict[str, Any] = {"do_sample": True, "seed": 7, "max_new_tokens": 40}
    once, again = (client.generate(PROMPT, **asked).generated_text for _ in range(2))
    assert once == again
    told = client.generate(PROMPT, stop_sequences=["."], max_new_tokens=200)
    assert told.details.finish_reason == FinishReason.StopSequence


def test_a_chat_is_answered() -> None:
    told = Client(**address()).chat(QUESTION, temperature=0)
    assert told.choices[0].message.content.startswith("Streaming means")


def test_a_chat_is_streamed() -> None:
    told = list(Client(**address()).chat(QUESTION, temperature=0, stream=True))
    assert "".join(one.choices[0].delta.content or "" for one in told)


def test_errors_have_types_of_their_own() -> None:
    with pytest.raises(ValidationError):
        Client(**address()).generate(PROMPT, max_new_tokens=1_000_000)
    with pytest.raises(OverloadedError):
        Client(**address("SCRIPTED_SITE", "FULL_KEY")).generate(PROMPT)
