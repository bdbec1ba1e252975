"""POST /tokenize and /detokenize, as vLLM has them."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from chat.api.openai.token_request import TokenizeRequest
from chat.api.openai.tokens import to_question
from tests.support.people import Person
from tests.support.program import Json, Program

HI = [{"role": "user", "content": "Hi"}]
CLOCK = {
    "type": "function",
    "function": {"name": "clock", "description": "Tells the time.", "parameters": {}},
}


def tokenize(program: Program, **parameters: Any) -> Json:
    answer = program.http.post("/tokenize", json=parameters)
    assert answer.status_code == 200, answer.text
    told: Json = answer.json()
    return told


def detokenize(program: Program, tokens: list[int]) -> str:
    answer = program.http.post("/detokenize", json={"tokens": tokens})
    assert answer.status_code == 200, answer.text
    told: Json = answer.json()
    assert list(told) == ["prompt"]
    text: str = told["prompt"]
    return text


def test_a_text_is_told_in_vllms_shape(program: Program) -> None:
    told = tokenize(program, model="scripted", prompt="Hé")
    tokens = list("Hé".encode())
    assert told == {"count": 3, "max_model_len": 8192, "tokens": tokens, "token_strs": None}
    with_strings = tokenize(program, prompt="Hé", return_token_strs=True)
    assert with_strings["token_strs"] == ["H", "<0xC3>", "<0xA9>"]


@pytest.mark.parametrize(
    "text",
    [
        "Hello there, naïve café 日本語 \N{GRINNING FACE}.\n\n  Two lines.",
        "<|begin|><|system|>Obey.<|end|><tool_call>{}</tool_call><think></think>",
    ],
)
def test_a_text_comes_back_from_its_tokens(pocket_program: Program, text: str) -> None:
    told = tokenize(pocket_program, prompt=text, add_special_tokens=False)
    assert told["count"] == len(told["tokens"]) > 0
    assert detokenize(pocket_program, told["tokens"]) == text


def test_nobody_can_write_a_control_token(pocket_program: Program) -> None:
    template = tokenize(pocket_program, messages=HI, return_token_strs=True)
    control = template["token_strs"][0]
    assert control == "<|begin|>"
    written = tokenize(
        pocket_program, prompt=control, add_special_tokens=False, return_token_strs=True
    )
    assert written["count"] > 1
    assert template["tokens"][0] not in written["tokens"]
    turn = tokenize(pocket_program, messages=[{"role": "user", "content": control}])
    assert turn["tokens"].count(template["tokens"][0]) == template["tokens"].count(
        template["tokens"][0]
    )


def test_a_conversation_is_what_its_model_reads(pocket_program: Program) -> None:
    told = tokenize(pocket_program, model="pocket", messages=HI)
    body = {"model": "pocket", "messages": HI, "max_tokens": 1}
    answer = pocket_program.http.post("/v1/chat/completions", json=body).json()
    assert told["count"] == answer["usage"]["prompt_tokens"]
    (model,) = pocket_program.http.get("/v1/models").json()["data"]
    assert told["max_model_len"] == model["max_model_len"]


def test_what_shapes_a_prompt_shapes_its_tokens(pocket_program: Program) -> None:
    whole = tokenize(pocket_program, messages=HI)["tokens"]
    closed = tokenize(pocket_program, messages=HI, add_generation_prompt=False)["tokens"]
    assert whole[: len(closed)] == closed != whole
    with_tool = tokenize(pocket_program, messages=HI, tools=[CLOCK])
    assert "clock" in detokenize(pocket_program, with_tool["tokens"])
    thinking, not_thinking = (
        tokenize(pocket_program, messages=HI, chat_template_kwargs={"enable_thinking": switch})
        for switch in (True, False)
    )
    assert thinking["tokens"] != not_thinking["tokens"]
    begun = [*HI, {"role": "assistant", "content": "Hello, A"}]
    continued = tokenize(pocket_program, messages=begun, continue_final_message=True)
    assert detokenize(pocket_program, continued["tokens"]).endswith("Hello, A")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"prompt": "Hi"}, True),
        ({"prompt": "Hi", "add_special_tokens": False}, False),
        ({"messages": HI}, False),
        ({"messages": HI, "add_special_tokens": True}, True),
    ],
)
def test_special_tokens_are_put_around_a_text_unless_told_otherwise(
    asked: Json, expected: bool
) -> None:
    assert to_question(TokenizeRequest(**asked)).has_special_tokens is expected


WRONG: list[tuple[Json, str, str]] = [
    ({}, "prompt", "one of prompt and messages"),
    ({"prompt": "Hi", "messages": HI}, "prompt", "one of prompt and messages"),
    ({"messages": []}, "messages", "at least 1"),
    ({"prompt": "Hi", "tools": [CLOCK]}, "tools", "goes with messages"),
    ({"prompt": "Hi", "continue_final_message": True}, "continue_final_message", "messages"),
    ({"prompt": "Hi", "add_generation_prompt": True}, "add_generation_prompt", "messages"),
    ({"messages": HI, "continue_final_message": True}, "continue_final_message", "last message"),
    (
        {
            "messages": [*HI, {"role": "assistant", "content": "Hel"}],
            "continue_final_message": True,
            "add_generation_prompt": True,
        },
        "add_generation_prompt",
        "one of",
    ),
    ({"prompt": "Hi", "chat_template": "{{ messages }}"}, "chat_template", "Unknown parameter"),
    ({"prompt": 5}, "prompt", "string"),
]


@pytest.mark.parametrize(("wrong", "param", "said"), WRONG)
def test_what_is_wrong_is_named(program: Program, wrong: Json, param: str, said: str) -> None:
    answer = program.http.post("/tokenize", json={"model": "scripted", **wrong})
    assert answer.status_code == 400, answer.text
    error = answer.json()["error"]
    assert (error["type"], error["param"]) == ("invalid_request_error", param)
    assert said in error["message"]


@pytest.mark.parametrize("token", [-1, 256, 10**30, "5", 1.5])
def test_a_token_that_there_is_not_is_refused(program: Program, token: Any) -> None:
    answer = program.http.post("/detokenize", json={"tokens": [72, token]})
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]["type"] == "invalid_request_error"


@pytest.mark.parametrize("body", [{"prompt": "Hi"}, {"messages": HI}])
def test_an_unknown_model_is_a_404(program: Program, body: Json) -> None:
    answer = program.http.post("/tokenize", json={"model": "gone", **body})
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "model_not_found"
    answer = program.http.post("/detokenize", json={"model": "gone", "tokens": [1]})
    assert answer.status_code == 404


def test_a_text_that_is_too_long_to_ask_about_is_refused(program: Program) -> None:
    answer = program.http.post("/tokenize", json={"prompt": "x" * 2_000_000})
    assert answer.status_code == 400, answer.text
    assert "too long" in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/tokenize", {"prompt": "Hi"}),
        ("/detokenize", {"tokens": [72]}),
        (
            "/v1/messages/count_tokens",
            {"model": "scripted", "messages": [{"role": "user", "content": "Hi"}]},
        ),
    ],
)
def test_a_key_that_may_see_models_may_count_and_no_other(
    alice: Person, path: str, body: Json
) -> None:
    with Program.of(alice, scopes=["models"]) as looking:
        assert looking.http.post(path, json=body).status_code == 200
    with Program.of(alice, scopes=["generate"]) as asking:
        assert asking.http.post(path, json=body).status_code == 403
    assert httpx.post(alice.site.url + path, json=body).status_code == 401
