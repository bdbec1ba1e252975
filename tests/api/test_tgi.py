"""TGI's routes: /generate, /generate_stream, / and what is asked before."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.support.program import Program, blocks
from tests.support.site import Site


def generate(program: Program, inputs: str, path: str = "/generate", **parameters: Any) -> Any:
    return program.http.post(path, json={"inputs": inputs, "parameters": parameters})


def streamed(program: Program, inputs: str, **parameters: Any) -> list[dict[str, Any]]:
    body = {"inputs": inputs, "parameters": parameters}
    with program.http.stream("POST", "/generate_stream", json=body) as response:
        assert response.status_code == 200, response.read()
        return [block.data for block in blocks(response) if block.data]


def test_a_text_is_continued_with_details(program: Program) -> None:
    told = generate(program, "!reply one two three", max_new_tokens=2).json()
    assert told["generated_text"] == "one two "
    details = told["details"]
    assert (details["finish_reason"], details["generated_tokens"]) == ("length", 2)
    assert details["prefill"] == []
    assert "".join(token["text"] for token in details["tokens"]) == "one two "


def test_details_can_be_left_out_and_the_prompt_told_as_well(program: Program) -> None:
    prompt = "!reply one"
    told = generate(program, prompt, details=False, return_full_text=True).json()
    assert told == {"generated_text": prompt + "one"}


def test_at_the_address_of_the_site_the_answer_is_a_list(program: Program) -> None:
    (told,) = generate(program, "!reply one", path="/", details=False).json()
    assert told == {"generated_text": "one"}
    body = {"inputs": "!reply one", "stream": True}
    with program.http.stream("POST", "/", json=body) as response:
        assert [block.data for block in blocks(response) if block.data][-1]["generated_text"]


def test_a_stream_ends_with_the_whole_text_and_no_done(program: Program) -> None:
    *tokens, last = streamed(program, "!reply one two. three", stop=[". "])
    assert "".join(one["token"]["text"] for one in tokens) == "one two"
    assert [one["index"] for one in (*tokens, last)] == list(range(1, len(tokens) + 2))
    assert all(one["generated_text"] is None and one["details"] is None for one in tokens)
    assert (last["token"]["text"], last["token"]["special"]) == ("", True)
    assert last["generated_text"] == "one two"
    assert last["details"]["finish_reason"] == "stop_sequence"


def test_its_answers_are_found_again_by_the_id_in_their_headers(program: Program) -> None:
    answer = generate(program, "!tokens 5")
    found = program.generation(answer.headers["x-generation-id"])
    assert (found["route"], found["model"]) == ("generate", "scripted")


def test_an_end_of_the_model_itself_is_told_as_such(program: Program) -> None:
    told = streamed(program, "!reply one two", stop=["never"])
    assert told[-1]["details"]["finish_reason"] == "eos_token"


def test_a_sampled_text_names_its_seed_and_a_greedy_one_none(program: Program) -> None:
    assert generate(program, "!reply one").json()["details"]["seed"] is None
    assert generate(program, "!reply one", do_sample=True).json()["details"]["seed"] > 0
    assert generate(program, "!reply one", do_sample=True, seed=7).json()["details"]["seed"] == 7


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"temperature": 3}, "parameters.temperature"),
        ({"best_of": 2}, "parameters.best_of"),
        ({"watermark": True}, "parameters.watermark"),
        ({"typical_p": 0.9}, "parameters.typical_p"),
        ({"stop": ["a"] * 5}, "parameters.stop"),
        ({"unheard_of": 1}, "parameters.unheard_of"),
    ],
)
def test_what_cannot_be_done_is_refused_in_tgis_words(
    program: Program, parameters: dict[str, Any], said: str
) -> None:
    answer = generate(program, "hello", **parameters)
    assert answer.status_code == 422
    assert answer.json()["error_type"] == "validation"
    assert said in answer.json()["error"]


def test_failures_are_told_in_tgis_words(program: Program) -> None:
    answer = generate(program, "!fail after 2")
    assert (answer.status_code, answer.json()["error_type"]) == (424, "generation")
    *_, last = streamed(program, "!tokens 9\n!fail after 3")
    assert last["error_type"] == "generation"
    assert isinstance(last["error"], str)


def test_an_input_that_is_too_long_keeps_only_its_end_where_that_is_asked(
    program: Program,
) -> None:
    answer = generate(program, "word " * 20 + "!reply one", truncate=3, max_new_tokens=1)
    assert answer.json()["details"]["input_length"] == 3


def test_the_model_is_told_of_and_its_health(site: Site, program: Program) -> None:
    told = program.http.get("/info").json()
    assert told["model_id"] == "scripted"
    assert 0 < told["max_input_tokens"] < told["max_total_tokens"]
    assert told["max_concurrent_requests"] == 128
    health = httpx.get(f"{site.url}/health")
    assert (health.status_code, health.content) == (200, b"")
    assert httpx.get(f"{site.url}/info").status_code == 401


def test_the_page_is_still_at_its_place(site: Site) -> None:
    assert "Sign in" in httpx.get(site.url, follow_redirects=True).text
    refused = httpx.post(site.url, content=json.dumps({"inputs": "hello"}))
    assert refused.status_code == 401


def test_the_address_of_the_site_says_what_it_takes(program: Program) -> None:
    refused = program.http.options("/")
    assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, HEAD, POST")
