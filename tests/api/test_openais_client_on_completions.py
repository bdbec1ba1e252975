"""OpenAI's own client against /v1/completions."""

from __future__ import annotations

from collections.abc import Iterator

import openai
import pytest
from openai import OpenAI

from tests.support.program import Program
from tests.support.site import Site
from tests.support.waiting import wait_for

REPLY = "Good morning, Alice."


@pytest.fixture
def client(program: Program) -> Iterator[OpenAI]:
    with OpenAI(base_url=f"{program.site.url}/v1", api_key=program.secret, max_retries=0) as client:
        yield client


def test_it_reads_whole_answers(client: OpenAI) -> None:
    told = client.completions.create(model="scripted", prompt=f"!reply {REPLY}")
    assert told.object == "text_completion"
    (choice,) = told.choices
    assert (choice.text, choice.finish_reason, choice.logprobs) == (REPLY, "stop", None)
    assert told.usage is not None
    assert told.usage.completion_tokens == 3


def test_it_reads_streams(client: OpenAI) -> None:
    with client.completions.create(
        model="scripted",
        prompt=f"!reply {REPLY}",
        stream=True,
        stream_options={"include_usage": True},
    ) as stream:
        *chunks, last = stream
    assert "".join(chunk.choices[0].text for chunk in chunks) == REPLY
    assert [chunk.choices[0].finish_reason for chunk in chunks][-1] == "stop"
    assert (last.choices, last.usage and last.usage.completion_tokens) == ([], 3)


def test_it_raises_typed_errors(client: OpenAI) -> None:
    with pytest.raises(openai.NotFoundError) as absent:
        client.completions.create(model="gone", prompt="hello")
    assert absent.value.code == "model_not_found"
    with pytest.raises(openai.BadRequestError) as refused:
        client.completions.create(model="scripted", prompt="hello", suffix="the end")
    assert refused.value.param == "suffix"
    with pytest.raises(openai.BadRequestError) as too_long:
        client.completions.create(model="scripted", prompt="word " * 3000)
    assert (too_long.value.code, too_long.value.param) == ("context_length_exceeded", "prompt")


def test_it_raises_in_mid_stream(client: OpenAI) -> None:
    with (
        client.completions.create(
            model="scripted", prompt="!tokens 9\n!fail after 6", stream=True
        ) as stream,
        pytest.raises(openai.APIError, match="The script asked for this failure"),
    ):
        assert "".join(chunk.choices[0].text for chunk in stream)


def test_closing_its_stream_cancels(site: Site, client: OpenAI) -> None:
    with client.completions.create(
        model="scripted", prompt="!tokens 5000\n!rate 50", max_tokens=5000, stream=True
    ) as stream:
        next(iter(stream))
    wait_for(lambda: site.count("inference_running", "gpu-worker") == 0, what="a free engine")
