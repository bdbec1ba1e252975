"""Calls of tools in fragments, between texts, as each dialect tells them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from chat.api.answering import Form
from chat.api.anthropic.message_form import MessageForm, message
from chat.api.gathering import Gathered
from chat.api.openai.response_form import ResponseForm
from chat.api.openai.response_object import response
from chat.models import ApiGeneration
from inference.contract import Event, Finished, Queued, Started, Text, ToolCallPart, Usage

Json = dict[str, Any]

STARTED = Started(model="m", revision="1", prompt_token_count=5)
USAGE = Usage(
    prompt_token_count=5,
    completion_token_count=9,
    queue_seconds=0,
    ttft_seconds=0,
    decode_seconds=0,
    cached_prompt_token_count=2,
)
CALLS: Sequence[Event] = (
    Queued(position=0),
    STARTED,
    STARTED,  # of another worker, which begins anew
    Text(text="Let me "),
    Text(text="look."),
    ToolCallPart(index=0, id="call_1", name="clock"),
    ToolCallPart(index=0, arguments='{"zone"'),
    ToolCallPart(index=0, arguments=': "UTC"}'),
    ToolCallPart(index=1, id="call_2", name="dice", arguments="{}"),
    Text(text="Well."),
    USAGE,
    Finished(reason="tool_calls"),
)


def asked(*, parallel_tool_calls: bool = True) -> ApiGeneration:
    form = {"choices": 1, "parallel_tool_calls": parallel_tool_calls, "logprobs": False}
    return ApiGeneration(
        pk=UUID(int=1), model="m", created_at=timezone.now(), form={**form, "repeated": {}}
    )


def told_by(form: Form, events: Sequence[Event] = CALLS) -> list[Json]:
    blocks: list[str] = []
    for event in events:
        counted = form.gathered.add(event)
        blocks += [] if counted is None else form.tell(counted)
    return [json.loads(block.split("\ndata: ")[1]) for block in blocks]


def whole(generation: ApiGeneration, events: Sequence[Event] = CALLS) -> Gathered:
    gathered = Gathered.of(generation.form)
    for event in events:
        gathered.add(event)
    return gathered


def test_each_text_and_call_is_a_block_of_anthropics() -> None:
    told = told_by(MessageForm(asked()))
    assert [(one["type"], one["index"]) for one in told if "index" in one] == [
        *_block(0, deltas=2),
        *_block(1, deltas=2),
        *_block(2, deltas=1),
        *_block(3, deltas=1),
    ]
    assert [one["content_block"] for one in told if "content_block" in one] == [
        {"type": "text", "text": ""},
        {"type": "tool_use", "id": "call_1", "name": "clock", "input": {}},
        {"type": "tool_use", "id": "call_2", "name": "dice", "input": {}},
        {"type": "text", "text": ""},
    ]
    fragments = [
        one["delta"].get("partial_json") for one in told if "index" in one and "delta" in one
    ]
    assert fragments == [None, None, '{"zone"', ': "UTC"}', "{}", None]
    assert told[-2]["delta"]["stop_reason"] == "tool_use"


def test_anthropics_whole_message_has_the_same_blocks() -> None:
    told = message(asked(), whole(asked()))
    assert told["content"] == [
        {"type": "text", "text": "Let me look."},
        {"type": "tool_use", "id": "call_1", "name": "clock", "input": {"zone": "UTC"}},
        {"type": "tool_use", "id": "call_2", "name": "dice", "input": {}},
        {"type": "text", "text": "Well."},
    ]
    assert told["stop_reason"] == "tool_use"


def test_anthropics_clients_count_what_was_in_the_cache_apart() -> None:
    usage = message(asked(), whole(asked()))["usage"]
    assert (usage["input_tokens"], usage["cache_read_input_tokens"]) == (3, 2)
    told = told_by(MessageForm(asked()))
    assert told[0]["message"]["usage"]["input_tokens"] == 5  # more is not known yet
    assert told[-2]["usage"] == usage


def test_each_text_and_call_is_an_item_of_openais() -> None:
    told = told_by(ResponseForm(asked()))
    assert [(one["type"], one["item"]["type"]) for one in told if "item" in one] == [
        ("response.output_item.added", "message"),
        ("response.output_item.done", "message"),
        ("response.output_item.added", "function_call"),
        ("response.output_item.done", "function_call"),
        ("response.output_item.added", "function_call"),
        ("response.output_item.done", "function_call"),
        ("response.output_item.added", "message"),
        ("response.output_item.done", "message"),
    ]
    of_call = [one for one in told if one.get("output_index") == 1]
    assert [one["type"] for one in of_call] == [
        "response.output_item.added",
        "response.function_call_arguments.delta",
        "response.function_call_arguments.delta",
        "response.function_call_arguments.done",
        "response.output_item.done",
    ]
    added, first, second, done, item = of_call
    assert added["item"] == {**item["item"], "status": "in_progress", "arguments": ""}
    assert first["delta"] + second["delta"] == done["arguments"] == '{"zone": "UTC"}'
    assert {one["item_id"] for one in (first, second, done)} == {item["item"]["id"]}
    assert (item["item"]["call_id"], item["item"]["name"]) == ("call_1", "clock")


def test_openais_whole_response_has_the_same_items() -> None:
    generation = asked()
    told = told_by(ResponseForm(generation))
    items = [one["item"] for one in told if one["type"] == "response.output_item.done"]
    assert told[-1]["response"] == response(generation, whole(generation))
    assert told[-1]["response"]["output"] == items
    assert len({item["id"] for item in items}) == len(items)


def test_where_one_call_is_wanted_the_second_is_not_told() -> None:
    *begun, usage, _ = CALLS
    events = (*begun, usage, Finished(reason="stopped"))  # as it is at the second call
    generation = asked(parallel_tool_calls=False)
    blocks = [
        one["content_block"]["type"]
        for one in told_by(MessageForm(generation), events)
        if "content_block" in one
    ]
    assert blocks == ["text", "tool_use"]
    told = message(generation, whole(generation, events))
    assert [block["type"] for block in told["content"]] == blocks
    assert told["stop_reason"] == "tool_use"
    assert response(generation, whole(generation, events))["status"] == "completed"


def _block(index: int, *, deltas: int) -> list[tuple[str, int]]:
    kinds = ["start", *["delta"] * deltas, "stop"]
    return [(f"content_block_{kind}", index) for kind in kinds]
