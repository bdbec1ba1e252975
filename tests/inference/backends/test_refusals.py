"""Each of these would end the library's engine thread, and everybody's reply with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from inference.backends.base import Prepared
from inference.contract import Sampling
from inference.exceptions import InvalidRequest, PromptTooLong
from tests.inference.support.ear import Ear
from tests.inference.support.requests import ask

BYSTANDER = "somebody else's question"

WRONG_SAMPLING: dict[str, tuple[dict[str, Any], str]] = {
    "temperature under 0.01": ({"temperature": 0.001}, "temperature must be 0, or from 0.01 to 2"),
    "negative temperature": ({"temperature": -1.0}, "temperature must be"),
    "temperature that is no number": ({"temperature": float("nan")}, "temperature must be"),
    "endless temperature": ({"temperature": float("inf")}, "temperature must be"),
    "temperature as text": ({"temperature": "hot"}, "temperature must be"),
    "temperature over all floats": ({"temperature": 10**400}, "temperature must be"),
    "temperature as truth": ({"temperature": True}, "temperature must be"),
    "top_p of 0": ({"top_p": 0.0}, "top_p must be over 0"),
    "top_p over 1": ({"top_p": 1.1}, "top_p must be"),
    "top_p that is no number": ({"top_p": float("nan")}, "top_p must be"),
    "top_k of 0": ({"top_k": 0}, "top_k must be a whole number from 1"),
    "top_k over the vocabulary": ({"top_k": 10_000}, "top_k must be a whole number from 1 to"),
    "top_k as a fraction": ({"top_k": 2.5}, "top_k must be"),
    "max_tokens of 0": ({"max_tokens": 0}, "max_tokens must be"),
    "max_tokens as text": ({"max_tokens": "5"}, "max_tokens must be"),
    "min_p over 1": ({"min_p": 1.5}, "min_p must be from 0 to 1"),
    "repetition_penalty of 0": ({"repetition_penalty": 0.0}, "repetition_penalty must be over 0"),
    "presence_penalty over 2": ({"presence_penalty": 2.1}, "presence_penalty must be from -2 to 2"),
    "frequency_penalty as text": ({"frequency_penalty": "1"}, "frequency_penalty must be"),
    "a bias of an unknown token": ({"logit_bias": {9_999: 1.0}}, "A token of logit_bias must be"),
    "a bias that is no number": ({"logit_bias": {5: float("nan")}}, "A value of logit_bias must"),
    "a bias over 100": ({"logit_bias": {5: 101.0}}, "A value of logit_bias must be from -100"),
    "a seed as a fraction": ({"seed": 1.5}, "seed must be a whole number"),
    "a seed beyond 64 bits": ({"seed": 2**64}, "seed must be a whole number"),
    "21 logprobs": ({"logprobs": 21}, "logprobs must be a whole number from 0 to 20"),
    "ignore_eos as a number": ({"ignore_eos": 1}, "ignore_eos must be true or false"),
    "five stop strings": ({"stop": ("a", "b", "c", "d", "e")}, "up to 4"),
    "an empty stop string": ({"stop": ("",)}, "not empty"),
    "a stop string that is a number": ({"stop": (1,)}, "must be strings"),
}

WRONG_PROMPTS: dict[str, tuple[Callable[[Prepared], Prepared], str]] = {
    "an empty prompt": (lambda one: replace(one, token_ids=()), "empty"),
    "an unknown token": (lambda one: replace(one, token_ids=(1, 99_999)), "token"),
    "a negative token": (lambda one: replace(one, token_ids=(-1,)), "token"),
    "a token that is text": (lambda one: replace(one, token_ids=("a",)), "token"),  # type: ignore[arg-type]
    "a token that is a fraction": (lambda one: replace(one, token_ids=(1.5,)), "token"),  # type: ignore[arg-type]
    "a reply over the context": (lambda one: replace(one, max_tokens=513), "do not fit"),
    "a prompt over the context": (lambda one: replace(one, token_ids=(5,) * 600), "do not fit"),
    "a reply of nothing": (lambda one: replace(one, max_tokens=0), "max_tokens"),
    "a reply of text": (lambda one: replace(one, max_tokens="5"), "max_tokens"),  # type: ignore[arg-type]
}


@pytest.fixture
def bystander(tiny: Ear) -> str:
    """The id of a reply that is being written while somebody else asks for the impossible."""
    request_id = tiny.begin(ask(BYSTANDER, max_tokens=120))
    tiny.wait_for_tokens(request_id)
    return request_id


@pytest.fixture(scope="module")
def undisturbed(tiny: Ear) -> str:
    return tiny.complete(ask(BYSTANDER, max_tokens=120))[0]


@pytest.mark.parametrize("case", WRONG_SAMPLING)
def test_wrong_sampling_is_refused_while_another_reply_goes_on(
    tiny: Ear, undisturbed: str, bystander: str, case: str
) -> None:
    wrong, sentence = WRONG_SAMPLING[case]
    good = tiny.backend.prepare(ask("hello"))
    request = replace(good.request, sampling=Sampling(**wrong))
    with pytest.raises(InvalidRequest, match=sentence):
        tiny.backend.prepare(request)
    with pytest.raises(InvalidRequest, match=sentence):
        tiny.backend.submit(replace(good, request=request))
    assert tiny.wait_for_end(bystander).error_type is None
    assert tiny.text(bystander) == undisturbed


@pytest.mark.parametrize("case", WRONG_PROMPTS)
def test_a_wrong_prompt_is_refused_while_another_reply_goes_on(
    tiny: Ear, undisturbed: str, bystander: str, case: str
) -> None:
    spoil, sentence = WRONG_PROMPTS[case]
    with pytest.raises(InvalidRequest, match=sentence):
        tiny.backend.submit(spoil(tiny.backend.prepare(ask("hello"))))
    assert tiny.wait_for_end(bystander).error_type is None
    assert tiny.text(bystander) == undisturbed


def test_temperature_0_is_greedy_and_harms_nobody(
    tiny: Ear, undisturbed: str, bystander: str
) -> None:
    _, last = tiny.complete(ask("hello", temperature=0.0, max_tokens=5))
    assert last.error_type is None
    tiny.wait_for_end(bystander)
    assert tiny.text(bystander) == undisturbed


def test_a_prompt_and_reply_over_the_context_are_refused_with_counts(tiny: Ear) -> None:
    with pytest.raises(PromptTooLong, match=r"\d+ tokens, 500 are kept for the reply, and 512 fit"):
        tiny.backend.prepare(ask("too long a question for so long an answer", max_tokens=500))


def test_no_message_at_all_is_refused(tiny: Ear) -> None:
    with pytest.raises(InvalidRequest, match="no message"):
        tiny.backend.prepare(ask())
