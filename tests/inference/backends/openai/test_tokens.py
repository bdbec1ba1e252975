"""A server that tells its tokens can be asked for them; any other is told apart from it."""

from __future__ import annotations

from typing import Any

import pytest

from inference.contract import Tokenize, Tool, Turn
from inference.exceptions import InferenceError, InvalidRequest, ModelUnavailable, Overloaded
from tests.inference.backends.openai.stub import SILENCE, Stub, whole
from tests.inference.support.ear import Ear

TURNS = (Turn(role="user", content="Hi"), Turn(role="user", content="Ho"))


def test_vllm_tells_them(stub: Stub, ear: Ear) -> None:
    told = {"count": 2, "max_model_len": 1000, "tokens": [5, 6], "token_strs": ["a", "Ġb"]}
    stub.others["/tokenize"] = whole(200, told)
    stub.others["/detokenize"] = whole(200, {"prompt": "a b"})
    tokens = ear.backend.tokenize(Tokenize(text="a b", with_strings=True))
    assert (tokens.ids, tokens.strings, tokens.context_length) == ((5, 6), ("a", "Ġb"), 1000)
    assert stub.asked[-1].body == {
        "model": "m",
        "prompt": "a b",
        "add_special_tokens": True,
        "return_token_strs": True,
    }
    assert ear.backend.detokenize([5, 6]) == "a b"
    assert stub.asked[-1].body == {"model": "m", "tokens": [5, 6]}


def test_turns_are_asked_for_as_they_would_be_answered(stub: Stub, ear: Ear) -> None:
    stub.others["/tokenize"] = whole(200, {"count": 1, "tokens": [5]})
    assert ear.backend.tokenize(Tokenize(turns=TURNS)).ids == (5,)
    usual = {"model": "m", "messages": [{"role": "user", "content": "Hi\n\nHo"}]}
    flags = {"add_special_tokens": False, "continue_final_message": False}
    assert stub.asked[-1].body == {**usual, **flags, "add_generation_prompt": True}

    tool = Tool(name="clock")
    question = Tokenize(turns=TURNS, tools=(tool,), thinking=False, continue_final_message=True)
    ear.backend.tokenize(question)
    body = stub.asked[-1].body
    assert body["tools"][0]["function"]["name"] == "clock"
    assert body["chat_template_kwargs"] == {"enable_thinking": False}
    assert (body["continue_final_message"], body["add_generation_prompt"]) == (True, False)


ANSWERS: dict[str, tuple[Any, type[InferenceError], str]] = {
    "no such route": (whole(404, {"detail": "Not Found"}), InvalidRequest, "not tell its tokens"),
    "another method": (whole(405, ""), InvalidRequest, r"not tell its tokens \(405\)"),
    "llama.cpp's shape": (whole(200, {"tokens": []}), InvalidRequest, "only vLLM does"),
    "TGI's shape": (whole(200, []), InferenceError, "no part of a reply"),
    "a refusal": (whole(400, {"error": {"message": "Odd"}}), InvalidRequest, "refused this: Odd"),
    "a busy server": (whole(503, ""), Overloaded, "busy"),
    "a wrong key": (whole(401, ""), ModelUnavailable, "UPSTREAM_API_KEY"),
    "silence": ([SILENCE], InferenceError, "silent for too long"),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_any_other_answer_is_an_error(stub: Stub, impatient: Ear, case: str) -> None:
    answer, kind, sentence = ANSWERS[case]
    stub.others |= {"/tokenize": answer, "/detokenize": answer}
    with pytest.raises(kind, match=sentence):
        impatient.backend.tokenize(Tokenize(text="a"))
    with pytest.raises(kind, match=sentence):
        impatient.backend.detokenize([5])


def test_what_cannot_be_tokenised_is_not_asked(stub: Stub, ear: Ear) -> None:
    before = len(stub.asked)
    with pytest.raises(InvalidRequest, match="either a text or messages"):
        ear.backend.tokenize(Tokenize())
    assert len(stub.asked) == before
