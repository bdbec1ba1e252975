"""POST /v1/completions: a text goes on, in OpenAI's older shapes."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.support.program import Block, Json, Program
from tests.support.waiting import wait_for

ROUTE = "/v1/completions"
SAID = "!reply Line one.\nLine two, with \u2028 and \x85 in it."
REPLY = "Line one.\nLine two, with \u2028 and \x85 in it."


def post(program: Program, prompt: Any, **parameters: Any) -> httpx.Response:
    return program.http.post(ROUTE, json=_body(prompt, **parameters))


def ask(program: Program, prompt: Any, **parameters: Any) -> Json:
    answer = post(program, prompt, **parameters)
    assert answer.status_code == 200, answer.text
    told: Json = answer.json()
    return told


def stream(program: Program, prompt: Any, **parameters: Any) -> list[Block]:
    with program.streaming(ROUTE, _body(prompt, **parameters)) as told:
        return list(told)


def text_of(told: list[Block]) -> str:
    chunks = [block.data for block in told if block.data and block.data.get("choices")]
    return "".join(chunk["choices"][0]["text"] for chunk in chunks)


def test_a_whole_answer_has_openais_shape(program: Program) -> None:
    told = ask(program, SAID)
    assert told.pop("id").startswith("cmpl-")
    assert told.pop("created") > 0
    usage = told.pop("usage")
    assert told == {
        "object": "text_completion",
        "model": "scripted",
        "system_fingerprint": "fp_1",
        "choices": [{"index": 0, "text": REPLY, "logprobs": None, "finish_reason": "stop"}],
    }
    assert usage["prompt_tokens"] == len(SAID.encode())
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"]
    assert usage["completion_tokens"] > 0


def test_a_stream_tells_text_reason_usage_and_done_in_this_order(program: Program) -> None:
    told = stream(program, SAID, stream_options={"include_usage": True})
    assert told[-1].data is None
    *parts, end, usage = [block.data for block in told if block.data]
    assert text_of(told) == REPLY
    same = {(one["id"], one["created"], one["model"], one["object"]) for one in (*parts, end)}
    assert same == {(usage["id"], usage["created"], "scripted", "text_completion")}
    assert usage["id"].startswith("cmpl-")
    for part in parts:
        (choice,) = part["choices"]
        assert choice.pop("text")
        assert choice == {"index": 0, "logprobs": None, "finish_reason": None}
    assert end["choices"] == [{"index": 0, "text": "", "logprobs": None, "finish_reason": "stop"}]
    assert all(one["usage"] is None for one in (*parts, end))
    assert usage["choices"] == []
    assert usage["usage"]["completion_tokens"] > 0


def test_without_the_option_no_chunk_speaks_of_usage(program: Program) -> None:
    told = stream(program, "!tokens 3")
    assert all("usage" not in block.data for block in told if block.data)


@pytest.mark.parametrize("wrapped", [False, True])
@pytest.mark.parametrize("as_ids", [False, True])
def test_a_prompt_is_a_text_or_its_tokens_alone_or_in_a_list(
    program: Program, as_ids: bool, wrapped: bool
) -> None:
    prompt = list(SAID.encode()) if as_ids else SAID
    assert ask(program, [prompt] if wrapped else prompt)["choices"][0]["text"] == REPLY


def test_an_answer_is_16_tokens_long_unless_more_are_asked_for(program: Program) -> None:
    told = ask(program, "!tokens 50")
    assert told["usage"]["completion_tokens"] == 16
    assert told["choices"][0]["finish_reason"] == "length"
    assert ask(program, "!tokens 50", max_tokens=60)["usage"]["completion_tokens"] == 50


def test_a_stop_string_is_not_part_of_the_answer(program: Program) -> None:
    (choice,) = ask(program, "!reply one two three four", stop="three")["choices"]
    assert (choice["text"], choice["finish_reason"]) == ("one two ", "stop")


@pytest.mark.parametrize("as_ids", [False, True])
def test_the_prompt_is_told_first_where_that_is_asked(program: Program, as_ids: bool) -> None:
    prompt = list(SAID.encode()) if as_ids else SAID
    assert ask(program, prompt, echo=True)["choices"][0]["text"] == SAID + REPLY
    told = stream(program, prompt, echo=True)
    assert text_of(told) == SAID + REPLY
    assert (told[0].data or {})["choices"][0]["text"] == SAID


def test_nobody_keeps_a_prompt_to_tell_it_again(program: Program) -> None:
    first, *after = stream(program, SAID, echo=True)
    told = program.resumed((first.data or {})["id"])
    assert [block.data for block in told] == [block.data for block in after]


def test_what_has_no_effect_is_taken(program: Program) -> None:
    told = ask(program, "!reply yes", user="alice", best_of=1, n=1, suffix=None, echo=False)
    assert told["choices"][0]["text"] == "yes"


def test_a_stream_is_gone_on_with_after_its_last_event(program: Program) -> None:
    asked = "!tokens 40\n!rate 40"
    with program.streaming(ROUTE, _body(asked, max_tokens=60, background=True)) as told:
        before = [next(told) for _ in range(8)]
    generation_id = (before[0].data or {})["id"]
    after = program.resumed(generation_id, int(before[-1].id or 0))
    assert [block.data for block in program.resumed(generation_id)] == [
        block.data for block in before + after
    ]
    assert after[-1].data is None


def test_who_goes_away_cancels(program: Program) -> None:
    with program.streaming(ROUTE, _body("!tokens 5000\n!rate 50", max_tokens=5000)) as told:
        generation_id = (next(told).data or {})["id"]
    wait_for(
        lambda: program.generation(generation_id)["finish_reason"] == "stopped", what="its end"
    )


def test_a_failure_in_mid_stream_leaves_its_beginning_and_an_error(program: Program) -> None:
    *before, error, end = stream(program, "!tokens 20\n!fail after 6", max_tokens=20)
    assert text_of(before)
    assert end.data is None
    assert (error.data or {})["error_type"] == "generation"
    assert post(program, "!fail after 2").status_code == 500


NO_PROMPTS: list[Any] = [None, 5, [], [[]], [True], ["one", 2], [["one"]], [[1], 2]]
WRONG: list[tuple[Json, str, str]] = [
    *(({"prompt": one}, "prompt", "a text, a list of token ids, or") for one in NO_PROMPTS),
    ({"prompt": ["one", "two"]}, "prompt", "2 prompts"),
    ({"prompt": [[1], [2], [3]]}, "prompt", "3 prompts"),
    ({"n": 5}, "n", "less than or equal to 4"),
    ({"best_of": 2}, "best_of", "what n is"),
    ({"logprobs": 6}, "logprobs", "less than or equal to 5"),
    ({"logprobs": True}, "logprobs", "integer"),
    ({"logprobs": 0, "echo": True}, "echo", "logprobs"),
    ({"max_tokens": 0}, "max_tokens", "greater than or equal to 1"),
    ({"suffix": "the end"}, "suffix", "None"),
    ({"temperature": 3}, "temperature", "less than or equal to 2"),
    ({"stop": ["a"] * 5}, "stop", "at most 4"),
    ({"stream_options": {"include_usage": True}}, "stream_options", "streams"),
    ({"structured_outputs": {}}, "structured_outputs", "one of"),
    ({"logit_bias": {"x": 1}}, "logit_bias", "'x'"),
    ({"messages": []}, "messages", "Unknown parameter"),
    ({"prompt": "word " * 3000}, "prompt", "too long"),
]


@pytest.mark.parametrize(("wrong", "param", "said"), WRONG, ids=lambda one: str(one)[:30])
def test_what_is_wrong_is_named(program: Program, wrong: Json, param: str, said: str) -> None:
    answer = program.http.post(ROUTE, json=_body("hello") | wrong)
    assert answer.status_code == 400, answer.text
    error = answer.json()["error"]
    assert error["type"] == "invalid_request_error"
    assert (error["param"] or "").split(".")[0] == param
    assert said in error["message"]


@pytest.mark.parametrize("echo", [False, True])
def test_a_token_that_there_is_not_is_refused(program: Program, echo: bool) -> None:
    answer = post(program, [72, 256], echo=echo)
    assert answer.status_code == 400, answer.text
    assert "no token 256" in answer.json()["error"]["message"]


def test_an_unknown_model_is_a_404(program: Program) -> None:
    answer = post(program, "hello", model="gone")
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "model_not_found"


def _body(prompt: Any, **parameters: Any) -> Json:
    return {"model": "scripted", "prompt": prompt, **parameters}
