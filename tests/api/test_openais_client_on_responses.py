"""OpenAI's own client against /v1/responses."""

from __future__ import annotations

from collections.abc import Iterator

import openai
import pytest
from openai import AsyncOpenAI, OpenAI
from openai.lib.streaming.responses import ResponseStreamEvent
from openai.types.responses import Response, ResponseInputItemParam

from tests.support.program import Program
from tests.support.site import Site
from tests.support.waiting import wait_for

LONG = "!tokens 5000\n!rate 50"


@pytest.fixture
def client(program: Program) -> Iterator[OpenAI]:
    with OpenAI(base_url=f"{program.site.url}/v1", api_key=program.secret, max_retries=0) as client:
        yield client


def test_it_reads_whole_responses(client: OpenAI) -> None:
    told = client.responses.create(model="scripted", input="!think 4\n!reply Good morning.")
    assert told.output_text == "Good morning."
    assert [item.type for item in told.output] == ["reasoning", "message"]
    assert told.status == "completed"
    assert told.usage is not None
    assert told.usage.output_tokens == 6


def test_it_reads_raw_streams(client: OpenAI) -> None:
    with client.responses.create(
        model="scripted", input="!reply Good morning.", stream=True
    ) as stream:
        events = list(stream)
    assert "".join(
        event.delta for event in events if event.type == "response.output_text.delta"
    ) == ("Good morning.")
    assert [event.type for event in (events[0], events[-1])] == [
        "response.created",
        "response.completed",
    ]


def test_it_gathers_streams_to_what_is_told_whole(client: OpenAI) -> None:
    asked = "!think 5\n!tokens 20"
    whole = client.responses.create(model="scripted", input=asked)
    with client.responses.stream(model="scripted", input=asked) as stream:
        snapshots = [
            event.snapshot for event in stream if event.type == "response.output_text.delta"
        ]
        told = stream.get_final_response()
    assert told.output_text == snapshots[-1] == whole.output_text
    assert told.usage == whole.usage


def test_what_it_was_told_can_be_sent_back(client: OpenAI) -> None:
    asked: list[ResponseInputItemParam] = [{"role": "user", "content": "!think 5\n!tokens 20"}]
    told = client.responses.create(model="scripted", input=asked)
    again = client.responses.create(
        model="scripted",
        input=[*asked, *told.output, {"role": "user", "content": "!reply Thanks."}],  # type: ignore[list-item]
    )
    assert again.output_text == "Thanks."


def test_it_outlives_a_long_silence(client: OpenAI) -> None:
    with client.responses.stream(
        model="scripted", input="!delay 5\n!reply Late.", timeout=4
    ) as stream:
        assert stream.get_final_response().output_text == "Late."


def test_it_raises_typed_errors(client: OpenAI) -> None:
    with pytest.raises(openai.NotFoundError) as absent:
        client.responses.create(model="gone", input="hello")
    assert absent.value.code == "model_not_found"
    assert absent.value.request_id
    with pytest.raises(openai.BadRequestError) as refused:
        client.responses.create(model="scripted", input="hello", store=True)
    assert refused.value.param == "store"
    with pytest.raises(openai.InternalServerError):
        client.responses.create(model="scripted", input="!fail after 2")


def test_it_raises_in_mid_stream_after_it_was_told_of_the_failure(client: OpenAI) -> None:
    told: list[ResponseStreamEvent[None]] = []
    with (
        client.responses.stream(model="scripted", input="!tokens 20\n!fail after 6") as stream,
        pytest.raises(openai.APIError, match="The script asked for this failure"),
    ):
        told.extend(stream)
    assert told[-1].type == "response.failed"


def test_it_polls_what_is_written_in_the_background(client: OpenAI) -> None:
    begun = client.responses.create(model="scripted", input="!reply Later.", background=True)
    assert begun.status == "queued"

    def whole() -> Response | None:
        told = client.responses.retrieve(begun.id)
        return told if told.status == "completed" else None

    assert wait_for(whole, what="its end").output_text == "Later."  # type: ignore[union-attr]


def test_it_goes_on_with_a_stream(client: OpenAI) -> None:
    with client.responses.create(
        model="scripted", input="!tokens 60\n!rate 40", background=True, stream=True
    ) as stream:
        before = [next(stream) for _ in range(8)]
    assert before[0].type == "response.created"
    after = client.responses.retrieve(
        before[0].response.id, stream=True, starting_after=before[-1].sequence_number
    )
    numbers = [event.sequence_number for event in [*before, *after]]
    assert numbers == list(range(len(numbers)))


def test_it_cancels(client: OpenAI) -> None:
    begun = client.responses.create(model="scripted", input=LONG, background=True)
    assert client.responses.cancel(begun.id).status == "cancelled"


def test_closing_its_stream_cancels(site: Site, client: OpenAI) -> None:
    with client.responses.create(model="scripted", input=LONG, stream=True) as stream:
        next(stream)
    wait_for(lambda: site.count("inference_running", "gpu-worker") == 0, what="a free engine")


async def test_its_asynchronous_twin_streams_too(program: Program) -> None:
    async with (
        AsyncOpenAI(base_url=f"{program.site.url}/v1", api_key=program.secret) as client,
        client.responses.stream(model="scripted", input="!reply Good morning.") as stream,
    ):
        assert (await stream.get_final_response()).output_text == "Good morning."
