"""What all contenders get alike: models that never end by themselves, and prompts of one length."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.contenders import PROMPT_TOKENS

POCKET = Path("inference/pocket/model")
WORDS = ("stop", "share", "search", "reply", "the", "team", "chat", "how", "list", "name", "say")


class Prompts:
    """User messages that make prompts of PROMPT_TOKENS tokens, all different."""

    def __init__(self, model: Path, *, seed: int) -> None:
        from transformers import AutoTokenizer

        self._tokenizer: Any = AutoTokenizer.from_pretrained(model)
        self._random = Random(seed)

    def make(self) -> str:
        words = str(self._random.randrange(10**6))
        while self._length(longer := f"{words} {self._random.choice(WORDS)}") <= PROMPT_TOKENS:
            words = longer
        while self._length(words) < PROMPT_TOKENS:
            words += "."
        return words

    def _length(self, words: str) -> int:
        messages = [{"role": "user", "content": words}]
        encoded = self._tokenizer.apply_chat_template(
            messages, add_generation_prompt=True, return_dict=True
        )
        return len(encoded["input_ids"])


def models(folder: Path, *, only_pocket: bool) -> Iterator[tuple[str, Path]]:
    pocket = folder / "pocket"
    shutil.copytree(POCKET, pocket)
    endless(pocket)
    yield "pocket", pocket
    if not only_pocket:
        yield "random 25M", random_model(folder / "random", pocket)


def endless(model: Path) -> None:
    """Servers that have no ignore_eos go on to max_tokens too."""
    path = model / "generation_config.json"
    config = json.loads(path.read_text())
    config["eos_token_id"] = None
    path.write_text(json.dumps(config))


def random_model(directory: Path, pocket: Path) -> Path:
    import torch
    from transformers import AutoTokenizer, LlamaConfig, LlamaForCausalLM

    tokenizer: Any = AutoTokenizer.from_pretrained(pocket)
    torch.manual_seed(25)
    model = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=len(tokenizer),
            hidden_size=512,
            intermediate_size=1408,
            num_hidden_layers=8,
            num_attention_heads=8,
            max_position_embeddings=2048,
            tie_word_embeddings=True,
        )
    )
    model.generation_config.eos_token_id = None
    model.save_pretrained(directory)
    tokenizer.save_pretrained(directory)
    return directory
