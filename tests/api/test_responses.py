"""POST /v1/responses, in OpenAI's exact shapes."""

from __future__ import annotations

from itertools import count
from typing import Any

from tests.support.program import Block, Json, Program

ROUTE = "/v1/responses"
USUAL: Json = {
    "object": "response",
    "status": "completed",
    "error": None,
    "incomplete_details": None,
    "model": "scripted",
    "previous_response_id": None,
    "store": False,
    "service_tier": "default",
    "instructions": None,
    "metadata": {},
    "tools": [],
    "text": {"format": {"type": "text"}},
    "user": None,
    "tool_choice": "auto",
    "parallel_tool_calls": True,
    "temperature": None,
    "top_p": None,
    "top_logprobs": 0,
    "max_output_tokens": None,
    "max_tool_calls": None,
    "reasoning": {"effort": None, "summary": None},
    "background": False,
    "truncation": "auto",
}


def ask(program: Program, said: str, **parameters: Any) -> Json:
    answer = program.http.post(ROUTE, json={"model": "scripted", "input": said, **parameters})
    assert answer.status_code == 200, answer.text
    told: Json = answer.json()
    return told


def stream(program: Program, said: str, **parameters: Any) -> list[Block]:
    body = {"model": "scripted", "input": said, **parameters}
    with program.streaming(ROUTE, body) as told:
        return list(told)


def test_a_whole_answer_has_openais_shape(program: Program) -> None:
    told = ask(program, "!reply Good morning, Alice.")
    assert told.pop("id").startswith("resp_")
    assert told.pop("created_at") > 0
    usage = told.pop("usage")
    assert usage["total_tokens"] == usage["input_tokens"] + usage["output_tokens"]
    assert usage["output_tokens"] == 3
    assert usage["output_tokens_details"] == {"reasoning_tokens": 0}
    assert usage["input_tokens_details"] == {"cached_tokens": 0, "cache_write_tokens": 0}
    (item,) = told.pop("output")
    assert item.pop("id").startswith("msg_")
    assert item == {
        "type": "message",
        "role": "assistant",
        "status": "completed",
        "content": [_text("Good morning, Alice.")],
    }
    assert told == USUAL


def test_what_was_asked_is_repeated(program: Program) -> None:
    asked: Json = {
        "instructions": "Be kind.",
        "metadata": {"ticket": "7"},
        "tools": [
            {
                "type": "function",
                "name": "clock",
                "description": "Tells the time.",
                "parameters": {"type": "object", "properties": {}},
                "strict": False,
            }
        ],
        "tool_choice": "none",
        "temperature": 0.5,
        "top_p": 0.9,
        "max_output_tokens": 9,
        "parallel_tool_calls": False,
        "text": {"format": {"type": "json_object"}},
        "user": "alice",
    }
    told = ask(program, "!reply {}", **asked)
    assert {name: told[name] for name in asked} == asked
    told = stream(program, "!reply {}", **asked)[-1].data["response"]  # type: ignore[index]
    assert {name: told[name] for name in asked} == asked


def test_a_stream_tells_its_events_in_openais_order(program: Program) -> None:
    told = stream(program, "!reply Good morning, Alice.")
    events = [block.data or {} for block in told]
    assert [block.event for block in told] == [event["type"] for event in events]
    assert [event["sequence_number"] for event in events] == list(range(len(events)))
    assert [event["type"].removeprefix("response.") for event in events[:5]] == [
        "created",
        "queued",
        "in_progress",
        "output_item.added",
        "content_part.added",
    ]
    created, queued, begun, added, part_added, *deltas, text, part, item, end = events
    assert [one["response"]["status"] for one in (created, queued, begun)] == [
        "queued",
        "queued",
        "in_progress",
    ]
    assert all(one["response"]["output"] == [] for one in (created, queued, begun))
    whole = end["response"]["output"][0]
    assert added["item"] == {**whole, "status": "in_progress", "content": []}
    assert part_added["part"] == _text("")
    assert {one["type"] for one in deltas} == {"response.output_text.delta"}
    assert "".join(one["delta"] for one in deltas) == text["text"] == "Good morning, Alice."
    assert text["type"] == "response.output_text.done"
    assert (part["type"], part["part"]) == ("response.content_part.done", _text(text["text"]))
    assert (item["type"], item["item"]) == ("response.output_item.done", whole)
    assert end["type"] == "response.completed"
    for one in (part_added, *deltas, text, part):
        assert (one["item_id"], one["content_index"]) == (whole["id"], 0)
    for one in (added, part_added, *deltas, text, part, item):
        assert one["output_index"] == 0


def test_a_streams_last_response_is_what_is_told_whole(program: Program) -> None:
    asked = "!think 5\n!tokens 12"
    whole = ask(program, asked)
    told = stream(program, asked)[-1].data["response"]  # type: ignore[index]
    assert _without_ids(told) == _without_ids(whole)


def test_thoughts_are_an_item_before_the_message(program: Program) -> None:
    asked = "!think 5\n!tokens 9"
    thought, said = ask(program, asked)["output"]
    assert thought.pop("id").startswith("rs_")
    (content,) = thought["content"]
    assert content["type"] == "reasoning_text"
    assert thought == {
        "type": "reasoning",
        "status": "completed",
        "summary": [],
        "content": [content],
    }
    assert said["type"] == "message"
    told = [block.data or {} for block in stream(program, asked)]
    of_thought = [one for one in told if one.get("output_index") == 0]
    assert [one["type"].removeprefix("response.") for one in _without_deltas(of_thought)] == [
        "output_item.added",
        "content_part.added",
        "reasoning_text.done",
        "content_part.done",
        "output_item.done",
    ]
    deltas = [one["delta"] for one in of_thought if "delta" in one]
    assert "".join(deltas) == content["text"] != ""


def test_tokens_are_counted_apart_that_are_thoughts(program: Program) -> None:
    usage = ask(program, "!think 5\n!tokens 9")["usage"]
    assert usage["output_tokens"] == 14
    assert usage["output_tokens_details"] == {"reasoning_tokens": 5}


def test_a_reply_that_is_cut_is_incomplete(program: Program) -> None:
    told = ask(program, "!tokens 50", max_output_tokens=4)
    assert told["status"] == "incomplete"
    assert told["incomplete_details"] == {"reason": "max_output_tokens"}
    assert told["output"][0]["status"] == "incomplete"
    end = stream(program, "!tokens 50", max_output_tokens=4)[-1].data or {}
    assert end["type"] == "response.incomplete"
    assert end["response"]["output"][0]["status"] == "incomplete"


def test_a_failure_in_mid_stream_leaves_its_beginning_and_an_error(program: Program) -> None:
    *_, failed, error = [block.data or {} for block in stream(program, "!tokens 20\n!fail after 6")]
    assert failed["type"] == "response.failed"
    response = failed["response"]
    assert response["status"] == "failed"
    assert response["error"]["code"] == "server_error"
    (item,) = response["output"]
    assert item["status"] == "incomplete"
    assert item["content"][0]["text"]
    assert error["type"] == "error"
    assert error["message"] == error["error"]["message"] == response["error"]["message"]
    assert error["sequence_number"] == failed["sequence_number"] + 1


def test_input_may_be_items(program: Program) -> None:
    items: list[Json] = [
        {"role": "developer", "content": "Be kind."},
        {"role": "user", "content": [{"type": "input_text", "text": "Hello?"}]},
        {"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "…"},
        {
            "type": "message",
            "id": "msg_1",
            "status": "completed",
            "role": "assistant",
            "content": [_text("Hello!")],
        },
        {"type": "function_call", "call_id": "c", "name": "clock", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "c", "output": "!reply It is seven."},
    ]
    told = ask(program, "", input=items)
    assert told["output"][0]["content"] == [_text("It is seven.")]


def test_what_has_no_effect_is_taken(program: Program) -> None:
    told = ask(
        program,
        "!reply yes",
        store=False,
        include=["reasoning.encrypted_content"],
        reasoning={"effort": "low", "summary": "auto"},
        truncation="auto",
        service_tier="auto",
        prompt_cache_key="alice",
        safety_identifier="alice",
    )
    assert told["output"][0]["content"] == [_text("yes")]


def _text(text: str) -> Json:
    return {"type": "output_text", "text": text, "annotations": [], "logprobs": []}


def _without_deltas(told: list[Json]) -> list[Json]:
    return [one for one in told if "delta" not in one]


def _without_ids(told: Json) -> Json:
    places = count()
    output = [{**item, "id": next(places)} for item in told["output"]]
    return {**told, "output": output, "id": None, "created_at": None}
