"""Many requests in one engine thread say what each would say alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from inference.contract import Sampling
from inference.exceptions import InferenceError
from tests.inference.support.ear import Ear
from tests.inference.support.requests import ask

PROMPTS = [f"tell me something about number {i} " * (1 + i % 5) for i in range(16)]


@pytest.fixture(scope="module")
def reference(tiny_model_directory: Path) -> Any:
    """The library's plain `generate` on the same weights."""
    from transformers import AutoModelForCausalLM, AutoTokenizer

    model: Any = AutoModelForCausalLM.from_pretrained(tiny_model_directory)
    tokenizer: Any = AutoTokenizer.from_pretrained(tiny_model_directory)

    def generate(prompt: str, count: int) -> str:
        inputs = tokenizer.apply_chat_template(
            [{"role": "user", "content": prompt}],
            add_generation_prompt=True,
            return_tensors="pt",
            return_dict=True,
        )
        ids = model.generate(**inputs, max_new_tokens=count, do_sample=False, pad_token_id=0)
        new = ids[0, inputs["input_ids"].shape[1] :]
        return str(tokenizer.decode(new, skip_special_tokens=True)).replace("\0", "")

    return generate


def test_greedy_text_is_what_generate_makes(tiny: Ear, reference: Any) -> None:
    for prompt in PROMPTS[:4]:
        text, _ = tiny.complete(ask(prompt, max_tokens=60))
        assert text == reference(prompt, 60).rstrip("\ufffd")


def test_sixteen_at_once_say_what_each_says_alone(tiny: Ear) -> None:
    alone = [tiny.complete(ask(prompt, max_tokens=50))[0] for prompt in PROMPTS]
    ids = [tiny.begin(ask(prompt, max_tokens=50)) for prompt in PROMPTS]
    for request_id in ids:
        tiny.wait_for_end(request_id)
    assert [tiny.text(request_id) for request_id in ids] == alone
    assert len(set(alone)) == len(PROMPTS)


def test_more_than_the_cache_holds_wait_their_turn_and_lose_nothing(tiny: Ear) -> None:
    alone, _ = tiny.complete(ask(PROMPTS[0], max_tokens=300))
    ids = [tiny.begin(ask(PROMPTS[0], max_tokens=300)) for _ in range(40)]
    for request_id in ids:
        tiny.wait_for_end(request_id)
    assert {tiny.text(request_id) for request_id in ids} == {alone}


def test_max_tokens_ends_a_reply_as_length(tiny: Ear) -> None:
    request = ask(PROMPTS[0], max_tokens=7)
    _, last = tiny.complete(request)
    assert last.finish_reason == "length"
    assert tiny.tokens(request.id) == 7


def test_the_end_token_ends_a_reply_as_stop_and_is_not_told(tiny: Ear) -> None:
    text, last = tiny.complete(ask("hello", max_tokens=400))
    assert last.finish_reason == "stop"
    assert "<|" not in text


def test_a_stop_string_ends_a_reply_before_itself(tiny: Ear) -> None:
    whole, _ = tiny.complete(ask(PROMPTS[1], max_tokens=60))
    stop = whole[20:24]
    request = ask(PROMPTS[1], max_tokens=60, stop=(stop,))
    text, last = tiny.complete(request)
    assert text == whole[: whole.index(stop)]
    assert last.finish_reason == "stop"


def test_a_cancelled_request_is_free_within_two_steps_and_says_so(tiny: Ear) -> None:
    other = tiny.begin(ask(PROMPTS[2], max_tokens=200))
    request_id = tiny.begin(ask(PROMPTS[3], max_tokens=400))
    tiny.wait_for_tokens(request_id, 5)
    step = tiny.backend.step_count()
    tiny.backend.cancel(request_id)
    assert tiny.wait_for_end(request_id).finish_reason == "stopped"
    assert tiny.pieces[request_id][-1][0] - step <= 2
    assert tiny.wait_for_end(other).finish_reason in ("length", "stop")


def test_a_request_cancelled_before_its_first_step_ends_too(tiny: Ear) -> None:
    for _ in range(50):  # the cancellation may overtake its request; both ways must end
        request_id = tiny.begin(ask(PROMPTS[3], max_tokens=400))
        tiny.backend.cancel(request_id)
        assert tiny.wait_for_end(request_id).finish_reason == "stopped"


def test_cancelling_the_unknown_is_nothing(tiny: Ear) -> None:
    tiny.backend.cancel("nobody")


def test_sampling_is_each_requests_own(tiny: Ear) -> None:
    greedy, _ = tiny.complete(ask(PROMPTS[4], max_tokens=40))
    hot = ask(PROMPTS[4], max_tokens=40, temperature=2.0, top_p=1.0, top_k=300)
    narrow = ask(PROMPTS[4], max_tokens=40, temperature=2.0, top_k=1)
    for request in (hot, narrow):
        tiny.begin(request)
    tiny.wait_for_end(hot.id)
    tiny.wait_for_end(narrow.id)
    assert tiny.text(narrow.id) == greedy
    assert tiny.text(hot.id) != greedy


def test_one_request_id_is_worked_on_once(tiny: Ear) -> None:
    request = ask(PROMPTS[5], max_tokens=200)
    tiny.begin(request)
    with pytest.raises(InferenceError, match="already"):
        tiny.begin(request)
    assert tiny.wait_for_end(request.id).error_type is None


def test_a_finished_request_id_may_come_again(tiny: Ear) -> None:
    request = ask(PROMPTS[6], max_tokens=5)
    first, _ = tiny.complete(request)
    tiny.pieces.clear()
    assert tiny.complete(request)[0] == first


def test_without_sampling_the_models_own_way_counts(tiny: Ear) -> None:
    """The tiny model does not say do_sample, so it is greedy."""
    greedy, _ = tiny.complete(ask(PROMPTS[7], max_tokens=30))
    request = ask(PROMPTS[7], max_tokens=30, temperature=None)
    assert request.sampling == Sampling(max_tokens=30)
    assert tiny.complete(request)[0] == greedy
