"""POST /v1/messages, in Anthropic's exact shapes."""

from __future__ import annotations

from typing import Any

from tests.support.program import Block, Json, Program

ROUTE = "/v1/messages"


def message(text: str, **parameters: Any) -> Json:
    return {
        "model": "scripted",
        "max_tokens": 100,
        "messages": [{"role": "user", "content": text}],
        **parameters,
    }


def ask(program: Program, text: str, **parameters: Any) -> Json:
    answer = program.http.post(ROUTE, json=message(text, **parameters))
    assert answer.status_code == 200, answer.text
    told: Json = answer.json()
    return told


def stream(program: Program, text: str, **parameters: Any) -> list[Block]:
    with program.streaming(ROUTE, message(text, **parameters)) as told:
        return list(told)


def test_a_whole_answer_has_anthropics_shape(program: Program) -> None:
    told = ask(program, "!reply Good morning, Alice.")
    assert told.pop("id").startswith("msg_")
    usage = told.pop("usage")
    assert told == {
        "type": "message",
        "role": "assistant",
        "model": "scripted",
        "content": [{"type": "text", "text": "Good morning, Alice."}],
        "stop_reason": "end_turn",
        "stop_sequence": None,
    }
    assert usage["input_tokens"] > 0
    assert usage["output_tokens"] == 3
    assert usage["cache_creation_input_tokens"] == usage["cache_read_input_tokens"] == 0


def test_a_stream_tells_its_events_in_anthropics_order(program: Program) -> None:
    told = stream(program, "!reply Good morning, Alice.")
    assert all(block.data and block.event == block.data["type"] for block in told)
    start, opened, *deltas, closed, delta, stop = [block.data or {} for block in told]
    assert start["message"].pop("id").startswith("msg_")
    assert start["message"].pop("usage")["input_tokens"] > 0
    assert start == {
        "type": "message_start",
        "message": {
            "type": "message",
            "role": "assistant",
            "model": "scripted",
            "content": [],
            "stop_reason": None,
            "stop_sequence": None,
        },
    }
    assert opened == {
        "type": "content_block_start",
        "index": 0,
        "content_block": {"type": "text", "text": ""},
    }
    assert {(one["type"], one["index"], one["delta"]["type"]) for one in deltas} == {
        ("content_block_delta", 0, "text_delta")
    }
    assert "".join(one["delta"]["text"] for one in deltas) == "Good morning, Alice."
    assert closed == {"type": "content_block_stop", "index": 0}
    assert delta["delta"] == {"stop_reason": "end_turn", "stop_sequence": None}
    assert delta["usage"]["output_tokens"] == 3
    assert delta["usage"]["input_tokens"] > 0
    assert stop == {"type": "message_stop"}


def test_thoughts_are_a_block_before_the_text(program: Program) -> None:
    asked = "!think 5\n!tokens 9"
    thought, said = ask(program, asked)["content"]
    assert (thought["type"], thought["signature"], said["type"]) == ("thinking", "", "text")
    told = [block.data or {} for block in stream(program, asked)]
    opened = [one["content_block"] for one in told if one["type"] == "content_block_start"]
    assert opened == [
        {"type": "thinking", "thinking": "", "signature": ""},
        {"type": "text", "text": ""},
    ]
    assert _told(told, 0, "thinking") == thought["thinking"] != ""
    assert _told(told, 1, "text") == said["text"] != ""
    kinds = [one["type"].removeprefix("content_block_") for one in told if "index" in one]
    assert [kind for kind in kinds if kind != "delta"] == ["start", "stop", "start", "stop"]


def test_thoughts_are_counted_apart(program: Program) -> None:
    usage = ask(program, "!think 5\n!tokens 9")["usage"]
    assert usage["output_tokens"] == 14
    assert usage["output_tokens_details"] == {"thinking_tokens": 5}


def test_a_reply_that_is_cut_stops_for_max_tokens(program: Program) -> None:
    told = ask(program, "!tokens 50", max_tokens=4)
    assert told["stop_reason"] == "max_tokens"
    assert told["usage"]["output_tokens"] == 4


def test_a_stop_sequence_is_not_part_of_the_answer(program: Program) -> None:
    told = ask(program, "!reply one two three four", stop_sequences=["three"])
    assert told["content"] == [{"type": "text", "text": "one two "}]


def test_an_answer_of_no_words_has_no_content(program: Program) -> None:
    told = ask(program, "!reply one two", stop_sequences=["one"])
    assert told["content"] == []
    events = [block.event for block in stream(program, "!reply one", stop_sequences=["one"])]
    assert events == ["message_start", "message_delta", "message_stop"]


def test_a_stream_is_ascii_and_can_be_gone_on_with(program: Program) -> None:
    body = message("!reply Zürich \u2028 日本", stream=True)
    raw = program.http.post(ROUTE, json=body)
    assert raw.content.isascii()
    assert raw.headers["Content-Type"] == "text/event-stream"
    told = stream(program, "!tokens 9")
    generation_id = (told[0].data or {})["message"]["id"]
    ids = [int(block.id) for block in told if block.id]
    middle = ids[len(ids) // 2]
    gone_on = program.resumed(generation_id, middle)
    assert gone_on == told[len(told) - len(gone_on) :]
    assert len(gone_on) < len(told)
    assert program.resumed(generation_id) == told


def test_both_headers_of_a_key_and_a_version_are_taken(program: Program) -> None:
    headers = {"x-api-key": program.secret, "anthropic-version": "2023-06-01", "Authorization": ""}
    answer = program.http.post(ROUTE, json=message("!reply yes"), headers=headers)
    assert answer.status_code == 200
    assert answer.headers["request-id"] == answer.headers["x-request-id"]


def test_what_has_no_effect_is_taken(program: Program) -> None:
    hint = {"type": "ephemeral"}
    block = {"type": "text", "text": "!reply yes", "cache_control": hint}
    told = ask(
        program,
        "",
        messages=[{"role": "user", "content": [block]}],
        system=[{"type": "text", "text": "Be kind.", "cache_control": hint}],
        metadata={"user_id": "alice"},
        service_tier="auto",
        cache_control=hint,
        thinking={"type": "enabled", "budget_tokens": 1024},
    )
    assert told["content"] == [{"type": "text", "text": "yes"}]


def _told(told: list[Json], index: int, name: str) -> str:
    deltas = [one["delta"] for one in told if one["type"] == "content_block_delta"]
    places = [one["index"] for one in told if one["type"] == "content_block_delta"]
    return "".join(
        delta[name] for place, delta in zip(places, deltas, strict=True) if place == index
    )
