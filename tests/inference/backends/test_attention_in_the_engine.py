"""Our attention within the library's engine thread: what one request does to the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from queue import SimpleQueue
from typing import Any

import pytest
import torch
from transformers import LlamaConfig, LlamaForCausalLM, NemotronConfig, NemotronForCausalLM

from inference.backends.transformers.manager import EngineThread, News, Outputs
from inference.backends.transformers.sampling import GREEDY, Rules
from inference.config import Config

SIZES: dict[str, Any] = {
    "vocab_size": 256,
    "hidden_size": 32,
    "intermediate_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "max_position_embeddings": 4096,
}
BROKEN = 255  # a token whose embedding is no number


def tiny_llama() -> LlamaForCausalLM:
    torch.manual_seed(0)
    model: LlamaForCausalLM = LlamaForCausalLM(LlamaConfig(**SIZES, num_key_value_heads=1)).eval()
    model.model.embed_tokens.weight.data[BROKEN] = torch.nan
    model.lm_head.weight.data[BROKEN] = 0.0  # never chosen
    return model


class House:
    """Hears the engine's news. steps: of each request, those that gave it a token."""

    def __init__(self, model: Any, config: Config) -> None:
        self._news: SimpleQueue[News] = SimpleQueue()
        self.engine = EngineThread(model, config, self._news, eos=[])
        self.steps: dict[str, list[int]] = {}
        self.rules: dict[str, Rules] = {}

    def add(self, key: str, prompt: Sequence[int], *, tokens: int) -> None:
        self.rules[key], self.steps[key] = Rules(GREEDY), []
        self.engine.add(key, prompt, max_tokens=tokens, rules=self.rules[key])

    def hear_until(self, tokens: dict[str, int]) -> None:
        """Until each of these requests has so many tokens."""
        while any(len(self.steps[key]) < count for key, count in tokens.items()):
            news = self._news.get(timeout=60)
            assert isinstance(news, Outputs)
            for output in news.outputs:
                self.steps[output.request_id].append(news.step)


@contextmanager
def house_of(config: Config, *, cache_tokens: int) -> Iterator[House]:
    small = replace(config, cache_tokens=cache_tokens, max_batch_tokens=512, max_in_flight=16)
    house = House(tiny_llama(), small)
    try:
        yield house
    finally:
        house.engine.close()


@pytest.mark.fault(27, "in the pages that others get")
def test_a_request_whose_numbers_are_none_harms_nobody_who_gets_its_pages(
    tiny_config: Config,
) -> None:
    with house_of(tiny_config, cache_tokens=1024) as house:
        house.add("broken", [BROKEN] * 700, tokens=3)
        house.hear_until({"broken": 3})
        assert house.rules["broken"].fault
        for number in range(3):
            sizes = {f"{number} {size}": size for size in (40, 50, 45)}
            for key, size in sizes.items():
                house.add(key, [size + number] * size, tokens=20)
            house.hear_until(dict.fromkeys(sizes, 20))
            assert not any(house.rules[key].fault for key in sizes)


def test_many_with_one_long_prompt_keep_no_newcomer_out(tiny_config: Config) -> None:
    """They share its pages, so that all of them are in one step, and read more than the cache
    holds."""
    prompt = [number * 7 % 250 for number in range(801)]
    with house_of(tiny_config, cache_tokens=2048) as house:
        house.add("first", prompt, tokens=1)
        house.hear_until({"first": 1})
        others = [f"other {number}" for number in range(8)]
        for key in others:
            house.add(key, prompt, tokens=60)
        house.hear_until({others[0]: 5})
        asked = house.engine.step
        house.add("newcomer", [5, 6, 7, 8], tokens=1)
        house.hear_until({"newcomer": 1})
        waited = house.steps["newcomer"][0] - asked
        assert waited < 20, waited


def test_a_model_whose_layers_do_not_look_at_the_cache_is_refused(tiny_config: Config) -> None:
    """It would read all requests as one text, without a word."""
    torch.manual_seed(0)
    model = NemotronForCausalLM(NemotronConfig(**SIZES, num_key_value_heads=2)).eval()
    engine = EngineThread(model, tiny_config, SimpleQueue(), eos=[])
    try:
        assert engine.try_out() == "its layers do not look at the cache"
    finally:
        engine.close()


def test_the_next_engine_of_a_model_has_it_too(tiny_config: Config) -> None:
    model = tiny_llama()
    for _ in range(2):
        engine = EngineThread(model, tiny_config, SimpleQueue(), eos=[])
        assert engine.try_out() is None
        assert engine._scheduler.attention.is_used
        engine.close()
