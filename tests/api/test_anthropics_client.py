"""Anthropic's own client against this site."""

from __future__ import annotations

from collections.abc import Iterator

import anthropic
import pytest
from anthropic import Anthropic, AsyncAnthropic
from anthropic.types import Message, MessageParam, TextBlock, ThinkingBlock

from tests.support.program import Program
from tests.support.site import Site
from tests.support.waiting import wait_for

LONG = "!tokens 5000\n!rate 50"


@pytest.fixture
def client(program: Program) -> Iterator[Anthropic]:
    with Anthropic(base_url=program.site.url, api_key=program.secret, max_retries=0) as client:
        yield client


def said(text: str) -> list[MessageParam]:
    return [{"role": "user", "content": text}]


def test_it_reads_whole_messages(client: Anthropic) -> None:
    told = client.messages.create(
        model="scripted", max_tokens=50, messages=said("!think 4\n!reply Good morning.")
    )
    thought, text = told.content
    assert isinstance(thought, ThinkingBlock)
    assert isinstance(text, TextBlock)
    assert text.text == "Good morning."
    assert (told.stop_reason, told.usage.output_tokens) == ("end_turn", 6)


def test_its_beta_messages_are_the_same(client: Anthropic) -> None:
    told = client.beta.messages.create(
        model="scripted", max_tokens=50, messages=[{"role": "user", "content": "!reply Yes."}]
    )
    assert [block.to_dict() for block in told.content] == [{"type": "text", "text": "Yes."}]


def test_it_reads_raw_streams(client: Anthropic) -> None:
    with client.messages.create(
        model="scripted", max_tokens=50, messages=said("!tokens 5"), stream=True
    ) as stream:
        events = [event.type for event in stream]
    assert events[:2] == ["message_start", "content_block_start"]
    assert events[-3:] == ["content_block_stop", "message_delta", "message_stop"]


def test_it_gathers_streams_to_what_is_told_whole(client: Anthropic) -> None:
    asked = said("!think 5\n!tokens 20")
    whole = client.messages.create(model="scripted", max_tokens=90, messages=asked)
    with client.messages.stream(model="scripted", max_tokens=90, messages=asked) as stream:
        text = "".join(stream.text_stream)
        told = stream.get_final_message()
    assert _without_nulls(told) == _without_nulls(whole)
    assert told.stop_reason == whole.stop_reason
    assert told.usage == whole.usage
    assert [block.text for block in told.content if isinstance(block, TextBlock)] == [text]


def test_what_it_was_told_can_be_sent_back(client: Anthropic) -> None:
    asked = said("!think 5\n!tokens 20")
    told = client.messages.create(model="scripted", max_tokens=90, messages=asked)
    again = client.messages.create(
        model="scripted", max_tokens=90, messages=[*asked, told.to_param(), *said("!reply Thanks.")]
    )
    assert [block.to_dict() for block in again.content] == [{"type": "text", "text": "Thanks."}]


def test_it_outlives_a_long_silence(client: Anthropic) -> None:
    with client.messages.stream(
        model="scripted", max_tokens=50, messages=said("!delay 5\n!tokens 3"), timeout=4
    ) as stream:
        assert stream.get_final_text()


def test_it_raises_typed_errors(client: Anthropic) -> None:
    with pytest.raises(anthropic.NotFoundError) as absent:
        client.messages.create(model="gone", max_tokens=9, messages=said("hello"))
    assert absent.value.type == "not_found_error"
    assert absent.value.request_id
    with pytest.raises(anthropic.BadRequestError, match="temperature"):
        client.messages.create(
            model="scripted",
            max_tokens=9,
            messages=said("hello"),
            extra_body={"temperature": 3},
        )
    with pytest.raises(anthropic.InternalServerError):
        client.messages.create(model="scripted", max_tokens=9, messages=said("!fail after 2"))
    with pytest.raises(anthropic.AuthenticationError):
        client.with_options(api_key="sk-chat-wrong").messages.create(
            model="scripted", max_tokens=9, messages=said("hello")
        )


def test_it_raises_in_mid_stream(client: Anthropic) -> None:
    with (
        pytest.raises(anthropic.APIStatusError) as failed,
        client.messages.stream(
            model="scripted", max_tokens=90, messages=said("!tokens 20\n!fail after 6")
        ) as stream,
    ):
        for _ in stream:
            pass
    assert failed.value.type == "api_error"


def test_closing_its_stream_cancels(site: Site, client: Anthropic) -> None:
    with client.messages.stream(model="scripted", max_tokens=5000, messages=said(LONG)) as stream:
        next(iter(stream.text_stream))
    wait_for(lambda: site.count("inference_running", "gpu-worker") == 0, what="a free engine")


async def test_its_asynchronous_twin_streams_too(program: Program) -> None:
    async with (
        AsyncAnthropic(base_url=program.site.url, api_key=program.secret) as client,
        client.messages.stream(
            model="scripted", max_tokens=90, messages=said("!reply Good morning.")
        ) as stream,
    ):
        assert await stream.get_final_text() == "Good morning."


def _without_nulls(told: Message) -> list[dict[str, object]]:
    return [block.to_dict(exclude_none=True) for block in told.content]
