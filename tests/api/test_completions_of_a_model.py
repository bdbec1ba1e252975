"""/v1/completions where real tokens are the point: ids, choices, log probabilities, forms."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest
from openai import OpenAI

from tests.support.program import Json, Program

ROUTE = "/v1/completions"
BEGINNING = "The capital of France is"
# Several tokens to a character, in a text that a small model can be held to.
ACCENTED = {"choice": ["naïve café 日本語 \N{GRINNING FACE} end"]}


@pytest.fixture
def program(pocket_program: Program) -> Program:
    return pocket_program


def ask(program: Program, prompt: Any, **parameters: Any) -> Json:
    body = {"model": "pocket", "temperature": 0, "prompt": prompt, **parameters}
    answer = program.http.post(ROUTE, json=body)
    assert answer.status_code == 200, answer.text
    told: Json = answer.json()
    return told


def text_of(told: Json) -> str:
    (choice,) = told["choices"]
    text: str = choice["text"]
    return text


def chunks(program: Program, prompt: Any, **parameters: Any) -> list[Json]:
    body = {"model": "pocket", "temperature": 0, "prompt": prompt, **parameters}
    with program.streaming(ROUTE, body) as told:
        return [choice for block in told if block.data for choice in block.data["choices"]]


def test_tokens_go_on_as_their_text_does(program: Program) -> None:
    asked = {"model": "pocket", "prompt": BEGINNING}
    ids = program.http.post("/tokenize", json=asked).json()["tokens"]
    of_ids, of_text = ask(program, ids), ask(program, BEGINNING)
    assert text_of(of_ids) == text_of(of_text) != ""
    assert of_ids["usage"] == of_text["usage"]
    assert of_ids["usage"]["prompt_tokens"] == len(ids)
    assert text_of(ask(program, ids[:-1])) != text_of(of_ids)


def test_a_special_token_in_a_text_is_text(program: Program) -> None:
    told = ask(program, "<|begin|>", echo=True)
    assert told["usage"]["prompt_tokens"] > 1
    assert text_of(told).startswith("<|begin|>")
    special = program.http.post("/tokenize", json={"messages": [{"role": "user", "content": "Hi"}]})
    of_id = ask(program, special.json()["tokens"][:1], echo=True)
    assert of_id["usage"]["prompt_tokens"] == 1
    assert text_of(of_id).startswith("<|begin|>")
    assert text_of(of_id) != text_of(told)


def test_the_same_seed_gives_the_same_text(program: Program) -> None:
    first, second, other = (
        text_of(ask(program, BEGINNING, temperature=2, seed=seed)) for seed in (7, 7, 8)
    )
    assert first == second != other


def test_several_choices_are_told_by_their_index(program: Program) -> None:
    asked: Json = {"n": 3, "best_of": 3, "temperature": 1.5, "seed": 5, "echo": True}
    whole = [choice["text"] for choice in ask(program, BEGINNING, **asked)["choices"]]
    assert len(set(whole)) == 3
    told = chunks(program, BEGINNING, **asked)
    for place, text in enumerate(whole):
        mine = [choice for choice in told if choice["index"] == place]
        assert mine[0]["text"] == BEGINNING
        assert "".join(choice["text"] for choice in mine) == text
        assert [choice["finish_reason"] for choice in mine][-1] in ("stop", "length")


def test_log_probabilities_have_the_older_shape(program: Program) -> None:
    (choice,) = ask(program, BEGINNING, logprobs=3, max_tokens=8)["choices"]
    told = choice["logprobs"]
    assert set(told) == {"tokens", "token_logprobs", "top_logprobs", "text_offset"}
    assert "".join(told["tokens"]) == choice["text"]
    assert {len(values) for values in told.values()} == {len(told["tokens"])}
    for token, logprob, top in zip(
        told["tokens"], told["token_logprobs"], told["top_logprobs"], strict=True
    ):
        assert len(top) == 3
        assert max(top, key=lambda one: top[one]) == token  # it is greedy
        assert top[token] == logprob <= 0
        assert sum(map(math.exp, top.values())) <= 1.001


def test_the_token_itself_is_always_among_the_likeliest(program: Program) -> None:
    (choice,) = ask(program, BEGINNING, logprobs=0)["choices"]
    told = choice["logprobs"]
    assert told["top_logprobs"] == [
        {token: logprob}
        for token, logprob in zip(told["tokens"], told["token_logprobs"], strict=True)
    ]
    (choice,) = ask(program, BEGINNING, logprobs=1, temperature=2, seed=3)["choices"]
    sampled = choice["logprobs"]
    assert {len(top) for top in sampled["top_logprobs"]} == {1, 2}
    assert all(
        token in top for token, top in zip(sampled["tokens"], sampled["top_logprobs"], strict=True)
    )


@pytest.mark.parametrize("stop", [None, ["end"]])
def test_each_token_is_told_with_its_place_in_the_text(
    program: Program, stop: list[str] | None
) -> None:
    asked: Json = {"logprobs": 1, "structured_outputs": ACCENTED, "max_tokens": 80, "stop": stop}
    (choice,) = ask(program, BEGINNING, **asked)["choices"]
    told = choice["logprobs"]
    assert choice["text"] == ACCENTED["choice"][0].removesuffix("end" if stop else "")
    assert any(token.startswith("bytes:\\x") for token in told["tokens"])
    for token, place in zip(told["tokens"], told["text_offset"], strict=True):
        if not token.startswith("bytes:"):
            in_text = choice["text"][place : place + len(token)]
            assert in_text
            assert token.startswith(in_text)  # the last one may be cut by the stop
    assert told["text_offset"] == sorted(told["text_offset"])
    streamed = [one["logprobs"] for one in chunks(program, BEGINNING, **asked) if one["logprobs"]]
    assert len(streamed) > 1
    for name, values in told.items():
        assert [one for part in streamed for one in part[name]] == values


def test_an_answer_has_the_form_that_was_asked_for(program: Program) -> None:
    told = ask(program, BEGINNING, structured_outputs={"regex": "[a-c]{4}"})
    assert re.fullmatch("[a-c]{4}", text_of(told))


def test_penalties_and_biases_count(program: Program) -> None:
    plain = ask(program, BEGINNING, logprobs=0)
    first = plain["choices"][0]["logprobs"]["tokens"][0]
    asked = {"model": "pocket", "prompt": first, "add_special_tokens": False}
    (token_id,) = program.http.post("/tokenize", json=asked).json()["tokens"]
    other = ask(program, BEGINNING, logit_bias={str(token_id): -100}, logprobs=0)
    assert other["choices"][0]["logprobs"]["tokens"][0] != first


def test_openais_client_reads_log_probabilities(program: Program) -> None:
    with OpenAI(base_url=f"{program.site.url}/v1", api_key=program.secret) as client:
        told = client.completions.create(model="pocket", prompt=BEGINNING, logprobs=2)
    logprobs = told.choices[0].logprobs
    assert logprobs is not None
    assert "".join(logprobs.tokens or ()) == told.choices[0].text
