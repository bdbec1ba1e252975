"""Each request's own rules: as the plain reference has it, alone and in any company."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from inference.contract import GenerationRequest, Text, TokenLogprob
from tests.inference.support.ear import Ear
from tests.inference.support.requests import ask

PROMPT = "Tell me of the sea, the sea, and the ships on it."


@pytest.fixture(scope="module")
def reference(tiny_model_directory: Path) -> Any:
    """`generate` of the same weights: the text of a greedy reply under other options."""
    from transformers import AutoModelForCausalLM, AutoTokenizer

    model: Any = AutoModelForCausalLM.from_pretrained(tiny_model_directory)
    tokenizer: Any = AutoTokenizer.from_pretrained(tiny_model_directory)

    class Reference:
        def ids(self, prompt: str) -> torch.Tensor:
            messages = [{"role": "user", "content": prompt}]
            encoded = tokenizer.apply_chat_template(
                messages, add_generation_prompt=True, return_tensors="pt", return_dict=True
            )
            return torch.as_tensor(encoded["input_ids"])

        def text(self, prompt: str, **options: Any) -> str:
            ids = self.ids(prompt)
            made = model.generate(
                ids, do_sample=False, pad_token_id=0, attention_mask=torch.ones_like(ids), **options
            )
            return self.decode(made[0, ids.shape[1] :])

        def decode(self, ids: Any) -> str:
            text = str(tokenizer.decode(ids, skip_special_tokens=True))
            return text.replace("\0", "").rstrip("\ufffd")

        @torch.inference_mode()
        def logits(self, ids: list[int]) -> torch.Tensor:
            """Of the token after `ids`."""
            return torch.as_tensor(model(torch.tensor([ids])).logits[0, -1])

        def greedy(self, prompt: str, count: int, change: Any) -> str:
            """Step by step, with `change(logits, reply)` before each choice."""
            ids = self.ids(prompt)[0].tolist()
            reply: list[int] = []
            for _ in range(count):
                reply.append(int(change(self.logits(ids + reply).clone(), reply).argmax()))
                if reply[-1] == tokenizer.eos_token_id:
                    break
            return self.decode(reply)

        eos = int(tokenizer.eos_token_id)
        token_of = staticmethod(tokenizer.convert_ids_to_tokens)

    return Reference()


def noisy_neighbours(count: int) -> list[GenerationRequest]:
    """With options of every kind, the same each time."""
    dice = random.Random(count)
    options: list[dict[str, Any]] = [
        {"temperature": 1.5, "seed": 3},
        {"temperature": 0.8, "top_k": 5, "repetition_penalty": 1.3},
        {"temperature": 1.0, "top_p": 0.5, "min_p": 0.05},
        {"presence_penalty": 1.5, "frequency_penalty": -1.0},
        {"logit_bias": {70: 50.0, 71: -100.0}},
        {"logprobs": 5, "ignore_eos": True},
        {},
    ]
    return [
        ask(f"noise {dice.random()} " * (1 + i % 4), max_tokens=40 + i, **options[i % 7])
        for i in range(count)
    ]


def alone_and_in_company(tiny: Ear, request: GenerationRequest) -> str:
    """The text, which must be the same."""
    alone, _ = tiny.complete(request)
    noise = [tiny.begin(one) for one in noisy_neighbours(15)]
    again = replace(request, id=f"{request.id}-again")
    crowded, _ = tiny.complete(again)
    for one in noise:
        tiny.wait_for_end(one)
    assert crowded == alone
    return alone


def test_greedy_is_what_generate_makes(tiny: Ear, reference: Any) -> None:
    text = alone_and_in_company(tiny, ask(PROMPT, max_tokens=50))
    assert text == reference.text(PROMPT, max_new_tokens=50)


def test_repetition_penalty_is_that_of_generate(tiny: Ear, reference: Any) -> None:
    text = alone_and_in_company(tiny, ask(PROMPT, max_tokens=50, repetition_penalty=1.7))
    assert text == reference.text(PROMPT, max_new_tokens=50, repetition_penalty=1.7)
    assert text != reference.text(PROMPT, max_new_tokens=50)


def test_presence_and_frequency_count_the_reply_alone(tiny: Ear, reference: Any) -> None:
    def penalised(logits: torch.Tensor, reply: list[int]) -> torch.Tensor:
        for token in set(reply):
            logits[token] -= 1.5 + 0.5 * reply.count(token)
        return logits

    request = ask(PROMPT, max_tokens=50, presence_penalty=1.5, frequency_penalty=0.5)
    text = alone_and_in_company(tiny, request)
    assert text == reference.greedy(PROMPT, 50, penalised)
    assert text != reference.text(PROMPT, max_new_tokens=50)


def test_logit_bias_is_added(tiny: Ear, reference: Any) -> None:
    bias = {60: 4.0, 61: -3.5, 62: 2.0}

    def biased(logits: torch.Tensor, _reply: list[int]) -> torch.Tensor:
        for token, value in bias.items():
            logits[token] += value
        return logits

    text = alone_and_in_company(tiny, ask(PROMPT, max_tokens=50, logit_bias=bias))
    assert text == reference.greedy(PROMPT, 50, biased)


def test_ignore_eos_goes_on_to_the_limit(tiny: Ear, reference: Any) -> None:
    bias = {reference.eos: 100.0}
    _, ended = tiny.complete(ask(PROMPT, max_tokens=30, logit_bias=bias))
    assert ended.finish_reason == "stop"
    request = ask(PROMPT, max_tokens=30, logit_bias=bias, ignore_eos=True)
    _, last = tiny.complete(request)
    assert (last.finish_reason, tiny.tokens(request.id)) == ("length", 30)


def test_the_same_seed_gives_the_same_text_always(tiny: Ear) -> None:
    options: dict[str, Any] = {
        "max_tokens": 60,
        "temperature": 1.2,
        "top_p": 0.95,
        "top_k": 40,
        "min_p": 0.01,
    }
    text = alone_and_in_company(tiny, ask(PROMPT, seed=11, **options))
    assert tiny.complete(ask(PROMPT, seed=11, **options))[0] == text
    assert tiny.complete(ask(PROMPT, seed=12, **options))[0] != text


def test_without_a_seed_every_text_is_another(tiny: Ear) -> None:
    texts = {tiny.complete(ask(PROMPT, temperature=1.5, max_tokens=40))[0] for _ in range(4)}
    assert len(texts) == 4


@pytest.mark.parametrize(
    "narrow", [{"top_k": 1}, {"top_p": 1e-6}, {"min_p": 1.0}], ids=["top_k", "top_p", "min_p"]
)
def test_the_narrowest_choice_is_the_greedy_one(
    tiny: Ear, reference: Any, narrow: dict[str, Any]
) -> None:
    text = alone_and_in_company(tiny, ask(PROMPT, temperature=1.0, max_tokens=50, **narrow))
    assert text == reference.text(PROMPT, max_new_tokens=50)


def test_logprobs_are_the_models_own_and_cover_the_text(tiny: Ear, reference: Any) -> None:
    request = ask(PROMPT, max_tokens=40, logprobs=3, temperature=0.7, seed=5, presence_penalty=1)
    text, _ = tiny.complete(request)
    told = logprobs_of(tiny, request)
    ids = reference.ids(PROMPT)[0].tolist()
    for one in told:
        expected = torch.log_softmax(reference.logits(ids), dim=-1)
        best = torch.topk(expected, 3)
        assert [top.logprob for top in one.top] == pytest.approx(best.values.tolist(), abs=1e-4)
        names = [reference.token_of(int(token)) for token in best.indices]
        assert [as_piece(top.bytes) for top in one.top] == names
        chosen = next(
            token
            for token in range(len(expected))
            if as_piece(one.bytes) == reference.token_of(token)
        )
        assert one.logprob == pytest.approx(float(expected[chosen]), abs=1e-4)
        assert one.logprob <= 0
        ids.append(chosen)
    whole = b"".join(bytes(one.bytes) for one in told)
    assert whole.decode(errors="replace").replace("\0", "").rstrip("\ufffd") == text


def test_tokens_that_a_stop_string_cut_away_have_no_logprobs(tiny: Ear) -> None:
    whole, _ = tiny.complete(ask(PROMPT, max_tokens=60))
    stop = whole[20:23]
    request = ask(PROMPT, max_tokens=60, stop=(stop,), logprobs=0)
    text, last = tiny.complete(request)
    assert (text, last.finish_reason) == (whole[: whole.index(stop)], "stop")
    sizes = [len(one.bytes) for one in logprobs_of(tiny, request)]
    assert sum(sizes[:-1]) < len(text.encode()) <= sum(sizes) + text.count("\ufffd") * 3


def test_choices_share_the_prompt_and_differ_by_their_seeds(tiny: Ear) -> None:
    prompt = "a long prompt that fills more than one page of the cache, " * 3
    options: dict[str, Any] = {"temperature": 1.3, "seed": 4, "max_tokens": 30}
    request = replace(ask(prompt, **options), choices=4)
    tiny.begin(request)
    last = tiny.wait_for_choices(request.id, 4)
    assert {piece.finish_reason for piece in last} <= {"stop", "length"}
    texts = [tiny.text(request.id, choice) for choice in range(4)]
    assert len(set(texts)) == 4
    assert texts[0] == tiny.complete(ask(prompt, **options))[0]
    again = replace(ask(prompt, **options), choices=4)
    tiny.begin(again)
    tiny.wait_for_choices(again.id, 4)
    assert [tiny.text(again.id, choice) for choice in range(4)] == texts


def test_cancelling_ends_every_choice(tiny: Ear) -> None:
    request = replace(ask(PROMPT * 4, ignore_eos=True, max_tokens=100), choices=3)
    tiny.begin(request)
    tiny.wait_for_tokens(request.id, 4)
    tiny.backend.cancel(request.id)
    assert {piece.finish_reason for piece in tiny.wait_for_choices(request.id, 3)} == {"stopped"}


def test_a_prompt_that_was_read_before_is_taken_from_the_cache(tiny: Ear) -> None:
    prompt = f"something that nobody has asked before {random.random()} " * 4
    first, second = ask(prompt, max_tokens=5), ask(prompt, max_tokens=5)
    tiny.complete(first)
    tiny.complete(second)
    assert tiny.pieces[first.id][0][1].cached_prompt_token_count in (0, 32)  # the template's page
    assert (tiny.pieces[second.id][0][1].cached_prompt_token_count or 0) > 64


def logprobs_of(tiny: Ear, request: GenerationRequest) -> list[TokenLogprob]:
    parts = [part for _, piece in tiny.pieces[request.id] for part in piece.parts]
    return [one for part in parts if isinstance(part, Text) for one in part.logprobs]


def as_piece(raw: tuple[int, ...]) -> str:
    """As a byte-level vocabulary writes it."""
    from transformers.convert_slow_tokenizer import bytes_to_unicode

    table = bytes_to_unicode()
    return "".join(table[byte] for byte in raw)
