"""A raw prompt goes to /v1/completions, and its text chunks become pieces like any others."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from inference.backends.openai.counting import estimated_length
from inference.contract import Grammar, Text, TokenLogprob
from inference.exceptions import PromptTooLong
from tests.inference.backends.openai.conftest import asking
from tests.inference.backends.openai.stub import (
    COMPLETIONS,
    DONE,
    SILENCE,
    Act,
    Stub,
    stream,
    whole,
)
from tests.inference.support.ear import Ear
from tests.inference.support.requests import ask_raw


def chunk(text: str, finish: str | None = None, index: int = 0, **more: Any) -> dict[str, Any]:
    return {"choices": [{"index": index, "text": text, "finish_reason": finish, **more}]}


def said(*texts: str, finish: str = "stop") -> list[Act]:
    return stream(*map(chunk, texts), chunk("", finish), DONE)


def test_text_arrives_with_its_counts(stub: Stub, ear: Ear) -> None:
    usage = {"prompt_tokens": 7, "completion_tokens": 9}
    stub.answers.append(
        stream(chunk("Hel"), chunk("lo 😀", "length"), {"choices": [], "usage": usage}, DONE)
    )
    request = ask_raw("Once upon", max_tokens=9, seed=3, stop=("x",), top_k=5)
    text, last = ear.complete(request)
    assert (text, last.finish_reason, last.prompt_token_count) == ("Hello 😀", "length", 7)
    assert ear.tokens(request.id) == 9
    assert not stub.chats
    (asked,) = stub.raws
    assert asked.body == {
        "model": "m",
        "prompt": "Once upon",
        "stream": True,
        "stream_options": {"include_usage": True},
        "temperature": 0.0,
        "max_tokens": 9,
        "seed": 3,
        "stop": ["x"],
        "top_k": 5,
    }


def test_token_ids_are_sent_as_they_are(stub: Stub, ear: Ear) -> None:
    stub.answers.append(said("Hello"))
    request = ask_raw((1, 2, 3))
    assert ear.complete(request)[0] == "Hello"
    assert stub.raws[0].body["prompt"] == [1, 2, 3]


def test_the_room_that_there_is_is_always_asked_for(stub: Stub, ear: Ear) -> None:
    """Unasked, servers end such a reply after 16 tokens."""
    stub.answers.append(said("Hello"))
    prompt = "How many tokens may this be?"
    ear.complete(ask_raw(prompt))
    assert stub.raws[0].body["max_tokens"] == 1000 - estimated_length(prompt)


def test_the_prompt_is_counted_by_the_server_where_it_can(stub: Stub) -> None:
    stub.others["/tokenize"] = whole(200, {"count": 123})
    with asking(stub) as ear:
        assert ear.backend.prepare(ask_raw("Once upon")).prompt_token_count == 123
        assert stub.asked[-1].body == {"model": "m", "prompt": "Once upon"}
        assert ear.backend.prepare(ask_raw((1, 2))).prompt_token_count == 2


def test_one_that_is_too_long_is_refused_before_it_is_sent(stub: Stub, ear: Ear) -> None:
    with pytest.raises(PromptTooLong, match="the prompt is 1,000 tokens"):
        ear.backend.prepare(ask_raw("a" * 3000))


def test_log_probabilities_come_in_lists(stub: Stub, ear: Ear) -> None:
    logprobs = {
        "tokens": ["é", "x"],
        "token_logprobs": [-0.5, -1],
        "top_logprobs": [{"a": -2.0, "é": -0.5}, None],
        "text_offset": [0, 1],
    }
    stub.answers.append(stream(chunk("éx", logprobs=logprobs), chunk("", "stop"), DONE))
    request = ask_raw("Hi", logprobs=2)
    ear.complete(request)
    assert stub.raws[0].body["logprobs"] == 2
    (part,) = (part for _, piece in ear.pieces[request.id] for part in piece.parts)
    likely = TokenLogprob(token="é", bytes=(195, 169), logprob=-0.5)
    other = TokenLogprob(token="a", bytes=(97,), logprob=-2.0)
    last = TokenLogprob(token="x", bytes=(120,), logprob=-1.0)
    assert isinstance(part, Text)
    assert part.logprobs == (replace(likely, top=(likely, other)), last)
    assert ear.tokens(request.id) == 2


def test_choices_and_forms_are_asked_for(stub: Stub, ear: Ear) -> None:
    stub.answers.append(stream(chunk("yes", "stop"), chunk("no", "stop", index=1), DONE))
    form = Grammar(kind="choice", value=["yes", "no"])
    request = replace(ask_raw("Well?"), choices=2, grammar=form)
    ear.begin(request)
    ear.wait_for_choices(request.id, 2)
    assert [ear.text(request.id, choice) for choice in (0, 1)] == ["yes", "no"]
    assert stub.raws[0].body["n"] == 2
    assert stub.raws[0].body["structured_outputs"] == {"choice": ["yes", "no"]}


def test_a_stop_closes_the_connection(stub: Stub, ear: Ear) -> None:
    stub.answers.append(stream(chunk("Hello"), SILENCE))
    request_id = ear.begin(ask_raw("Hi"))
    ear.wait_for_tokens(request_id)
    ear.backend.cancel(request_id)
    assert ear.wait_for_end(request_id).finish_reason == "stopped"
    assert stub.was_left.wait(10)


@pytest.mark.parametrize("status", [404, 405, 501])
def test_a_server_without_that_route_says_so(stub: Stub, ear: Ear, status: int) -> None:
    stub.others[COMPLETIONS] = whole(status, {"detail": "No such thing"})
    _, last = ear.complete(ask_raw("Hi"))
    assert last.error_type == "validation"
    assert "takes no raw prompts" in last.error_message
    assert "No such thing" in last.error_message
