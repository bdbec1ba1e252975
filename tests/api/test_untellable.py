"""A mistake of ours in telling a generation ends its stream with an error, and the generation."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable
from typing import cast
from uuid import UUID, uuid4

import pytest
from asgiref.sync import sync_to_async
from django.test import RequestFactory
from redis import Redis

from accounts.api_keys import create_api_key
from accounts.models import ApiKey
from chat.api.answering import BROKEN, stream
from chat.api.headers import collected_headers
from chat.api.openai.chat_form import ChatForm
from chat.api.site import tell_defect
from chat.models import ApiGeneration
from inference.admission import admit
from inference.contract import Event, GenerationRequest, Started, Text, Turn
from inference.stream import StreamWriter
from tests.inference.support.streams import SAVE, append
from tests.support.cast import make_user


class ForgetfulForm(ChatForm):
    def tell(self, event: Event) -> Iterable[str]:
        if isinstance(event, Text):
            raise TypeError("How does one say that?")
        return super().tell(event)


@pytest.mark.django_db(transaction=True)
async def test_what_cannot_be_told_ends_with_an_error(empty_redis: Redis) -> None:
    writer, generation_id = StreamWriter(empty_redis), str(uuid4())
    turns = (Turn(role="user", content="Hello?"),)
    admit(GenerationRequest(id=generation_id, owner="alice", turns=turns), on_outcome=SAVE)
    append(writer, generation_id, Started(model="m", revision="1", prompt_token_count=1))
    generation = ApiGeneration(
        pk=UUID(generation_id),
        form={
            "choices": 1,
            "parallel_tool_calls": True,
            "logprobs": False,
            "include_usage": False,
            "is_named": False,
        },
    )
    response = await stream(generation, ForgetfulForm(generation), key=await _key())
    told = cast("AsyncIterator[bytes]", response.streaming_content)
    assert b'"role":"assistant"' in await anext(told)

    append(writer, generation_id, Text(text="Hello"))
    error, done = (await anext(told)).decode().strip().split("\n\n")
    assert json.loads(error.removeprefix("data: "))["error"]["message"] == BROKEN
    assert done == "data: [DONE]"
    assert [part async for part in told] == []


def test_a_defect_is_logged_under_the_number_that_its_caller_is_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with collected_headers() as headers:
        tell_defect(RequestFactory().get("/v1/models"), RuntimeError("How does one do that?"))
    assert headers["X-Request-Id"] in caplog.text


async def _key() -> ApiKey:
    def make() -> ApiKey:
        return create_api_key(owner=make_user("alice"), name="a program")[0]

    return await sync_to_async(make)()
